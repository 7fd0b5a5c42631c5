/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* States of parcels in the land registry's data. */
#include "import/tkgm.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"

#define ACTIVE 3
#define DBF_NAME 10 /* letters that a shapefile keeps of a name */

static bool names_match(const char *column, const char *name)
{
    base_buffer folded;
    base_buffer_init(&folded, 4096);
    base_text_fold_name(&folded, column, strlen(column));
    bool is_cut = folded.length == DBF_NAME && strncmp(name, folded.data, DBF_NAME) == 0;
    bool is_same = !folded.failed && folded.data != NULL && strcmp(folded.data, name) == 0;
    base_buffer_release(&folded);
    return is_same || is_cut;
}

static int find_column(const import_layer *layer, const char *name)
{
    for (size_t i = 0; i < layer->column_count; i++) {
        if (names_match(layer->columns[i].name, name)) {
            return (int)i;
        }
    }
    return -1;
}

int tkgm_state_column(const import_layer *layer)
{
    bool has_keys =
        find_column(layer, "tapukimlikno") >= 0 || find_column(layer, "tapuzeminref") >= 0;
    return has_keys ? find_column(layer, "durum") : -1;
}

bool tkgm_is_active(const import_value *value)
{
    double number;
    switch (value->type) {
    case IMPORT_VALUE_NULL:
        return true;
    case IMPORT_VALUE_NUMBER:
        return value->number == ACTIVE;
    case IMPORT_VALUE_TEXT:
        break;
    }
    if (base_number_parse(value->text, value->length, &number)) {
        return number == ACTIVE;
    }
    base_buffer folded;
    base_buffer_init(&folded, 4096);
    base_text_fold_name(&folded, value->text, value->length);
    bool is_active = value->length == 0 ||
                     (!folded.failed && folded.data != NULL && strcmp(folded.data, "aktif") == 0);
    base_buffer_release(&folded);
    return is_active;
}
