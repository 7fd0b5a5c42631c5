/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A hash table of records, each one block: the public struct and behind it its texts. A copy is one
 * memcpy and new pointers to the texts. When the blocks together pass the limit all are dropped. */
#include "zoning/catalogue.h"

#include <string.h>

#include "zoning/catalogue_rows.h"

#define MOST_BYTES ((size_t)64 << 20)
#define FIRST_SLOTS 256u
#define MOST_SLOTS (1u << 20)
#define RECORD_MOST_TEXTS 16

/* What a record is made of. */
typedef struct layout {
    size_t size;
    size_t id; /* offset of its int64_t id */
    size_t text_count;
    size_t texts[RECORD_MOST_TEXTS]; /* offsets of its const char * */
} layout;

#define AT(member) offsetof(kbs_plan_area, member)
static const layout plan_area_layout = {
    sizeof(kbs_plan_area),
    AT(id),
    13,
    { AT(source_id), AT(use), AT(use_code), AT(building_order), AT(plan_number), AT(plan_name),
      AT(plan_scale), AT(approval_date), AT(notes), AT(plan_status), AT(valid_from),
      AT(valid_until), AT(unread) },
};
#undef AT
#define AT(member) offsetof(kbs_restriction, member)
static const layout restriction_layout = {
    sizeof(kbs_restriction),
    AT(id),
    5,
    { AT(source_id), AT(type), AT(degree), AT(authority), AT(note) },
};
#undef AT
#define AT(member) offsetof(kbs_revision, member)
static const layout revision_layout = {
    sizeof(kbs_revision),
    AT(id),
    12,
    { AT(time_utc), AT(file), AT(layer), AT(dataset), AT(sha256), AT(crs), AT(transformation),
      AT(encoding), AT(profile), AT(plan_number), AT(digest), AT(library) },
};
#undef AT

typedef struct entry {
    const layout *layout; /* NULL: an empty slot */
    int64_t id;
    char *block;
    size_t bytes;
} entry;

struct zoning_catalogue {
    kbs_city *city;
    entry *slots;
    size_t slot_count; /* a power of two */
    size_t count;
    size_t bytes;
    unsigned asked; /* plan areas that were read one by one */
};

zoning_catalogue *zoning_catalogue_new(kbs_city *city)
{
    zoning_catalogue *catalogue = base_new(sizeof *catalogue);
    if (catalogue == NULL) {
        return NULL;
    }
    catalogue->city = city;
    catalogue->slots = base_new_array(FIRST_SLOTS, sizeof *catalogue->slots);
    catalogue->slot_count = FIRST_SLOTS;
    if (catalogue->slots == NULL) {
        base_free(catalogue);
        return NULL;
    }
    return catalogue;
}

static void drop_all(zoning_catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->slot_count; i++) {
        base_free(catalogue->slots[i].block);
        catalogue->slots[i] = (entry){ 0 };
    }
    catalogue->count = 0;
    catalogue->bytes = 0;
}

void zoning_catalogue_free(zoning_catalogue *catalogue)
{
    if (catalogue != NULL) {
        drop_all(catalogue);
        base_free(catalogue->slots);
        base_free(catalogue);
    }
}

/* The slot of a record, or the empty one where it belongs. */
static entry *slot_of(entry *slots, size_t slot_count, const layout *kind, int64_t id)
{
    uint64_t hash = ((uint64_t)id + kind->size) * UINT64_C(0x9E3779B97F4A7C15);
    for (size_t at = (size_t)(hash >> 32);; at++) {
        entry *slot = &slots[at & (slot_count - 1)];
        if (slot->layout == NULL || (slot->layout == kind && slot->id == id)) {
            return slot;
        }
    }
}

/* Keeps the table at most half full, and the whole below its limit. */
static bool make_room(zoning_catalogue *catalogue, size_t bytes)
{
    bool full = catalogue->count * 2 >= catalogue->slot_count;
    if (catalogue->bytes + bytes > MOST_BYTES || (full && catalogue->slot_count == MOST_SLOTS)) {
        drop_all(catalogue);
        return true;
    }
    if (!full) {
        return true;
    }
    size_t slot_count = catalogue->slot_count * 2;
    entry *slots = base_new_array(slot_count, sizeof *slots);
    if (slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < catalogue->slot_count; i++) {
        const entry *old = &catalogue->slots[i];
        if (old->layout != NULL) {
            *slot_of(slots, slot_count, old->layout, old->id) = *old;
        }
    }
    base_free(catalogue->slots);
    catalogue->slots = slots;
    catalogue->slot_count = slot_count;
    return true;
}

static const char **text_at(void *record, size_t offset)
{
    return (const char **)(void *)((char *)record + offset);
}

static const char *text_of(const void *record, size_t offset)
{
    const char *text = *(const char *const *)(const void *)((const char *)record + offset);
    return text != NULL ? text : "";
}

static bool put(zoning_catalogue *catalogue, const layout *kind, const void *record)
{
    int64_t id;
    memcpy(&id, (const char *)record + kind->id, sizeof id);
    size_t bytes = kind->size;
    for (size_t i = 0; i < kind->text_count; i++) {
        bytes += strlen(text_of(record, kind->texts[i])) + 1;
    }
    if (!make_room(catalogue, bytes)) {
        return false;
    }
    char *block = base_new(bytes);
    if (block == NULL) {
        return false;
    }
    memcpy(block, record, kind->size);
    char *at = block + kind->size;
    for (size_t i = 0; i < kind->text_count; i++) {
        const char *text = text_of(record, kind->texts[i]);
        size_t size = strlen(text) + 1;
        memcpy(at, text, size);
        *text_at(block, kind->texts[i]) = at;
        at += size;
    }
    entry *slot = slot_of(catalogue->slots, catalogue->slot_count, kind, id);
    if (slot->layout != NULL) {
        base_free(slot->block);
        catalogue->bytes -= slot->bytes;
        catalogue->count--;
    }
    *slot = (entry){ kind, id, block, bytes };
    catalogue->count++;
    catalogue->bytes += bytes;
    return true;
}

/* Copies a kept record to `to` (or, when it is NULL, to the arena) and its texts to the arena; NULL
 * = no memory. */
static void *copy(const entry *kept, base_arena *arena, void *to)
{
    size_t size = kept->layout->size;
    size_t text_bytes = kept->bytes - size;
    char *block = base_arena_alloc(arena, 1, to == NULL ? kept->bytes : text_bytes);
    if (block == NULL) {
        return NULL;
    }
    char *texts = to == NULL ? block + size : block;
    void *record = to == NULL ? block : to;
    memcpy(record, kept->block, size);
    memcpy(texts, kept->block + size, text_bytes);
    for (size_t i = 0; i < kept->layout->text_count; i++) {
        const char *old = *text_at(kept->block, kept->layout->texts[i]);
        *text_at(record, kept->layout->texts[i]) = texts + (old - (kept->block + size));
    }
    return record;
}

bool zoning_catalogue_put_plan_area(zoning_catalogue *catalogue, const kbs_plan_area *plan_area)
{
    return put(catalogue, &plan_area_layout, plan_area);
}

bool zoning_catalogue_put_restriction(zoning_catalogue *catalogue,
                                      const kbs_restriction *restriction)
{
    return put(catalogue, &restriction_layout, restriction);
}

bool zoning_catalogue_put_revision(zoning_catalogue *catalogue, const kbs_revision *revision)
{
    return put(catalogue, &revision_layout, revision);
}

/* Finds the record, asking the city when it is not kept. */
static kbs_code find(zoning_catalogue *catalogue, const layout *kind, int64_t id,
                     kbs_code (*load)(zoning_catalogue *catalogue, kbs_city *city, int64_t id),
                     const entry **out)
{
    const entry *slot = slot_of(catalogue->slots, catalogue->slot_count, kind, id);
    if (slot->layout == NULL && catalogue->city != NULL) {
        kbs_code code = load(catalogue, catalogue->city, id);
        if (code != KBS_OK) {
            return code;
        }
        slot = slot_of(catalogue->slots, catalogue->slot_count, kind, id);
    }
    *out = slot;
    return slot->layout != NULL ? KBS_OK : KBS_CORRUPT;
}

bool zoning_catalogue_has_room(const zoning_catalogue *catalogue)
{
    return catalogue->bytes < MOST_BYTES / 4 * 3;
}

static kbs_code load_plan_area(zoning_catalogue *catalogue, kbs_city *city, int64_t id)
{
    if (++catalogue->asked == ZONING_CATALOGUE_PATIENCE) {
        kbs_code code = zoning_catalogue_load_plan_areas(catalogue, city);
        if (code != KBS_OK) {
            return code;
        }
    }
    return zoning_catalogue_load_plan_area(catalogue, city, id);
}

kbs_code zoning_catalogue_plan_area(zoning_catalogue *catalogue, int64_t id, base_arena *arena,
                                    const kbs_plan_area **out)
{
    const entry *kept = NULL;
    kbs_code code = find(catalogue, &plan_area_layout, id, load_plan_area, &kept);
    if (code == KBS_OK) {
        *out = copy(kept, arena, NULL);
        code = *out != NULL ? KBS_OK : KBS_MEMORY;
    }
    return code;
}

kbs_code zoning_catalogue_restriction(zoning_catalogue *catalogue, int64_t id, base_arena *arena,
                                      const kbs_restriction **out)
{
    const entry *kept = NULL;
    kbs_code code =
        find(catalogue, &restriction_layout, id, zoning_catalogue_load_restriction, &kept);
    if (code == KBS_OK) {
        *out = copy(kept, arena, NULL);
        code = *out != NULL ? KBS_OK : KBS_MEMORY;
    }
    return code;
}

kbs_code zoning_catalogue_revision(zoning_catalogue *catalogue, int64_t id, base_arena *arena,
                                   kbs_revision *out)
{
    const entry *kept = NULL;
    kbs_code code = find(catalogue, &revision_layout, id, zoning_catalogue_load_revision, &kept);
    if (code == KBS_OK) {
        code = copy(kept, arena, out) != NULL ? KBS_OK : KBS_MEMORY;
    }
    return code;
}
