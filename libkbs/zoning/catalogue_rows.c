/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* From rows of the store to the public structs, field by field by its name. */
#include "zoning/catalogue_rows.h"

#include <stddef.h>
#include <string.h>

#include "base/buffer.h"
#include "store/revision.h"
#include "store/scan.h"

#define MOST_TEXT_BYTES ((size_t)1 << 24)

/* A row being taken into the catalogue. */
typedef struct taking {
    zoning_catalogue *catalogue;
    const store_kind *kind;
    base_buffer
        texts; /* texts of the store are not NUL-terminated: they are put one behind the other here */
    bool no_memory;
} taking;

/* Where a field goes in the public struct, in the order of the kind's fields. */
typedef struct target {
    const char *field;
    size_t offset;
    bool is_number;
} target;

#define TEXT(type, member)                                                                         \
    {                                                                                              \
#member, offsetof(type, member), false                                                     \
    }
#define NUMBER(type, member)                                                                       \
    {                                                                                              \
#member, offsetof(type, member), true                                                      \
    }
static const target plan_area_targets[] = {
    TEXT(kbs_plan_area, source_id),
    TEXT(kbs_plan_area, use_code),
    TEXT(kbs_plan_area, use),
    TEXT(kbs_plan_area, building_order),
    NUMBER(kbs_plan_area, floors),
    NUMBER(kbs_plan_area, coverage_ratio),
    NUMBER(kbs_plan_area, floor_area_ratio),
    NUMBER(kbs_plan_area, height_max_m),
    NUMBER(kbs_plan_area, front_setback_m),
    NUMBER(kbs_plan_area, side_setback_m),
    NUMBER(kbs_plan_area, rear_setback_m),
    TEXT(kbs_plan_area, plan_number),
    TEXT(kbs_plan_area, plan_name),
    TEXT(kbs_plan_area, plan_scale),
    TEXT(kbs_plan_area, approval_date),
    TEXT(kbs_plan_area, plan_status),
    TEXT(kbs_plan_area, valid_from),
    TEXT(kbs_plan_area, valid_until),
    TEXT(kbs_plan_area, notes),
};
static const target restriction_targets[] = {
    TEXT(kbs_restriction, source_id), TEXT(kbs_restriction, type), TEXT(kbs_restriction, degree),
    TEXT(kbs_restriction, authority), TEXT(kbs_restriction, note),
};

static void set_text(void *record, size_t offset, const char *text)
{
    *(const char **)(void *)((char *)record + offset) = text;
}

/* Copies the texts of the row; `starts` are their places. */
static bool copy_texts(taking *taken, const store_scanned *row, size_t starts[STORE_MOST_FIELDS])
{
    base_buffer_clear(&taken->texts);
    base_buffer_char(&taken->texts, '\0');
    for (size_t i = 0; i < taken->kind->field_count; i++) {
        const store_value *value = &row->values[i];
        starts[i] = 0; /* the empty text */
        if (value->type == STORE_VALUE_TEXT && value->length > 0) {
            starts[i] = taken->texts.length;
            base_buffer_add(&taken->texts, value->text, value->length);
            base_buffer_char(&taken->texts, '\0');
        }
    }
    return !taken->texts.failed;
}

/* Fills the members that the targets name. A field that the kind has in another place is looked up
 * by its name. */
static bool fill(taking *taken, const store_scanned *row, const target *targets, size_t count,
                 void *record)
{
    size_t starts[STORE_MOST_FIELDS];
    if (!copy_texts(taken, row, starts)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const target *to = &targets[i];
        bool in_place =
            i < taken->kind->field_count && strcmp(taken->kind->fields[i].name, to->field) == 0;
        int at = in_place ? (int)i : store_kind_field(taken->kind, to->field);
        const store_value *value = at >= 0 ? &row->values[at] : NULL;
        if (to->is_number) {
            double number =
                value != NULL && value->type == STORE_VALUE_REAL ? value->real : KBS_NO_VALUE;
            memcpy((char *)record + to->offset, &number, sizeof number);
        } else {
            set_text(record, to->offset, taken->texts.data + (at >= 0 ? starts[at] : 0));
        }
    }
    return true;
}

static bool take_plan_area(const store_scanned *row, void *user)
{
    taking *taken = user;
    kbs_plan_area p = {
        .id = row->id, .unread = row->unread, .revision = row->from_revision, .record = row->record
    };
    size_t count = sizeof plan_area_targets / sizeof plan_area_targets[0];
    taken->no_memory = !fill(taken, row, plan_area_targets, count, &p) ||
                       !zoning_catalogue_put_plan_area(taken->catalogue, &p);
    return true;
}

static bool take_restriction(const store_scanned *row, void *user)
{
    taking *taken = user;
    kbs_restriction r = { .id = row->id, .revision = row->from_revision, .record = row->record };
    size_t count = sizeof restriction_targets / sizeof restriction_targets[0];
    taken->no_memory = !fill(taken, row, restriction_targets, count, &r) ||
                       !zoning_catalogue_put_restriction(taken->catalogue, &r);
    return true;
}

static kbs_code load(zoning_catalogue *catalogue, kbs_city *city, kbs_kind kind, int64_t id,
                     bool (*take)(const store_scanned *row, void *user))
{
    taking taken = { .catalogue = catalogue, .kind = store_kind_of(kind) };
    base_buffer_init(&taken.texts, MOST_TEXT_BYTES);
    kbs_code code = store_row_by_id(city, kind, id, take, &taken);
    base_buffer_release(&taken.texts);
    if (code == KBS_OK && taken.no_memory) {
        return base_findings_no_memory(&city->error);
    }
    if (code == KBS_NOT_FOUND) {
        return base_findings_fail_with(&city->error, FINDING_ZONING_SHARES_DAMAGED, city->path,
                                       kbs_kind_name(kind), NULL);
    }
    return code;
}

kbs_code zoning_catalogue_load_plan_area(zoning_catalogue *catalogue, kbs_city *city, int64_t id)
{
    return load(catalogue, city, KBS_PLAN_AREA, id, take_plan_area);
}

kbs_code zoning_catalogue_load_plan_areas(zoning_catalogue *catalogue, kbs_city *city)
{
    store_scan *scan = NULL;
    store_scanned row;
    taking taken = { .catalogue = catalogue, .kind = store_kind_of(KBS_PLAN_AREA) };
    base_buffer_init(&taken.texts, MOST_TEXT_BYTES);
    kbs_code code = store_scan_new(&scan, city, KBS_PLAN_AREA, NULL, 0, true);
    while (code == KBS_OK && !taken.no_memory && zoning_catalogue_has_room(catalogue)) {
        code = store_scan_next(scan, &row);
        if (code == KBS_OK) {
            take_plan_area(&row, &taken);
        }
    }
    store_scan_free(scan);
    base_buffer_release(&taken.texts);
    if (code != KBS_OK && code != KBS_END && code != KBS_MEMORY) {
        base_findings_clear(&city->error);
    }
    if (taken.no_memory) {
        return base_findings_no_memory(&city->error);
    }
    return code == KBS_MEMORY ? code : KBS_OK;
}

kbs_code zoning_catalogue_load_restriction(zoning_catalogue *catalogue, kbs_city *city, int64_t id)
{
    return load(catalogue, city, KBS_RESTRICTION, id, take_restriction);
}

static bool take_revision(const kbs_revision *revision, void *user)
{
    taking *taken = user;
    return zoning_catalogue_put_revision(taken->catalogue, revision);
}

kbs_code zoning_catalogue_load_revision(zoning_catalogue *catalogue, kbs_city *city, int64_t id)
{
    taking taken = { .catalogue = catalogue };
    kbs_code code = store_revision_by_id(city, id, take_revision, &taken);
    if (code == KBS_NOT_FOUND) {
        return base_findings_fail_with(&city->error, FINDING_ZONING_SHARES_DAMAGED, city->path,
                                       "revision", NULL);
    }
    return code;
}
