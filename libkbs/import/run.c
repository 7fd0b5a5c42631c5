/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One import. The reading thread reads, judges and encodes (import/feed.c); the calling thread writes. */
#include "import/run.h"

#include <string.h>

#include "base/date.h"
#include "geo/proj.h"
#include "import/feed.h"
#include "import/join.h"
#include "import/profile.h"
#include "import/setup.h"
#include "store/names.h"
#include "store/provenance.h"

#define PROGRESS_SECONDS 0.1

/* One import at work. */
typedef struct import_run_state {
    kbs_city *city;
    const kbs_import_options *options;
    const char *source;
    import_setup setup;
    import_ledger *ledger;
    store_writer *writer;
    import_feed *feed;
    int64_t *name_ids; /* by import_name.index; 0 = not asked yet */
    size_t name_capacity;
    base_buffer source_id;
    double last_progress_s;
    uint64_t done;
} import_run_state;

static bool go_on(import_run_state *run, const char *stage, bool force)
{
    double now = base_clock_seconds();
    if (run->options->progress == NULL ||
        (!force && now - run->last_progress_s < PROGRESS_SECONDS)) {
        return true;
    }
    run->last_progress_s = now;
    kbs_progress report = { stage, run->done, (uint64_t)run->setup.opened.layer.records };
    return run->options->progress(&report, run->options->user);
}

static kbs_code resolve_name(import_run_state *run, import_row *row)
{
    const import_name *name = row->name;
    if (name == NULL) {
        return KBS_OK;
    }
    if (name->index >= run->name_capacity) {
        size_t before = run->name_capacity;
        void *ids = run->name_ids;
        if (!base_array_grow(&ids, &run->name_capacity, name->index + 1, sizeof run->name_ids[0],
                             SIZE_MAX)) {
            return base_findings_no_memory(&run->ledger->findings);
        }
        run->name_ids = ids;
        memset(run->name_ids + before, 0, (run->name_capacity - before) * sizeof run->name_ids[0]);
    }
    if (run->name_ids[name->index] == 0) {
        kbs_code code =
            store_name_id(run->city, name->text, name->length, &run->name_ids[name->index]);
        if (code != KBS_OK) {
            return code;
        }
    }
    row->values[row->name_field].integer = run->name_ids[name->index];
    return KBS_OK;
}

static void report_row(import_run_state *run, const import_row *row, base_finding_code code,
                       const char *found, int64_t other_record)
{
    base_buffer label, other;
    base_buffer_init(&label, 4096);
    base_buffer_init(&other, 64);
    import_label_write(&label, run->setup.kind, row->values, row->name);
    base_buffer_int(&other, other_record);
    kbs_finding finding = base_finding_of(code);
    finding.file = run->setup.opened.source.name;
    finding.layer = run->setup.opened.layer.name;
    finding.record = row->row.record;
    finding.byte = row->byte;
    finding.line = row->line;
    finding.key = label.failed || label.length == 0 ? NULL : label.data;
    finding.has_coordinate = true;
    finding.east = row->place.east;
    finding.north = row->place.north;
    finding.found = found;
    finding.expected = other.data;
    base_findings_add(&run->ledger->findings, &finding);
    base_buffer_release(&label);
    base_buffer_release(&other);
}

/* A source id that occurs again (two pieces of one road): both rows are kept, the later one as "ID#RECORD". */
static kbs_code add_with_own_id(import_run_state *run, import_row *row, int id_field,
                                store_outcome *outcome, int64_t *other)
{
    store_value *id = &row->values[id_field];
    report_row(run, row, FINDING_IMPORT_SOURCE_ID_REPEATED, NULL, *other);
    base_buffer_clear(&run->source_id);
    base_buffer_add(&run->source_id, id->text, id->length);
    base_buffer_char(&run->source_id, '#');
    base_buffer_int(&run->source_id, row->row.record);
    if (run->source_id.failed) {
        return base_findings_no_memory(&run->ledger->findings);
    }
    id->text = run->source_id.data;
    id->length = run->source_id.length;
    return store_writer_add(run->writer, &row->row, outcome, other);
}

static kbs_code write_row(import_run_state *run, import_row *row)
{
    store_outcome outcome = STORE_INSERTED;
    int64_t other = 0;
    kbs_ledger *shown = &run->ledger->shown;
    kbs_code code = resolve_name(run, row);
    if (code == KBS_OK) {
        code = store_writer_add(run->writer, &row->row, &outcome, &other);
    }
    int id_field = store_kind_field(run->setup.kind, "source_id");
    if (code == KBS_OK && outcome == STORE_DUPLICATE && id_field >= 0 &&
        row->values[id_field].type == STORE_VALUE_TEXT) {
        code = add_with_own_id(run, row, id_field, &outcome, &other);
    }
    if (code != KBS_OK) {
        return code;
    }
    switch (outcome) {
    case STORE_DUPLICATE:
        report_row(run, row, FINDING_IMPORT_DUPLICATE, NULL, other);
        shown->refused++;
        return KBS_OK;
    case STORE_INSERTED:
        shown->inserted++;
        break;
    case STORE_UPDATED:
        shown->updated++;
        break;
    case STORE_UNCHANGED:
        shown->unchanged++;
        break;
    }
    shown->imported += row->mended ? 0 : 1;
    shown->mended += row->mended ? 1 : 0;
    const char *measure = run->setup.kind->measure;
    if (measure != NULL && strcmp(measure, "area_m2") == 0) {
        shown->area_m2 += row->row.measure;
    } else if (measure != NULL) {
        shown->length_m += row->row.measure;
    }
    return KBS_OK;
}

static kbs_code refuse_in_strict(import_run_state *run)
{
    if (!run->options->strict || run->ledger->shown.refused == 0) {
        return KBS_OK;
    }
    return base_findings_fail_with(&run->ledger->findings, FINDING_IMPORT_STRICT,
                                   run->setup.opened.source.name, NULL, NULL);
}

static kbs_code write_batch(import_run_state *run, import_batch *batch)
{
    kbs_code code = KBS_OK;
    for (size_t i = 0; code == KBS_OK && i < batch->count; i++) {
        code = write_row(run, &batch->rows[i]);
    }
    run->done += batch->count;
    if (code == KBS_OK) {
        code = refuse_in_strict(run);
    }
    if (code == KBS_OK && !go_on(run, "read", false)) {
        code = base_findings_fail_with(&run->ledger->findings, FINDING_CALL_CANCELLED,
                                       run->setup.opened.source.name, NULL, NULL);
    }
    return code;
}

/* Reads on the other thread, writes on this one, until the source ends or something stops it. */
static kbs_code transfer(import_run_state *run)
{
    kbs_code code = KBS_OK;
    import_batch *batch = NULL;
    import_feed_setup setup = { .opened = &run->setup.opened,
                                .taker = run->setup.taker,
                                .strict = run->options->strict };
    run->feed = import_feed_start(&setup);
    if (run->feed == NULL) {
        return base_findings_no_memory(&run->ledger->findings);
    }
    while (code == KBS_OK && import_feed_next(run->feed, &batch)) {
        code = write_batch(run, batch);
        import_batch_free(batch);
    }
    kbs_code read = import_feed_end(run->feed); /* stops the thread when we stopped early */
    const import_feed_result *result = import_feed_result_of(run->feed);
    run->ledger->shown.refused += result->refused;
    base_findings_join(&run->ledger->findings, &run->setup.report);
    if (run->setup.join != NULL && code == KBS_OK && read == KBS_OK) {
        import_join_report(run->setup.join, &run->ledger->findings);
    }
    if (code == KBS_OK && read != KBS_OK) {
        code = read;
        const kbs_finding *reason = base_findings_last(&run->setup.report);
        if (reason == NULL || reason->severity != KBS_FATAL) {
            code = base_findings_fail_with(&run->ledger->findings, FINDING_INTERNAL_DEFECT,
                                           run->setup.opened.source.name, "reader", NULL);
        }
    }
    return code == KBS_OK ? refuse_in_strict(run) : code;
}

/* The book must add up, by the count that does not come from the reader's loop. */
static kbs_code check_counts(import_run_state *run)
{
    if (import_ledger_adds_up(&run->ledger->shown)) {
        return KBS_OK;
    }
    base_buffer found, expected;
    base_buffer_init(&found, 64);
    base_buffer_init(&expected, 64);
    const kbs_ledger *shown = &run->ledger->shown;
    base_buffer_int(&found, shown->imported + shown->mended + shown->refused);
    base_buffer_int(&expected, shown->records);
    kbs_code code =
        base_findings_fail_with(&run->ledger->findings, FINDING_IMPORT_COUNT,
                                run->setup.opened.source.name, found.data, expected.data);
    base_buffer_release(&found);
    base_buffer_release(&expected);
    return code;
}

/* The code that occurs most among the refused; "" when there is none. */
static const char *most_frequent_refusal(const base_findings *findings)
{
    int64_t counts[FINDING_CODE_COUNT] = { 0 };
    const base_finding_text *best = NULL;
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->items[i].severity != KBS_REFUSED) {
            continue;
        }
        const base_finding_text *row = base_finding_catalogue_by_name(findings->items[i].code);
        const base_finding_text *first = base_finding_catalogue((base_finding_code)0);
        if (row != NULL && ++counts[row - first] > (best == NULL ? 0 : counts[best - first])) {
            best = row;
        }
    }
    return best == NULL ? "" : best->code;
}

/* A source with records of which none can be taken is a failed export, not an empty layer. */
static kbs_code refuse_nothing(import_run_state *run)
{
    const kbs_ledger *shown = &run->ledger->shown;
    if (shown->records == 0 || shown->imported + shown->mended > 0) {
        return KBS_OK;
    }
    base_buffer count;
    base_buffer_init(&count, 64);
    base_buffer_int(&count, shown->records);
    kbs_code code = base_findings_fail_with(
        &run->ledger->findings, FINDING_IMPORT_NOTHING, run->setup.opened.source.name,
        most_frequent_refusal(&run->ledger->findings), count.data);
    base_buffer_release(&count);
    return code;
}

static void add_note(import_run_state *run, base_finding_code code, const char *found,
                     const char *expected)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = run->setup.opened.source.name;
    finding.layer = run->setup.opened.layer.name;
    finding.found = found;
    finding.expected = expected;
    base_findings_add(&run->ledger->findings, &finding);
}

static kbs_code note_known_source(import_run_state *run, const char *sha256)
{
    int64_t earlier = 0;
    kbs_code code = store_revision_of_source(run->city, run->options->kind, sha256,
                                             run->setup.opened.layer.name, &earlier);
    if (code == KBS_OK && earlier > 0) {
        base_buffer number;
        base_buffer_init(&number, 64);
        base_buffer_int(&number, earlier);
        add_note(run, FINDING_IMPORT_SAME_SOURCE, number.data, NULL);
        base_buffer_release(&number);
    }
    return code;
}

static kbs_code close_vanished(import_run_state *run)
{
    kbs_ledger *shown = &run->ledger->shown;
    return run->options->replace ? store_writer_close_vanished(run->writer, &shown->closed)
                                 : KBS_OK;
}

/* Answers name the file and not the folder that it lay in. */
static const char *without_folder(const char *source, const char *shown)
{
    size_t folder = (size_t)(base_file_name(source) - source);
    return strncmp(shown, source, folder) == 0 ? shown + folder : shown;
}

static kbs_code commit(import_run_state *run, const char *sha256, uint64_t source_bytes)
{
    kbs_ledger *shown = &run->ledger->shown;
    import_ledger_close(run->ledger);
    kbs_revision revision = {
        .kind = run->options->kind,
        .file = without_folder(run->source, shown->file),
        .layer = shown->layer,
        .dataset = run->setup.dataset,
        .sha256 = sha256,
        .source_bytes = (int64_t)source_bytes,
        .crs = shown->crs,
        .transformation = shown->transformation,
        .accuracy_m = shown->accuracy_m,
        .encoding = shown->encoding,
        .profile = run->options->profile == NULL ? "" : run->options->profile,
        .plan_number = run->options->plan_number == NULL ? "" : run->options->plan_number,
        .records_in_source = shown->records,
        .imported = shown->imported,
        .mended = shown->mended,
        .refused = shown->refused,
        .unchanged = shown->unchanged,
        .closed = shown->closed + shown->updated,
    };
    kbs_code code = store_writer_commit(run->writer, &revision, &run->ledger->findings);
    if (code == KBS_OK) {
        shown->revision = revision.id;
    }
    return code;
}

static kbs_code write_all(import_run_state *run, import_derive_cb derive)
{
    char sha256[BASE_SHA256_HEX] = "";
    uint64_t source_bytes = 0;
    const kbs_import_options *options = run->options;
    kbs_code code = store_writer_new(&run->writer, run->city, options->kind, run->setup.dataset,
                                     run->setup.opened.layer.records);
    if (code == KBS_OK) {
        code = transfer(run);
    }
    if (code == KBS_OK) {
        code =
            import_opened_finish(&run->setup.opened, sha256, &source_bytes, &run->ledger->findings);
    }
    if (code == KBS_OK) {
        code = check_counts(run);
    }
    if (code == KBS_OK) {
        code = refuse_nothing(run);
    }
    if (code == KBS_OK) {
        code = note_known_source(run, sha256);
    }
    if (code == KBS_OK) {
        code = close_vanished(run);
    }
    if (code == KBS_OK) {
        code = store_writer_index(run->writer, options->progress, options->user);
    }
    if (code == KBS_OK && derive != NULL) {
        code = derive(run->city, options->kind, run->writer, options->threads, options->progress,
                      options->user, &run->ledger->findings);
    }
    if (code == KBS_OK && !go_on(run, "commit", true)) {
        code = base_findings_fail_with(&run->ledger->findings, FINDING_CALL_CANCELLED,
                                       run->setup.opened.source.name, NULL, NULL);
    }
    if (code == KBS_OK && run->ledger->findings.failed) {
        code = base_findings_no_memory(&run->ledger->findings); /* a line of the ledger was lost */
    }
    return code == KBS_OK ? commit(run, sha256, source_bytes) : code;
}

kbs_code import_run(kbs_city *city, const char *source, const kbs_import_options *options,
                    import_derive_cb derive, const kbs_ledger **out)
{
    import_run_state run = { .city = city, .options = options, .source = source };
    if (out != NULL) {
        *out = NULL;
    }
    kbs_code code = store_city_enter_writable(city);
    if (code != KBS_OK) {
        return code;
    }
    base_buffer_init(&run.source_id, 1u << 20);
    run.ledger = import_ledger_new();
    if (run.ledger == NULL) {
        return base_findings_no_memory(&city->error);
    }
    code = import_setup_open(&run.setup, city, source, options, run.ledger);
    if (code == KBS_OK) {
        code = write_all(&run, derive);
    }
    store_writer_free(run.writer);
    import_feed_free(run.feed);
    import_setup_close(&run.setup);
    import_ledger_close(run.ledger);
    if (code != KBS_OK && run.ledger->findings.failed) {
        code = base_findings_no_memory(&run.ledger->findings); /* whatever it led to */
    }
    if (code != KBS_OK) {
        const kbs_finding *reason = base_findings_last(&run.ledger->findings);
        if (reason != NULL && reason->severity == KBS_FATAL && city->error.count == 0) {
            base_findings_add(&city->error, reason);
        }
        run.ledger->shown.revision = 0;
    }
    base_free(run.name_ids);
    base_buffer_release(&run.source_id);
    if (out != NULL) {
        *out = &run.ledger->shown;
    } else {
        import_ledger_free(run.ledger);
    }
    return code;
}
