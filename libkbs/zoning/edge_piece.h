/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The border of a parcel in pieces: each lies on one edge and has one thing beyond it. */
#ifndef ZONING_EDGE_PIECE_H
#define ZONING_EDGE_PIECE_H

#include "zoning/edge_beyond.h"

typedef struct zoning_piece {
    geo_vertex from, to; /* the parcel on the left */
    geo_vertex unit;     /* direction */
    double length_m;
    uint32_t ring;
    zoning_beyond beyond;
    /* Of the classification: */
    kbs_edge_class edge_class;
    uint32_t group;
    const char *rule;
    uint8_t reason;
} zoning_piece;

/* Reused from parcel to parcel. */
typedef struct zoning_pieces {
    zoning_piece *items; /* ring by ring, in the order of the border */
    size_t count, capacity;
    size_t *ring_start; /* of each ring with pieces; ring_count + 1 of them */
    size_t ring_count, ring_capacity;
    double *cuts;
    size_t cut_count, cut_capacity;
    uint32_t *near;
    size_t near_capacity;
} zoning_pieces;

void zoning_pieces_release(zoning_pieces *pieces);
/* Of a parcel whose shells turn left. False = no memory (looker->no_memory). A parcel without a ring
 * of three different vertices has none. */
bool zoning_pieces_find(zoning_pieces *pieces, zoning_looker *looker);
/* Turning from one direction to another, degrees, left positive. */
double zoning_turn_deg(geo_vertex from, geo_vertex to);

#endif
