/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The largest remainder method (Hamilton), with a floor under which a piece counts as nothing. */
#include "zoning/rounding.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static int compare_rest(const void *a, const void *b)
{
    const zoning_piece *p = a;
    const zoning_piece *q = b;
    if (p->rest != q->rest) {
        return p->rest > q->rest ? -1 : 1;
    }
    return p->place < q->place ? -1 : 1;
}

static int compare_place(const void *a, const void *b)
{
    const zoning_piece *p = a;
    const zoning_piece *q = b;
    return p->place < q->place ? -1 : 1;
}

/* Sorts; the few pieces that a parcel has as a rule without the ado of qsort. */
static void sort(zoning_piece *pieces, size_t count, int (*compare)(const void *a, const void *b))
{
    if (count > 16) {
        qsort(pieces, count, sizeof *pieces, compare);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        zoning_piece piece = pieces[i];
        size_t at = i;
        for (; at > 0 && compare(&pieces[at - 1], &piece) > 0; at--) {
            pieces[at] = pieces[at - 1];
        }
        pieces[at] = piece;
    }
}

/* Marks the pieces that count; their sum. A piece that does not count has no rest, which puts it
 * last. */
static double choose(zoning_piece *pieces, size_t count, double least, size_t *chosen)
{
    double sum = 0.0;
    *chosen = 0;
    for (size_t i = 0; i < count; i++) {
        bool counts = pieces[i].exact > least;
        pieces[i].rest = counts ? 0.0 : -1.0;
        *chosen += counts;
        sum += counts ? pieces[i].exact : 0.0;
    }
    return sum;
}

/* Cuts the chosen pieces to whole units and keeps their rests; returns how many units are missing.
 * What was not chosen, or overlaps without a row, makes the sum differ from the whole: the pieces
 * are stretched to it first. */
static int64_t cut(zoning_piece *pieces, size_t count, double sum, int64_t total)
{
    double stretch = sum > 0.0 ? (double)total / sum : 0.0;
    int64_t missing = total;
    for (size_t i = 0; i < count; i++) {
        bool counts = pieces[i].rest >= 0.0;
        double stretched = counts ? pieces[i].exact * stretch : 0.0;
        double whole = floor(stretched);
        pieces[i].units = (int64_t)whole;
        pieces[i].rest = counts ? stretched - whole : -1.0;
        pieces[i].place = (uint32_t)i;
        missing -= pieces[i].units;
    }
    return missing;
}

void zoning_round(zoning_piece *pieces, size_t count, int64_t total, double least)
{
    size_t chosen = 0;
    double sum = choose(pieces, count, least, &chosen);
    if (chosen == 0) {
        sum = choose(pieces, count, 0.0, &chosen);
    }
    if (chosen == 0) {
        sum = choose(pieces, count, -1.0, &chosen);
    }
    int64_t missing = cut(pieces, count, sum, total);
    if (missing == 0) {
        return;
    }
    /* Between 1 and the number of pieces; more only when nothing had an area, and never less. */
    sort(pieces, count, compare_rest);
    int64_t each = missing / (int64_t)chosen;
    int64_t more = missing % (int64_t)chosen;
    for (size_t i = 0; i < chosen; i++) {
        pieces[i].units += each + ((int64_t)i < more ? 1 : 0);
    }
    sort(pieces, count, compare_place);
}
