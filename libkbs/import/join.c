/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reading the table of a join, and looking up its rows. A record without a neighbourhood finds the only row of its block and parcel; with one it
 * finds the row of that neighbourhood, or a row that names none. */
#include "import/join.h"

#include <string.h>

#include "import/values.h"
#include "import/work_folder.h"

#define NONE UINT32_MAX
#define MOST_ROWS 10000000u
#define MOST_NAMED 1000u /* findings of one code; the rest is counted */
#define MOST_KEY 512

typedef struct join_row {
    const char *neighbourhood, *block, *parcel; /* folded, normalised */
    const store_value *values;
    int64_t record;
    uint32_t next; /* of the same slot */
    bool used;
} join_row;

struct import_join {
    base_arena *texts;
    char *file;
    const store_kind *kind;
    join_row *rows;
    size_t count, capacity;
    uint32_t *slots;
    size_t slot_mask;
    int neighbourhood, block, parcel; /* fields */
    uint64_t matched, unmatched, ambiguous, unusable, duplicates;
};

/* The table while it is read. */
typedef struct join_reading {
    import_join *join;
    import_opened opened;
    import_match match;
    import_value_reader reader;
    import_taker_setup taker;
    import_record record;
    base_findings unheard; /* of single values */
    base_findings *report;
} join_reading;

static uint64_t hash_text(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++) {
        hash = (hash ^ (uint8_t)*text) * UINT64_C(1099511628211);
    }
    return (hash ^ 0xFF) * UINT64_C(1099511628211);
}

static size_t slot_of(const import_join *join, const char *block, const char *parcel)
{
    uint64_t hash = hash_text(hash_text(UINT64_C(14695981039346656037), block), parcel);
    return (size_t)(hash ^ (hash >> 32)) & join->slot_mask;
}

static void say(const import_join *join, base_finding_code code, int64_t record, const char *key,
                const char *found, const char *expected, base_findings *report)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = join->file;
    finding.record = record;
    finding.key = key;
    finding.found = found;
    finding.expected = expected;
    base_findings_add(report, &finding);
}

static void say_count(const import_join *join, base_finding_code code, uint64_t count, uint64_t of,
                      base_findings *report)
{
    base_buffer a, b;
    base_buffer_init(&a, 64);
    base_buffer_init(&b, 64);
    base_buffer_int(&a, (int64_t)count);
    base_buffer_int(&b, (int64_t)of);
    say(join, code, 0, NULL, a.data, b.data, report);
    base_buffer_release(&a);
    base_buffer_release(&b);
}

/* "Merkez/101/5" */
static void write_key(char out[MOST_KEY], const char *neighbourhood, const char *block,
                      const char *parcel)
{
    const char *parts[3] = { neighbourhood, block, parcel };
    size_t n = 0;
    for (int i = 0; i < 3; i++) {
        size_t length = strlen(parts[i]);
        if (length > 0 && n + length + 2 < MOST_KEY) {
            if (n > 0) {
                out[n++] = '/';
            }
            memcpy(out + n, parts[i], length);
            n += length;
        }
    }
    out[n] = '\0';
}

static const char *keep_text(import_join *join, const store_value *value)
{
    return value->type != STORE_VALUE_TEXT || value->text == NULL
               ? ""
               : base_arena_text_n(join->texts, value->text, value->length);
}

/* The row's values; its name as it is written, its key beside. */
static kbs_code add_row(join_reading *r, const import_row *row)
{
    import_join *join = r->join;
    void *rows = join->rows;
    if (!base_array_grow(&rows, &join->capacity, join->count + 1, sizeof *join->rows, MOST_ROWS)) {
        return base_findings_no_memory(r->report);
    }
    join->rows = rows;
    size_t fields = join->kind->field_count;
    store_value *values = base_arena_alloc(join->texts, fields, sizeof *values);
    join_row added = { .record = r->record.number, .next = NONE, .values = values };
    added.neighbourhood = row->name == NULL ? ""
                                            : base_arena_text_n(join->texts, row->name->folded,
                                                                row->name->folded_length);
    if (values == NULL) {
        return base_findings_no_memory(r->report);
    }
    memcpy(values, row->values, fields * sizeof *values);
    if (row->name != NULL && row->name_field >= 0) {
        values[row->name_field].text =
            base_arena_text_n(join->texts, row->name->text, row->name->length);
        values[row->name_field].length = row->name->length;
    }
    added.block = keep_text(join, &row->values[join->block]);
    added.parcel = keep_text(join, &row->values[join->parcel]);
    if (added.neighbourhood == NULL || added.block == NULL || added.parcel == NULL) {
        return base_findings_no_memory(r->report);
    }
    join->rows[join->count++] = added;
    return KBS_OK;
}

static kbs_code read_rows(join_reading *r)
{
    import_join *join = r->join;
    import_row row;
    kbs_code code = KBS_OK;
    while (code == KBS_OK) {
        bool refused = false;
        r->record.refused = false;
        code = r->opened.reader->next(r->opened.state, &r->record, &r->unheard);
        if (code == KBS_OK && !r->record.refused) {
            memset(&row, 0, sizeof row);
            row.values = base_arena_alloc(join->texts, join->kind->field_count, sizeof *row.values);
            code = row.values == NULL
                       ? base_findings_no_memory(r->report)
                       : import_values_read(&r->reader, &r->record, &row, join->texts, &refused);
        }
        if (code == KBS_OK && (refused || r->record.refused)) {
            join->unusable++;
        } else if (code == KBS_OK) {
            code = add_row(r, &row);
        }
    }
    if (code != KBS_END && code != KBS_MEMORY) {
        const kbs_finding *reason = base_findings_last(&r->unheard);
        return reason == NULL ? code : base_findings_fail(r->report, reason);
    }
    return code == KBS_END ? KBS_OK : code;
}

static bool same_key(const join_row *a, const join_row *b)
{
    return strcmp(a->block, b->block) == 0 && strcmp(a->parcel, b->parcel) == 0 &&
           strcmp(a->neighbourhood, b->neighbourhood) == 0;
}

/* Makes rows findable; of rows with the same key the first is used. */
static kbs_code index_rows(import_join *join, base_findings *report)
{
    size_t slots = 16;
    while (slots < 2 * join->count) {
        slots *= 2;
    }
    join->slots = base_new_array(slots, sizeof *join->slots);
    if (join->slots == NULL) {
        return base_findings_no_memory(report);
    }
    memset(join->slots, 0xFF, slots * sizeof *join->slots);
    join->slot_mask = slots - 1;
    for (size_t i = 0; i < join->count; i++) {
        join_row *row = &join->rows[i];
        uint32_t *slot = &join->slots[slot_of(join, row->block, row->parcel)];
        uint32_t at = *slot;
        while (at != NONE && !same_key(&join->rows[at], row)) {
            at = join->rows[at].next;
        }
        if (at == NONE) {
            row->next = *slot;
            *slot = (uint32_t)i;
            continue;
        }
        row->used = true; /* it is told here and not once more */
        if (join->duplicates++ < MOST_NAMED) {
            char key[MOST_KEY];
            base_buffer first;
            base_buffer_init(&first, 64);
            base_buffer_int(&first, join->rows[at].record);
            write_key(key, row->neighbourhood, row->block, row->parcel);
            say(join, FINDING_JOIN_DUPLICATE, row->record, key, NULL, first.data, report);
            base_buffer_release(&first);
        }
    }
    return KBS_OK;
}

static kbs_code read_table(join_reading *r, const import_join_setup *setup)
{
    import_join *join = r->join;
    char sha256[BASE_SHA256_HEX];
    uint64_t bytes;
    kbs_import_options options = KBS_IMPORT_OPTIONS_INIT;
    kbs_code code = import_match_columns(&r->match, setup->kind, &r->opened.layer, &options,
                                         setup->profile, setup->builtin, join->file, r->report);
    r->taker = (import_taker_setup){ .kind = setup->kind,
                                     .layer = &r->opened.layer,
                                     .match = &r->match,
                                     .file = join->file,
                                     .report = &r->unheard };
    r->record.values = base_new_array(r->opened.layer.column_count + 1, sizeof *r->record.values);
    if (code == KBS_OK &&
        (r->record.values == NULL || !import_value_reader_init(&r->reader, &r->taker))) {
        code = base_findings_no_memory(r->report);
    }
    if (code == KBS_OK) {
        code = read_rows(r);
    }
    if (code == KBS_OK) {
        code = import_opened_finish(&r->opened, sha256, &bytes, r->report);
    }
    return code == KBS_OK ? index_rows(join, r->report) : code;
}

static kbs_code read_source(import_join *join, const import_join_setup *setup,
                            base_findings *report)
{
    join_reading *r = base_new(sizeof *r);
    char *folder = NULL;
    int lock = -1;
    if (r == NULL) {
        return base_findings_no_memory(report);
    }
    r->join = join;
    r->report = report;
    base_findings_init(&r->unheard);
    geo_shape_init(&r->record.shape);
    import_reader_options options = { .encoding = setup->encoding,
                                      .table_only = true,
                                      .kind = setup->kind->kind,
                                      .profile = setup->profile,
                                      .builtin = setup->builtin };
    kbs_code code = import_work_folder_new(&folder, &lock, setup->city_path, report);
    if (code == KBS_OK) {
        code = import_open(&r->opened, setup->path, folder, &options, report);
    }
    if (code == KBS_OK) {
        code = read_table(r, setup);
        import_value_reader_release(&r->reader);
        import_match_release(&r->match);
        import_opened_close(&r->opened);
    }
    import_work_folder_remove(folder, lock);
    geo_shape_release(&r->record.shape);
    base_free(r->record.values);
    base_findings_release(&r->unheard);
    base_free(r);
    return code;
}

kbs_code import_join_open(import_join **out, const import_join_setup *setup, base_findings *report)
{
    import_join *join = base_new(sizeof *join);
    *out = NULL;
    if (join == NULL) {
        return base_findings_no_memory(report);
    }
    join->kind = setup->kind;
    join->texts = base_arena_new();
    join->file = base_text_copy(setup->path);
    join->neighbourhood = store_kind_field(setup->kind, "neighbourhood");
    join->block = store_kind_field(setup->kind, "block");
    join->parcel = store_kind_field(setup->kind, "parcel");
    kbs_code code =
        join->texts == NULL || join->file == NULL ? base_findings_no_memory(report) : KBS_OK;
    if (code == KBS_OK) {
        code = read_source(join, setup, report);
    }
    if (code == KBS_OK && join->unusable > 0) {
        say_count(join, FINDING_JOIN_ROWS_UNUSABLE, join->unusable, 0, report);
    }
    if (code == KBS_OK) {
        *out = join;
    } else {
        import_join_free(join);
    }
    return code;
}

void import_join_free(import_join *join)
{
    if (join != NULL) {
        base_arena_free(join->texts);
        base_free(join->file);
        base_free(join->rows);
        base_free(join->slots);
        base_free(join);
    }
}

/* The row that is meant; NONE, and *several when there is more than one. */
static uint32_t find_row(const import_join *join, const import_join_key *key, bool *several)
{
    uint32_t any = NONE, nameless = NONE;
    size_t candidates = 0;
    *several = false;
    uint32_t at = join->slots[slot_of(join, key->block, key->parcel)];
    for (; at != NONE; at = join->rows[at].next) {
        const join_row *row = &join->rows[at];
        if (strcmp(row->block, key->block) != 0 || strcmp(row->parcel, key->parcel) != 0) {
            continue;
        }
        candidates++;
        any = at;
        nameless = row->neighbourhood[0] == '\0' ? at : nameless;
        if (key->neighbourhood[0] != '\0' && strcmp(row->neighbourhood, key->neighbourhood) == 0) {
            return at;
        }
    }
    if (key->neighbourhood[0] != '\0') {
        return nameless;
    }
    *several = candidates > 1;
    return candidates == 1 ? any : NONE;
}

const store_value *import_join_find(import_join *join, const import_join_key *key,
                                    base_findings *report)
{
    bool several = false;
    uint32_t at = key->parcel[0] == '\0' ? NONE : find_row(join, key, &several);
    if (at != NONE) {
        join->rows[at].used = true;
        join->matched++;
        return join->rows[at].values;
    }
    uint64_t *count = several ? &join->ambiguous : &join->unmatched;
    if (key->parcel[0] != '\0' && (*count)++ < MOST_NAMED) {
        char text[MOST_KEY];
        kbs_finding finding =
            base_finding_of(several ? FINDING_JOIN_AMBIGUOUS : FINDING_JOIN_UNMATCHED);
        write_key(text, key->neighbourhood, key->block, key->parcel);
        finding.file = key->file;
        finding.layer = key->layer;
        finding.record = key->record;
        finding.key = text;
        finding.expected = join->file;
        base_findings_add(report, &finding);
    }
    return NULL;
}

void import_join_report(const import_join *join, base_findings *report)
{
    uint64_t unused = 0;
    for (size_t i = 0; i < join->count; i++) {
        const join_row *row = &join->rows[i];
        if (!row->used && unused++ < MOST_NAMED) {
            char key[MOST_KEY];
            write_key(key, row->neighbourhood, row->block, row->parcel);
            say(join, FINDING_JOIN_ROW_UNUSED, row->record, key, NULL, NULL, report);
        }
    }
    const uint64_t counts[] = { join->unmatched, join->ambiguous, unused, join->duplicates };
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        if (counts[i] > MOST_NAMED) {
            say_count(join, FINDING_JOIN_MORE, counts[i] - MOST_NAMED, counts[i], report);
        }
    }
    say_count(join, FINDING_JOIN_DONE, join->matched,
              join->matched + join->unmatched + join->ambiguous, report);
}
