/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One entity of a DXF with the values that the drawing needs. */
#ifndef IMPORT_DXF_ENTITY_H
#define IMPORT_DXF_ENTITY_H

#include "import/dxf_pairs.h"

#define DXF_MOST_ENTITY_VERTICES 1000000u

typedef struct dxf_vertex {
    double east, north, bulge;
} dxf_vertex;

/* A text of the file: a piece of a line. */
typedef struct dxf_word {
    const char *text;
    size_t length;
} dxf_word;

typedef struct dxf_entity {
    dxf_word type, layer, name;     /* 0, 8, 2 */
    dxf_word text;                  /* 1 */
    int64_t line;                   /* of the group code 0 */
    double point[2][3];             /* 10 20 30, 11 21 31 */
    bool has_point[2];              /* 10 and 20, 11 and 21 were there */
    double size, start, end;        /* 40, 50, 51 (degrees) */
    double ratio, from, to;         /* of an ellipse: 40, 41, 42 */
    double extrusion[3];            /* 210 220 230 */
    int64_t flags, degree;          /* 70, 71 */
    int64_t align_across, align_up; /* 72, 73 */
    int64_t announced;              /* 90: vertices of an LWPOLYLINE; -1 */
    int64_t colour;                 /* 62; 256 = by layer */
    int64_t true_colour;            /* 420; -1 */
    int64_t attributes_follow;      /* 66 */
    bool is_paper;                  /* 67 */
    bool is_faulty;                 /* a number was none, or out of range: the finding is told */
} dxf_entity;

/* The vertices and texts of the entity being read; reused. */
typedef struct dxf_parts {
    dxf_vertex *vertices; /* LWPOLYLINE, control points of a SPLINE */
    dxf_vertex *fit;      /* points that a SPLINE passes */
    size_t vertex_count, vertex_capacity, fit_count, fit_capacity;
    base_buffer chunks; /* of an MTEXT (3), before `text` */
} dxf_parts;

void dxf_parts_init(dxf_parts *parts);
void dxf_parts_release(dxf_parts *parts);
bool dxf_parts_add_vertex(dxf_parts *parts, dxf_vertex vertex);
/* Reads the entity whose pair 0 was read last, up to the next pair 0. False when memory is out or the
 * file ended; a drawing that ends in an entity was refused before. */
bool dxf_entity_read(dxf_entity *entity, dxf_parts *parts, dxf_pairs *pairs);
/* 1; -1: the entity is mirrored (its own system looks from below); 0: it lies in another plane. */
int dxf_entity_side(const dxf_entity *entity);
bool dxf_word_is(dxf_word word, const char *text);

#endif
