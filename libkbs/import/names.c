/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The neighbourhood names of one source, each folded once: records of one neighbourhood stand together, so the last name is tried first. */
#include <string.h>

#include "base/text.h"
#include "import/values.h"

#define MOST_DISTINCT_NAMES 1000000u
#define FIRST_SLOTS 256u

struct import_names {
    base_arena *texts;
    const import_name **slots; /* open addressing by the hash of the text */
    size_t slot_count, count;
    const import_name *last;
};

import_names *import_names_new(void)
{
    import_names *names = base_new(sizeof *names);
    if (names != NULL) {
        names->texts = base_arena_new();
        names->slots = base_new_array(FIRST_SLOTS, sizeof *names->slots);
        names->slot_count = FIRST_SLOTS;
        if (names->texts == NULL || names->slots == NULL) {
            import_names_free(names);
            names = NULL;
        }
    }
    return names;
}

void import_names_free(import_names *names)
{
    if (names != NULL) {
        base_arena_free(names->texts);
        base_free(names->slots);
        base_free(names);
    }
}

/* FNV-1a, 64 bit. */
static uint64_t hash(const char *text, size_t length)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < length; i++) {
        h = (h ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    }
    return h;
}

static size_t find_slot(const import_names *names, const char *text, size_t length)
{
    size_t at = (size_t)hash(text, length) & (names->slot_count - 1);
    while (names->slots[at] != NULL && (names->slots[at]->length != length ||
                                        memcmp(names->slots[at]->text, text, length) != 0)) {
        at = (at + 1) & (names->slot_count - 1);
    }
    return at;
}

static bool grow(import_names *names)
{
    const import_name **old = names->slots;
    size_t old_count = names->slot_count;
    const import_name **slots = base_new_array(old_count * 2, sizeof *slots);
    if (slots == NULL) {
        return false;
    }
    names->slots = slots;
    names->slot_count = old_count * 2;
    for (size_t i = 0; i < old_count; i++) {
        if (old[i] != NULL) {
            names->slots[find_slot(names, old[i]->text, old[i]->length)] = old[i];
        }
    }
    base_free(old);
    return true;
}

static const import_name *make_name(import_names *names, const char *utf8, size_t length)
{
    import_name *name = base_arena_alloc(names->texts, 1, sizeof *name);
    base_buffer folded;
    base_buffer_init(&folded, 1u << 20);
    base_text_fold(&folded, utf8, length);
    if (name != NULL && !folded.failed) {
        name->text = base_arena_text_n(names->texts, utf8, length);
        name->folded =
            base_arena_text_n(names->texts, folded.data == NULL ? "" : folded.data, folded.length);
        name->length = length;
        name->folded_length = folded.length;
        name->index = names->count;
    }
    bool made = name != NULL && name->text != NULL && name->folded != NULL;
    base_buffer_release(&folded);
    return made ? name : NULL;
}

const import_name *import_names_get(import_names *names, const char *utf8, size_t length)
{
    if (names->last != NULL && names->last->length == length &&
        memcmp(names->last->text, utf8, length) == 0) {
        return names->last;
    }
    size_t slot = find_slot(names, utf8, length);
    if (names->slots[slot] == NULL) {
        if (names->count >= MOST_DISTINCT_NAMES ||
            (names->count * 2 >= names->slot_count && !grow(names))) {
            return NULL;
        }
        const import_name *name = make_name(names, utf8, length);
        if (name == NULL) {
            return NULL;
        }
        slot = find_slot(names, utf8, length);
        names->slots[slot] = name;
        names->count++;
    }
    names->last = names->slots[slot];
    return names->last;
}
