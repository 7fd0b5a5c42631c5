/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A drawing as it was read: layers, objects, texts and where each stood in its file. What NetCAD, DXF and the text formats have in
 * common, before anybody asks which of it is a parcel. Texts are UTF-8. Coordinates are those of the file, east first. */
#ifndef IMPORT_DRAWING_H
#define IMPORT_DRAWING_H

#include "base/buffer.h"
#include "base/finding.h"
#include "geo/shape.h"

typedef enum drawing_type {
    DRAWING_POINT = 0,
    DRAWING_LINE,   /* two vertices or more; DRAWING_CLOSED: an area, its first vertex repeated */
    DRAWING_ARC,    /* as its chords */
    DRAWING_CIRCLE, /* as its chords, closed */
    DRAWING_TEXT,   /* one vertex: the insertion point; name is the text */
    DRAWING_SYMBOL, /* one vertex */
    DRAWING_INSERT, /* one vertex: where a block is placed; name is the block's */
    DRAWING_SHEET,  /* the box of a map sheet or a plot frame, closed */
    DRAWING_TRIANGLE,
    DRAWING_CONTOUR,
    DRAWING_TYPE_COUNT
} drawing_type;

/* In messages, both languages. */
const char *drawing_type_name(drawing_type type, kbs_lang lang);

enum {
    DRAWING_CLOSED = 1,
    DRAWING_FILLED = 2,
    DRAWING_CURVE = 4, /* vertices are control points of a curve that was not drawn out */
    DRAWING_HAS_HEIGHT = 8
};

/* 0 stands for "" in every field that holds a text. */
typedef uint32_t drawing_text;

typedef struct drawing_object {
    uint8_t type; /* drawing_type */
    uint8_t flags;
    uint16_t layer;
    uint32_t first_vertex, vertex_count;
    drawing_text name;       /* of the area or point; the text itself; the block's name */
    drawing_text class_name; /* GIS class */
    drawing_text key;        /* GIS object name: the row in the office's database, or "" */
    uint32_t colour;         /* 0xRRGGBB, DRAWING_BY_LAYER */
    float height_m;          /* with DRAWING_HAS_HEIGHT */
    float text_height_m;     /* of a text or symbol; the radius of an arc or circle */
    float angle;             /* radians, from east, counter-clockwise */
    double stated_area_m2;   /* what the source says that the area has; 0 = nothing */
    int64_t place;           /* byte in a binary file, line (from 1) in a text */
} drawing_object;

#define DRAWING_BY_LAYER 0xFF000000u

typedef struct drawing_layer {
    drawing_text name;
    uint32_t colour; /* 0xRRGGBB, DRAWING_BY_LAYER = unknown */
    uint32_t objects[DRAWING_TYPE_COUNT];
    kbs_box box;
} drawing_layer;

/* What the file holds and the model does not, by its name in that format: counted, never silent. */
typedef struct drawing_skipped {
    drawing_text what; /* "ospiral (8)", "HATCH", "deleted" */
    uint64_t count;
    uint64_t bytes;
} drawing_skipped;

typedef struct drawing {
    drawing_layer *layers;
    drawing_object *objects;
    geo_vertex *vertices;
    drawing_skipped *skipped;
    size_t layer_count, object_count, vertex_count, skipped_count;
    size_t layer_capacity, object_capacity, vertex_capacity, skipped_capacity;
    uint32_t *layer_index; /* by a hash of the name: number of the layer + 1, 0 = free */
    size_t layer_index_size;
    base_buffer texts; /* NUL-terminated one after the other; the first is "" */
    uint64_t found;    /* objects in the file by a count that is not the reader's: kept + skipped */
    uint64_t coarse_arcs; /* whose chords leave them by more than 1 mm */
    uint64_t deleted;     /* marked as deleted by the drawing itself; part of neither */
    char crs[64];         /* definition for geo_crs_new; "" = the file has none */
    char crs_source[32];  /* "MPROJ", … */
    char version[32];     /* of the program that wrote it; "" = unknown */
    bool places_are_lines;
    bool full; /* something was left out because a limit was passed, not for lack of memory */
} drawing;

#define DRAWING_MOST_OBJECTS 20000000u
#define DRAWING_MOST_VERTICES 60000000u
#define DRAWING_MOST_LAYERS 65535u
/* A chord keeps within 1 mm of its arc as long as this many of them are enough: for a full circle up to a radius of
 * 850 m, for a tenth of a turn up to 85 km. */
#define DRAWING_MOST_CHORDS 2048u
#define DRAWING_MOST_RADIUS_M 1e7

void drawing_init(drawing *d);
void drawing_release(drawing *d);

/* All of these are false when memory is out or a limit is passed; drawing_failed then says which. */
bool drawing_add_layer(drawing *d, const char *name, uint32_t colour, uint16_t *layer);
/* The layer of this name, byte for byte; added when it is new. */
bool drawing_find_layer(drawing *d, const char *name, uint16_t *layer);
bool drawing_add_text(drawing *d, const char *text, size_t length, drawing_text *out);
/* Room for so many objects and vertices in all, where a format knows their number beforehand. A promise of the file is no
 * reason for a large allocation: a caller counts what is there. */
bool drawing_reserve(drawing *d, size_t objects, size_t vertices);
/* Adds an object without vertices; then its vertices. The pointer lives until the next object. */
drawing_object *drawing_add_object(drawing *d, drawing_type type, uint16_t layer, int64_t place);
/* Takes the last object away again, with its vertices; its texts stay. */
void drawing_drop_object(drawing *d);
bool drawing_grow_vertices(drawing *d);
static inline bool drawing_add_vertex(drawing *d, drawing_object *object, double east, double north)
{
    if (d->vertex_count == d->vertex_capacity && !drawing_grow_vertices(d)) {
        return false;
    }
    d->vertices[d->vertex_count++] = (geo_vertex){ east, north };
    object->vertex_count++;
    return true;
}
/* The chords of an arc, counter-clockwise from `start` to `end` (radians, from east); start = end is a full circle, which ends
 * exactly in its first vertex. Nothing is added where the radius is not 0 < r <= DRAWING_MOST_RADIUS_M or an angle is no
 * number: a caller judges them first. */
bool drawing_add_arc(drawing *d, drawing_object *object, double east, double north, double radius_m,
                     double start, double end);
bool drawing_skip(drawing *d, const char *what, uint64_t count, uint64_t bytes);
/* Counts objects and boxes of all layers, when everything is there. */
void drawing_count(drawing *d);
/* After one of the above was false: drawing.too-large or memory.out. */
kbs_code drawing_failed(const drawing *d, const char *name, base_findings *report);

const char *drawing_text_of(const drawing *d, drawing_text text);
const geo_vertex *drawing_vertices(const drawing *d, const drawing_object *object);

/* A format that is read into a drawing. */
typedef struct drawing_format {
    const char *format; /* "NetCAD NCZ", "NetCAD NCN", … */
    /* 0..100 by the content, never by the extension alone (see import_reader.bid). */
    int (*bid)(const char *name, const uint8_t *head, size_t length, uint64_t size);
    kbs_code (*read)(drawing *out, const char *path, const char *name, base_findings *report);
} drawing_format;

/* All formats, ended by NULL. */
extern const drawing_format *const drawing_formats[];
extern const drawing_format drawing_format_ncz;

#endif
