/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* From rows of the store to the public structs, field by field by its name. */
#include "zoning/catalogue_rows.h"

#include <string.h>

#include "base/buffer.h"
#include "store/revision.h"
#include "store/scan.h"

#define MOST_TEXT_BYTES ((size_t)1 << 24)

/* A row being taken into the catalogue. */
typedef struct taking {
    zoning_catalogue *catalogue;
    bool no_memory;
} taking;

/* Texts of the store are not NUL-terminated: the row's are put one behind the other here. */
typedef struct texts {
    base_buffer bytes;
    size_t starts[STORE_MOST_FIELDS];
} texts;

static bool copy_texts(texts *t, const store_kind *kind, const store_scanned *row)
{
    base_buffer_init(&t->bytes, MOST_TEXT_BYTES);
    for (size_t i = 0; i < kind->field_count; i++) {
        t->starts[i] = t->bytes.length;
        if (row->values[i].type == STORE_VALUE_TEXT) {
            base_buffer_add(&t->bytes, row->values[i].text, row->values[i].length);
        }
        base_buffer_char(&t->bytes, '\0');
    }
    return !t->bytes.failed;
}

static const char *text_of(const texts *t, const store_kind *kind, const char *field)
{
    int index = store_kind_field(kind, field);
    return index >= 0 ? t->bytes.data + t->starts[index] : "";
}

static double number_of(const store_kind *kind, const store_scanned *row, const char *field)
{
    int index = store_kind_field(kind, field);
    return index >= 0 && row->values[index].type == STORE_VALUE_REAL ? row->values[index].real : KBS_NO_VALUE;
}

static bool take_plan_area(const store_scanned *row, void *user)
{
    taking *taken = user;
    const store_kind *kind = store_kind_of(KBS_PLAN_AREA);
    texts t;
    bool kept = copy_texts(&t, kind, row);
    if (kept) {
        kbs_plan_area p = {
            .id = row->id,
            .source_id = text_of(&t, kind, "source_id"),
            .use = text_of(&t, kind, "use"),
            .use_code = text_of(&t, kind, "use_code"),
            .building_order = text_of(&t, kind, "building_order"),
            .floors = number_of(kind, row, "floors"),
            .coverage_ratio = number_of(kind, row, "coverage_ratio"),
            .floor_area_ratio = number_of(kind, row, "floor_area_ratio"),
            .height_max_m = number_of(kind, row, "height_max_m"),
            .front_setback_m = number_of(kind, row, "front_setback_m"),
            .side_setback_m = number_of(kind, row, "side_setback_m"),
            .rear_setback_m = number_of(kind, row, "rear_setback_m"),
            .plan_number = text_of(&t, kind, "plan_number"),
            .plan_name = text_of(&t, kind, "plan_name"),
            .plan_scale = text_of(&t, kind, "plan_scale"),
            .approval_date = text_of(&t, kind, "approval_date"),
            .notes = text_of(&t, kind, "notes"),
            .plan_status = text_of(&t, kind, "plan_status"),
            .valid_from = text_of(&t, kind, "valid_from"),
            .valid_until = text_of(&t, kind, "valid_until"),
            .unread = row->unread,
            .revision = row->from_revision,
            .record = row->record,
        };
        kept = zoning_catalogue_put_plan_area(taken->catalogue, &p);
    }
    taken->no_memory = !kept;
    base_buffer_release(&t.bytes);
    return true;
}

static bool take_restriction(const store_scanned *row, void *user)
{
    taking *taken = user;
    const store_kind *kind = store_kind_of(KBS_RESTRICTION);
    texts t;
    bool kept = copy_texts(&t, kind, row);
    if (kept) {
        kbs_restriction r = {
            .id = row->id,
            .source_id = text_of(&t, kind, "source_id"),
            .type = text_of(&t, kind, "type"),
            .degree = text_of(&t, kind, "degree"),
            .authority = text_of(&t, kind, "authority"),
            .note = text_of(&t, kind, "note"),
            .revision = row->from_revision,
            .record = row->record,
        };
        kept = zoning_catalogue_put_restriction(taken->catalogue, &r);
    }
    taken->no_memory = !kept;
    base_buffer_release(&t.bytes);
    return true;
}

static kbs_code load(zoning_catalogue *catalogue, kbs_city *city, kbs_kind kind, int64_t id,
                     bool (*take)(const store_scanned *row, void *user))
{
    taking taken = { catalogue, false };
    kbs_code code = store_row_by_id(city, kind, id, take, &taken);
    if (code == KBS_OK && taken.no_memory) {
        return base_findings_no_memory(&city->error);
    }
    if (code == KBS_NOT_FOUND) {
        return base_findings_fail_with(&city->error, FINDING_ZONING_SHARES_DAMAGED, city->path, kbs_kind_name(kind),
                                       NULL);
    }
    return code;
}

kbs_code zoning_catalogue_load_plan_area(zoning_catalogue *catalogue, kbs_city *city, int64_t id)
{
    return load(catalogue, city, KBS_PLAN_AREA, id, take_plan_area);
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
    taking taken = { catalogue, false };
    kbs_code code = store_revision_by_id(city, id, take_revision, &taken);
    if (code == KBS_NOT_FOUND) {
        return base_findings_fail_with(&city->error, FINDING_ZONING_SHARES_DAMAGED, city->path, "revision", NULL);
    }
    return code;
}
