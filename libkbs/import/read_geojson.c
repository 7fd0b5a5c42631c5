/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* GeoJSON: RFC 7946, the older form with a "crs" member, one feature a line, and RFC 8142 text
 * sequences. Two passes over the file: the first (geojson_scan) refuses what must refuse the whole
 * source and counts, the second gives the records. */
#include <string.h>

#include "geo/measure.h"
#include "import/geojson_record.h"
#include "import/geojson_scan.h"
#include "import/source.h"

#define MOST_BYTES (UINT64_C(1) << 30)

typedef struct geojson_reader {
    base_file file;
    bool is_open;
    const char *name; /* of the source, to show */
    char *layer_name; /* as the collection calls itself, else the file's name */
    json_stream json;
    geojson_survey survey;
    geojson_record record;
    int64_t given;
    int64_t with_height, turned; /* records, for the notes at the end */
} geojson_reader;

static int geojson_bid(const import_source *source)
{
    size_t at = 0, length = source->head_length;
    const char *head = (const char *)source->head;
    if (length >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0) {
        at = 3;
    }
    while (at < length && memchr(" \t\r\n\x1E", head[at], 5) != NULL) {
        at++;
    }
    if (at == length || head[at] != '{') {
        return 0;
    }
    /* An object is probably meant as GeoJSON; the reader says better than anybody what is wrong
     * with it. */
    static const char *const words[] = { "\"FeatureCollection\"", "\"features\"", "\"Feature\"",
                                         "\"coordinates\"" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (import_head_has(source->head, length, words[i])) {
            return 90;
        }
    }
    return 40;
}

static void geojson_close(void *state)
{
    geojson_reader *reader = state;
    if (reader == NULL) {
        return;
    }
    geojson_record_release(&reader->record);
    base_free(reader->layer_name);
    geojson_survey_release(&reader->survey);
    json_stream_close(&reader->json);
    if (reader->is_open) {
        base_file_close(&reader->file);
    }
    base_free(reader);
}

/* The system: what the crs member says, else the format's WGS 84. A file without that member whose
 * positions are mostly no degrees is metres that nobody named: then the import must be told. */
static void choose_crs(const geojson_reader *reader, import_layer *layer, base_findings *report)
{
    const geojson_survey *survey = &reader->survey;
    if (survey->crs != NULL) {
        layer->crs = survey->crs;
        layer->crs_source = "crs member";
    } else if (survey->crs_is_unreadable) {
        kbs_finding finding = base_finding_of(FINDING_GEOJSON_CRS);
        finding.file = reader->name;
        base_findings_add(report, &finding);
    } else if (survey->positions_outside_degrees * 2 > survey->positions) {
        kbs_finding finding = base_finding_of(FINDING_GEOJSON_METRES);
        finding.file = reader->name;
        finding.has_coordinate = true;
        finding.east = survey->box.east_min;
        finding.north = survey->box.north_min;
        finding.in_source_crs = true;
        base_findings_add(report, &finding);
    } else {
        layer->crs = "urn:ogc:def:crs:OGC:1.3:CRS84";
        layer->crs_source = "format";
    }
}

static void describe_layer(const geojson_reader *reader, import_layer *layer, base_findings *report)
{
    const geojson_survey *survey = &reader->survey;
    *layer = (import_layer){ .name = reader->layer_name,
                             .columns = survey->columns.items,
                             .column_count = survey->columns.count,
                             .records = survey->records,
                             .encoding = BASE_ENCODING_UTF8,
                             .encoding_source = "format",
                             .box = survey->box,
                             .type_hint = GEO_NONE };
    choose_crs(reader, layer, report);
}

/* To the first record: into the array, or before the first document. */
static kbs_code go_to_first(geojson_reader *reader)
{
    json_stream *json = &reader->json;
    kbs_code code = json_stream_rewind(json);
    if (code != KBS_OK || reader->survey.form == GEOJSON_DOCUMENTS) {
        return code;
    }
    const char *array = reader->survey.form == GEOJSON_COLLECTION ? "features" : "geometries";
    code = json_stream_document(json);
    while (code == KBS_OK) {
        code = json_stream_next(json);
        bool is_it = code == KBS_OK && json->kind == JSON_KEY && json_stream_is(json, array);
        if (code == KBS_OK && json->kind != JSON_KEY) {
            return base_findings_fail_with(json->report, FINDING_FILE_CHANGED, reader->name, NULL,
                                           NULL);
        }
        if (code == KBS_OK) {
            code = json_stream_next(json);
        }
        if (is_it) {
            return code;
        }
        if (code == KBS_OK) {
            code = json_stream_skip(json);
        }
    }
    return code;
}

static kbs_code geojson_open(void **state, const import_source *source,
                             const import_reader_options *options, import_layer *layer,
                             base_findings *report)
{
    geojson_reader *reader = base_new(sizeof *reader);
    *state = NULL;
    if (reader == NULL) {
        return base_findings_no_memory(report);
    }
    reader->name = source->name;
    kbs_code code = base_file_open(&reader->file, source->path, MOST_BYTES, false, report);
    reader->is_open = code == KBS_OK;
    if (code == KBS_OK) {
        code = json_stream_open(&reader->json, &reader->file, source->name, report);
    }
    if (code == KBS_OK) {
        code = geojson_scan(&reader->survey, &reader->json, report);
    }
    if (code == KBS_OK) {
        const char *own = reader->survey.name;
        bool named = own != NULL && own[0] != '\0';
        reader->layer_name = named ? base_text_copy(own) : import_base_name(source->name);
        bool kept =
            geojson_record_init(&reader->record, &reader->survey) && reader->layer_name != NULL;
        code = kept ? KBS_OK : base_findings_no_memory(report);
    }
    if (code == KBS_OK) {
        code = go_to_first(reader);
    }
    if (code == KBS_OK) {
        describe_layer(reader, layer, report);
        code = import_layer_named(options->layer, layer->name, source, report);
    }
    if (code != KBS_OK) {
        geojson_close(reader);
        return code;
    }
    *state = reader;
    return KBS_OK;
}

/* The first token of the next record; KBS_END after the last. */
static kbs_code next_token(geojson_reader *reader)
{
    json_stream *json = &reader->json;
    if (reader->survey.form == GEOJSON_DOCUMENTS) {
        return json_stream_document(json);
    }
    kbs_code code = json_stream_next(json);
    return code == KBS_OK && json->kind == JSON_ARRAY_END ? KBS_END : code;
}

/* RFC 7946 wants shells counter-clockwise and holes clockwise; older files turn any way. Tells
 * whether all rings turn as it says. */
static bool turns_right(const geo_shape *shape)
{
    size_t ring = 0;
    for (size_t part = 0; part < shape->part_count; part++) {
        for (size_t first = ring; ring < shape->part_end[part]; ring++) {
            size_t count;
            const geo_vertex *vertices = geo_shape_ring(shape, ring, &count);
            double area_m2 = geo_ring_area_m2(vertices, count);
            if (ring == first ? area_m2 < 0 : area_m2 > 0) {
                return false;
            }
        }
    }
    return true;
}

static void refuse(const geojson_reader *reader, import_record *record, base_findings *report)
{
    const geojson_problem *problem = &reader->record.problem;
    kbs_finding finding = base_finding_of(problem->code);
    finding.file = reader->name;
    finding.layer = reader->layer_name;
    finding.record = record->number;
    finding.field = problem->field[0] == '\0' ? NULL : problem->field;
    finding.found = problem->found[0] == '\0' ? NULL : problem->found;
    finding.expected = problem->expected;
    finding.byte = (int64_t)problem->byte;
    finding.line = problem->line;
    finding.column = problem->column;
    finding.has_coordinate = problem->has_coordinate;
    finding.east = problem->east;
    finding.north = problem->north;
    finding.in_source_crs = true;
    base_findings_add(report, &finding);
    record->refused = true;
}

static kbs_code geojson_next(void *state, import_record *record, base_findings *report)
{
    geojson_reader *reader = state;
    reader->json.report = report;
    kbs_code code = next_token(reader);
    if (code != KBS_OK) {
        return code;
    }
    record->number = ++reader->given;
    record->byte = (int64_t)reader->json.byte;
    record->line = reader->json.line;
    record->rings_are_loose = false;
    record->has_heights = false;
    record->refused = false;
    geojson_builder_clear(&reader->record.builder);
    code = geojson_record_read(&reader->record, &reader->json,
                               reader->survey.form == GEOJSON_COLLECTION, record);
    if (code != KBS_OK) {
        return code;
    }
    geo_shape *shape = &reader->record.builder.shape;
    if (reader->record.problem.is_set) {
        refuse(reader, record, report);
        geo_shape_clear(&record->shape, GEO_NONE);
        return KBS_OK;
    }
    record->has_heights = reader->record.builder.has_height;
    reader->with_height += record->has_heights ? 1 : 0;
    reader->turned += geo_type_is_area(shape->type) && !turns_right(shape) ? 1 : 0;
    geo_shape swap = record->shape;
    record->shape = *shape;
    *shape = swap;
    return KBS_OK;
}

static void note_count(const geojson_reader *reader, base_finding_code code, int64_t count,
                       base_findings *report)
{
    base_buffer number;
    if (count == 0) {
        return;
    }
    base_buffer_init(&number, 32);
    base_buffer_int(&number, count);
    kbs_finding finding = base_finding_of(code);
    finding.file = reader->name;
    finding.layer = reader->layer_name;
    finding.found = number.failed ? NULL : number.data;
    base_findings_add(report, &finding);
    base_buffer_release(&number);
}

static kbs_code geojson_finish(void *state, base_sha256 *sha, uint64_t *bytes,
                               base_findings *report)
{
    geojson_reader *reader = state;
    note_count(reader, FINDING_SOURCE_HEIGHTS_DROPPED, reader->with_height, report);
    note_count(reader, FINDING_GEOJSON_TURN, reader->turned, report);
    if (reader->given != reader->survey.records) {
        return import_records_lost(reader->name, reader->layer_name, reader->given,
                                   reader->survey.records, report);
    }
    return import_file_digest(&reader->file, sha, bytes, report);
}

const import_reader import_reader_geojson = { .format = "GeoJSON",
                                              .bid = geojson_bid,
                                              .open = geojson_open,
                                              .next = geojson_next,
                                              .finish = geojson_finish,
                                              .close = geojson_close };
