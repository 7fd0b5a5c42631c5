/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What the parts of the reader of NetCAD drawings share: the drawing being made, where things stand in the file, and findings,
 * of which no more than NCZ_MOST_SAID of one kind are told. */
#ifndef IMPORT_NCZ_H
#define IMPORT_NCZ_H

#include "import/drawing.h"
#include "import/ncz_blocks.h"
#include "import/ncz_layout.h"

#define NCZ_MOST_SAID 1000u

/* Blocks that hold facts about the whole drawing, as the first pass found them. at 0 = there is none. */
typedef struct ncz_facts {
    ncz_block layers, styles, projection, tiles, version;
    uint64_t layer_tables;
    bool projections_differ;
    uint64_t nested;
    uint64_t vertices; /* of all objects, by their sizes; chords of arcs are not counted */
    uint64_t skipped_bytes;
    uint64_t unknown_blocks[256], unknown_bytes[256];
} ncz_facts;

typedef struct ncz {
    ncz_file file;
    drawing *out;
    base_findings *report;
    const char *name;
    uint64_t stated_size; /* by the file's header */
    ncz_facts facts;
    bool has_unknown_layer; /* out has the layer "?" for objects whose layer is not in the table */
    uint16_t unknown_layer;
    uint16_t table_layers; /* in the table, which are the first ones of out */
    base_buffer text;      /* the last text, as UTF-8 */
    base_buffer key;       /* of the last finding */
    drawing_text last_class;
    /* Counted by the second pass. */
    int64_t record; /* number of the object being read, from 1 */
    uint64_t kept, skipped;
    uint64_t read_types[NCZ_TYPE_COUNT], odd_lengths[NCZ_TYPE_COUNT];
    uint64_t skipped_types[256], skipped_type_bytes[256];
    uint64_t refused_bytes, refused;
    uint64_t bad_heights, curves, unknown_colours;
    uint64_t said[FINDING_CODE_COUNT];
} ncz;

/* Where a finding stands. */
typedef struct ncz_place {
    const char *layer; /* may be NULL */
    const char *key;   /* may be NULL */
    const char *field; /* may be NULL */
    int64_t record;    /* 0 = none */
    int64_t byte;      /* -1 = none */
    bool has_coordinate;
    double east, north;
} ncz_place;

#define NCZ_NOWHERE ((ncz_place){ .byte = -1 })

/* Adds the finding. A fatal code returns its kbs_code, any other KBS_OK. `found` and `expected` may be NULL. */
kbs_code ncz_say(ncz *z, base_finding_code code, ncz_place place, const char *found,
                 const char *expected);
/* The same with whole numbers. */
kbs_code ncz_say_numbers(ncz *z, base_finding_code code, ncz_place place, int64_t found,
                         int64_t expected);
/* A finding that stands for `count` cases; nothing when there were none. */
void ncz_say_count(ncz *z, base_finding_code code, uint64_t count, const char *expected);
/* What NCZ_MOST_SAID held back. */
void ncz_say_rest(ncz *z);

/* NetCAD's own name for a type of objects, with its number: "opline (7)". Static text, or `room`. */
#define NCZ_TYPE_NAME_SIZE 32u
const char *ncz_type_name(uint8_t type, char room[NCZ_TYPE_NAME_SIZE]);

/* A short string whose length byte is `bytes[0]` and whose room holds `room` bytes behind it, as UTF-8 in z->text. Cuts a
 * length that is beyond the room; letters that windows-1254 does not have become U+FFFD; both are said with `place`. */
bool ncz_text(ncz *z, const uint8_t *bytes, size_t room, ncz_place place);
/* z->text as a text of the drawing. */
bool ncz_text_keep(ncz *z, drawing_text *out);

/* Layer table and styles into out->layers; afterwards the layer of an object by its index. */
kbs_code ncz_layers_read(ncz *z);
/* 0xRRGGBB of an index into NetCAD's palette, DRAWING_BY_LAYER where it is not known. */
uint32_t ncz_palette(uint8_t index);

/* MPROJ and what is known beside it into out->crs. */
kbs_code ncz_projection_read(ncz *z);
/* When the coordinates are there: easting with zone prefix, objects outside of the system. */
void ncz_projection_check(ncz *z);

/* One object of the file into the drawing, or into the count of those that are left out. */
kbs_code ncz_object_read(ncz *z, const ncz_block *block);

#endif
