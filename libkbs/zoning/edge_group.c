/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Groups of pieces: a bent front is one edge, a corner two; which of the fronts is the parcel's, and how deep it is. */
#include <math.h>
#include <string.h>

#include "zoning/edge_class.h"
#include "zoning/edge_limits.h"

#define MOST_GROUPS 100000u

void zoning_groups_release(zoning_groups *groups)
{
    base_free(groups->items);
    memset(groups, 0, sizeof *groups);
}

static zoning_piece *piece_of(const zoning_pieces *pieces, size_t ring, size_t at)
{
    size_t start = pieces->ring_start[ring];
    size_t count = pieces->ring_start[ring + 1] - start;
    return &pieces->items[start + at % count];
}

zoning_piece *zoning_group_piece(const zoning_group *group, const zoning_pieces *pieces, size_t i)
{
    return piece_of(pieces, group->ring, group->first + i);
}

/* Does a piece go on with the one before it? */
static bool goes_on(const zoning_piece *before, const zoning_piece *piece)
{
    if (before->edge_class != piece->edge_class || before->reason != piece->reason ||
        before->beyond.what != piece->beyond.what) {
        return false;
    }
    double turn = fabs(zoning_turn_deg(before->unit, piece->unit));
    bool jog = before->length_m < ZONING_JOG_M || piece->length_m < ZONING_JOG_M;
    if (piece->edge_class == KBS_EDGE_FRONT) {
        return before->beyond.road == piece->beyond.road && (turn < ZONING_CORNER_DEG || jog);
    }
    return turn < ZONING_TURN_DEG || jog;
}

/* Where a front turns round a corner within a few metres: the place of the second arm, 0 when it does not. */
static size_t find_corner(const zoning_pieces *pieces, size_t ring, size_t first, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const zoning_piece *arm = piece_of(pieces, ring, first + i);
        double between = 0;
        for (size_t k = i + 1;
             arm->length_m >= ZONING_CORNER_ARM_M && k < count && between <= ZONING_CORNER_ARC_M;
             k++) {
            const zoning_piece *other = piece_of(pieces, ring, first + k);
            if (other->length_m >= ZONING_CORNER_ARM_M &&
                fabs(zoning_turn_deg(arm->unit, other->unit)) >= ZONING_CORNER_DEG) {
                return k;
            }
            between += other->length_m;
        }
    }
    return 0;
}

static bool add_group(zoning_groups *groups, zoning_pieces *pieces, size_t ring, size_t first,
                      size_t count)
{
    void *items = groups->items;
    bool grown = base_array_grow(&items, &groups->capacity, groups->count + 1,
                                 sizeof *groups->items, MOST_GROUPS);
    groups->items = items;
    if (!grown) {
        return false;
    }
    const zoning_piece *one = piece_of(pieces, ring, first);
    zoning_group *group = &groups->items[groups->count];
    *group = (zoning_group){ .first = first,
                             .count = count,
                             .ring = (uint32_t)ring,
                             .edge_class = one->edge_class,
                             .rule = one->rule,
                             .reason = (zoning_reason)one->reason };
    for (size_t i = 0; i < count; i++) {
        zoning_piece *piece = piece_of(pieces, ring, first + i);
        piece->group = (uint32_t)groups->count;
        group->length_m += piece->length_m;
    }
    groups->count++;
    return true;
}

/* Adds a run as one group, or as several when it turns corners. */
static bool add_run(zoning_groups *groups, zoning_pieces *pieces, size_t ring, size_t first,
                    size_t count)
{
    bool front = piece_of(pieces, ring, first)->edge_class == KBS_EDGE_FRONT;
    for (size_t corner; front && (corner = find_corner(pieces, ring, first, count)) > 0;) {
        if (!add_group(groups, pieces, ring, first, corner)) {
            return false;
        }
        first += corner;
        count -= corner;
    }
    return add_group(groups, pieces, ring, first, count);
}

static bool group_ring(zoning_groups *groups, zoning_pieces *pieces, size_t ring)
{
    size_t count = pieces->ring_start[ring + 1] - pieces->ring_start[ring];
    size_t start = 0;
    double sharpest = -1;
    /* A ring begins where a group does; one without such a place at its sharpest turn. */
    for (size_t i = 0; i < count; i++) {
        const zoning_piece *before = piece_of(pieces, ring, i + count - 1);
        const zoning_piece *piece = piece_of(pieces, ring, i);
        double turn =
            goes_on(before, piece) ? fabs(zoning_turn_deg(before->unit, piece->unit)) : 1000.0;
        if (turn > sharpest) {
            sharpest = turn;
            start = i;
        }
    }
    for (size_t i = 0; i < count;) {
        size_t run = 1;
        while (i + run < count && goes_on(piece_of(pieces, ring, start + i + run - 1),
                                          piece_of(pieces, ring, start + i + run))) {
            run++;
        }
        if (!add_run(groups, pieces, ring, (start + i) % count, run)) {
            return false;
        }
        i += run;
    }
    return true;
}

/* The width that most of the front sees. */
static double width_of(const zoning_group *group, const zoning_pieces *pieces, bool *measured)
{
    double width = KBS_NO_VALUE, longest = 0;
    *measured = false;
    for (size_t i = 0; i < group->count; i++) {
        const zoning_piece *piece = zoning_group_piece(group, pieces, i);
        if (piece->beyond.width_m != KBS_NO_VALUE && piece->length_m > longest) {
            longest = piece->length_m;
            width = piece->beyond.width_m;
            *measured = piece->beyond.width_is_measured;
        }
    }
    return width;
}

/* EC-01: the wider road, then the shorter edge. Is a before b? */
static bool comes_first(const zoning_group *a, const zoning_group *b, const zoning_pieces *pieces)
{
    bool short_a = a->length_m < ZONING_CORNER_ARM_M, short_b = b->length_m < ZONING_CORNER_ARM_M;
    if (short_a != short_b) {
        return short_b;
    }
    bool measured_a, measured_b;
    double width_a = width_of(a, pieces, &measured_a), width_b = width_of(b, pieces, &measured_b);
    /* what has no other side in reach is wider than all that has */
    width_a = a->reason == ZONING_REASON_NOTHING ? ZONING_REACH_M : width_a;
    width_b = b->reason == ZONING_REASON_NOTHING ? ZONING_REACH_M : width_b;
    double equal = measured_a || measured_b ? ZONING_WIDTH_MEASURED_EQUAL_M : ZONING_WIDTH_EQUAL_M;
    if (fabs(width_a - width_b) > equal) {
        return width_a > width_b;
    }
    return a->length_m < b->length_m;
}

static zoning_group *choose_front(zoning_groups *groups, const zoning_pieces *pieces)
{
    zoning_group *best = NULL;
    for (size_t i = 0; i < groups->count; i++) {
        zoning_group *group = &groups->items[i];
        if (group->edge_class == KBS_EDGE_FRONT &&
            (best == NULL || comes_first(group, best, pieces))) {
            best = group;
        }
    }
    if (best != NULL) {
        best->is_parcel_front = true;
    }
    return best;
}

static geo_vertex start_of(const zoning_group *group, const zoning_pieces *pieces)
{
    return zoning_group_piece(group, pieces, 0)->from;
}

static geo_vertex end_of(const zoning_group *group, const zoning_pieces *pieces)
{
    return zoning_group_piece(group, pieces, group->count - 1)->to;
}

/* EC-08: the mean distance of the rear corners from the line of the front. */
static double depth_of(const zoning_groups *groups, const zoning_pieces *pieces,
                       const zoning_group *front)
{
    geo_vertex a = start_of(front, pieces), b = end_of(front, pieces);
    double de = b.east - a.east, dn = b.north - a.north, length = hypot(de, dn);
    double sum = 0;
    size_t corners = 0;
    if (length < ZONING_JOG_M) {
        return KBS_NO_VALUE;
    }
    for (size_t i = 0; i < groups->count; i++) {
        const zoning_group *group = &groups->items[i];
        if (group->edge_class != KBS_EDGE_REAR || group->ring != front->ring) {
            continue;
        }
        geo_vertex ends[2] = { start_of(group, pieces), end_of(group, pieces) };
        const zoning_group *next = &groups->items[(i + 1) % groups->count];
        bool next_is_rear = next->edge_class == KBS_EDGE_REAR && next->ring == group->ring;
        for (size_t k = 0; k < (next_is_rear ? 1u : 2u); k++) {
            sum += fabs((ends[k].north - a.north) * de - (ends[k].east - a.east) * dn) / length;
            corners++;
        }
    }
    return corners > 0 ? sum / (double)corners : KBS_NO_VALUE;
}

static zoning_parcel_form form_of(const zoning_groups *groups, const zoning_pieces *pieces)
{
    size_t fronts = 0, touching = 0;
    for (size_t i = 0; i < groups->count; i++) {
        const zoning_group *group = &groups->items[i];
        if (group->edge_class != KBS_EDGE_FRONT || group->length_m < ZONING_CORNER_ARM_M) {
            continue;
        }
        const zoning_piece *after = piece_of(pieces, group->ring, group->first + group->count);
        fronts++;
        touching += after->edge_class == KBS_EDGE_FRONT && after->group != i;
    }
    if (groups->form == ZONING_FORM_FLAG) {
        return ZONING_FORM_FLAG;
    }
    switch (fronts) {
    case 0:
        return ZONING_FORM_LANDLOCKED;
    case 1:
        return ZONING_FORM_INTERIOR;
    case 2:
        return touching > 0 ? ZONING_FORM_CORNER : ZONING_FORM_THROUGH;
    default:
        return ZONING_FORM_SEVERAL_ROADS;
    }
}

bool zoning_groups_make(zoning_groups *groups, zoning_pieces *pieces)
{
    groups->count = 0;
    groups->depth_m = KBS_NO_VALUE;
    for (size_t ring = 0; ring < pieces->ring_count; ring++) {
        if (!group_ring(groups, pieces, ring)) {
            return false;
        }
    }
    const zoning_group *front = choose_front(groups, pieces);
    if (front != NULL) {
        groups->depth_m = depth_of(groups, pieces, front);
    }
    groups->form = form_of(groups, pieces);
    if (groups->form == ZONING_FORM_LANDLOCKED && front != NULL) {
        groups->form = ZONING_FORM_INTERIOR; /* a front of less than three metres */
    }
    return true;
}
