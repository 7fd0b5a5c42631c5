/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Entities of a DXF as objects of a drawing. */
#ifndef IMPORT_DXF_DRAW_H
#define IMPORT_DXF_DRAW_H

#include "import/dxf_entity.h"
#include "import/dxf_layers.h"

typedef struct dxf_drawing {
    dxf_pairs pairs;
    drawing *d;
    dxf_layers layers;
    dxf_entity entity; /* the one that was read last */
    dxf_parts parts;
    bool has_polyline; /* VERTEXes of it are being collected */
    dxf_entity polyline;
    dxf_parts polyline_parts;
    base_buffer text;
    uint64_t curves;         /* splines taken as their points */
    uint64_t curve_vertices; /* chords of all arcs */
} dxf_drawing;

/* The entity that was read becomes an object, is refused with a finding, or is counted as skipped.
 * False when memory is out, or pairs.lines.code says why not. */
bool dxf_draw(dxf_drawing *r);
/* At the end of the entities: a polyline without its end. */
bool dxf_draw_end(dxf_drawing *r);

/* Used by the files that draw. What became of an entity. */
typedef enum dxf_drawn { DXF_DRAWN, DXF_REFUSED, DXF_NO_MEMORY } dxf_drawn;
drawing_object *dxf_draw_begin(dxf_drawing *r, const dxf_entity *e, drawing_type type);
dxf_drawn dxf_draw_refuse(dxf_drawing *r, const dxf_entity *e, base_finding_code code,
                          const char *found, const char *expected);
/* Chords within 1 mm of the arc over the turn (radians), at least one. */
double dxf_chord_count(double radius_m, double turn);

dxf_drawn dxf_draw_path(dxf_drawing *r, const dxf_entity *e, const dxf_parts *parts);
dxf_drawn dxf_draw_spline(dxf_drawing *r);
dxf_drawn dxf_draw_circle(dxf_drawing *r);
dxf_drawn dxf_draw_arc(dxf_drawing *r);
dxf_drawn dxf_draw_ellipse(dxf_drawing *r);

#endif
