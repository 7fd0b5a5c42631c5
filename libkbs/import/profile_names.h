/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The names that a parsed profile holds, for the matching of columns. */
#ifndef IMPORT_PROFILE_NAMES_H
#define IMPORT_PROFILE_NAMES_H

#include "import/profile.h"

typedef enum import_profile_role {
    IMPORT_PROFILE_COLUMN = 1,  /* a column that fills a field */
    IMPORT_PROFILE_CONSTANT,    /* a value that fills it in all records */
    IMPORT_PROFILE_OWNER_WORD,  /* a column whose name holds this word is owner data */
    IMPORT_PROFILE_OWNER_EXACT, /* a column of this name is owner data */
    IMPORT_PROFILE_OWNER_NOT,   /* a column whose name begins with this word is not */
    IMPORT_PROFILE_LAYER /* a layer of a drawing whose name fits this has the role `field` (drawing_role) */
} import_profile_role;

typedef struct import_profile_name {
    const store_kind *kind; /* NULL for owner words and layers */
    int field;              /* of the kind; -1 for owner words; a drawing_role for layers */
    import_profile_role role;
    const char *text;
} import_profile_name;

/* In the order of the file; NULL and 0 for no profile. */
const import_profile_name *import_profile_names(const import_profile *profile, size_t *count);

#endif
