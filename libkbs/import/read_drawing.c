/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Drawings (NetCAD, DXF, lists of points, …) as a source: the whole is read first, then the objects that make records of the kind are found, then the
 * records are given one by one. Of everything else the ledger has a count, by layer and type. */
#include "import/read_drawing.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "import/drawing_values.h"
#include "import/source.h"

#define MOST_LIST 65536

typedef struct drawing_reading {
    base_file file; /* open from before to after the reading, so that a change is seen */
    bool file_is_open;
    const char *name;
    drawing d;
    const drawing_format *format;
    import_profile *own_builtin; /* when the caller gave none */
    drawing_patterns *patterns;
    drawing_choice choice;
    parcel_lines work;
    drawing_values values;
    size_t refused_by_format; /* objects that the format itself refused, with their findings */
    size_t given;
    char *layer_name;
} drawing_reading;

const drawing_format *drawing_format_of(const char *name, const uint8_t *head, size_t length,
                                        uint64_t size, int *bid)
{
    const drawing_format *best = NULL;
    *bid = 0;
    for (size_t i = 0; drawing_formats[i] != NULL; i++) {
        int sure = drawing_formats[i]->bid(name, head, length, size);
        if (sure > *bid) {
            *bid = sure;
            best = drawing_formats[i];
        }
    }
    return best;
}

static int drawing_bid(const import_source *source)
{
    int bid;
    (void)drawing_format_of(source->name, source->head, source->head_length, source->size, &bid);
    return bid;
}

static size_t count_refused(const base_findings *report)
{
    size_t count = 0;
    for (size_t i = 0; report != NULL && i < report->count; i++) {
        count += report->items[i].severity == KBS_REFUSED ? 1 : 0;
    }
    return count;
}

static kbs_code miscounted(const char *name, uint64_t found, uint64_t expected,
                           base_findings *report)
{
    base_buffer a, b;
    base_buffer_init(&a, 64);
    base_buffer_init(&b, 64);
    base_buffer_int(&a, (int64_t)found);
    base_buffer_int(&b, (int64_t)expected);
    kbs_code code = base_findings_fail_with(report, FINDING_DRAWING_COUNT, name, a.data, b.data);
    base_buffer_release(&a);
    base_buffer_release(&b);
    return code;
}

/* The reader's objects and those that it passed over must be what an independent count found. */
kbs_code drawing_check_count(const drawing *d, const char *name, base_findings *report)
{
    uint64_t seen = d->object_count;
    for (size_t i = 0; i < d->skipped_count; i++) {
        seen += d->skipped[i].count;
    }
    return seen == d->found ? KBS_OK : miscounted(name, seen, d->found, report);
}

/* "PARSEL, YOL": layers that have objects. */
static void list_layers(const drawing *d, base_buffer *out)
{
    for (size_t i = 0; i < d->layer_count; i++) {
        uint64_t objects = 0;
        for (size_t t = 0; t < DRAWING_TYPE_COUNT; t++) {
            objects += d->layers[i].objects[t];
        }
        if (objects > 0 && out->length < MOST_LIST / 2) {
            base_buffer_text(out, out->length == 0 ? "" : ", ");
            base_buffer_text(out, drawing_text_of(d, d->layers[i].name));
        }
    }
}

/* --layer NAME: byte for byte, else as people would call the same. */
static kbs_code find_layer(drawing_reading *r, const char *wanted, const import_source *source,
                           int *layer, base_findings *report)
{
    *layer = -1;
    if (wanted == NULL) {
        return KBS_OK;
    }
    const char **names = base_new_array(r->d.layer_count + 1, sizeof *names);
    size_t index = 0;
    if (names == NULL) {
        return base_findings_no_memory(report);
    }
    for (size_t i = 0; i < r->d.layer_count; i++) {
        names[i] = drawing_text_of(&r->d, r->d.layers[i].name);
    }
    kbs_code code = import_layer_choose(names, r->d.layer_count, wanted, source, &index, report);
    *layer = code == KBS_OK ? (int)index : -1;
    base_free(names);
    return code;
}

static void say(const drawing_reading *r, base_findings *report, base_finding_code code,
                const char *layer, const char *found, const char *expected)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = r->name;
    finding.layer = layer;
    finding.found = found;
    finding.expected = expected;
    base_findings_add(report, &finding);
}

static kbs_code nothing_here(const drawing_reading *r, base_findings *report)
{
    base_buffer layers;
    base_buffer_init(&layers, MOST_LIST);
    list_layers(&r->d, &layers);
    kbs_code code = base_findings_fail_with(report, FINDING_DRAWING_NO_LAYER, r->name,
                                            kbs_kind_name(r->choice.kind),
                                            layers.length == 0 ? "-" : layers.data);
    base_buffer_release(&layers);
    return code;
}

static base_finding_code left_code(drawing_type type)
{
    static const base_finding_code codes[DRAWING_TYPE_COUNT] = {
        [DRAWING_POINT] = FINDING_DRAWING_POINTS_LEFT,
        [DRAWING_LINE] = FINDING_DRAWING_LINES_LEFT,
        [DRAWING_ARC] = FINDING_DRAWING_ARCS_LEFT,
        [DRAWING_CIRCLE] = FINDING_DRAWING_CIRCLES_LEFT,
        [DRAWING_TEXT] = FINDING_DRAWING_TEXTS_LEFT,
        [DRAWING_SYMBOL] = FINDING_DRAWING_SYMBOLS_LEFT,
        [DRAWING_INSERT] = FINDING_DRAWING_INSERTS_LEFT,
        [DRAWING_SHEET] = FINDING_DRAWING_SHEETS_LEFT,
        [DRAWING_TRIANGLE] = FINDING_DRAWING_TRIANGLES_LEFT,
        [DRAWING_CONTOUR] = FINDING_DRAWING_CONTOURS_LEFT,
    };
    return codes[type];
}

/* By layer: objects that are not taken, by type; areas that are taken for their names alone. */
typedef struct layer_tally {
    uint64_t left[DRAWING_TYPE_COUNT];
    uint64_t by_name;
} layer_tally;

static uint64_t tally(const drawing_reading *r, layer_tally *layers)
{
    const drawing_choice *choice = &r->choice;
    uint64_t accounted = 0;
    for (size_t i = 0; i < r->d.object_count; i++) {
        const drawing_object *object = &r->d.objects[i];
        layer_tally *layer = &layers[object->layer];
        bool named = choice->kind == KBS_PARCEL && choice->only_layer < 0 &&
                     choice->roles[object->layer] == DRAWING_ROLE_NONE && object->class_name == 0;
        if (choice->fates[i] == DRAWING_NOT_TAKEN) {
            layer->left[object->type]++;
        } else {
            layer->by_name += named && choice->fates[i] == DRAWING_RECORD ? 1 : 0;
            accounted++;
        }
    }
    return accounted;
}

static void say_number(const drawing_reading *r, base_findings *report, base_finding_code code,
                       const char *layer, uint64_t count, uint64_t *said)
{
    if (count > 0) {
        base_buffer number;
        base_buffer_init(&number, 64);
        base_buffer_int(&number, (int64_t)count);
        say(r, report, code, layer, number.data, kbs_kind_name(r->choice.kind));
        base_buffer_release(&number);
        *said += count;
    }
}

/* The notes on what is not taken; they and what is taken must add up to all objects. */
static kbs_code tell_rest(const drawing_reading *r, base_findings *report)
{
    uint64_t ignored = 0;
    layer_tally *layers = base_new_array(r->d.layer_count + 1, sizeof *layers);
    if (layers == NULL) {
        return base_findings_no_memory(report);
    }
    uint64_t accounted = tally(r, layers);
    for (size_t i = 0; r->choice.kind != 0 && i < r->d.layer_count; i++) {
        const char *name = drawing_text_of(&r->d, r->d.layers[i].name);
        for (size_t t = 0; t < DRAWING_TYPE_COUNT; t++) {
            say_number(r, report, left_code((drawing_type)t), name, layers[i].left[t], &accounted);
        }
        say_number(r, report, FINDING_DRAWING_BY_NAME, name, layers[i].by_name, &ignored);
    }
    base_free(layers);
    if (r->choice.is_only_one) {
        const drawing_layer *layer = &r->d.layers[r->choice.only_layer];
        say(r, report, FINDING_DRAWING_ONLY_LAYER, drawing_text_of(&r->d, layer->name),
            kbs_kind_name(r->choice.kind), NULL);
    }
    say_number(r, report, FINDING_DRAWING_AREAS_KNOWN, NULL, r->work.known_areas, &ignored);
    return accounted == r->d.object_count || r->choice.kind == 0
               ? KBS_OK
               : miscounted(r->name, accounted, r->d.object_count, report);
}

static kbs_code read_whole(drawing_reading *r, const import_source *source, base_findings *report)
{
    int bid;
    size_t before = count_refused(report);
    kbs_code code = base_file_open(&r->file, source->path, 0, false, report);
    if (code != KBS_OK) {
        return code;
    }
    r->file_is_open = true;
    r->format =
        drawing_format_of(source->name, source->head, source->head_length, source->size, &bid);
    if (r->format == NULL) {
        return base_findings_fail_with(report, FINDING_INTERNAL_DEFECT, source->name, "format",
                                       NULL);
    }
    code = r->format->read(&r->d, source->path, source->name, report);
    if (code == KBS_OK) {
        r->refused_by_format = count_refused(report) - before;
        drawing_count(&r->d);
        code = drawing_check_count(&r->d, source->name, report);
    }
    return code;
}

static kbs_code make_patterns(drawing_reading *r, const import_reader_options *options,
                              base_findings *report)
{
    const import_profile *builtin = options->builtin;
    if (builtin == NULL) {
        kbs_code code = import_profile_load(&r->own_builtin, NULL, report);
        if (code != KBS_OK) {
            return code;
        }
        builtin = r->own_builtin;
    }
    r->patterns = drawing_patterns_new(options->profile, builtin);
    return r->patterns == NULL ? base_findings_no_memory(report) : KBS_OK;
}

double drawing_snap_m(double wished)
{
    double snap_m = wished == 0 ? DRAWING_DEFAULT_SNAP_M : wished;
    return snap_m > IMPORT_NET_LEAST_SNAP_M ? snap_m : IMPORT_NET_LEAST_SNAP_M;
}

static kbs_code find_records(drawing_reading *r, const import_source *source,
                             const import_reader_options *options, base_findings *report)
{
    int layer;
    double snap_m = drawing_snap_m(options->snap_m);
    kbs_code code = make_patterns(r, options, report);
    if (code == KBS_OK) {
        code = find_layer(r, options->layer, source, &layer, report);
    }
    if (code != KBS_OK) {
        return code;
    }
    if (!drawing_choose(&r->choice, &r->d, options->kind, layer, snap_m, r->patterns)) {
        return base_findings_no_memory(report);
    }
    const size_t *counts = r->choice.counts;
    if (options->kind != 0 && counts[DRAWING_RECORD] + counts[DRAWING_BORDER] +
                                      counts[DRAWING_OPEN] + counts[DRAWING_BROKEN] +
                                      counts[DRAWING_BLOCK_AREA] + r->refused_by_format ==
                                  0) {
        return nothing_here(r, report);
    }
    code = parcel_lines_make(&r->work, &r->d, &r->choice, r->patterns, snap_m, r->name, report);
    return code == KBS_OK ? tell_rest(r, report) : code;
}

/* The box of all records, as far as their shapes are known before they are given. */
static kbs_box box_of_records(const drawing_reading *r)
{
    kbs_box box = geo_box_empty();
    for (size_t i = 0; i < r->work.record_count; i++) {
        const drawing_record *record = &r->work.records[i];
        const drawing_object *object = &r->d.objects[record->object];
        if (!record->refused) {
            box = geo_box_join(
                box, record->area != IMPORT_NO_AREA
                         ? r->work.areas.areas[record->area].box
                         : geo_vertices_box(drawing_vertices(&r->d, object), object->vertex_count));
        }
    }
    return box;
}

static kbs_code describe(drawing_reading *r, const import_source *source, import_layer *layer,
                         base_findings *report)
{
    r->layer_name =
        r->choice.only_layer >= 0 && !r->choice.is_only_one
            ? base_text_copy(drawing_text_of(&r->d, r->d.layers[r->choice.only_layer].name))
            : import_base_name(source->name);
    *layer = (import_layer){ .name = r->layer_name,
                             .records = (int64_t)(r->work.record_count + r->refused_by_format),
                             .excluded = (int64_t)r->d.deleted,
                             .encoding = BASE_ENCODING_UTF8,
                             .encoding_source = "format",
                             .crs = r->d.crs[0] == '\0' ? NULL : r->d.crs,
                             .crs_source = r->d.crs[0] == '\0' ? NULL : r->d.crs_source,
                             .box = box_of_records(r),
                             .format = r->format->format };
    layer->columns = drawing_columns(r->choice.kind, &layer->column_count);
    return r->layer_name == NULL ? base_findings_no_memory(report) : KBS_OK;
}

static void drawing_close(void *state)
{
    drawing_reading *r = state;
    if (r == NULL) {
        return;
    }
    if (r->file_is_open) {
        base_file_close(&r->file);
    }
    drawing_values_release(&r->values);
    parcel_lines_release(&r->work);
    drawing_choice_release(&r->choice);
    drawing_patterns_free(r->patterns);
    import_profile_free(r->own_builtin);
    drawing_release(&r->d);
    base_free(r->layer_name);
    base_free(r);
}

static kbs_code drawing_open(void **state, const import_source *source,
                             const import_reader_options *options, import_layer *layer,
                             base_findings *report)
{
    drawing_reading *r = base_new(sizeof *r);
    *state = NULL;
    if (r == NULL) {
        return base_findings_no_memory(report);
    }
    drawing_init(&r->d);
    r->name = source->name;
    kbs_code code = read_whole(r, source, report);
    if (code == KBS_OK) {
        code = find_records(r, source, options, report);
    }
    if (code == KBS_OK) {
        code = describe(r, source, layer, report);
    }
    if (code == KBS_OK && !drawing_values_init(&r->values, &r->work)) {
        code = base_findings_no_memory(report);
    }
    if (code == KBS_OK) {
        *state = r;
    } else {
        drawing_close(r);
    }
    return code;
}

static kbs_code drawing_next(void *state, import_record *record, base_findings *report)
{
    drawing_reading *r = state;
    size_t at = r->given;
    if (r->work.record_count + r->refused_by_format == 0 && r->choice.kind != 0) {
        /* Only now, when the coordinate system is known: the findings are to be seen on a map. */
        return base_findings_fail_with(report, FINDING_DRAWING_NOTHING, r->name,
                                       kbs_kind_name(r->choice.kind), NULL);
    }
    if (at >= r->work.record_count + r->refused_by_format) {
        return KBS_END;
    }
    r->given++;
    if (at >= r->work.record_count) {
        record->refused = true; /* its finding came when the file was read */
        return KBS_OK;
    }
    return drawing_values_give(&r->values, &r->work.records[at], record)
               ? KBS_OK
               : base_findings_no_memory(report);
}

static kbs_code drawing_finish(void *state, base_sha256 *sha, uint64_t *bytes,
                               base_findings *report)
{
    drawing_reading *r = state;
    size_t records = r->work.record_count + r->refused_by_format;
    if (r->given != records) {
        return import_records_lost(r->name, r->layer_name, (int64_t)r->given, (int64_t)records,
                                   report);
    }
    return import_file_digest(&r->file, sha, bytes, report);
}

const drawing *drawing_of_reader(const void *state, const uint8_t **roles)
{
    const drawing_reading *r = state;
    *roles = r->choice.roles;
    return &r->d;
}

const import_reader import_reader_drawing = { .format = "drawing",
                                              .bid = drawing_bid,
                                              .open = drawing_open,
                                              .next = drawing_next,
                                              .finish = drawing_finish,
                                              .close = drawing_close };
