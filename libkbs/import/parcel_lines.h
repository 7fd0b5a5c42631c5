/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* From what a drawing holds to the records of a kind: areas as they are drawn, and areas that loose lines enclose, named by the texts inside. */
#ifndef IMPORT_PARCEL_LINES_H
#define IMPORT_PARCEL_LINES_H

#include "import/drawing_choice.h"
#include "import/named_areas.h"
#include "import/nesting.h"

typedef struct drawing_record {
    uint32_t object;     /* that it is, or that names it: gives number, place, layer */
    uint32_t area;       /* of the net; IMPORT_NO_AREA: the object's own vertices */
    uint32_t block;      /* object whose text is the block's number; DRAWING_NO_OBJECT */
    uint32_t first_hole; /* into `holes`; those of this record end with DRAWING_NO_OBJECT */
    bool is_named;       /* the object's text is the parcel's number */
    bool refused, mended;
} drawing_record;

#define DRAWING_NO_HOLES UINT32_MAX

typedef struct parcel_lines {
    const drawing *d;
    const drawing_choice *choice;
    const drawing_patterns *patterns;
    const char *file; /* for findings */
    double snap_m;
    base_findings *report;
    drawing_record *records;
    size_t record_count, record_capacity;
    uint32_t *holes; /* objects */
    size_t hole_count, hole_capacity;
    named_areas named;
    import_net_line *lines; /* of the net */
    uint32_t *line_object;
    size_t line_count, first_block_line; /* lines from here on are borders of blocks alone */
    import_line_net net;
    import_net_areas areas;
    import_area_finder *finder; /* NULL = no net */
    uint32_t *next_label;       /* by object: the next label in the same area */
    uint32_t *first_label;      /* by area */
    uint32_t *area_record;      /* by area: its record; DRAWING_NO_OBJECT */
    uint64_t known_areas;       /* that lie in named ones */
} parcel_lines;

/* Everything is in the report: what became of lines, areas and labels that are no records. Findings have the coordinates of the source. */
kbs_code parcel_lines_make(parcel_lines *out, const drawing *d, const drawing_choice *choice,
                           const drawing_patterns *patterns, double snap_m, const char *file,
                           base_findings *report);
void parcel_lines_release(parcel_lines *work);

/* Parts of the above, one file each. False = no memory. */
bool parcel_lines_build_net(parcel_lines *work, kbs_code *code); /* net_of_drawing.c */
bool parcel_lines_label(parcel_lines *work);                     /* labels.c */
bool parcel_lines_find_blocks(parcel_lines *work);               /* blocks.c */
bool parcel_lines_find_holes(parcel_lines *work);                /* holes.c */
bool parcel_lines_report(parcel_lines *work);                    /* line_report.c */

/* Adds a finding about an object at a place; NULL place = its first vertex. */
void parcel_lines_say(const parcel_lines *work, base_finding_code code, uint32_t object,
                      const geo_vertex *where, const char *found, const char *expected);
/* "0.013 m", "12.50 m²" */
void parcel_lines_number(base_buffer *out, double value, int decimals, const char *unit);
bool parcel_lines_add(parcel_lines *work, drawing_record record);
const char *parcel_lines_text(const parcel_lines *work, uint32_t object);

#endif
