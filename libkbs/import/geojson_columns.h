/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The columns of a GeoJSON source: the names that occur in the properties of its features, in the
 * order in which they appear first. */
#ifndef IMPORT_GEOJSON_COLUMNS_H
#define IMPORT_GEOJSON_COLUMNS_H

#include "import/reader.h"

#define GEOJSON_MOST_COLUMNS 255
#define GEOJSON_MOST_NAME 64 /* bytes */
#define GEOJSON_SLOTS 1024   /* of the hash table; a power of two over twice the columns */

/* What kinds of values a column was seen to hold. */
enum {
    GEOJSON_SEEN_TEXT = 1,
    GEOJSON_SEEN_NUMBER = 2,
    GEOJSON_SEEN_BOOL = 4,
    GEOJSON_SEEN_OTHER = 8
};

typedef struct geojson_columns {
    base_arena *names;
    import_column items[GEOJSON_MOST_COLUMNS];
    size_t lengths[GEOJSON_MOST_COLUMNS];
    uint8_t seen[GEOJSON_MOST_COLUMNS];
    size_t count;
    uint16_t slots[GEOJSON_SLOTS]; /* column + 1, 0 = free */
} geojson_columns;

bool geojson_columns_init(geojson_columns *columns);
void geojson_columns_release(geojson_columns *columns);
void geojson_columns_clear(geojson_columns *columns);
/* Index of the name, -1 when there is none. `guess`: where it probably is. */
int geojson_columns_find(const geojson_columns *columns, const char *name, size_t length,
                         size_t guess);
typedef enum geojson_added {
    GEOJSON_ADDED = 0,
    GEOJSON_NO_ROOM,   /* more than 255 columns */
    GEOJSON_NAME_LONG, /* more than 64 bytes */
    GEOJSON_NO_MEMORY
} geojson_added;
geojson_added geojson_columns_add(geojson_columns *columns, const char *name, size_t length,
                                  int *index);
/* Sets the types by what was seen. */
void geojson_columns_finish(geojson_columns *columns);

#endif
