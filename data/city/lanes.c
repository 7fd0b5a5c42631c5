/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Quarters that grew by themselves: the old town and the fields, halved again and again by
 * crooked lanes. */
#include "streets.h"

enum { STACK_MAX = 96 };

struct land {
    struct shape net, gross;
    int level;
};

struct halving {
    const struct town *town;
    const struct quarter *quarter;
    struct land *stack;
    int depth;
};

static struct land *push(struct halving *h)
{
    if (h->depth >= STACK_MAX) {
        city_fail("a quarter is halved too often");
    }
    return &h->stack[h->depth++];
}

static void draw_lane(struct streets *s, struct halving *h, const struct shape *gross,
                      struct line l, double width)
{
    struct extent chords[4];
    char name[NAME_SIZE];
    const int count = shape_chords(gross, l, chords, 4);
    const bool rural = h->quarter->kind == QUARTER_RURAL;

    for (int i = 0; i < count; i++) {
        const struct spot along = spot_turned(l.normal);
        const struct spot foot = { l.normal.u * l.offset, l.normal.v * l.offset };

        streets_new_name(s, h->town, h->quarter, false, name);
        const enum road_class kind = rural ? ROAD_TRACK : width < 6.0 ? ROAD_LANE : ROAD_STREET;
        const int road = streets_add_road(s, rural ? "" : name, kind, width);

        streets_add_segment(
            s, (struct spot){ foot.u + along.u * chords[i].low, foot.v + along.v * chords[i].low },
            (struct spot){ foot.u + along.u * chords[i].high, foot.v + along.v * chords[i].high },
            road, false);
    }
}

/* Puts both halves on the stack; false where the line does not leave two. */
static bool halve(struct streets *s, struct halving *h, const struct land *whole, struct line l,
                  double width)
{
    static struct land low;
    static struct land high;
    struct shape pieces[SHAPE_PIECES];

    shape_copy(&low.net, &whole->net);
    shape_copy(&high.net, &whole->net);
    if (!shape_halve(&whole->gross, l, &low.gross, &high.gross) ||
        shape_cut(&whole->net, (struct line){ l.normal, l.offset + width / 2.0 }, pieces) != 1 ||
        !shape_keep(&high.net, (struct line){ l.normal, l.offset + width / 2.0 }) ||
        shape_cut(&whole->net, line_reversed((struct line){ l.normal, l.offset - width / 2.0 }),
                  pieces) != 1 ||
        !shape_keep(&low.net, line_reversed((struct line){ l.normal, l.offset - width / 2.0 }))) {
        return false;
    }
    draw_lane(s, h, &whole->gross, l, width);
    low.level = whole->level + 1;
    high.level = whole->level + 1;
    *push(h) = low;
    *push(h) = high;
    return true;
}

static bool halve_somewhere(struct streets *s, struct halving *h, const struct land *whole)
{
    const bool rural = h->quarter->kind == QUARTER_RURAL;
    const struct spot axis = shape_long_axis(&whole->net);
    const double askew = rural ? 0.12 : 0.2;

    for (int attempt = 0; attempt < 4; attempt++) {
        const struct spot turn = spot_direction(random_between(&s->random, -askew, askew));
        const struct spot normal = spot_in_frame(axis, turn.u, turn.v);
        const struct extent x = shape_extent(&whole->net, normal);
        const double place = x.low + (x.high - x.low) * random_between(&s->random, 0.43, 0.57);
        const double width = rural                                        ? 5.0
                             : whole->level < 4                           ? 7.0
                             : random_between(&s->random, 0.0, 1.0) < 0.5 ? 4.0
                                                                          : 5.0;

        if (halve(s, h, whole, (struct line){ normal, place }, width)) {
            return true;
        }
    }
    return false;
}

/* The market square stands where the two main streets of the old town meet. */
static bool set_square(struct streets *s, struct halving *h, struct spot axis)
{
    static struct land part;
    const struct spot across = spot_turned(axis);
    const struct line cuts[4] = {
        { axis, -39.0 }, { axis, 36.0 }, { across, -30.0 }, { across, 34.0 }
    };
    const double widths[4] = { 8.0, 9.0, 7.0, 7.0 };
    const bool centre_is_above[4] = { true, false, true, false };

    for (int i = 0; i < 4; i++) {
        part = h->stack[--h->depth];
        if (!halve(s, h, &part, cuts[i], widths[i])) {
            h->depth++;
            return false;
        }
        if (!centre_is_above[i]) { /* the square's part must be on top of the stack */
            struct land *top = &h->stack[h->depth - 1];

            part = top[0];
            top[0] = top[-1];
            top[-1] = part;
        }
    }
    part = h->stack[--h->depth];
    (void)streets_add_block(s, &part.net, axis, BLOCK_SQUARE);
    return true;
}

void lay_lanes(struct streets *s, const struct town *t, const struct quarter *q,
               const struct shape *net, const struct shape *gross)
{
    static struct land stack[STACK_MAX];
    static struct land whole;
    struct halving h = { t, q, stack, 0 };
    const bool rural = q->kind == QUARTER_RURAL;
    struct land *start = push(&h);

    shape_copy(&start->net, net);
    shape_copy(&start->gross, gross);
    start->level = 0;
    if (q->kind == QUARTER_OLD) {
        (void)set_square(s, &h, spot_direction(random_between(&s->random, 0.2, 0.9)));
    }
    while (h.depth > 0) {
        whole = h.stack[--h.depth];
        const double limit = (rural ? 26000.0 : 3900.0) * random_between(&s->random, 0.75, 1.35);

        if (shape_area(&whole.net) < limit || !halve_somewhere(s, &h, &whole)) {
            (void)streets_add_block(s, &whole.net, shape_long_axis(&whole.net),
                                    rural ? BLOCK_FIELDS : BLOCK_HOUSES);
        }
    }
}
