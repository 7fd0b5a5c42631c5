/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The site of one parcel, step by step: border, classes, then the parcel divided by what the plan makes of it. */
#include "zoning/buildable.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "geo/measure.h"
#include "zoning/buildable_divide.h"
#include "zoning/edge_limits.h"
#include "zoning/site_private.h"

bool zoning_site_maker_init(zoning_site_maker *maker, const zoning_scene *scene, bool geometry)
{
    memset(maker, 0, sizeof *maker);
    maker->scene = scene;
    maker->geometry = geometry;
    geo_shape *const shapes[] = { &maker->own,   &maker->part,  &maker->before, &maker->after,
                                  &maker->spare, &maker->ceded, &maker->green };
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        geo_shape_init(shapes[i]);
    }
    zoning_offset_init(&maker->offset);
    maker->geos = geo_geos_new();
    return maker->geos != NULL;
}

void zoning_site_maker_release(zoning_site_maker *maker)
{
    geo_shape *const shapes[] = { &maker->own,   &maker->part,  &maker->before, &maker->after,
                                  &maker->spare, &maker->ceded, &maker->green };
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        geo_shape_release(shapes[i]);
    }
    zoning_looker_release(&maker->looker);
    zoning_pieces_release(&maker->pieces);
    zoning_groups_release(&maker->groups);
    zoning_offset_release(&maker->offset);
    base_free(maker->strips);
    geo_geos_free(maker->geos);
    memset(maker, 0, sizeof *maker);
}

static const char *form_name(zoning_parcel_form form)
{
    switch (form) {
    case ZONING_FORM_INTERIOR:
        return "interior";
    case ZONING_FORM_CORNER:
        return "corner";
    case ZONING_FORM_THROUGH:
        return "through";
    case ZONING_FORM_SEVERAL_ROADS:
        return "several-roads";
    case ZONING_FORM_FLAG:
        return "flag";
    case ZONING_FORM_LANDLOCKED:
        return "landlocked";
    }
    return "";
}

/* Corners of a group; those in a straight line are left out. */
static bool fill_corners(const zoning_site_maker *maker, const zoning_group *group,
                         base_arena *arena, kbs_site_edge *edge)
{
    double *at = base_arena_alloc(arena, 2 * (group->count + 1), sizeof *at);
    size_t count = 0;
    for (size_t i = 0; at != NULL && i <= group->count; i++) {
        const zoning_piece *piece =
            zoning_group_piece(group, &maker->pieces, i < group->count ? i : i - 1);
        bool inner = i > 0 && i < group->count;
        const zoning_piece *before =
            inner ? zoning_group_piece(group, &maker->pieces, i - 1) : NULL;
        if (before != NULL && fabs(zoning_turn_deg(before->unit, piece->unit)) < 1e-6) {
            continue;
        }
        geo_vertex v = i < group->count ? piece->from : piece->to;
        at[2 * count] = v.east;
        at[2 * count + 1] = v.north;
        count++;
    }
    edge->coordinates = at;
    edge->corner_count = count;
    return at != NULL;
}

/* The road and the width that the longest piece sees; the neighbour when there is one alone. */
static void fill_beyond(const zoning_site_maker *maker, const zoning_group *group,
                        base_arena *arena, kbs_site_edge *edge)
{
    double longest = -1;
    const zoning_land *neighbour = zoning_group_piece(group, &maker->pieces, 0)->beyond.parcel;
    edge->road_width_m = KBS_NO_VALUE;
    edge->road_name = "";
    for (size_t i = 0; i < group->count; i++) {
        const zoning_piece *piece = zoning_group_piece(group, &maker->pieces, i);
        neighbour = piece->beyond.parcel == neighbour ? neighbour : NULL;
        if (piece->length_m <= longest) {
            continue;
        }
        longest = piece->length_m;
        edge->beyond = piece->beyond.what;
        edge->road_width_m = piece->beyond.width_m;
        edge->road_width_is_measured = piece->beyond.width_is_measured;
        if (piece->beyond.road != NULL) {
            edge->road_id = piece->beyond.road->id;
            edge->road_name = base_arena_text(arena, piece->beyond.road->name);
        }
    }
    bool beside = edge->beyond == KBS_BEYOND_PARCEL || edge->beyond == KBS_BEYOND_PARK ||
                  edge->beyond == KBS_BEYOND_PUBLIC_AREA;
    edge->neighbour_id = beside && neighbour != NULL ? neighbour->id : 0;
}

static bool fill_edge(const zoning_site_maker *maker, size_t at, const zoning_land *governing,
                      base_arena *arena, kbs_site_edge *edge)
{
    const zoning_group *group = &maker->groups.items[at];
    edge->edge_class = group->edge_class;
    edge->is_parcel_front = group->is_parcel_front;
    edge->length_m = group->length_m;
    edge->rule = group->rule;
    edge->reason_en = zoning_reason_text(group->reason, KBS_LANG_EN);
    edge->reason_tr = zoning_reason_text(group->reason, KBS_LANG_TR);
    fill_beyond(maker, group, arena, edge);
    edge->setback_m = KBS_NO_VALUE;
    edge->setback_rule = "";
    if (governing != NULL) {
        zoning_setbacks s = zoning_setbacks_of(governing->plan_area, governing->order);
        zoning_distance d = zoning_distance_of(&s, group->edge_class, group->reason, edge->beyond);
        edge->setback_m = d.metres;
        edge->setback_rule = d.rule;
    }
    return fill_corners(maker, group, arena, edge) && edge->road_name != NULL;
}

static bool fill_edges(zoning_site_maker *maker, const zoning_land *governing, site *made)
{
    size_t count = maker->groups.count;
    kbs_site_edge *edges = base_arena_alloc(made->arena, count > 0 ? count : 1, sizeof *edges);
    bool good = edges != NULL;
    for (size_t i = 0; good && i < count; i++) {
        good = fill_edge(maker, i, governing, made->arena, &edges[i]);
    }
    made->shown.edges = edges;
    made->shown.edge_count = count;
    made->shown.form = form_name(maker->groups.form);
    made->shown.depth_m = maker->groups.depth_m;
    return good;
}

static bool fill_buildable(zoning_site_maker *maker, const zoning_division *division,
                           const zoning_site_input *input, site *made)
{
    size_t count = division->count;
    kbs_buildable *list = base_arena_alloc(made->arena, count > 0 ? count : 1, sizeof *list);
    bool good = list != NULL;
    for (size_t i = 0; good && i < count; i++) {
        zoning_part_making m = {
            .maker = maker,
            .arena = made->arena,
            .out = &list[i],
            .plan_area = division->areas[i],
            .parts = input->parts,
            .parcel_area_m2 = made->shown.exact_area_m2,
            .is_first = i == 0,
            .missing = base_arena_alloc(made->arena, ZONING_MOST_MISSING, sizeof(char *)),
            .subtractions =
                base_arena_alloc(made->arena, ZONING_MOST_SUBTRACTIONS, sizeof(kbs_subtraction)),
        };
        good = m.missing != NULL && m.subtractions != NULL;
        if (good) {
            zoning_division_part(division, maker, &m, i);
            good = !m.no_memory;
        }
    }
    made->shown.buildable = list;
    made->shown.buildable_count = count;
    return good;
}

/* Within reach of the parcel's box, so that it is the same with much or little around it. */
static bool roads_are_near(zoning_site_maker *maker)
{
    kbs_box box = geo_shape_box(&maker->own);
    size_t count = 0;
    box = (kbs_box){ box.east_min - ZONING_REACH_M, box.north_min - ZONING_REACH_M,
                     box.east_max + ZONING_REACH_M, box.north_max + ZONING_REACH_M };
    if (!geo_box_tree_find(maker->scene->roads.tree, box, &maker->looker.found,
                           &maker->looker.found_capacity, &count)) {
        maker->looker.no_memory = true;
    }
    return count > 0;
}

static bool make(zoning_site_maker *maker, const zoning_site_input *input, site *made)
{
    zoning_division division;
    made->shown.exact_area_m2 = geo_shape_area_m2(input->shape);
    made->shown.depth_m = KBS_NO_VALUE;
    if (!geo_shape_copy(&maker->own, input->shape)) {
        return false;
    }
    geo_shape_orient(&maker->own, true);
    maker->looker.scene = maker->scene;
    maker->looker.self = input->parcel_id;
    maker->looker.own = &maker->own;
    maker->looker.no_memory = false;
    maker->until = base_clock_seconds() + ZONING_SITE_DEADLINE_S;
    zoning_division_list(&division, maker->scene, input->parts, made->shown.exact_area_m2);
    const zoning_land *governing = division.governing;
    return zoning_pieces_find(&maker->pieces, &maker->looker) &&
           zoning_groups_find(&maker->groups, &maker->pieces, governing, roads_are_near(maker)) &&
           fill_edges(maker, governing, made) && zoning_division_cut(&division, maker) &&
           fill_buildable(maker, &division, input, made);
}

kbs_code zoning_site_make(zoning_site_maker *maker, const zoning_site_input *input,
                          const kbs_site **out)
{
    base_arena *arena = base_arena_new();
    site *made = arena != NULL ? base_arena_alloc(arena, 1, sizeof *made) : NULL;
    *out = NULL;
    if (made == NULL) {
        base_arena_free(arena);
        return KBS_MEMORY;
    }
    made->arena = arena;
    made->shown.parcel_id = input->parcel_id;
    made->shown.form = "";
    made->shown.depth_m = KBS_NO_VALUE;
    made->shown.revision = input->revision;
    made->shown.neighbourhood = base_arena_text(arena, input->neighbourhood);
    made->shown.block = base_arena_text(arena, input->block);
    made->shown.parcel = base_arena_text(arena, input->parcel);
    made->shown.crs = base_arena_text(arena, input->crs);
    made->shown.not_determined = input->not_determined;
    bool good =
        made->shown.crs != NULL && (input->not_determined[0] != '\0' || make(maker, input, made));
    if (!good) {
        base_arena_free(arena);
        return KBS_MEMORY;
    }
    *out = &made->shown;
    return KBS_OK;
}
