/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Cutting simple polygons, convex or not, with straight lines. */
#include <math.h>

#include "shape.h"

/* Vertices nearer to the line than this are taken as lying on it (metres): a cut that passes
 * close by a vertex goes through it, and leaves no side shorter than the rounding. Both sides
 * see it the same way. */
#define ON_LINE 0.01
#define SAME 1e-6

/* A run of vertices on the wanted side; both ends lie on the line. */
struct run {
    int first, count;    /* in the ring with the crossings added */
    double enter, leave; /* place of both ends along the line */
    bool used;
};

static double side_of(struct line l, struct spot p)
{
    const double d = spot_dot(l.normal, p) - l.offset;

    return fabs(d) < ON_LINE ? 0.0 : d;
}

static bool on_line(struct line l, struct spot p)
{
    return fabs(spot_dot(l.normal, p) - l.offset) < ON_LINE;
}

/* The ring of s with a vertex added wherever an edge crosses the line. */
static void with_crossings(const struct shape *s, struct line l, struct shape *ring)
{
    ring->count = 0;
    for (int i = 0; i < s->count; i++) {
        const struct spot a = s->at[i];
        const struct spot b = s->at[i + 1 < s->count ? i + 1 : 0];
        const double da = side_of(l, a);
        const double db = side_of(l, b);

        shape_add(ring, a);
        if ((da > 0.0 && db < 0.0) || (da < 0.0 && db > 0.0)) {
            shape_add(ring, spot_along(a, b, da / (da - db)));
        }
    }
}

/* Of the vertices on the line at the start of a run (backwards: at its end, towards the start),
 * the one that is furthest along the line, or furthest back. The other side of the line, for
 * which both senses are the other way round, picks the same one. Returns how many vertices to
 * leave out. */
static int vertices_to_skip(const struct shape *ring, struct line l, int from, int step,
                            double sense)
{
    const struct spot along = spot_turned(l.normal);
    const int n = ring->count;
    double furthest = -HUGE_VAL;
    int best = 0;

    for (int k = 0; on_line(l, ring->at[(from + k * step + n * n) % n]); k++) {
        const double place = spot_dot(ring->at[(from + k * step + n * n) % n], along) * sense;

        if (place > furthest) {
            furthest = place;
            best = k;
        }
    }
    return best;
}

static int find_runs(const struct shape *ring, struct line l, int start, struct run *runs, int max)
{
    const struct spot along = spot_turned(l.normal);
    const int n = ring->count;
    int count = 0;

    for (int i = 0; i < n;) {
        const int first = (start + i) % n;
        bool positive = false;
        int length = 0;

        while (i + length < n && side_of(l, ring->at[(first + length) % n]) >= 0.0) {
            positive = positive || side_of(l, ring->at[(first + length) % n]) > 0.0;
            length++;
        }
        const int whole = length;

        if (positive) {
            if (count >= max) {
                city_fail("a line cuts a shape too often");
            }
            const int skip = vertices_to_skip(ring, l, first, 1, 1.0);

            length -= vertices_to_skip(ring, l, first + length - 1, -1, -1.0);
            runs[count++] =
                (struct run){ (first + skip) % n, length - skip,
                              spot_dot(ring->at[(first + skip) % n], along),
                              spot_dot(ring->at[(first + length - 1) % n], along), false };
        }
        i += whole > 0 ? whole : 1;
    }
    return count;
}

/* The boundary that leaves along the line comes back at the nearest entry that lies further on,
 * since the ends of the runs of a simple polygon alternate along the line. */
static int next_run(const struct run *runs, int count, double leave)
{
    double best = HUGE_VAL;
    int found = -1;

    for (int i = 0; i < count; i++) {
        const double ahead = leave - runs[i].enter;

        if (!runs[i].used && ahead > -ON_LINE && ahead < best) {
            best = ahead;
            found = i;
        }
    }
    return found;
}

static void add_run(struct shape *piece, const struct shape *ring, const struct run *run)
{
    for (int i = 0; i < run->count; i++) {
        const struct spot p = ring->at[(run->first + i) % ring->count];

        if (piece->count == 0 || spot_distance(piece->at[piece->count - 1], p) > SAME) {
            shape_add(piece, p);
        }
    }
}

int shape_cut(const struct shape *s, struct line l, struct shape *pieces)
{
    struct shape ring;
    struct run runs[SHAPE_PIECES];
    int start = -1;
    int piece_count = 0;

    with_crossings(s, l, &ring);
    for (int i = 0; i < ring.count && start < 0; i++) {
        start = side_of(l, ring.at[i]) < 0.0 ? i : -1;
    }
    if (start < 0) {
        shape_copy(&pieces[0], s);
        return 1;
    }
    const int count = find_runs(&ring, l, start, runs, SHAPE_PIECES);

    for (int i = 0; i < count; i++) {
        struct shape *piece = &pieces[piece_count];
        int at = i;

        if (runs[i].used) {
            continue;
        }
        piece->count = 0;
        runs[i].used = true;
        add_run(piece, &ring, &runs[i]);
        /* Counter-clockwise with the inside where the normal points, the closing side on the
         * line runs against the turned normal: places fall from where a run leaves to where the
         * next one enters. */
        for (;;) {
            const int next = next_run(runs, count, runs[at].leave);
            const double home = runs[at].leave - runs[i].enter; /* how far ahead the piece began */

            if (next < 0 || (home > -ON_LINE && runs[at].leave - runs[next].enter > home)) {
                break;
            }
            runs[next].used = true;
            add_run(piece, &ring, &runs[next]);
            at = next;
        }
        if (spot_distance(piece->at[0], piece->at[piece->count - 1]) < SAME) {
            piece->count--;
        }
        if (piece->count >= 3 && shape_area(piece) > 1e-3) {
            piece_count++;
        }
    }
    return piece_count;
}

bool shape_keep(struct shape *s, struct line l)
{
    struct shape pieces[SHAPE_PIECES];
    const int count = shape_cut(s, l, pieces);
    int best = -1;

    for (int i = 0; i < count; i++) {
        if (best < 0 || shape_area(&pieces[i]) > shape_area(&pieces[best])) {
            best = i;
        }
    }
    if (best < 0) {
        s->count = 0;
        return false;
    }
    shape_copy(s, &pieces[best]);
    return true;
}

bool shape_halve(const struct shape *s, struct line l, struct shape *below, struct shape *above)
{
    struct shape pieces[SHAPE_PIECES];

    if (shape_cut(s, l, pieces) != 1) {
        return false;
    }
    shape_copy(above, &pieces[0]);
    if (shape_cut(s, line_reversed(l), pieces) != 1) {
        return false;
    }
    shape_copy(below, &pieces[0]);
    return shape_area(below) + shape_area(above) < shape_area(s) + 1e-3;
}

int shape_chords(const struct shape *s, struct line l, struct extent *chords, int max)
{
    const struct spot along = spot_turned(l.normal);
    double ends[2 * SHAPE_PIECES];
    int count = 0;

    for (int i = 0; i < s->count; i++) {
        const struct spot a = s->at[i];
        const struct spot b = s->at[i + 1 < s->count ? i + 1 : 0];
        const double da = spot_dot(l.normal, a) - l.offset;
        const double db = spot_dot(l.normal, b) - l.offset;

        if ((da >= 0.0) == (db >= 0.0)) {
            continue;
        }
        if (count >= 2 * SHAPE_PIECES) {
            city_fail("a line meets a shape too often");
        }
        const double place = spot_dot(along, spot_along(a, b, da / (da - db)));
        int k = count++;

        for (; k > 0 && ends[k - 1] > place; k--) {
            ends[k] = ends[k - 1];
        }
        ends[k] = place;
    }
    int chord_count = 0;

    for (int i = 0; i + 1 < count && chord_count < max; i += 2) {
        chords[chord_count++] = (struct extent){ ends[i], ends[i + 1] };
    }
    return chord_count;
}
