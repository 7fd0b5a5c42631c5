/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Vertices that are meant to be one corner become one. Offices' drawings repeat exact doubles along shared borders, and where they do not,
 * somebody missed a snap by millimetres. Nothing is rounded to a grid: a drawing in which nothing was missed keeps every coordinate. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "import/line_net.h"

#define NONE UINT32_MAX
/* Limits against drawings that are made to be slow: a point looks at so many others near it, and so deep into what they have drawn to them. */
#define MOST_NEAR 256
#define MOST_MEMBERS 64

typedef struct snapper {
    const import_net_line *lines;
    size_t line_count;
    double snap_m;
    geo_vertex *points; /* different places */
    size_t point_count;
    uint32_t *ids;       /* of all vertices, line after line */
    size_t *line_start;  /* into ids */
    uint32_t *owner_end; /* by point: end of its lines in `owners` */
    uint32_t *owners;    /* lines of each point, ascending */
    uint32_t *slots;     /* hash of places */
    size_t slot_mask;
    uint32_t *cells, *next_in_cell; /* points that others are drawn to, by cell */
    uint32_t *to, *next_member; /* the point that this one is drawn to; others drawn to the same */
    float *moved;
} snapper;

static uint64_t mix(uint64_t h)
{
    h ^= h >> 33;
    h *= 0xFF51AFD7ED558CCDu;
    h ^= h >> 33;
    h *= 0xC4CEB9FE1A85EC53u;
    return h ^ (h >> 33);
}

static uint64_t hash_numbers(double a, double b)
{
    uint64_t x, y;
    a += 0.0; /* -0 is 0 */
    b += 0.0;
    memcpy(&x, &a, sizeof x);
    memcpy(&y, &b, sizeof y);
    return mix(x ^ mix(y));
}

static uint32_t place_id(snapper *s, geo_vertex v)
{
    size_t slot = (size_t)hash_numbers(v.east, v.north) & s->slot_mask;
    while (s->slots[slot] != NONE) {
        geo_vertex other = s->points[s->slots[slot]];
        if (other.east == v.east && other.north == v.north) {
            return s->slots[slot];
        }
        slot = (slot + 1) & s->slot_mask;
    }
    s->slots[slot] = (uint32_t)s->point_count;
    s->points[s->point_count] = v;
    return (uint32_t)s->point_count++;
}

static bool allocate(snapper *s)
{
    size_t vertices = 0, slots = 16;
    s->line_start = base_new_array(s->line_count + 1, sizeof *s->line_start);
    if (s->line_start == NULL) {
        return false;
    }
    for (size_t i = 0; i < s->line_count; i++) {
        s->line_start[i] = vertices;
        vertices += s->lines[i].count;
    }
    s->line_start[s->line_count] = vertices;
    if (vertices >= NONE / 4) {
        return false;
    }
    while (slots < 2 * vertices) {
        slots *= 2;
    }
    s->slot_mask = slots - 1;
    s->ids = base_new_array(vertices + 1, sizeof *s->ids);
    s->points = base_new_array(vertices + 1, sizeof *s->points);
    s->slots = base_new_array(slots, sizeof *s->slots);
    s->cells = base_new_array(slots, sizeof *s->cells);
    s->owners = base_new_array(vertices + 1, sizeof *s->owners);
    if (s->ids == NULL || s->points == NULL || s->slots == NULL || s->cells == NULL ||
        s->owners == NULL) {
        return false;
    }
    memset(s->slots, 0xFF, slots * sizeof *s->slots);
    memset(s->cells, 0xFF, slots * sizeof *s->cells);
    return true;
}

/* Different places, and which lines have each. */
static bool find_places(snapper *s)
{
    size_t at = 0;
    for (size_t i = 0; i < s->line_count; i++) {
        for (size_t k = 0; k < s->lines[i].count; k++) {
            s->ids[at++] = place_id(s, s->lines[i].vertices[k]);
        }
    }
    size_t n = s->point_count;
    s->owner_end = base_new_array(n + 1, sizeof *s->owner_end);
    s->next_in_cell = base_new_array(n + 1, sizeof *s->next_in_cell);
    s->next_member = base_new_array(n + 1, sizeof *s->next_member);
    s->to = base_new_array(n + 1, sizeof *s->to);
    s->moved = base_new_array(n + 1, sizeof *s->moved);
    if (s->owner_end == NULL || s->next_in_cell == NULL || s->next_member == NULL ||
        s->to == NULL || s->moved == NULL) {
        return false;
    }
    for (size_t k = 0; k < at; k++) {
        s->owner_end[s->ids[k]]++;
    }
    uint32_t before = 0;
    for (size_t p = 0; p < n; p++) {
        uint32_t count = s->owner_end[p];
        s->owner_end[p] = before;
        before += count;
    }
    for (size_t i = 0; i < s->line_count; i++) {
        for (size_t k = s->line_start[i]; k < s->line_start[i + 1]; k++) {
            s->owners[s->owner_end[s->ids[k]]++] = (uint32_t)i;
        }
    }
    return true;
}

static const uint32_t *owners_of(const snapper *s, uint32_t point, size_t *count)
{
    uint32_t from = point == 0 ? 0 : s->owner_end[point - 1];
    *count = s->owner_end[point] - from;
    return s->owners + from;
}

static bool has_line(const uint32_t *lines, size_t count, uint32_t line)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (lines[middle] < line) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && lines[low] == line;
}

/* The two are the ends of a line that could be a ring. */
static bool may_close(const snapper *s, uint32_t line, uint32_t p, uint32_t q)
{
    uint32_t first = s->ids[s->line_start[line]], last = s->ids[s->line_start[line + 1] - 1];
    return s->lines[line].count >= 4 && ((first == p && last == q) || (first == q && last == p));
}

/* One line has both points. */
static bool share_line(const snapper *s, uint32_t p, uint32_t q)
{
    size_t p_count, q_count;
    const uint32_t *p_lines = owners_of(s, p, &p_count), *q_lines = owners_of(s, q, &q_count);
    const uint32_t *few = p_count < q_count ? p_lines : q_lines;
    const uint32_t *many = p_count < q_count ? q_lines : p_lines;
    size_t few_count = p_count < q_count ? p_count : q_count;
    for (size_t i = 0; i < few_count; i++) {
        if (has_line(many, p_count + q_count - few_count, few[i]) && !may_close(s, few[i], p, q)) {
            return true;
        }
    }
    return false;
}

/* Some line has the point and another that was drawn to `centre`; also when there are too many to look. */
static bool is_kept_apart(const snapper *s, uint32_t point, uint32_t centre)
{
    size_t looked = 0;
    for (uint32_t m = centre; m != NONE; m = s->next_member[m]) {
        if (share_line(s, point, m) || ++looked > MOST_MEMBERS) {
            return true;
        }
    }
    return false;
}

static size_t cell_slot(const snapper *s, double east_cell, double north_cell)
{
    return (size_t)hash_numbers(east_cell, north_cell) & s->slot_mask;
}

/* The nearest point within the tolerance that may be the same corner. */
static uint32_t find_centre(const snapper *s, uint32_t point, double *distance)
{
    geo_vertex p = s->points[point];
    double east = floor(p.east / s->snap_m), north = floor(p.north / s->snap_m);
    uint32_t best = NONE;
    size_t looked = 0;
    *distance = s->snap_m;
    for (int k = 0; k < 9; k++) {
        size_t slot = cell_slot(s, east + k % 3 - 1, north + k / 3 - 1);
        for (uint32_t c = s->cells[slot]; c != NONE; c = s->next_in_cell[c]) {
            double d = hypot(s->points[c].east - p.east, s->points[c].north - p.north);
            if (++looked > MOST_NEAR) {
                return best;
            }
            if ((d < *distance || (d == *distance && best == NONE)) &&
                !is_kept_apart(s, point, c)) {
                best = c;
                *distance = d;
            }
        }
    }
    return best;
}

static void place(snapper *s, uint32_t point)
{
    double distance;
    uint32_t centre = find_centre(s, point, &distance);
    if (centre != NONE) {
        s->to[point] = centre;
        s->next_member[point] = s->next_member[centre];
        s->next_member[centre] = point;
        s->moved[centre] = (float)distance > s->moved[centre] ? (float)distance : s->moved[centre];
        return;
    }
    geo_vertex p = s->points[point];
    size_t slot = cell_slot(s, floor(p.east / s->snap_m), floor(p.north / s->snap_m));
    s->to[point] = point;
    s->next_in_cell[point] = s->cells[slot];
    s->cells[slot] = point;
}

/* Points of several lines first: they are where the draughtsman meant them. */
static void place_all(snapper *s)
{
    memset(s->next_member, 0xFF, s->point_count * sizeof *s->next_member);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t p = 0; p < s->point_count; p++) {
            size_t count;
            const uint32_t *lines = owners_of(s, p, &count);
            bool shared = lines[0] != lines[count - 1];
            if (shared == (pass == 0)) {
                place(s, p);
            }
        }
    }
}

static bool build_net(const snapper *s, import_line_net *net)
{
    uint32_t *corner = s->next_in_cell; /* no longer needed */
    for (uint32_t p = 0; p < s->point_count; p++) {
        if (s->to[p] == p) {
            if (!import_net_add_corner(net, s->points[p], &corner[p])) {
                return false;
            }
            net->moved_m[corner[p]] = s->moved[p];
        }
    }
    for (size_t i = 0; i < s->line_count; i++) {
        for (size_t k = s->line_start[i] + 1; k < s->line_start[i + 1]; k++) {
            uint32_t a = corner[s->to[s->ids[k - 1]]], b = corner[s->to[s->ids[k]]];
            if (a != b && !import_net_add_edge(net, a, b, (uint32_t)i)) {
                return false;
            }
            net->pieces[i] += a != b ? 1 : 0;
        }
    }
    return true;
}

import_net_result import_net_snap(import_line_net *net, const import_net_line *lines, size_t count,
                                  double snap_m)
{
    snapper s = { .lines = lines, .line_count = count };
    s.snap_m = snap_m > IMPORT_NET_LEAST_SNAP_M ? snap_m : IMPORT_NET_LEAST_SNAP_M;
    net->line_count = count;
    net->pieces = base_new_array(count + 1, sizeof *net->pieces);
    net->doubled = base_new_array(count + 1, sizeof *net->doubled);
    bool done = net->pieces != NULL && net->doubled != NULL && allocate(&s) && find_places(&s);
    if (done) {
        place_all(&s);
        done = build_net(&s, net);
    }
    base_free(s.points);
    base_free(s.ids);
    base_free(s.line_start);
    base_free(s.owner_end);
    base_free(s.owners);
    base_free(s.slots);
    base_free(s.cells);
    base_free(s.next_in_cell);
    base_free(s.next_member);
    base_free(s.to);
    base_free(s.moved);
    return done ? IMPORT_NET_DONE : IMPORT_NET_NO_MEMORY;
}
