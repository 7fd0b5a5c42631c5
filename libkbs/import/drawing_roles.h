/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What the layers of a drawing are for, by their names: section [drawing-layers] of a profile. */
#ifndef IMPORT_DRAWING_ROLES_H
#define IMPORT_DRAWING_ROLES_H

#include "import/drawing.h"
#include "import/profile.h"

/* In the order in which patterns are tried: the first role that has a fitting one is the layer's. */
typedef enum drawing_role {
    DRAWING_ROLE_NONE = 0,
    DRAWING_ROLE_IGNORED,      /* grids, title blocks, tables, kerbs; also group headings "@X" */
    DRAWING_ROLE_PARCEL_TEXTS, /* numbers of parcels */
    DRAWING_ROLE_BLOCK_TEXTS,
    DRAWING_ROLE_PARCEL_LINES, /* borders alone */
    DRAWING_ROLE_POINT,
    DRAWING_ROLE_ADDRESS,
    DRAWING_ROLE_BUILDING,
    DRAWING_ROLE_PARCEL, /* areas, borders and numbers */
    DRAWING_ROLE_BLOCK,
    DRAWING_ROLE_ROAD,
    DRAWING_ROLE_RESTRICTION,
    DRAWING_ROLE_NEIGHBOURHOOD,
    DRAWING_ROLE_PLAN_AREA,
    DRAWING_ROLE_NO_PARCEL, /* not of layers but of texts: what stands in areas that are no parcels, "YOL" */
    DRAWING_ROLE_COUNT
} drawing_role;

/* "parcel", "parcel-lines", …: as profiles write it; "" for none. */
const char *drawing_role_name(drawing_role role);
/* DRAWING_ROLE_NONE when the name is none. */
drawing_role drawing_role_from_name(const char *name);
/* The role that holds the kind's own objects. */
drawing_role drawing_role_of_kind(kbs_kind kind);

/* The patterns of the office's profile (NULL = none) and of the built-in one, made ready. NULL = no memory. */
typedef struct drawing_patterns drawing_patterns;
drawing_patterns *drawing_patterns_new(const import_profile *office, const import_profile *builtin);
void drawing_patterns_free(drawing_patterns *patterns);

/* The role of a name of a layer or class. Names and patterns are compared folded, with one "_" for all that is no letter and no digit; a pattern
 * fits a run of whole words, "*" in it stands for anything. The office's patterns go before the built-in ones. */
drawing_role drawing_role_of(const drawing_patterns *patterns, const char *name);
/* A text that says that an area is no parcel: "YOL". */
bool drawing_text_is_no_parcel(const drawing_patterns *patterns, const char *text);
/* One pattern and one name, neither folded. */
bool drawing_pattern_fits(const char *pattern, const char *name);

#endif
