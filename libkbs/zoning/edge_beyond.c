/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A ray leaves the parcel at a right angle to its edge. The first parcel that it enters is the neighbour, or the other side of the
 * road; a road that it crosses before is the one in front. */
#include "zoning/edge_beyond.h"

#include <math.h>

#include "geo/predicate.h"
#include "zoning/edge_limits.h"

void zoning_looker_release(zoning_looker *looker)
{
    base_free(looker->found);
    looker->found = NULL;
    looker->found_capacity = 0;
}

static geo_vertex along(geo_vertex place, geo_vertex direction, double metres)
{
    return (geo_vertex){ place.east + direction.east * metres,
                         place.north + direction.north * metres };
}

/* Rows whose box meets the way from one distance to another. */
static size_t find(zoning_looker *looker, const zoning_lands *lands, geo_vertex from, geo_vertex to,
                   double around_m)
{
    kbs_box box = { fmin(from.east, to.east) - around_m, fmin(from.north, to.north) - around_m,
                    fmax(from.east, to.east) + around_m, fmax(from.north, to.north) + around_m };
    size_t count = 0;
    if (!geo_box_tree_find(lands->tree, box, &looker->found, &looker->found_capacity, &count)) {
        looker->no_memory = true;
        return 0;
    }
    return count;
}

typedef struct ray {
    geo_vertex place, outward;
} ray;

/* Where the ray meets a segment: its distance, and whether it comes from the right of a -> b. False: it does not. */
static bool meet(const ray *r, geo_vertex a, geo_vertex b, double *distance, bool *enters)
{
    double ae = a.east - r->place.east, an = a.north - r->place.north;
    double be = b.east - r->place.east, bn = b.north - r->place.north;
    double side_a = r->outward.east * an - r->outward.north * ae;
    double side_b = r->outward.east * bn - r->outward.north * be;
    if ((side_a > 0) == (side_b > 0)) {
        return false;
    }
    double share = side_a / (side_a - side_b);
    double along_a = r->outward.east * ae + r->outward.north * an;
    double along_b = r->outward.east * be + r->outward.north * bn;
    *distance = along_a + share * (along_b - along_a);
    *enters = side_a > side_b; /* a on the left of the ray, b on its right */
    return true;
}

/* The nearest entry (or exit) of the ray into an area or through a line at `least` or beyond. */
static double nearest(const ray *r, const geo_shape *shape, double least, bool entries, bool exits)
{
    double best = HUGE_VAL;
    for (size_t ring = 0; ring < shape->ring_count; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(shape, ring, &count);
        for (size_t i = 0; i + 1 < count; i++) {
            double distance;
            bool enters;
            if (meet(r, v[i], v[i + 1], &distance, &enters) && distance >= least &&
                distance < best && (enters ? entries : exits)) {
                best = distance;
            }
        }
    }
    return best;
}

/* The ray enters the land on the left of a -> b where it comes from the right of it. */
static double entry_into(const ray *r, const geo_shape *area, double least)
{
    return nearest(r, area, least, true, false);
}

static double exit_from(const ray *r, const geo_shape *area, double least)
{
    return nearest(r, area, least, false, true);
}

static void look_for_parcels(zoning_looker *looker, const ray *r, double reach_m,
                             zoning_beyond *out)
{
    geo_vertex from = along(r->place, r->outward, -ZONING_INTRUSION_M);
    size_t count =
        find(looker, &looker->scene->parcels, from, along(r->place, r->outward, reach_m), 0.0);
    for (size_t i = 0; i < count; i++) {
        const zoning_land *parcel = &looker->scene->parcels.items[looker->found[i]];
        if (parcel->id == looker->self) {
            continue;
        }
        double distance = entry_into(r, &parcel->shape, -ZONING_INTRUSION_M);
        if (distance < out->gap_m && distance <= reach_m) {
            out->gap_m = distance;
            out->parcel = parcel;
        }
    }
}

/* The parcel's own other arm across a notch. */
static double own_arm(const zoning_looker *looker, const ray *r)
{
    return entry_into(r, looker->own, ZONING_VERTEX_M);
}

/* The plan area over the probe: building land before all other. */
static void look_at_ground(zoning_looker *looker, const ray *r, zoning_beyond *out)
{
    geo_vertex probe = along(r->place, r->outward, ZONING_PROBE_M);
    size_t count = find(looker, &looker->scene->plan_areas, probe, probe, 0.0);
    for (size_t i = 0; i < count; i++) {
        const zoning_land *area = &looker->scene->plan_areas.items[looker->found[i]];
        bool better = out->plan_area == NULL || (out->plan_area->use != ZONING_USE_BUILDING &&
                                                 area->use == ZONING_USE_BUILDING);
        if (better && geo_shape_locate(&area->shape, probe) != GEO_OUTSIDE) {
            out->plan_area = area;
        }
    }
}

static double distance_to(geo_vertex place, const geo_shape *line, geo_vertex *nearest_point)
{
    double best = HUGE_VAL;
    for (size_t ring = 0; ring < line->ring_count; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(line, ring, &count);
        for (size_t i = 0; i + 1 < count; i++) {
            double de = v[i + 1].east - v[i].east, dn = v[i + 1].north - v[i].north;
            double square = de * de + dn * dn;
            double t =
                square > 0
                    ? ((place.east - v[i].east) * de + (place.north - v[i].north) * dn) / square
                    : 0;
            t = fmin(1.0, fmax(0.0, t));
            geo_vertex p = { v[i].east + t * de, v[i].north + t * dn };
            de = place.east - p.east;
            dn = place.north - p.north;
            if (de * de + dn * dn < best) {
                best = de * de + dn * dn;
                *nearest_point = p;
            }
        }
    }
    return sqrt(best);
}

/* How far from the edge a road is, along the ray or, where it ends before it, by the shortest way; HUGE_VAL: not in front. */
static double way_to_road(const ray *r, const zoning_land *road, double free_m, bool *beside)
{
    if (geo_type_is_area(road->shape.type)) {
        double entry = entry_into(r, &road->shape, -ZONING_ROAD_BESIDE_M);
        bool inside =
            geo_shape_locate(&road->shape, along(r->place, r->outward, 0.01)) != GEO_OUTSIDE;
        *beside = inside || entry <= ZONING_ROAD_BESIDE_M;
        return inside                                       ? 0.0
               : entry <= fmin(free_m, ZONING_ROAD_SLACK_M) ? fmax(entry, 0.0)
                                                            : HUGE_VAL;
    }
    double half = road->width_m != KBS_NO_VALUE ? road->width_m / 2 : ZONING_ROAD_HALF_UNKNOWN_M;
    double most = half * ZONING_ROAD_STRETCH + ZONING_ROAD_SLACK_M;
    double distance = nearest(r, &road->shape, 0.0, true, true);
    if (distance > most || distance > free_m) {
        geo_vertex p = r->place;
        distance = distance_to(r->place, &road->shape, &p);
        double ahead = (p.east - r->place.east) * r->outward.east +
                       (p.north - r->place.north) * r->outward.north;
        if (distance > most || ahead < 0.5 * distance || ahead > free_m) {
            return HUGE_VAL;
        }
    }
    *beside = distance - half <= ZONING_ROAD_BESIDE_M;
    return distance;
}

static void look_for_roads(zoning_looker *looker, const ray *r, zoning_beyond *out, bool *beside)
{
    const zoning_scene *scene = looker->scene;
    double best = HUGE_VAL;
    double free_m = fmin(out->gap_m, ZONING_REACH_M);
    size_t count = find(looker, &scene->roads, r->place,
                        along(r->place, r->outward, ZONING_REACH_M / 2), ZONING_REACH_M / 4);
    *beside = false;
    for (size_t i = 0; i < count; i++) {
        const zoning_land *road = &scene->roads.items[looker->found[i]];
        bool is_beside = false;
        double distance =
            road->use == ZONING_USE_BARRIER ? HUGE_VAL : way_to_road(r, road, free_m, &is_beside);
        if (distance < best) {
            best = distance;
            out->road = road;
            *beside = is_beside;
        }
    }
}

/* EC-06: the recorded width, else what is measured. */
static void measure_road(const ray *r, zoning_beyond *out)
{
    const zoning_land *road = out->road;
    if (road != NULL && road->width_m != KBS_NO_VALUE) {
        out->width_m = road->width_m;
        return;
    }
    double width = out->gap_m;
    if (road != NULL && geo_type_is_area(road->shape.type)) {
        double entry = entry_into(r, &road->shape, -ZONING_ROAD_BESIDE_M);
        double from = entry <= ZONING_ROAD_SLACK_M ? entry : 0.0;
        width = exit_from(r, &road->shape, from) - from;
    }
    if (width > 0.0 && width <= ZONING_REACH_M) {
        out->width_m = width;
        out->width_is_measured = true;
    }
}

static kbs_edge_beyond of_road(zoning_use use)
{
    return use == ZONING_USE_PEDESTRIAN ? KBS_BEYOND_PEDESTRIAN_ROAD : KBS_BEYOND_ROAD;
}

/* What the ground is by the plan; KBS_BEYOND_NOTHING: nothing special. */
static kbs_edge_beyond of_ground(const zoning_land *plan_area)
{
    switch (plan_area != NULL ? plan_area->use : ZONING_USE_BUILDING) {
    case ZONING_USE_ROAD:
        return KBS_BEYOND_ROAD;
    case ZONING_USE_PEDESTRIAN:
        return KBS_BEYOND_PEDESTRIAN_ROAD;
    case ZONING_USE_PARK:
        return KBS_BEYOND_PARK;
    case ZONING_USE_PUBLIC:
        return KBS_BEYOND_PUBLIC_AREA;
    case ZONING_USE_BARRIER:
        return KBS_BEYOND_WATER_OR_RAIL;
    case ZONING_USE_BUILDING:
        break;
    }
    return KBS_BEYOND_NOTHING;
}

/* There is no neighbour at the edge itself. */
static void look_into_the_open(zoning_looker *looker, const ray *r, zoning_beyond *out)
{
    bool beside = false;
    kbs_edge_beyond ground = of_ground(out->plan_area);
    /* most roads are narrow, and few parcels are near */
    look_for_parcels(looker, r, ZONING_REACH_M / 3, out);
    if (out->gap_m > ZONING_REACH_M / 3) {
        look_for_parcels(looker, r, ZONING_REACH_M, out);
    }
    double own = own_arm(looker, r);
    if (own < out->gap_m) {
        out->parcel = NULL;
        out->gap_m = own;
    }
    look_for_roads(looker, r, out, &beside);
    if (out->road != NULL && (beside || ground == KBS_BEYOND_NOTHING)) {
        out->what = of_road(out->road->use);
    } else if (ground != KBS_BEYOND_NOTHING) {
        out->what = ground;
        out->road = NULL;
    } else if (own <= out->gap_m) {
        out->what = KBS_BEYOND_NOTHING; /* a notch of the parcel itself */
    } else if (out->gap_m <= ZONING_REACH_M) {
        out->what = KBS_BEYOND_GAP;
    }
    if (out->what == KBS_BEYOND_GAP || out->what == KBS_BEYOND_ROAD ||
        out->what == KBS_BEYOND_PEDESTRIAN_ROAD) {
        measure_road(r, out);
    }
}

zoning_beyond zoning_look(zoning_looker *looker, geo_vertex place, geo_vertex outward)
{
    zoning_beyond out = { .what = KBS_BEYOND_NOTHING, .gap_m = HUGE_VAL, .width_m = KBS_NO_VALUE };
    ray r = { place, outward };
    look_for_parcels(looker, &r, ZONING_SLIT_M, &out);
    look_at_ground(looker, &r, &out);
    if (out.gap_m >= ZONING_SLIT_M) {
        out.parcel = NULL;
        out.gap_m = HUGE_VAL;
        look_into_the_open(looker, &r, &out);
        return out;
    }
    kbs_edge_beyond ground = of_ground(out.plan_area);
    out.what = ground != KBS_BEYOND_NOTHING ? ground : KBS_BEYOND_PARCEL;
    return out;
}
