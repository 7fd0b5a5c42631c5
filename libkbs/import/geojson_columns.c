/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Columns of GeoJSON, found by a small hash table. */
#include "import/geojson_columns.h"

#include <string.h>

bool geojson_columns_init(geojson_columns *columns)
{
    memset(columns, 0, sizeof *columns);
    columns->names = base_arena_new();
    return columns->names != NULL;
}

void geojson_columns_release(geojson_columns *columns)
{
    base_arena_free(columns->names);
    columns->names = NULL;
}

void geojson_columns_clear(geojson_columns *columns)
{
    memset(columns->slots, 0, sizeof columns->slots);
    memset(columns->seen, 0, sizeof columns->seen);
    columns->count = 0;
}

static size_t slot_of(const char *name, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (uint8_t)name[i]) * 16777619u;
    }
    return (hash ^ hash >> 15) % GEOJSON_SLOTS;
}

static bool is_column(const geojson_columns *columns, size_t i, const char *name, size_t length)
{
    return columns->lengths[i] == length && memcmp(columns->items[i].name, name, length) == 0;
}

int geojson_columns_find(const geojson_columns *columns, const char *name, size_t length,
                         size_t guess)
{
    if (guess < columns->count && is_column(columns, guess, name, length)) {
        return (int)guess;
    }
    for (size_t slot = slot_of(name, length); columns->slots[slot] != 0;
         slot = (slot + 1) % GEOJSON_SLOTS) {
        size_t i = columns->slots[slot] - 1u;
        if (is_column(columns, i, name, length)) {
            return (int)i;
        }
    }
    return -1;
}

geojson_added geojson_columns_add(geojson_columns *columns, const char *name, size_t length,
                                  int *index)
{
    *index = geojson_columns_find(columns, name, length, SIZE_MAX);
    if (*index >= 0) {
        return GEOJSON_ADDED;
    }
    if (length > GEOJSON_MOST_NAME) {
        return GEOJSON_NAME_LONG;
    }
    if (columns->count == GEOJSON_MOST_COLUMNS) {
        return GEOJSON_NO_ROOM;
    }
    char *copy = base_arena_text_n(columns->names, name, length);
    if (copy == NULL) {
        return GEOJSON_NO_MEMORY;
    }
    size_t slot = slot_of(name, length), i = columns->count++;
    while (columns->slots[slot] != 0) {
        slot = (slot + 1) % GEOJSON_SLOTS;
    }
    columns->slots[slot] = (uint16_t)(i + 1);
    columns->items[i] = (import_column){ copy, 'C' };
    columns->lengths[i] = length;
    columns->seen[i] = 0;
    *index = (int)i;
    return GEOJSON_ADDED;
}

void geojson_columns_finish(geojson_columns *columns)
{
    for (size_t i = 0; i < columns->count; i++) {
        switch (columns->seen[i]) {
        case GEOJSON_SEEN_NUMBER:
            columns->items[i].type = 'N';
            break;
        case GEOJSON_SEEN_BOOL:
            columns->items[i].type = 'L';
            break;
        case GEOJSON_SEEN_OTHER:
            columns->items[i].type = 'B';
            break;
        default:
            columns->items[i].type = 'C';
        }
    }
}
