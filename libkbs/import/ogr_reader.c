/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reading through GDAL: it gives the records, we count them and judge them. */
#include "import/ogr_reader.h"

#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "geo/measure.h"
#include "import/arc.h"
#include "import/ogr_wkb.h"
#include "import/source.h"
#include "import/xml_recode.h"

#define MOST_LAYERS 10000u
#define MOST_TEXT 65536u        /* bytes of one value */
#define DEGREE_CHORD_ERROR 1e-8 /* degrees: about 1 mm */

kbs_finding ogr_finding(const ogr_reader *reader, base_finding_code code)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = reader->name;
    finding.layer = reader->layer_name;
    return finding;
}

void ogr_close(void *state)
{
    ogr_reader *reader = state;
    if (reader == NULL) {
        return;
    }
    ogr_door_close(reader->door);
    ogr_parts_close(&reader->parts);
    xml_scan_release(&reader->scan);
    base_free(reader);
}

/* ---- which layer ---- */

/* One layer that may be meant. */
typedef struct layer_choice {
    size_t index;      /* of GDAL */
    size_t scan_layer; /* of the scan; SIZE_MAX = none */
} layer_choice;

/* For GML the name says which layer of the scan it is. In KML GDAL's layers with features stand in
 * the order of the folders with placemarks. */
static size_t find_scanned(const ogr_reader *reader, const ogr_layer_look *look,
                           size_t nth_with_features)
{
    const xml_scan *scan = &reader->scan;
    size_t seen = 0;
    for (size_t i = 0; i < scan->layer_count; i++) {
        seen += scan->layers[i].records > 0 ? 1 : 0;
        bool same = reader->format->xml == XML_GML
                        ? strcmp(scan->layers[i].name, look->name) == 0
                        : scan->layers[i].records > 0 && seen == nth_with_features;
        if (same) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* Layers with a geometry, all when `any`. KML folders without placemarks of their own are no
 * layers. */
static kbs_code list_layers(ogr_reader *reader, bool any, layer_choice *choices, const char **names,
                            size_t *count)
{
    size_t all = ogr_door_layer_count(reader->door), with_features = 0;
    kbs_code code = KBS_OK;
    *count = 0;
    for (size_t i = 0; code == KBS_OK && i < all && i < MOST_LAYERS; i++) {
        ogr_layer_look look;
        code = ogr_door_look(reader->door, i, &look, reader->report);
        with_features += look.features > 0 ? 1 : 0;
        bool is_empty_folder = reader->format->xml == XML_KML && look.features == 0;
        if (code == KBS_OK && !is_empty_folder && (any || look.has_geometry)) {
            choices[*count] = (layer_choice){ i, find_scanned(reader, &look, with_features) };
            names[(*count)++] = look.name;
        }
    }
    return code;
}

static kbs_code choose_layer(ogr_reader *reader, layer_choice *chosen)
{
    layer_choice *choices = base_new_array(MOST_LAYERS, sizeof *choices);
    const char **names = base_new_array(MOST_LAYERS, sizeof *names);
    size_t index = 0, count = 0;
    kbs_code code =
        choices == NULL || names == NULL ? base_findings_no_memory(reader->report) : KBS_OK;
    if (code == KBS_OK) {
        code = list_layers(reader, reader->options->layer != NULL, choices, names, &count);
    }
    if (code == KBS_OK && count == 0) {
        code = list_layers(reader, true, choices, names, &count);
    }
    if (code == KBS_OK && count == 0) {
        code =
            base_findings_fail_with(reader->report, FINDING_LAYER_NONE, reader->name, NULL, NULL);
    } else if (code == KBS_OK) {
        code = import_layer_choose(names, count, reader->options->layer, reader->source, &index,
                                   reader->report);
    }
    if (code == KBS_OK) {
        *chosen = choices[index];
    }
    base_free(choices);
    base_free(names);
    return code;
}

/* Shows all texts of the layer to the guess, then goes back to its beginning. */
static kbs_code feed_texts(ogr_reader *reader, const import_layer *layer,
                           base_encoding_guess *guess)
{
    ogr_row row = { .values = base_new_array(layer->column_count + 1, sizeof *row.values) };
    kbs_code code = row.values == NULL ? base_findings_no_memory(reader->report) : KBS_OK;
    while (code == KBS_OK && (code = ogr_door_next(reader->door, &row, reader->report)) == KBS_OK) {
        for (size_t i = 0; i < layer->column_count; i++) {
            if (layer->columns[i].type == 'C' && row.values[i].type == IMPORT_VALUE_TEXT) {
                base_encoding_guess_feed(guess, row.values[i].text, row.values[i].length);
            }
        }
    }
    base_free(row.values);
    ogr_door_rewind(reader->door);
    return code == KBS_END ? KBS_OK : code;
}

/* GDAL decodes texts when it knows the table's charset; else the option says, or the bytes show. */
static kbs_code choose_encoding(ogr_reader *reader, import_layer *layer)
{
    base_encoding_guess guess;
    bool sure = false;
    layer->encoding = reader->options->encoding;
    layer->encoding_source = "option";
    if (layer->encoding != BASE_ENCODING_UNKNOWN) {
        return KBS_OK;
    }
    memset(&guess, 0, sizeof guess);
    kbs_code code = feed_texts(reader, layer, &guess);
    layer->encoding = base_encoding_guess_result(&guess, &sure);
    layer->encoding_source = "bytes";
    if (code == KBS_OK && (!sure || layer->encoding == BASE_ENCODING_UNKNOWN)) {
        kbs_finding finding = ogr_finding(reader, FINDING_OGR_ENCODING);
        return base_findings_fail(reader->report, &finding);
    }
    return code;
}

/* ---- the record at hand ---- */

/* Refuses it. */
static void refuse(ogr_reader *reader, import_record *record, base_finding_code code,
                   const char *found)
{
    kbs_finding finding = ogr_finding(reader, code);
    finding.record = record->number;
    finding.line = record->line;
    finding.found = found;
    base_findings_add(reader->report, &finding);
    record->refused = true;
    geo_shape_clear(&record->shape, GEO_NONE);
}

static void refuse_value(ogr_reader *reader, import_record *record, base_finding_code code,
                         size_t column)
{
    const import_value *value = &record->values[column];
    kbs_finding finding = ogr_finding(reader, code);
    char *found = base_text_copy_n(value->text, value->length < 80 ? value->length : 80);
    finding.record = record->number;
    finding.field = reader->columns[column].name;
    finding.found = found;
    finding.expected = code == FINDING_OGR_TEXT_LONG ? "65536" : "UTF-8";
    base_findings_add(reader->report, &finding);
    record->refused = true;
    base_free(found);
}

/* Texts are what they should be: not endless, and UTF-8 where GDAL says so. */
static void check_texts(ogr_reader *reader, import_record *record)
{
    for (size_t i = 0; i < reader->column_count && !record->refused; i++) {
        const import_value *value = &record->values[i];
        if (value->type == IMPORT_VALUE_TEXT && value->length > MOST_TEXT) {
            refuse_value(reader, record, FINDING_OGR_TEXT_LONG, i);
        } else if (value->type == IMPORT_VALUE_TEXT && reader->encoding == BASE_ENCODING_UTF8 &&
                   !base_text_is_utf8(value->text, value->length, NULL)) {
            refuse_value(reader, record, FINDING_OGR_TEXT_NOT_UTF8, i);
        }
    }
}

/* In a CityGML file a footprint is an area at one height; walls, roofs and rooms are not what
 * stands on the ground. */
static bool is_footprint(const geo_shape *shape, const ogr_wkb_facts *facts)
{
    return geo_type_is_area(shape->type) && facts->is_level && geo_shape_area_m2(shape) > 0;
}

static void swap_axes(geo_shape *shape)
{
    for (size_t i = 0; i < shape->vertex_count; i++) {
        geo_vertex v = shape->vertices[i];
        shape->vertices[i] = (geo_vertex){ v.north, v.east };
    }
}

static kbs_code take_shape(ogr_reader *reader, const ogr_row *row, import_record *record)
{
    ogr_wkb_facts facts = { .is_level = true };
    ogr_wkb_outcome outcome = OGR_WKB_OK;
    if (row->wkb != NULL) {
        double chord_error =
            ogr_door_is_geographic(reader->door) ? DEGREE_CHORD_ERROR : ARC_CHORD_ERROR_M;
        outcome = ogr_wkb_read(&record->shape, row->wkb, row->wkb_length, chord_error, &facts);
    }
    switch (outcome) {
    case OGR_WKB_OK:
        break;
    case OGR_WKB_SURFACE:
        refuse(reader, record, FINDING_OGR_NO_FOOTPRINT, NULL);
        return KBS_OK;
    case OGR_WKB_NESTED:
        refuse(reader, record, FINDING_OGR_NESTED_COLLECTION, NULL);
        return KBS_OK;
    case OGR_WKB_MIXED:
        refuse(reader, record, FINDING_OGR_MIXED_COLLECTION, NULL);
        return KBS_OK;
    case OGR_WKB_DAMAGED:
        refuse(reader, record, FINDING_OGR_GEOMETRY, NULL);
        return KBS_OK;
    case OGR_WKB_NO_MEMORY:
        return base_findings_no_memory(reader->report);
    }
    if (row->north_first) {
        swap_axes(&record->shape);
    }
    record->has_heights = facts.has_height;
    reader->with_height += facts.has_height ? 1 : 0;
    reader->with_arcs += facts.arcs > 0 ? 1 : 0;
    if (reader->scan.is_city_model && !is_footprint(&record->shape, &facts)) {
        refuse(reader, record, FINDING_OGR_NO_FOOTPRINT, NULL);
    }
    return KBS_OK;
}

/* The fault that the scan of the text found in this record; NULL = none. */
static const xml_fault *fault_of(ogr_reader *reader, int64_t record)
{
    const xml_scan *scan = &reader->scan;
    for (; reader->next_fault < scan->fault_count; reader->next_fault++) {
        const xml_fault *fault = &scan->faults[reader->next_fault];
        if (fault->layer == reader->scan_layer && fault->record >= record) {
            return fault->record == record ? fault : NULL;
        }
    }
    return NULL;
}

static kbs_code blame(ogr_reader *reader, kbs_code code);

kbs_code ogr_next(void *state, import_record *record, base_findings *report)
{
    ogr_reader *reader = state;
    ogr_row row = { .values = record->values };
    reader->report = report;
    kbs_code code = ogr_door_next(reader->door, &row, report);
    if (code != KBS_OK) {
        return blame(reader, code);
    }
    record->number = ++reader->given;
    record->byte = -1;
    record->line = 0;
    record->rings_are_loose = false;
    record->has_heights = false;
    record->refused = false;
    geo_shape_clear(&record->shape, GEO_NONE);
    check_texts(reader, record);
    const xml_fault *fault = fault_of(reader, record->number);
    if (record->refused) {
        return KBS_OK;
    }
    if (fault != NULL && !reader->scan.is_city_model) {
        record->line = fault->line;
        refuse(reader, record, fault->code, fault->found);
        return KBS_OK;
    }
    return take_shape(reader, &row, record);
}

static void note_count(ogr_reader *reader, base_finding_code code, int64_t count)
{
    base_buffer number;
    if (count == 0) {
        return;
    }
    base_buffer_init(&number, 32);
    base_buffer_int(&number, count);
    kbs_finding finding = ogr_finding(reader, code);
    finding.found = number.failed ? NULL : number.data;
    finding.expected = code == FINDING_OGR_FIELDS_LEFT_OUT ? "64" : NULL;
    base_findings_add(reader->report, &finding);
    base_buffer_release(&number);
}

kbs_code ogr_finish(void *state, base_sha256 *sha, uint64_t *bytes, base_findings *report)
{
    ogr_reader *reader = state;
    reader->report = report;
    note_count(reader, FINDING_SOURCE_HEIGHTS_DROPPED, reader->with_height);
    note_count(reader, FINDING_OGR_CURVES_LINEARISED, reader->with_arcs);
    note_count(reader, FINDING_XML_NETWORK_LINK, reader->scan.network_links);
    note_count(reader, FINDING_OGR_MORE_WARNINGS, ogr_door_untold_warnings(reader->door));
    if (reader->given != reader->records) {
        return import_records_lost(reader->name, reader->layer_name, reader->given, reader->records,
                                   report);
    }
    return ogr_parts_digest(&reader->parts, sha, bytes, report);
}

/* ---- opening ---- */

static kbs_code describe(ogr_reader *reader, const layer_choice *chosen, import_layer *layer)
{
    bool is_utf8;
    kbs_code code = ogr_door_choose(reader->door, chosen->index, layer, &is_utf8, reader->report);
    if (code != KBS_OK) {
        return code;
    }
    reader->scan_layer = chosen->scan_layer;
    reader->layer_name = layer->name;
    reader->columns = layer->columns;
    reader->column_count = layer->column_count;
    layer->records = reader->records;
    layer->excluded = reader->excluded;
    layer->encoding = BASE_ENCODING_UTF8;
    layer->encoding_source = reader->is_recoded ? "declaration" : "format";
    note_count(reader, FINDING_OGR_FIELDS_LEFT_OUT, ogr_door_fields_left_out(reader->door));
    if (reader->format->count_layer != NULL) {
        code = reader->format->count_layer(reader, layer);
    }
    if (code == KBS_OK && reader->format->driver == OGR_MAPINFO && !is_utf8) {
        code = choose_encoding(reader, layer);
    }
    reader->encoding = layer->encoding;
    reader->records = layer->records;
    return code;
}

/* XML is read through before GDAL sees it; in a code page that neither expat nor GDAL knows it is
 * recoded first, and the copy takes the place of the link. */
static kbs_code scan_xml(ogr_reader *reader)
{
    size_t after;
    base_file copy;
    const import_source *source = reader->source;
    const base_file *file = &reader->parts.files[0];
    const char *path = reader->parts.paths[0];
    base_encoding declared = xml_declared_encoding(source->head, source->head_length, &after);
    if (declared == BASE_ENCODING_UNKNOWN) {
        return xml_scan_run(&reader->scan, file, reader->name, reader->format->xml, reader->report);
    }
    reader->is_recoded = true;
    (void)unlink(path);
    kbs_code code = xml_recode(file, reader->name, declared, after, path, reader->report);
    if (code == KBS_OK) {
        code = base_file_open(&copy, path, 0, false, reader->report);
    }
    if (code == KBS_OK) {
        code =
            xml_scan_run(&reader->scan, &copy, reader->name, reader->format->xml, reader->report);
        base_file_close(&copy);
    }
    return code;
}

/* What can be found out before GDAL sees the file. */
static kbs_code look_first(ogr_reader *reader)
{
    const ogr_format *format = reader->format;
    kbs_code code = ogr_parts_open(&reader->parts, reader->source, format->extension, format->parts,
                                   format->most_bytes, reader->report);
    if (code == KBS_OK && format->xml != 0) {
        code = scan_xml(reader);
    }
    if (code == KBS_OK && format->count_file != NULL) {
        code = format->count_file(reader);
    }
    return code;
}

/* GDAL stops at a geometry that it cannot put together. Then the scan of the text knows better what
 * is wrong, and where: its first fault becomes the reason. */
static kbs_code blame(ogr_reader *reader, kbs_code code)
{
    const xml_scan *scan = &reader->scan;
    if (code == KBS_OK || code == KBS_END || reader->next_fault >= scan->fault_count) {
        return code;
    }
    const xml_fault *fault = &scan->faults[reader->next_fault];
    kbs_finding finding = ogr_finding(reader, fault->code);
    finding.severity = KBS_FATAL;
    finding.layer = scan->layers[fault->layer].name;
    finding.record = fault->record;
    finding.line = fault->line;
    finding.found = fault->found;
    return base_findings_fail(reader->report, &finding);
}

static kbs_code prepare(ogr_reader *reader, import_layer *layer)
{
    layer_choice chosen = { 0, SIZE_MAX };
    kbs_code code = look_first(reader);
    if (code != KBS_OK) {
        return code;
    }
    code = ogr_door_open(&reader->door, reader->format->driver, reader->parts.paths[0],
                         reader->name, reader->report);
    if (code == KBS_OK) {
        code = choose_layer(reader, &chosen);
        if (code != KBS_OK && !ogr_door_has_failed(reader->door)) {
            return code;
        }
    }
    if (code == KBS_OK) {
        code = describe(reader, &chosen, layer);
    }
    return blame(reader, code);
}

kbs_code ogr_open(const ogr_format *format, void **state, const import_source *source,
                  const import_reader_options *options, import_layer *layer, base_findings *report)
{
    ogr_reader *reader = base_new(sizeof *reader);
    *state = NULL;
    if (reader == NULL) {
        return base_findings_no_memory(report);
    }
    *reader = (ogr_reader){ .format = format,
                            .options = options,
                            .source = source,
                            .name = source->name,
                            .report = report };
    kbs_code code = prepare(reader, layer);
    reader->options = NULL;
    reader->source = NULL;
    if (code != KBS_OK) {
        ogr_close(reader);
        return code;
    }
    *state = reader;
    return KBS_OK;
}
