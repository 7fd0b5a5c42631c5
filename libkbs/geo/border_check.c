/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Which edges of an area's border may meet: neighbours in their common corner, and rings of different parts, or a shell and its holes, in
 * single points where they do not pass through each other. Everything else is a defect. Each edge is held against each while there are
 * few, else against those that a box tree finds. */
#include "geo/border_check.h"

#include "base/memory.h"
#include "geo/border.h"
#include "geo/box_tree.h"
#include "geo/predicate.h"

/* Pairs of edges that are looked at: some seconds' worth. Only long edges that lie side by side by the ten thousand need more. */
#define MOST_PAIRS 50000000u

static bool same_place(geo_vertex a, geo_vertex b)
{
    return a.east == b.east && a.north == b.north;
}

/* ---- the list of corners ---- */

static bool reserve_border(geo_border *border, size_t corners, size_t rings)
{
    border->memory = NULL;
    if (corners <= GEO_BORDER_SMALL && rings <= GEO_BORDER_SMALL) {
        border->corners = border->small.corners;
        border->ring_of = border->small.ring_of;
        border->ring_start = border->small.ring_start;
        border->part_of = border->small.part_of;
        return true;
    }
    /* Both counts are below 2^24, so the product is safe. */
    border->memory = base_new(corners * (sizeof(geo_vertex) + sizeof(uint32_t)) +
                              (2 * rings + 1) * sizeof(uint32_t));
    if (border->memory == NULL) {
        return false;
    }
    border->corners = border->memory;
    border->ring_of = (void *)(border->corners + corners);
    border->ring_start = border->ring_of + corners;
    border->part_of = border->ring_start + rings + 1;
    return true;
}

bool geo_border_init(geo_border *border, const geo_shape *area)
{
    if (!reserve_border(border, area->vertex_count, area->ring_count)) {
        return false;
    }
    uint32_t at = 0;
    uint32_t part = 0;
    for (uint32_t ring = 0; ring < area->ring_count; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(area, ring, &count);
        while (part + 1 < area->part_count && ring >= area->part_end[part]) {
            part++;
        }
        border->part_of[ring] = part;
        border->ring_start[ring] = at;
        for (size_t i = 1; i < count; i++) {
            if (!same_place(v[i], v[i - 1])) {
                border->corners[at] = v[i];
                border->ring_of[at++] = ring;
            }
        }
    }
    border->ring_start[area->ring_count] = at;
    border->corner_count = at;
    border->ring_count = (uint32_t)area->ring_count;
    return true;
}

void geo_border_release(geo_border *border)
{
    base_free(border->memory);
}

/* ---- pairs of edges ---- */

typedef struct pair_check {
    const geo_border *border;
    geo_ring_touches touches;
    geo_defect_place place;
    uint64_t pairs;
    bool failed; /* memory, or too many pairs */
} pair_check;

static bool add_touch(pair_check *check, geo_vertex where, uint32_t ring)
{
    geo_ring_touches *touches = &check->touches;
    void *memory = touches->items;
    bool ok = base_array_grow(&memory, &touches->capacity, touches->count + 1,
                              sizeof *touches->items, 8 * (size_t)GEO_MOST_VERTICES);
    touches->items = memory;
    if (!ok) {
        check->failed = true;
        return false;
    }
    touches->items[touches->count++] =
        (geo_ring_touch){ where, check->border->part_of[ring], ring };
    return true;
}

/* About where two lines cross. */
static geo_vertex crossing_of(geo_vertex a, geo_vertex b, geo_vertex c, geo_vertex d)
{
    double be = b.east - a.east, bn = b.north - a.north;
    double de = d.east - c.east, dn = d.north - c.north;
    double across = be * dn - bn * de;
    if (across == 0) {
        return a;
    }
    double t = ((c.east - a.east) * dn - (c.north - a.north) * de) / across;
    return (geo_vertex){ a.east + t * be, a.north + t * bn };
}

static bool holds(geo_vertex a, geo_vertex b, geo_vertex point)
{
    return geo_segments_meet(a, b, point, point) != GEO_APART;
}

/* How a ring passes through a point of its edge `edge`: from where and to where. */
typedef struct passage {
    geo_vertex from, to;
} passage;

static passage passage_at(const geo_border *border, uint32_t edge, geo_vertex point)
{
    uint32_t next = geo_border_next(border, edge);
    passage p = { border->corners[edge], border->corners[next] };
    if (same_place(point, p.from)) {
        p.from = border->corners[geo_border_previous(border, edge)];
    } else if (same_place(point, p.to)) {
        p.to = border->corners[geo_border_next(border, next)];
    }
    return p;
}

/* Is `end` strictly within the angle that opens counter-clockwise from t->first to t->last? */
static bool within_angle(geo_vertex t, geo_vertex first, geo_vertex last, geo_vertex end)
{
    bool left_of_first = geo_orientation(t, first, end) > 0;
    bool right_of_last = geo_orientation(t, last, end) < 0;
    int turn = geo_orientation(t, first, last);
    if (turn == 0) {
        return left_of_first; /* half a turn: a spike was refused before */
    }
    return turn > 0 ? left_of_first && right_of_last : left_of_first || right_of_last;
}

/* Two passages through t cross when one comes and goes on different sides of the other. */
static bool passages_cross(geo_vertex t, passage a, passage b)
{
    return within_angle(t, a.to, a.from, b.from) != within_angle(t, a.to, a.from, b.to);
}

/* Edges that follow each other share a corner and no more: no ring goes back along itself. Asked first, since a spike also
 * touches other edges, and its name says more. */
static bool check_corners(pair_check *check)
{
    const geo_border *border = check->border;
    for (uint32_t i = 0; i < border->corner_count; i++) {
        geo_vertex from = border->corners[geo_border_previous(border, i)];
        geo_vertex corner = border->corners[i];
        geo_vertex to = border->corners[geo_border_next(border, i)];
        if (geo_orientation(from, corner, to) != 0) {
            continue;
        }
        bool back = from.east != corner.east
                        ? (from.east > corner.east) == (to.east > corner.east)
                        : (from.north > corner.north) == (to.north > corner.north);
        if (back) {
            check->place = geo_place_of(GEO_SPIKE, border->ring_of[i], corner);
            return false;
        }
    }
    return true;
}

/* Edges that touch in a point which is an end of at least one of them. */
static bool check_touch(pair_check *check, uint32_t first, uint32_t second)
{
    const geo_border *border = check->border;
    const geo_vertex *v = border->corners;
    uint32_t rings[2] = { border->ring_of[first], border->ring_of[second] };
    geo_vertex a = v[first], b = v[geo_border_next(border, first)];
    geo_vertex c = v[second], d = v[geo_border_next(border, second)];
    geo_vertex where = holds(c, d, a) ? a : holds(c, d, b) ? b : holds(a, b, c) ? c : d;
    bool cross =
        passages_cross(where, passage_at(border, first, where), passage_at(border, second, where));
    if (rings[0] == rings[1]) {
        check->place = geo_place_of(cross ? GEO_SELF_CROSSING : GEO_RING_TOUCH, rings[0], where);
        return false;
    }
    bool one_part = border->part_of[rings[0]] == border->part_of[rings[1]];
    if (cross) {
        check->place =
            geo_place_of(one_part ? GEO_SELF_CROSSING : GEO_PARTS_OVERLAP, rings[1], where);
        return false;
    }
    return !one_part || (add_touch(check, where, rings[0]) && add_touch(check, where, rings[1]));
}

/* False when the pair is a defect (check->place) or memory is out. */
static bool check_pair(pair_check *check, uint32_t first, uint32_t second)
{
    const geo_border *border = check->border;
    const geo_vertex *v = border->corners;
    uint32_t first_next = geo_border_next(border, first);
    uint32_t second_next = geo_border_next(border, second);
    if (first_next == second || second_next == first) {
        return true;
    }
    geo_vertex a = v[first], b = v[first_next], c = v[second], d = v[second_next];
    geo_meeting meeting = geo_segments_meet(a, b, c, d);
    if (meeting == GEO_APART) {
        return true;
    }
    if (meeting == GEO_TOUCH) {
        return check_touch(check, first, second);
    }
    uint32_t ring = border->ring_of[second];
    bool one_part = border->part_of[ring] == border->part_of[border->ring_of[first]];
    geo_vertex where = meeting == GEO_CROSS ? crossing_of(a, b, c, d)
                       : holds(a, b, c)     ? c
                       : holds(a, b, d)     ? d
                                            : a;
    check->place = geo_place_of(one_part ? GEO_SELF_CROSSING : GEO_PARTS_OVERLAP, ring, where);
    return false;
}

static void check_all_pairs(pair_check *check)
{
    uint32_t count = check->border->corner_count;
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = i + 1; k < count; k++) {
            if (!check_pair(check, i, k)) {
                return;
            }
        }
    }
}

/* One edge against those whose boxes meet its own. */
typedef struct edge_visit {
    pair_check *check;
    uint32_t edge;
    bool ended;
} edge_visit;

static bool visit_edge(uint32_t other, void *user)
{
    edge_visit *visit = user;
    pair_check *check = visit->check;
    if (++check->pairs > MOST_PAIRS) {
        check->failed = true;
    }
    visit->ended = check->failed || (other > visit->edge && !check_pair(check, visit->edge, other));
    return !visit->ended;
}

static void check_near_pairs(pair_check *check)
{
    const geo_border *border = check->border;
    kbs_box *boxes = base_new_array(border->corner_count, sizeof *boxes);
    geo_box_tree *tree = NULL;
    for (uint32_t i = 0; boxes != NULL && i < border->corner_count; i++) {
        const geo_vertex ends[2] = { border->corners[i],
                                     border->corners[geo_border_next(border, i)] };
        boxes[i] = geo_vertices_box(ends, 2);
    }
    if (boxes != NULL) {
        tree = geo_box_tree_new(boxes, border->corner_count);
    }
    edge_visit visit = { .check = check };
    check->failed = tree == NULL;
    for (uint32_t i = 0; tree != NULL && i < border->corner_count && !visit.ended; i++) {
        visit.edge = i;
        geo_box_tree_search(tree, boxes[i], visit_edge, &visit);
    }
    geo_box_tree_free(tree);
    base_free(boxes);
}

geo_defect_place geo_border_check(const geo_shape *area)
{
    geo_border border;
    if (!geo_border_init(&border, area)) {
        return geo_place_of(GEO_TOO_COMPLEX, 0, area->vertices[0]);
    }
    pair_check check = { .border = &border };
    if (check_corners(&check)) {
        if (border.corner_count <= 2 * GEO_BORDER_SMALL) {
            check_all_pairs(&check);
        } else {
            check_near_pairs(&check);
        }
    }
    if (check.failed) {
        check.place = geo_place_of(GEO_TOO_COMPLEX, 0, area->vertices[0]);
    } else if (check.place.defect == GEO_SOUND && border.ring_count > 1) {
        check.place = geo_border_check_nesting(area, &border, &check.touches);
    }
    base_free(check.touches.items);
    geo_border_release(&border);
    return check.place;
}
