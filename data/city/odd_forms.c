/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The odd forms in a row of lots: L, U, flag, landlocked, lettered. A lot is cut into pieces,
 * and the pieces change hands. */
#include <math.h>

#include "parcels.h"

/* Cuts piece number piece of p with the line; the part towards the lot's road stays in its
 * place, the other becomes a new piece, whose number is returned, or -1 where the cut is not
 * clean. */
static int cut_rear(struct plot *p, int piece, int front, double depth)
{
    const struct spot across = spot_turned(p->block->axis);
    const struct extent v = shape_extent(&p->piece[piece], across);
    const double place =
        front < 0 ? v.low + (v.high - v.low) * depth : v.high - (v.high - v.low) * depth;
    struct shape low;
    struct shape high;

    if (!shape_halve(&p->piece[piece], (struct line){ across, place }, &low, &high)) {
        return -1;
    }
    shape_copy(&p->piece[piece], front < 0 ? &low : &high);
    return plot_add_piece(p, front < 0 ? &high : &low);
}

/* A lot that the forms can be cut from: four sides, nearly square to its road, large enough. */
static bool plain(const struct plot *p, int lot)
{
    const struct lot *l = &p->lot[lot];
    const struct shape *s = &p->piece[l->piece[0]];
    const struct extent u = shape_extent(s, p->block->axis);
    const struct extent v = shape_extent(s, spot_turned(p->block->axis));
    const double box = (u.high - u.low) * (v.high - v.low);

    return l->pieces == 1 && l->cases == 0 && l->hole < 0 && v.high - v.low > 14.0 &&
           u.high - u.low > 7.0 && shape_area(s) > 0.88 * box;
}

/* The lot's rear lies on the line between the rows, and the block goes on behind it. */
static bool backed(const struct plot *p, int lot)
{
    const struct shape *s = &p->piece[p->lot[lot].piece[0]];
    const int front = p->lot[lot].front;
    const struct extent u = shape_extent(s, p->block->axis);
    const struct extent v = shape_extent(s, spot_turned(p->block->axis));
    const double rear = front < 0 ? v.high : v.low;

    for (int i = 0; i <= 2; i++) {
        const double place = u.low + (u.high - u.low) * (0.02 + 0.48 * (double)i);

        if (!shape_contains(&p->block->outline,
                            spot_in_frame(p->block->axis, place, rear - 2.0 * (double)front))) {
            return false;
        }
    }
    return p->two_rows && fabs(rear - p->middle) < 2.5;
}

/* Both lots have their rear boundary at about the same place, so that the pieces meet along one
 * line. */
static bool alike(const struct plot *p, int a, int b)
{
    const struct spot across = spot_turned(p->block->axis);
    const struct extent va = shape_extent(&p->piece[p->lot[a].piece[0]], across);
    const struct extent vb = shape_extent(&p->piece[p->lot[b].piece[0]], across);

    return backed(p, a) && backed(p, b) && fabs(va.low - vb.low) < 1.5 &&
           fabs(va.high - vb.high) < 1.5;
}

static void take(struct lot *lot, int piece)
{
    lot->piece[lot->pieces++] = piece;
}

static void make_l(struct plot *p, int i)
{
    const int rear = cut_rear(p, p->lot[i + 1].piece[0], p->lot[i + 1].front, 0.56);

    if (rear >= 0) {
        take(&p->lot[i], rear);
        p->lot[i].cases |= 1u << CASE_L_SHAPE;
    }
}

/* The lot in the middle keeps its front; its rear joins the lots on both sides to one. Their
 * numbers close up, so the third lot is removed from the list. */
static void make_u(struct plot *p, int i)
{
    const int rear = cut_rear(p, p->lot[i + 1].piece[0], p->lot[i + 1].front, 0.52);

    if (rear < 0) {
        return;
    }
    take(&p->lot[i], rear);
    take(&p->lot[i], p->lot[i + 2].piece[0]);
    p->lot[i].cases |= 1u << CASE_CONCAVE;
    for (int k = i + 2; k + 1 < p->lot_count; k++) {
        p->lot[k] = p->lot[k + 1];
    }
    p->lot_count--;
}

/* Lot i keeps a front that it shares with lot i + 1's; the rears of both and a strip become lot
 * i + 1. */
static void make_flag(struct plot *p, int i)
{
    struct lot *a = &p->lot[i];
    struct lot *b = &p->lot[i + 1];
    const struct extent u = shape_extent(&p->piece[b->piece[0]], p->block->axis);
    struct shape low;
    struct shape strip;

    if (!shape_halve(&p->piece[b->piece[0]], (struct line){ p->block->axis, u.high - 3.5 }, &low,
                     &strip) ||
        shape_area(&low) < 60.0) {
        return;
    }
    const struct extent v = shape_extent(&strip, spot_turned(p->block->axis));

    if (fabs(shape_area(&strip) / (v.high - v.low) - 3.5) > 0.35) {
        return; /* the lot stands askew: the strip would be a wedge */
    }
    /* one depth for both, measured on the lot that keeps its front */
    const int rear_a = cut_rear(p, a->piece[0], a->front, 0.5);

    if (rear_a < 0) {
        return;
    }
    shape_copy(&p->piece[b->piece[0]], &low);
    const int rear_b = cut_rear(p, b->piece[0], b->front, 0.5);
    const int strip_piece = plot_add_piece(p, &strip);
    const int front_b = b->piece[0];

    take(a, front_b);
    b->piece[0] = strip_piece;
    if (rear_b >= 0) {
        take(b, rear_b);
    }
    take(b, rear_a);
    b->cases |= 1u << CASE_FLAG;
}

static void make_landlocked(struct plot *p, int i)
{
    const int rear_a = cut_rear(p, p->lot[i].piece[0], p->lot[i].front, 0.55);
    const int rear_b =
        rear_a < 0 ? -1 : cut_rear(p, p->lot[i + 1].piece[0], p->lot[i + 1].front, 0.55);

    if (rear_a < 0) {
        return;
    }
    if (p->lot_count >= PLOT_PIECES) {
        city_fail("a block has too many parcels");
    }
    struct lot *inner = &p->lot[p->lot_count++];

    *inner = (struct lot){
        .use = LOT_HOUSE, .piece = { rear_a }, .pieces = 1, .hole = -1, .front = p->lot[i].front
    };
    if (rear_b >= 0) {
        take(inner, rear_b);
    }
    inner->cases = 1u << CASE_LANDLOCKED;
}

static void make_lettered(struct plot *p, int i)
{
    const struct extent u = shape_extent(&p->piece[p->lot[i].piece[0]], p->block->axis);
    struct shape low;
    struct shape high;

    if (p->lot_count >= PLOT_PIECES ||
        !shape_halve(&p->piece[p->lot[i].piece[0]],
                     (struct line){ p->block->axis, (u.low + u.high) / 2.0 }, &low, &high)) {
        return;
    }
    for (int k = p->lot_count; k > i + 1; k--) {
        p->lot[k] = p->lot[k - 1];
    }
    p->lot_count++;
    shape_copy(&p->piece[p->lot[i].piece[0]], &low);
    p->lot[i + 1] = p->lot[i];
    p->lot[i + 1].piece[0] = plot_add_piece(p, &high);
    p->lot[i].cases |= 1u << CASE_LETTERED;
    p->lot[i + 1].cases |= 1u << CASE_LETTERED;
}

/* Ends of rows in blocks between roads lie at corners. */
static void mark_corners(struct plot *p, int first, int count)
{
    if (count > 2 && p->block->use == BLOCK_HOUSES &&
        shape_area(&p->piece[p->lot[first].piece[0]]) > 120.0) {
        p->lot[first].cases |= 1u << CASE_CORNER;
        p->lot[first + count - 1].cases |= 1u << CASE_CORNER;
    }
}

void vary_row(struct plot *p, int first, int count, struct cases *cases)
{
    int end = first + count;

    mark_corners(p, first, count);
    for (int i = first + 1; i + 2 < end; i++) {
        const bool pair = plain(p, i) && plain(p, i + 1) && alike(p, i, i + 1);
        const bool three = pair && i + 3 < end && plain(p, i + 2) && alike(p, i, i + 2);
        const int before = p->lot_count;

        if (pair && cases_want(cases, CASE_L_SHAPE, &p->random, 0.02)) {
            make_l(p, i);
            cases->made[CASE_L_SHAPE] += p->lot[i].pieces > 1;
        } else if (three && cases_want(cases, CASE_CONCAVE, &p->random, 0.007)) {
            make_u(p, i);
            cases->made[CASE_CONCAVE] += p->lot_count < before;
        } else if (pair && cases_want(cases, CASE_FLAG, &p->random, 0.007)) {
            make_flag(p, i);
            cases->made[CASE_FLAG] += p->lot[i + 1].pieces > 1;
        } else if (pair && cases_want(cases, CASE_LANDLOCKED, &p->random, 0.003)) {
            make_landlocked(p, i);
            cases->made[CASE_LANDLOCKED] += p->lot_count > before;
        } else if (plain(p, i) && cases_want(cases, CASE_LETTERED, &p->random, 0.008)) {
            make_lettered(p, i);
            cases->made[CASE_LETTERED] += p->lot_count > before;
        } else {
            continue;
        }
        end += p->lot_count - before -
               (p->lot_count > before &&
                (p->lot[p->lot_count - 1].cases & (1u << CASE_LANDLOCKED)) != 0);
        i += 2;
    }
}
