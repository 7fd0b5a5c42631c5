/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Matching names of layers with the patterns of profiles. */
#include "import/drawing_roles.h"

#include <string.h>

#include "base/fold.h"
#include "base/memory.h"
#include "import/profile_names.h"

#define MOST_NAME 256

static const char *const names[DRAWING_ROLE_COUNT] = {
    [DRAWING_ROLE_NONE] = "",
    [DRAWING_ROLE_IGNORED] = "ignored",
    [DRAWING_ROLE_PARCEL_TEXTS] = "parcel-texts",
    [DRAWING_ROLE_BLOCK_TEXTS] = "block-texts",
    [DRAWING_ROLE_PARCEL_LINES] = "parcel-lines",
    [DRAWING_ROLE_POINT] = "point",
    [DRAWING_ROLE_ADDRESS] = "address",
    [DRAWING_ROLE_BUILDING] = "building",
    [DRAWING_ROLE_PARCEL] = "parcel",
    [DRAWING_ROLE_BLOCK] = "block",
    [DRAWING_ROLE_ROAD] = "road",
    [DRAWING_ROLE_RESTRICTION] = "restriction",
    [DRAWING_ROLE_NEIGHBOURHOOD] = "neighbourhood",
    [DRAWING_ROLE_PLAN_AREA] = "plan-area",
    [DRAWING_ROLE_NO_PARCEL] = "no-parcel",
};

const char *drawing_role_name(drawing_role role)
{
    return names[role];
}

drawing_role drawing_role_from_name(const char *name)
{
    for (int role = 1; role < DRAWING_ROLE_COUNT; role++) {
        if (strcmp(names[role], name) == 0) {
            return (drawing_role)role;
        }
    }
    return DRAWING_ROLE_NONE;
}

drawing_role drawing_role_of_kind(kbs_kind kind)
{
    const char *name = kbs_kind_name(kind);
    return name == NULL ? DRAWING_ROLE_NONE : drawing_role_from_name(name);
}

/* "_ada_no_" of "Ada No": folded, one mark between words and one at each end. `marks` keeps "*". False = too long. */
static bool fold(const char *text, bool marks, char out[MOST_NAME])
{
    size_t n = 0;
    uint32_t c;
    base_fold_reader reader = base_fold_start(text, strlen(text), true);
    out[n++] = '_';
    while (base_fold_next_loose(&reader, &c)) {
        bool keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (marks && c == '*');
        if (n + 2 >= MOST_NAME) {
            return false;
        }
        if (keep || out[n - 1] != '_') {
            out[n++] = keep ? (char)c : '_';
        }
    }
    if (out[n - 1] != '_') {
        out[n++] = '_';
    }
    out[n] = '\0';
    return true;
}

/* Does the pattern fit the beginning of the text? "*" is any run, also none. */
static bool fits_here(const char *pattern, const char *text)
{
    const char *star = NULL, *retry = NULL;
    while (*pattern != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            retry = text;
        } else if (*text != '\0' && *pattern == *text) {
            pattern++;
            text++;
        } else if (star != NULL && *retry != '\0') {
            pattern = star + 1;
            text = ++retry;
        } else {
            return false;
        }
    }
    return true;
}

/* Both folded. A pattern that begins with "_" begins at a word. */
static bool fits_folded(const char *pattern, const char *name)
{
    if (strcmp(pattern, "_") == 0) {
        return false;
    }
    for (size_t i = 0; name[i] != '\0'; i++) {
        if (fits_here(pattern, name + i)) {
            return true;
        }
    }
    return false;
}

bool drawing_pattern_fits(const char *pattern, const char *name)
{
    char p[MOST_NAME], n[MOST_NAME];
    return fold(pattern, true, p) && fold(name, false, n) && fits_folded(p, n);
}

typedef struct pattern {
    char *folded;
    drawing_role role;
    bool is_office;
} pattern;

struct drawing_patterns {
    pattern *items;
    size_t count;
    base_arena *texts;
};

static bool add_patterns(drawing_patterns *patterns, const import_profile *profile, bool is_office)
{
    size_t count;
    char folded[MOST_NAME];
    const import_profile_name *rows = import_profile_names(profile, &count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].role != IMPORT_PROFILE_LAYER || !fold(rows[i].text, true, folded)) {
            continue;
        }
        pattern *added = &patterns->items[patterns->count++];
        *added = (pattern){ base_arena_text(patterns->texts, folded), (drawing_role)rows[i].field,
                            is_office };
        if (added->folded == NULL) {
            return false;
        }
    }
    return true;
}

drawing_patterns *drawing_patterns_new(const import_profile *office, const import_profile *builtin)
{
    size_t office_count, builtin_count;
    (void)import_profile_names(office, &office_count);
    (void)import_profile_names(builtin, &builtin_count);
    drawing_patterns *patterns = base_new(sizeof *patterns);
    if (patterns == NULL) {
        return NULL;
    }
    patterns->texts = base_arena_new();
    patterns->items = base_new_array(office_count + builtin_count + 1, sizeof *patterns->items);
    if (patterns->texts == NULL || patterns->items == NULL ||
        !add_patterns(patterns, office, true) || !add_patterns(patterns, builtin, false)) {
        drawing_patterns_free(patterns);
        return NULL;
    }
    return patterns;
}

void drawing_patterns_free(drawing_patterns *patterns)
{
    if (patterns != NULL) {
        base_arena_free(patterns->texts);
        base_free(patterns->items);
        base_free(patterns);
    }
}

/* The first role in their order with a pattern that fits, of the office's if there is one. */
static drawing_role find(const drawing_patterns *patterns, const char *name, bool of_text)
{
    char folded[MOST_NAME];
    const pattern *best = NULL;
    if (!fold(name, false, folded)) {
        return DRAWING_ROLE_NONE;
    }
    for (size_t i = 0; i < patterns->count; i++) {
        const pattern *p = &patterns->items[i];
        if ((p->role == DRAWING_ROLE_NO_PARCEL) != of_text ||
            (best != NULL && (best->is_office != p->is_office || best->role <= p->role))) {
            continue;
        }
        best = fits_folded(p->folded, folded) ? p : best;
    }
    return best == NULL ? DRAWING_ROLE_NONE : best->role;
}

drawing_role drawing_role_of(const drawing_patterns *patterns, const char *name)
{
    return name[0] == '@' ? DRAWING_ROLE_IGNORED : find(patterns, name, false);
}

bool drawing_text_is_no_parcel(const drawing_patterns *patterns, const char *text)
{
    return find(patterns, text, true) == DRAWING_ROLE_NO_PARCEL;
}
