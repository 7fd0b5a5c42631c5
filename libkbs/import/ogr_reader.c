/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The readers of GeoPackage, GML, KML, FlatGeobuf and MapInfo: GDAL gives the records, we count
 * them and judge them. */
#include <string.h>

#include "base/text.h"
#include "geo/measure.h"
#include "import/arc.h"
#include "import/ogr_count.h"
#include "import/ogr_parts.h"
#include "import/ogr_wkb.h"
#include "import/read_ogr.h"
#include "import/source.h"
#include "import/xml_scan.h"

#define GIB (UINT64_C(1) << 30)
#define MOST_LAYERS 10000u
#define MOST_TEXT 65536u        /* bytes of one value */
#define DEGREE_CHORD_ERROR 1e-8 /* degrees: about 1 mm */

typedef struct ogr_format ogr_format;
typedef struct ogr_reader ogr_reader;

/* A format that GDAL reads for us. */
struct ogr_format {
    ogr_driver driver;
    const char *extension; /* of the link */
    const ogr_part *parts; /* NULL = one file */
    uint64_t most_bytes;
    xml_format xml; /* 0 = no XML */
    kbs_code (*count)(ogr_reader *reader, import_layer *layer, bool is_utf8);
};

struct ogr_reader {
    const ogr_format *format;
    const import_reader_options *options; /* during the opening */
    const import_source *source;          /* during the opening */
    const char *name;                     /* of the source, to show */
    const char *layer_name;
    const import_column *columns;
    size_t column_count;
    base_encoding encoding;
    ogr_parts parts;
    xml_scan scan;
    size_t scan_layer, next_fault;
    ogr_door *door;
    int64_t records, given;
    int64_t with_height, with_arcs;
    base_findings *report; /* of the call at hand */
};

static kbs_finding finding_here(const ogr_reader *reader, base_finding_code code)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = reader->name;
    finding.layer = reader->layer_name;
    return finding;
}

static void ogr_close(void *state)
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

/* ---- counting without GDAL's loop ---- */

/* `text` between quotes, those inside doubled. */
static void add_quoted(base_buffer *sql, const char *text, char quote)
{
    base_buffer_char(sql, quote);
    for (; *text != '\0'; text++) {
        base_buffer_char(sql, *text);
        if (*text == quote) {
            base_buffer_char(sql, quote);
        }
    }
    base_buffer_char(sql, quote);
}

static kbs_code ask(ogr_reader *reader, const base_buffer *sql, int64_t *number)
{
    return sql->failed ? base_findings_no_memory(reader->report)
                       : ogr_door_ask(reader->door, sql->data, number, reader->report);
}

/* A GeoPackage layer must be a plain table: a view or virtual table runs what somebody wrote into
 * the file. */
static kbs_code count_geopackage(ogr_reader *reader, import_layer *layer, bool is_utf8)
{
    base_buffer sql;
    int64_t plain = 0;
    (void)is_utf8;
    base_buffer_init(&sql, 65536);
    base_buffer_text(&sql, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND sql NOT "
                           "LIKE 'CREATE VIRTUAL%' "
                           "AND lower(name) = lower(");
    add_quoted(&sql, layer->name, '\'');
    base_buffer_char(&sql, ')');
    kbs_code code = ask(reader, &sql, &plain);
    if (code == KBS_OK && plain != 1) {
        kbs_finding finding = finding_here(reader, FINDING_OGR_NOT_A_TABLE);
        code = base_findings_fail(reader->report, &finding);
    }
    base_buffer_clear(&sql);
    base_buffer_text(&sql, "SELECT COUNT(*) FROM ");
    add_quoted(&sql, layer->name, '"');
    if (code == KBS_OK) {
        code = ask(reader, &sql, &layer->records);
    }
    base_buffer_release(&sql);
    return code;
}

static kbs_code count_xml(ogr_reader *reader, import_layer *layer, bool is_utf8)
{
    (void)is_utf8;
    layer->records =
        reader->scan_layer == SIZE_MAX ? 0 : reader->scan.layers[reader->scan_layer].records;
    return KBS_OK;
}

static kbs_code count_flatgeobuf(ogr_reader *reader, import_layer *layer, bool is_utf8)
{
    (void)is_utf8;
    return ogr_count_flatgeobuf(&reader->parts.files[0], reader->name, &layer->records,
                                reader->report);
}

/* GDAL decodes texts when it knows the table's charset; else the option says, or the bytes show. */
static kbs_code choose_encoding(ogr_reader *reader, import_layer *layer,
                                const base_encoding_guess *guess)
{
    bool sure = false;
    layer->encoding = reader->options->encoding;
    layer->encoding_source = "option";
    if (layer->encoding == BASE_ENCODING_UNKNOWN) {
        layer->encoding = base_encoding_guess_result(guess, &sure);
        layer->encoding_source = "bytes";
        if (!sure || layer->encoding == BASE_ENCODING_UNKNOWN) {
            kbs_finding finding = finding_here(reader, FINDING_OGR_ENCODING);
            return base_findings_fail(reader->report, &finding);
        }
    }
    return KBS_OK;
}

static kbs_code count_mapinfo(ogr_reader *reader, import_layer *layer, bool is_utf8)
{
    base_encoding_guess guess;
    memset(&guess, 0, sizeof guess);
    const base_file *data = &reader->parts.files[1];
    bool is_pair = strcmp(reader->format->extension, "mif") == 0;
    kbs_code code = is_pair ? ogr_count_mid(data, &layer->records, &guess, reader->report)
                            : ogr_count_dat(data, reader->name, &layer->records, &layer->excluded,
                                            &guess, reader->report);
    return code == KBS_OK && !is_utf8 ? choose_encoding(reader, layer, &guess) : code;
}

/* ---- the record at hand ---- */

/* Refuses it. */
static void refuse(ogr_reader *reader, import_record *record, base_finding_code code,
                   const char *found)
{
    kbs_finding finding = finding_here(reader, code);
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
    kbs_finding finding = finding_here(reader, code);
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

static kbs_code ogr_next(void *state, import_record *record, base_findings *report)
{
    ogr_reader *reader = state;
    ogr_row row = { .values = record->values };
    reader->report = report;
    kbs_code code = ogr_door_next(reader->door, &row, report);
    if (code != KBS_OK) {
        return code;
    }
    record->number = ++reader->given;
    record->byte = -1;
    record->line = 0;
    record->rings_are_loose = false;
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
    kbs_finding finding = finding_here(reader, code);
    finding.found = number.failed ? NULL : number.data;
    finding.expected = code == FINDING_OGR_FIELDS_LEFT_OUT ? "64" : NULL;
    base_findings_add(reader->report, &finding);
    base_buffer_release(&number);
}

static kbs_code ogr_finish(void *state, base_sha256 *sha, uint64_t *bytes, base_findings *report)
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
    if (code == KBS_OK) {
        reader->scan_layer = chosen->scan_layer;
        reader->layer_name = layer->name;
        layer->encoding = BASE_ENCODING_UTF8;
        layer->encoding_source = "format";
        code = reader->format->count(reader, layer, is_utf8);
        note_count(reader, FINDING_OGR_FIELDS_LEFT_OUT, ogr_door_fields_left_out(reader->door));
    }
    reader->columns = layer->columns;
    reader->column_count = layer->column_count;
    reader->encoding = layer->encoding;
    reader->records = layer->records;
    return code;
}

static kbs_code prepare(ogr_reader *reader, import_layer *layer)
{
    const ogr_format *format = reader->format;
    layer_choice chosen = { 0, SIZE_MAX };
    kbs_code code = ogr_parts_open(&reader->parts, reader->source, format->extension, format->parts,
                                   format->most_bytes, reader->report);
    if (code == KBS_OK && format->xml != 0) {
        code = xml_scan_run(&reader->scan, &reader->parts.files[0], reader->name, format->xml,
                            reader->report);
    }
    if (code == KBS_OK) {
        code = ogr_door_open(&reader->door, format->driver, reader->parts.paths[0], reader->name,
                             reader->report);
    }
    if (code == KBS_OK) {
        code = choose_layer(reader, &chosen);
    }
    return code == KBS_OK ? describe(reader, &chosen, layer) : code;
}

static kbs_code ogr_open(const ogr_format *format, void **state, const import_source *source,
                         const import_reader_options *options, import_layer *layer,
                         base_findings *report)
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

/* ---- the formats ---- */

static int bid_by_look(const import_source *source, const char *looks_like, int sure)
{
    const char *looks = import_looks_like(source->head, source->head_length);
    return looks != NULL && strcmp(looks, looks_like) == 0 ? sure : 0;
}

/* A GeoPackage says so in SQLite's application id, byte 68. */
static int gpkg_bid(const import_source *source)
{
    static const char *const ids[] = { "GPKG", "GP10", "GP11" };
    bool is_sqlite = bid_by_look(source, "SQLite", 1) != 0 && source->head_length >= 72;
    for (size_t i = 0; is_sqlite && i < sizeof ids / sizeof ids[0]; i++) {
        if (memcmp(source->head + 68, ids[i], 4) == 0) {
            return 95;
        }
    }
    return 0;
}

static kbs_code gpkg_open(void **state, const import_source *source,
                          const import_reader_options *options, import_layer *layer,
                          base_findings *report)
{
    static const ogr_format format = {
        .driver = OGR_GPKG, .extension = "gpkg", .most_bytes = 16 * GIB, .count = count_geopackage
    };
    return ogr_open(&format, state, source, options, layer, report);
}

static int gml_bid(const import_source *source)
{
    return bid_by_look(source, "GML", 90);
}

static kbs_code gml_open(void **state, const import_source *source,
                         const import_reader_options *options, import_layer *layer,
                         base_findings *report)
{
    static const ogr_part parts[] = { { "xsd", false }, { NULL, false } };
    static const ogr_format format = { .driver = OGR_GML,
                                       .extension = "gml",
                                       .parts = parts,
                                       .most_bytes = GIB,
                                       .xml = XML_GML,
                                       .count = count_xml };
    return ogr_open(&format, state, source, options, layer, report);
}

static int kml_bid(const import_source *source)
{
    return bid_by_look(source, "KML", 90);
}

static kbs_code kml_open(void **state, const import_source *source,
                         const import_reader_options *options, import_layer *layer,
                         base_findings *report)
{
    static const ogr_format format = {
        .driver = OGR_KML, .extension = "kml", .most_bytes = GIB, .xml = XML_KML, .count = count_xml
    };
    return ogr_open(&format, state, source, options, layer, report);
}

static int flatgeobuf_bid(const import_source *source)
{
    return bid_by_look(source, "FlatGeobuf", 95);
}

static kbs_code flatgeobuf_open(void **state, const import_source *source,
                                const import_reader_options *options, import_layer *layer,
                                base_findings *report)
{
    static const ogr_format format = { .driver = OGR_FLATGEOBUF,
                                       .extension = "fgb",
                                       .most_bytes = 4 * GIB,
                                       .count = count_flatgeobuf };
    return ogr_open(&format, state, source, options, layer, report);
}

static int mapinfo_bid(const import_source *source)
{
    int table = bid_by_look(source, "MapInfo TAB", 90);
    return table != 0 ? table : bid_by_look(source, "MapInfo MIF", 80);
}

/* A table that only points to others (seamless, linked, a view, a raster) would make GDAL open
 * files that nobody named. */
static kbs_code check_table(const import_source *source, base_findings *report)
{
    bool is_native = import_head_has(source->head, source->head_length, "Type NATIVE");
    bool points = import_head_has(source->head, source->head_length, "IsSeamless") ||
                  source->head_length < source->size;
    return is_native && !points ? KBS_OK
                                : base_findings_fail_with(report, FINDING_OGR_TABLE_KIND,
                                                          source->name, NULL, "Type NATIVE");
}

static kbs_code mapinfo_open(void **state, const import_source *source,
                             const import_reader_options *options, import_layer *layer,
                             base_findings *report)
{
    static const ogr_part mif_parts[] = { { "mid", true }, { NULL, false } };
    static const ogr_part tab_parts[] = {
        { "dat", true }, { "map", true }, { "id", true }, { "ind", false }, { NULL, false }
    };
    static const ogr_format mif = { .driver = OGR_MAPINFO,
                                    .extension = "mif",
                                    .parts = mif_parts,
                                    .most_bytes = GIB,
                                    .count = count_mapinfo };
    static const ogr_format tab = { .driver = OGR_MAPINFO,
                                    .extension = "tab",
                                    .parts = tab_parts,
                                    .most_bytes = 2 * GIB,
                                    .count = count_mapinfo };
    *state = NULL;
    if (bid_by_look(source, "MapInfo TAB", 1) == 0) {
        return ogr_open(&mif, state, source, options, layer, report);
    }
    kbs_code code = check_table(source, report);
    return code == KBS_OK ? ogr_open(&tab, state, source, options, layer, report) : code;
}

const import_reader import_reader_gpkg = { "GPKG",   gpkg_bid,   gpkg_open,
                                           ogr_next, ogr_finish, ogr_close };
const import_reader import_reader_gml = {
    "GML", gml_bid, gml_open, ogr_next, ogr_finish, ogr_close
};
const import_reader import_reader_kml = {
    "KML", kml_bid, kml_open, ogr_next, ogr_finish, ogr_close
};
const import_reader import_reader_flatgeobuf = { "FlatGeobuf", flatgeobuf_bid, flatgeobuf_open,
                                                 ogr_next,     ogr_finish,     ogr_close };
const import_reader import_reader_mapinfo = { "MapInfo File", mapinfo_bid, mapinfo_open,
                                              ogr_next,       ogr_finish,  ogr_close };
