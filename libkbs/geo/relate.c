/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The exact relation of two areas. If two edges cross in their insides, the insides of the areas meet and neither covers the
 * other. If none do, each edge of one area falls into pieces at the points where the other border touches it, and these
 * points are vertices of one of the two. A piece lies wholly inside the other area, wholly outside, or on its border, where the
 * two areas then lie on the same side or on opposite sides of it. How a piece lies is told by how it begins: away from the other
 * border by locating its first point, on it by the order of directions around that point. With A's pieces in B and B's in A:
 *
 *     the insides meet   = some piece of A is inside B or on its border with the same side, or some piece of B is inside A
 *     A lies in B        = no piece of A is outside B or on its border with opposite sides, and no piece of B is inside A
 *
 * Only orientations of given vertices are asked, so there is no rounding anywhere. */
#include "geo/relate.h"

#include <stdlib.h>

#include "base/memory.h"
#include "geo/box_tree.h"

enum {
    FEW_PAIRS = 4096,     /* up to here each edge is held against each */
    MOST_WORK = 100000000 /* edges looked at: some seconds */
};

/* What is known of the pieces of one border. */
typedef struct lies {
    bool inside; /* some piece lies inside the other area */
    bool outside;
    bool same; /* … on its border, areas on the same side */
    bool opposite;
} lies;

/* One border as the question goes over it, and the other area. Touches are seen from here: ends as if this were a. */
typedef struct side {
    const geo_near_edges *edges, *other_edges;
    const geo_edge_index *other_index; /* to locate points, or NULL: then the shape */
    const geo_shape *other_shape;
    kbs_box other_box;
    const geo_touch *touches; /* those of one edge */
    size_t touch_count;
    uint64_t work;
    lies found;
} side;

static bool same_place(geo_vertex a, geo_vertex b)
{
    return a.east == b.east && a.north == b.north;
}

/* Is `w`, which lies on the line through t and `toward`, on the same side of t as `toward`? */
static bool same_way(geo_vertex t, geo_vertex toward, geo_vertex w)
{
    if (toward.east != t.east) {
        return (toward.east > t.east) == (w.east > t.east);
    }
    return (toward.north > t.north) == (w.north > t.north);
}

/* An end of an edge of the other border that runs through t, seen from t. */
typedef struct spoke {
    geo_vertex end;
    int turn; /* from the direction that is asked about: -1 to the right, 0 straight back, 1 to the left */
    bool outgoing; /* the border runs from t to the end, so the area is on its left */
    bool exists;
} spoke;

/* A piece that begins on the other border: at t, towards `toward`. */
typedef struct start {
    geo_vertex t, toward;
    spoke nearest; /* the first one when turning clockwise from the direction */
    bool decided;  /* it runs along the other border */
} start;

static void add_spoke(start *s, geo_vertex end, bool outgoing, lies *found)
{
    spoke next = { end, geo_orientation(s->t, s->toward, end), outgoing, true };
    if (next.turn == 0 && same_way(s->t, s->toward, end)) {
        s->decided = true;
        found->same |= outgoing;
        found->opposite |= !outgoing;
        return;
    }
    bool first = !s->nearest.exists || next.turn < s->nearest.turn ||
                 (next.turn == s->nearest.turn && geo_orientation(s->t, end, s->nearest.end) < 0);
    if (first) {
        s->nearest = next;
    }
}

/* The piece of a touched edge that begins at t, a point of the other border. */
static void add_piece_from_border(side *here, geo_vertex t, geo_vertex toward)
{
    start s = { .t = t, .toward = toward };
    for (size_t i = 0; i < here->touch_count && !s.decided; i++) {
        geo_border_edge edge = here->other_edges->edges[here->touches[i].b];
        bool from = same_place(edge.from, t), to = same_place(edge.to, t);
        if (from == to && (from || geo_segments_meet(edge.from, edge.to, t, t) == GEO_APART)) {
            continue; /* a repeated vertex, or not at t */
        }
        if (!to) {
            add_spoke(&s, edge.to, true, &here->found);
        }
        if (!from && !s.decided) {
            add_spoke(&s, edge.from, false, &here->found);
        }
    }
    here->work += here->touch_count;
    if (!s.decided) {
        bool inside = s.nearest.exists && s.nearest.outgoing;
        here->found.inside |= inside;
        here->found.outside |= !inside;
    }
}

/* The piece that begins at a point which is not on the other border. */
static void add_piece_from(side *here, geo_vertex point)
{
    kbs_box box = { point.east, point.north, point.east, point.north };
    geo_location location = GEO_OUTSIDE;
    if (here->other_index != NULL) {
        location = geo_edge_index_locate(here->other_index, point);
    } else if (geo_box_meets(box, here->other_box)) {
        location = geo_shape_locate(here->other_shape, point);
    }
    here->found.inside |= location == GEO_INSIDE;
    here->found.outside |= location != GEO_INSIDE;
}

/* All pieces of one touched edge. Each vertex of the other border begins one of its edges, so only those are looked at. */
static void add_pieces(side *here, geo_border_edge edge)
{
    bool starts_on_border = false;
    for (size_t i = 0; i < here->touch_count; i++) {
        starts_on_border = starts_on_border || (here->touches[i].ends & GEO_A_ON_CD) != 0;
    }
    if (starts_on_border) {
        add_piece_from_border(here, edge.from, edge.to);
    } else {
        add_piece_from(here, edge.from);
    }
    for (size_t i = 0; i < here->touch_count && here->work < MOST_WORK; i++) {
        geo_vertex t = here->other_edges->edges[here->touches[i].b].from;
        if ((here->touches[i].ends & GEO_C_ON_AB) != 0 && !same_place(t, edge.from) &&
            !same_place(t, edge.to)) {
            add_piece_from_border(here, t, edge.to);
        }
    }
}

/* Goes over one border; its touches are sorted by `a`. */
static void add_border(side *here, const geo_touch_list *touches)
{
    const geo_border_edge *edges = here->edges->edges;
    size_t next = 0;
    bool known = false; /* the edge before touched nothing, so its ends lie alike */
    for (size_t i = 0; i < here->edges->count && here->work < MOST_WORK; i++) {
        size_t first = next;
        while (next < touches->count && touches->items[next].a == i) {
            next++;
        }
        if (same_place(edges[i].from, edges[i].to)) {
            known = false; /* a repeated vertex has no direction and is no piece */
            continue;
        }
        here->touches = next > first ? touches->items + first : NULL;
        here->touch_count = next - first;
        here->work++;
        if (next > first) {
            add_pieces(here, edges[i]);
        } else if (!known || (!same_place(edges[i].from, edges[i - 1].to) &&
                              !same_place(edges[i].to, edges[i - 1].from))) {
            add_piece_from(here, edges[i].from);
        }
        known = next == first;
    }
}

/* ---- which edges touch ---- */

typedef struct meetings {
    const geo_near_edges *a, *b;
    geo_touch_list *touches;
    uint32_t at; /* edge of a */
    uint64_t work;
    bool cross, failed;
} meetings;

/* False to stop. */
static bool meet(uint32_t other, void *user)
{
    meetings *m = user;
    geo_border_edge e = m->a->edges[m->at], f = m->b->edges[other];
    unsigned ends;
    m->work++;
    geo_meeting meeting = geo_segments_meet_at(e.from, e.to, f.from, f.to, &ends);
    if (meeting == GEO_APART) {
        return true;
    }
    geo_touch_list *touches = m->touches;
    if (meeting == GEO_CROSS) {
        m->cross = true;
        return false;
    }
    if (touches->count == touches->capacity) {
        void *memory = touches->items;
        m->failed = !base_array_grow(&memory, &touches->capacity, touches->count + 1,
                                     sizeof *touches->items, 8 * (size_t)GEO_MOST_VERTICES);
        touches->items = memory;
        if (m->failed) {
            return false;
        }
    }
    touches->items[touches->count++] = (geo_touch){ m->at, other, ends };
    return m->work < MOST_WORK;
}

static kbs_box box_of_edge(geo_border_edge edge)
{
    const geo_vertex ends[2] = { edge.from, edge.to };
    return geo_vertices_box(ends, 2);
}

/* Each edge against each. */
static void meet_all(meetings *m)
{
    for (uint32_t i = 0; i < m->a->count; i++) {
        kbs_box box = box_of_edge(m->a->edges[i]);
        m->at = i;
        for (uint32_t k = 0; k < m->b->count; k++) {
            geo_vertex c = m->b->edges[k].from, d = m->b->edges[k].to;
            if ((c.east > box.east_max && d.east > box.east_max) ||
                (c.east < box.east_min && d.east < box.east_min) ||
                (c.north > box.north_max && d.north > box.north_max) ||
                (c.north < box.north_min && d.north < box.north_min)) {
                continue;
            }
            if (!meet(k, m)) {
                return;
            }
        }
    }
}

/* Each edge against those whose boxes meet its own. */
static void meet_near(meetings *m)
{
    kbs_box *boxes = base_new_array(m->b->count, sizeof *boxes);
    geo_box_tree *tree = NULL;
    for (size_t i = 0; boxes != NULL && i < m->b->count; i++) {
        boxes[i] = box_of_edge(m->b->edges[i]);
    }
    if (boxes != NULL) {
        tree = geo_box_tree_new(boxes, m->b->count);
    }
    m->failed = tree == NULL;
    for (uint32_t i = 0; i < m->a->count && !m->failed && !m->cross && m->work < MOST_WORK; i++) {
        m->at = i;
        geo_box_tree_search(tree, box_of_edge(m->a->edges[i]), meet, m);
    }
    geo_box_tree_free(tree);
    base_free(boxes);
}

/* ---- both sides ---- */

static int compare_touches(const void *left, const void *right)
{
    const geo_touch *a = left, *b = right;
    return a->a < b->a ? -1 : a->a > b->a;
}

/* Touches as the other border sees them. */
static void turn_touches(geo_touch_list *touches)
{
    for (size_t i = 0; i < touches->count; i++) {
        geo_touch t = touches->items[i];
        touches->items[i] = (geo_touch){ t.b, t.a, t.ends >> 2 | (t.ends & 3u) << 2 };
    }
    if (touches->count > 32) {
        qsort(touches->items, touches->count, sizeof *touches->items, compare_touches);
        return;
    }
    for (size_t i = 1; i < touches->count; i++) {
        geo_touch moved = touches->items[i];
        size_t k = i;
        for (; k > 0 && touches->items[k - 1].a > moved.a; k--) {
            touches->items[k] = touches->items[k - 1];
        }
        touches->items[k] = moved;
    }
}

bool geo_areas_relate(const geo_relate_input *input, geo_touch_list *touches, geo_relation *out)
{
    meetings m = { .a = input->a_edges, .b = input->b_edges, .touches = touches };
    *out = (geo_relation){ 0 };
    touches->count = 0;
    if (m.a->count <= FEW_PAIRS / (m.b->count + 1)) {
        meet_all(&m);
    } else {
        meet_near(&m);
    }
    if (m.failed) {
        return false;
    }
    out->borders_meet = m.cross || touches->count > 0;
    if (m.cross) {
        out->interiors_meet = true;
        return true;
    }
    side a = { .edges = m.a, .other_edges = m.b, .other_index = input->b };
    side b = { .edges = m.b,
               .other_edges = m.a,
               .other_index = input->a_index,
               .other_shape = input->a,
               .other_box = input->a_box };
    add_border(&a, touches);
    turn_touches(touches);
    add_border(&b, touches);
    out->too_complex = m.work >= MOST_WORK || a.work >= MOST_WORK || b.work >= MOST_WORK;
    out->interiors_meet = a.found.inside || a.found.same || b.found.inside;
    out->covered = !a.found.outside && !a.found.opposite && !b.found.inside;
    return true;
}
