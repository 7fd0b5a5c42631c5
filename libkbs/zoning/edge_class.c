/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Edge classes by PAİY 4, 23 and the predecessor's article 16 (rules EC-01 to EC-09). The test of vertices for side and rear
 * and its 45 degrees are a reading of the definitions; no article gives a figure. */
#include "zoning/edge_class.h"

#include <math.h>
#include <string.h>

#include "zoning/edge_limits.h"

static bool is_road(kbs_edge_beyond what)
{
    return what == KBS_BEYOND_ROAD || what == KBS_BEYOND_PEDESTRIAN_ROAD || what == KBS_BEYOND_GAP;
}

/* A ring of pieces; places go round. */
typedef struct round_of {
    zoning_piece *items;
    size_t count;
} round_of;

static zoning_piece *piece_at(const round_of *ring, size_t at)
{
    return &ring->items[at % ring->count];
}

static round_of ring_of(const zoning_pieces *pieces, size_t ring)
{
    size_t start = pieces->ring_start[ring];
    return (round_of){ &pieces->items[start], pieces->ring_start[ring + 1] - start };
}

static void set(zoning_piece *piece, kbs_edge_class edge_class, const char *rule,
                zoning_reason reason)
{
    piece->edge_class = edge_class;
    piece->rule = rule;
    piece->reason = (uint8_t)reason;
}

/* Parcels cover all land but roads and waters. Where roads are not recorded at all and no parcel lies in reach, the records end at
 * the road that bounds them; the reason says that this is inferred. */
static bool is_open(const zoning_piece *piece, bool roads_are_recorded)
{
    return !roads_are_recorded && piece->beyond.what == KBS_BEYOND_NOTHING &&
           piece->beyond.gap_m > ZONING_REACH_M;
}

/* What is beyond belongs to the parcel's own plan area: a school has no setback against itself. */
static void forget_own_use(zoning_piece *piece, const zoning_land *governing)
{
    bool special =
        piece->beyond.what == KBS_BEYOND_PARK || piece->beyond.what == KBS_BEYOND_PUBLIC_AREA;
    if (special && governing != NULL && piece->beyond.plan_area == governing) {
        piece->beyond.what = piece->beyond.parcel != NULL ? KBS_BEYOND_PARCEL : KBS_BEYOND_NOTHING;
    }
}

/* EC-02, EC-09. A short piece between two long ones of the other kind is a misfit of the records. */
static bool find_fronts(const round_of *ring, bool roads_are_recorded)
{
    bool any = false;
    for (size_t i = 0; ring->count > 2 && i < ring->count; i++) {
        zoning_piece *piece = piece_at(ring, i);
        const zoning_piece *before = piece_at(ring, i + ring->count - 1);
        const zoning_piece *after = piece_at(ring, i + 1);
        bool own = is_road(piece->beyond.what);
        if (piece->length_m < ZONING_PIECE_LEAST_M && is_road(before->beyond.what) != own &&
            is_road(after->beyond.what) != own) {
            piece->beyond = before->beyond;
        }
    }
    for (size_t i = 0; i < ring->count; i++) {
        zoning_piece *piece = piece_at(ring, i);
        set(piece, KBS_EDGE_UNDETERMINED, "", ZONING_REASON_NO_FRONT);
        if (is_road(piece->beyond.what)) {
            bool pedestrian = piece->beyond.what == KBS_BEYOND_PEDESTRIAN_ROAD;
            bool gap = piece->beyond.what == KBS_BEYOND_GAP;
            set(piece, KBS_EDGE_FRONT, pedestrian ? "EC-09" : "EC-02",
                pedestrian ? ZONING_REASON_PEDESTRIAN
                : gap      ? ZONING_REASON_GAP
                           : ZONING_REASON_ROAD);
            any = true;
        } else if (is_open(piece, roads_are_recorded)) {
            set(piece, KBS_EDGE_FRONT, "EC-02", ZONING_REASON_NOTHING);
            any = true;
        }
    }
    return any;
}

/* From a front on: the edge that touches it and those that go on with it. Returns how many. `step` is 1, or count - 1 to go back. */
static size_t walk_side(const round_of *ring, size_t from, size_t most, size_t step)
{
    const zoning_piece *first = NULL;
    size_t at = from;
    for (size_t walked = 0; walked < most; walked++, at = (at + step) % ring->count) {
        const zoning_piece *piece = piece_at(ring, at);
        if (piece->length_m < ZONING_JOG_M) {
            continue;
        }
        if (first == NULL) {
            first = piece;
        } else if (fabs(zoning_turn_deg(first->unit, piece->unit)) >= ZONING_TURN_DEG) {
            return walked;
        }
    }
    return most;
}

/* EC-03, EC-04 for the pieces between two fronts. */
static void class_run(const round_of *ring, size_t from, size_t count)
{
    size_t ahead = walk_side(ring, from, count, 1);
    size_t back = walk_side(ring, (from + count - 1) % ring->count, count, ring->count - 1);
    for (size_t i = 0; i < count; i++) {
        bool side = i < ahead || i >= count - back;
        set(piece_at(ring, from + i), side ? KBS_EDGE_SIDE : KBS_EDGE_REAR,
            side ? "EC-04" : "EC-03", side ? ZONING_REASON_TOUCHES_FRONT : ZONING_REASON_REAR);
    }
}

static void class_rest(const round_of *ring, bool any_front)
{
    size_t start = 0;
    while (start < ring->count && piece_at(ring, start)->edge_class != KBS_EDGE_FRONT) {
        start++;
    }
    for (size_t i = 0; start == ring->count && i < ring->count; i++) {
        /* a ring without a front: rear, or of a parcel without any */
        set(piece_at(ring, i), any_front ? KBS_EDGE_REAR : KBS_EDGE_UNDETERMINED, "EC-03",
            any_front ? ZONING_REASON_REAR : ZONING_REASON_NO_FRONT);
    }
    for (size_t i = 1; start < ring->count && i < ring->count; i++) {
        size_t run = 0;
        while (i + run < ring->count &&
               piece_at(ring, start + i + run)->edge_class != KBS_EDGE_FRONT) {
            run++;
        }
        if (run > 0) {
            class_run(ring, (start + i) % ring->count, run);
            i += run;
        }
    }
}

/* SB-08 for the sides of an attached, block or twin order. */
static void attach(zoning_piece *piece, const zoning_land *governing)
{
    const zoning_land *other = piece->beyond.plan_area;
    bool neighbour = piece->beyond.what == KBS_BEYOND_PARCEL && other != NULL;
    zoning_order order = governing->order;
    if (piece->edge_class != KBS_EDGE_SIDE || !neighbour) {
        return;
    }
    bool same = other == governing || other->order == order;
    bool no_garden = governing->plan_area->side_setback_m == 0.0;
    if (order == ZONING_ORDER_ATTACHED && same) {
        set(piece, KBS_EDGE_ATTACHED, "SB-08", ZONING_REASON_ATTACHED);
    } else if (order == ZONING_ORDER_BLOCK || order == ZONING_ORDER_TWIN ||
               order == ZONING_ORDER_FREE) {
        if (no_garden && same && order != ZONING_ORDER_FREE) {
            set(piece, KBS_EDGE_ATTACHED, "SB-08", ZONING_REASON_ATTACHED);
        } else if (same) {
            set(piece, KBS_EDGE_UNDETERMINED, "SB-08", ZONING_REASON_ATTACHED_UNKNOWN);
        }
    }
}

/* Neck and shoulder of a flag: the parcel widens behind a short front. */
static bool doubt_flag(const round_of *ring, size_t front, size_t front_count)
{
    bool is_flag = false;
    size_t rest = ring->count - front_count;
    size_t first = (front + front_count) % ring->count;
    size_t steps[2] = { 1, ring->count - 1 };
    size_t starts[2] = { first, (first + rest + ring->count - 1) % ring->count };
    for (size_t k = 0; k < 2; k++) {
        size_t neck = walk_side(ring, starts[k], rest, steps[k]);
        if (neck == 0 || neck >= rest) {
            continue;
        }
        size_t shoulder = (starts[k] + neck * steps[k]) % ring->count;
        const zoning_piece *last = piece_at(ring, starts[k] + (neck - 1) * steps[k]);
        const zoning_piece *next = piece_at(ring, shoulder);
        double turn = k == 0 ? zoning_turn_deg(last->unit, next->unit)
                             : zoning_turn_deg(next->unit, last->unit);
        if (turn > -ZONING_TURN_DEG) {
            continue;
        }
        is_flag = true;
        for (size_t i = 0; i <= neck; i++) {
            set(piece_at(ring, starts[k] + i * steps[k]), KBS_EDGE_UNDETERMINED, "EC-03",
                ZONING_REASON_FLAG);
        }
    }
    return is_flag;
}

/* One front of few metres in all the parcel, which widens behind it. */
static bool find_flag(zoning_pieces *pieces)
{
    size_t where = 0, front = 0, count = 0, changes = 0;
    double length = 0;
    for (size_t r = 0; r < pieces->ring_count; r++) {
        round_of ring = ring_of(pieces, r);
        for (size_t i = 0; i < ring.count; i++) {
            bool own = piece_at(&ring, i)->edge_class == KBS_EDGE_FRONT;
            bool before = piece_at(&ring, i + ring.count - 1)->edge_class == KBS_EDGE_FRONT;
            if (own && !before) {
                where = r;
                front = i;
                changes++;
            }
            count += own;
            length += own ? piece_at(&ring, i)->length_m : 0;
        }
    }
    if (changes != 1 || length > ZONING_STEM_MOST_M) {
        return false;
    }
    round_of ring = ring_of(pieces, where);
    return doubt_flag(&ring, front, count);
}

bool zoning_groups_find(zoning_groups *groups, zoning_pieces *pieces, const zoning_land *governing,
                        bool roads_are_recorded)
{
    bool any_front = false;
    for (size_t i = 0; i < pieces->count; i++) {
        forget_own_use(&pieces->items[i], governing);
    }
    for (size_t r = 0; r < pieces->ring_count; r++) {
        round_of ring = ring_of(pieces, r);
        any_front = find_fronts(&ring, roads_are_recorded) || any_front;
    }
    for (size_t r = 0; r < pieces->ring_count; r++) {
        round_of ring = ring_of(pieces, r);
        class_rest(&ring, any_front);
    }
    bool is_flag = any_front && find_flag(pieces);
    for (size_t i = 0; governing != NULL && i < pieces->count; i++) {
        attach(&pieces->items[i], governing);
    }
    groups->form = is_flag ? ZONING_FORM_FLAG : ZONING_FORM_INTERIOR;
    return zoning_groups_make(groups, pieces);
}
