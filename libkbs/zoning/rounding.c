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

/* Cuts the pieces above `least`; the others get no unit and a rest that puts them last. Returns how many were cut. */
static size_t cut(zoning_piece *pieces, size_t count, double least)
{
    size_t cut_count = 0;
    for (size_t i = 0; i < count; i++) {
        zoning_piece *piece = &pieces[i];
        bool counts = piece->exact > least;
        double whole = counts ? floor(piece->exact) : 0.0;
        piece->units = (int64_t)whole;
        piece->rest = counts ? piece->exact - whole : -1.0;
        piece->place = (uint32_t)i;
        cut_count += counts;
    }
    return cut_count;
}

/* The pieces were more than the whole (they overlap by less than a row shows): take back, first one unit from each piece
 * that had the least claim to its last unit, then as much as needed from whatever is there. */
static void take_back(zoning_piece *pieces, size_t count, int64_t excess)
{
    for (size_t i = count; i > 0 && excess > 0; i--) {
        if (pieces[i - 1].units > 0) {
            pieces[i - 1].units--;
            excess--;
        }
    }
    for (size_t i = 0; i < count && excess > 0; i++) {
        int64_t taken = pieces[i].units < excess ? pieces[i].units : excess;
        pieces[i].units -= taken;
        excess -= taken;
    }
}

void zoning_round(zoning_piece *pieces, size_t count, int64_t total, double least)
{
    size_t counted = cut(pieces, count, least);
    if (counted == 0) {
        counted = cut(pieces, count, 0.0);
    }
    if (counted == 0) {
        counted = cut(pieces, count, -1.0);
    }
    int64_t missing = total;
    for (size_t i = 0; i < count; i++) {
        missing -= pieces[i].units;
    }
    if (missing == 0) {
        return;
    }
    sort(pieces, count, compare_rest);
    if (missing > 0) {
        int64_t each = missing / (int64_t)counted;
        size_t more = (size_t)(missing % (int64_t)counted);
        for (size_t i = 0; i < counted; i++) {
            pieces[i].units += each + (i < more ? 1 : 0);
        }
    } else {
        take_back(pieces, count, -missing);
    }
    sort(pieces, count, compare_place);
}
