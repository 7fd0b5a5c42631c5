/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Rounds the disjoint pieces of a whole so that the rounded pieces add up to the rounded whole. */
#ifndef ZONING_ROUNDING_H
#define ZONING_ROUNDING_H

#include <stddef.h>
#include <stdint.h>

typedef struct zoning_piece {
    double exact;   /* in: in units, >= 0, below 2^53 */
    int64_t units;  /* out: whole units */
    double rest;    /* used while rounding */
    uint32_t place; /* used while rounding */
} zoning_piece;

/* Largest remainder: every piece is cut to whole units, and the units that are then missing go to
 * the pieces that lost most, the earlier first. A piece of at most `least` units gets none as long
 * as there is a larger one. The sum of `units` is `total` (>= 0, below 2^53), also when the pieces
 * do not add up to it: they are then stretched in proportion first. With at least one piece. */
void zoning_round(zoning_piece *pieces, size_t count, int64_t total, double least);

#endif
