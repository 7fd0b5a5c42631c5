/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Which objects of a drawing make records of a kind, and which help to make them. Every object gets exactly one fate, so that nothing is lost. */
#ifndef IMPORT_DRAWING_CHOICE_H
#define IMPORT_DRAWING_CHOICE_H

#include "import/drawing_roles.h"

typedef enum drawing_fate {
    DRAWING_NOT_TAKEN = 0,
    DRAWING_RECORD,     /* a record by itself */
    DRAWING_BORDER,     /* lines that may enclose a record */
    DRAWING_LABEL,      /* the number of a parcel */
    DRAWING_BLOCK_AREA, /* encloses the parcels of a block; its border is a border too */
    DRAWING_BLOCK_TEXT, /* the number of a block */
    DRAWING_OPEN,       /* named like a parcel and not closed: refused; a border too */
    DRAWING_BROKEN,     /* coordinates out of all range: refused */
    DRAWING_FATE_COUNT
} drawing_fate;

typedef struct drawing_choice {
    const drawing *d;
    kbs_kind kind;     /* 0: any; then everything with a shape is a record */
    int only_layer;    /* -1 = by roles */
    drawing_role role; /* of the kind's own layers */
    uint8_t *roles;    /* drawing_role by layer */
    uint8_t *fates;    /* drawing_fate by object */
    size_t counts[DRAWING_FATE_COUNT];
    bool is_only_one; /* the drawing has one layer, which was taken though its name says nothing */
} drawing_choice;

/* `snap_m` closes rings. False = no memory. */
bool drawing_choose(drawing_choice *choice, const drawing *d, kbs_kind kind, int only_layer,
                    double snap_m, const drawing_patterns *patterns);
void drawing_choice_release(drawing_choice *choice);

/* First and last vertex within the tolerance, four vertices or more, and the drawing says that it is closed or its ends meet. */
bool drawing_is_ring(const drawing *d, const drawing_object *object, double snap_m);
/* The distance between first and last vertex. */
double drawing_gap_m(const drawing *d, const drawing_object *object);

#endif
