/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Export: the rows of one kind into a file, in the order of their ids. */
#include <kbs/import.h>

#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "geo/blob.h"
#include "geo/proj.h"
#include "import/export_files.h"
#include "import/export_format.h"
#include "import/source.h"
#include "import/write_ogr.h"
#include "store/scan.h"

#define MOST_COLUMNS (STORE_MOST_FIELDS + 4) /* id, measure, from and until revision */
#define PROGRESS_SECONDS 0.1
#define MOST_ROW_TEXT (64u * 1048576)
#define TABLE_TEXT 254u /* bytes of a text in a shapefile or MapInfo table */

typedef struct exporting {
    kbs_city *city;
    const kbs_export_options *options;
    const char *path;
    const store_kind *kind;
    const export_format *format;
    export_format other;
    const char *crs;
    geo_crs *target;
    geo_transform *transform;
    export_files files;
    char *layer;
    ogr_field fields[MOST_COLUMNS];
    size_t field_count;
    ogr_writer *writer;
    cad_writer *cad; /* instead, where the format is ours */
    store_scan *scan;
    base_sha256 *sha;
    geo_shape shape;
    geo_type first_type; /* of the rows; GEO_NONE before the first */
    base_buffer label, texts;
    int64_t written, total;
    double last_report;
    base_findings *report;
} exporting;

static kbs_code wrong_option(exporting *e, const char *option, const char *found,
                             const char *expected)
{
    kbs_finding finding = base_finding_of(FINDING_CALL_ARGUMENT);
    finding.field = option;
    finding.found = found;
    finding.expected = expected;
    return base_findings_fail(e->report, &finding);
}

/* ---- what to write, and how ---- */

static kbs_code choose_format(exporting *e)
{
    char extension[16];
    const char *driver = e->options->format;
    e->format = export_format_find(e->path, driver, &e->other);
    bool is_ours = e->format != NULL && e->format->cad != CAD_NONE;
    if (e->format == NULL || (!is_ours && !ogr_can_write(e->format->driver))) {
        import_extension(e->path, extension, sizeof extension);
        return base_findings_fail_with(e->report, FINDING_EXPORT_FORMAT, e->path,
                                       driver == NULL ? extension : driver, EXPORT_EXTENSIONS);
    }
    return KBS_OK;
}

static kbs_code choose_crs(exporting *e)
{
    const export_format *format = e->format;
    const char *usual = format->crs != NULL ? format->crs : format->usual_crs;
    const char *wanted = e->options->crs;
    e->crs = wanted != NULL ? wanted : usual != NULL ? usual : e->city->crs;
    kbs_code code = geo_crs_new(&e->target, e->crs, e->report);
    if (code == KBS_OK && format->crs != NULL && wanted != NULL) {
        geo_crs *only = NULL;
        code = geo_crs_new(&only, format->crs, e->report);
        if (code == KBS_OK && !geo_crs_same(only, e->target)) {
            code = base_findings_fail_with(e->report, FINDING_EXPORT_CRS, e->path, format->driver,
                                           "WGS 84");
        }
        geo_crs_free(only);
    }
    return code == KBS_OK
               ? geo_transform_new(&e->transform, e->city->crs, e->crs, geo_box_empty(), e->report)
               : code;
}

static void add_field(exporting *e, const char *name, store_type type)
{
    const char *shown = e->format->short_names ? export_short_name(name) : name;
    e->fields[e->field_count++] = (ogr_field){ shown, type };
}

static store_type written_type(store_type type)
{
    return type == STORE_NAME || type == STORE_KEY ? STORE_TEXT : type;
}

static void choose_fields(exporting *e)
{
    for (size_t i = 0; i < e->kind->field_count; i++) {
        add_field(e, e->kind->fields[i].name, written_type(e->kind->fields[i].type));
    }
    if (e->kind->measure != NULL) {
        add_field(e, e->kind->measure, STORE_REAL);
    }
    add_field(e, "id", STORE_INTEGER);
    if (e->options->closed) {
        add_field(e, "from_revision", STORE_INTEGER);
        add_field(e, "until_revision", STORE_INTEGER);
    }
}

/* The box of all rows in the target system, a metre wider, as an option of the layer. */
static kbs_code measure_bounds(exporting *e, base_buffer *option)
{
    store_scanned row;
    kbs_box box = geo_box_empty();
    int64_t known_on = e->options->closed ? -1 : 0;
    kbs_code code = store_scan_new(&e->scan, e->city, e->options->kind, NULL, known_on, false);
    while (code == KBS_OK && (code = store_scan_next(e->scan, &row)) == KBS_OK) {
        if (geo_blob_decode(&e->shape, row.blob, row.blob_length, e->city->srid) == GEO_BLOB_OK &&
            geo_transform_vertices(e->transform, e->shape.vertices, e->shape.vertex_count, NULL)) {
            box = geo_box_join(box, geo_shape_box(&e->shape)); /* others fail when written */
        }
    }
    store_scan_free(e->scan);
    e->scan = NULL;
    double margin = geo_crs_is_geographic(e->target) ? 1e-5 : 1;
    bool is_empty = geo_box_is_empty(box);
    double corners[4] = { is_empty ? 0 : box.east_min - margin,
                          is_empty ? 0 : box.north_min - margin,
                          is_empty ? 1 : box.east_max + margin,
                          is_empty ? 1 : box.north_max + margin };
    base_buffer_text(option, "BOUNDS=");
    for (size_t i = 0; i < 4; i++) {
        base_buffer_text(option, i == 0 ? "" : ",");
        base_buffer_fixed(option, corners[i], 6);
    }
    if (code == KBS_END) {
        code = option->failed ? base_findings_no_memory(e->report) : KBS_OK;
    }
    return code;
}

static kbs_code open_writer(exporting *e)
{
    const export_format *format = e->format;
    if (format->cad != CAD_NONE) {
        return cad_writer_new(&e->cad, format->cad, e->files.path, e->path, e->kind,
                              geo_crs_is_geographic(e->target), e->report);
    }
    bool degrees = geo_crs_is_geographic(e->target) && format->degree_options[0] != NULL;
    e->layer = format->file_is_layer ? import_base_name(e->path) : base_text_copy(e->kind->table);
    if (e->layer == NULL) {
        return base_findings_no_memory(e->report);
    }
    const char *const *options = degrees ? format->degree_options : format->layer_options;
    base_buffer bounds;
    base_buffer_init(&bounds, 256);
    kbs_code code = format->needs_bounds ? measure_bounds(e, &bounds) : KBS_OK;
    const char *const bounds_option[] = { bounds.data, NULL };
    ogr_writer_setup setup = { .driver = format->driver,
                               .path = e->files.path,
                               .shown = e->path,
                               .layer = e->layer,
                               .epsg = geo_crs_epsg(e->target),
                               .wkt = geo_crs_wkt(e->target),
                               .geometry = e->kind->geometry,
                               .fields = e->fields,
                               .field_count = e->field_count,
                               .dates_are_texts = format->dates_are_texts,
                               .dataset_options = format->dataset_options,
                               .layer_options = format->needs_bounds ? bounds_option : options };
    if (code == KBS_OK) {
        code = ogr_writer_new(&e->writer, &setup, e->report);
    }
    base_buffer_release(&bounds);
    return code;
}

/* ---- rows ---- */

static kbs_code row_fail(exporting *e, base_finding_code code, const char *field, const char *found,
                         const char *expected)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = e->path;
    finding.key = e->label.failed || e->label.length == 0 ? NULL : e->label.data;
    finding.field = field;
    finding.found = found;
    finding.expected = expected;
    return base_findings_fail(e->report, &finding);
}

/* A text that a spreadsheet would take for a formula gets an apostrophe, unless it is a number. */
static bool is_formula(const char *text, size_t length)
{
    double number;
    return length > 0 && memchr("=+-@\t\r", text[0], 6) != NULL &&
           !base_number_parse(text, length, &number);
}

static kbs_code guard_text(exporting *e, size_t field, store_value *value)
{
    bool is_table = e->format->short_names || strcmp(e->format->driver, "MapInfo File") == 0;
    if (is_table && value->length > TABLE_TEXT) {
        return row_fail(e, FINDING_EXPORT_TEXT_LONG, e->fields[field].name, NULL, "254");
    }
    if (!e->format->formulas || !is_formula(value->text, value->length)) {
        return KBS_OK;
    }
    size_t start = e->texts.length;
    base_buffer_char(&e->texts, '\'');
    base_buffer_add(&e->texts, value->text, value->length);
    if (e->texts.failed) {
        return base_findings_no_memory(e->report);
    }
    value->text = e->texts.data + start;
    value->length++;
    return KBS_OK;
}

static store_value integer(int64_t number)
{
    return (store_value){ .type = STORE_VALUE_INTEGER, .integer = number };
}

/* The values of a row by column of the export. */
static kbs_code fill_values(exporting *e, const store_scanned *row, store_value *values)
{
    size_t n = e->kind->field_count, needed = 1;
    kbs_code code = KBS_OK;
    for (size_t i = 0; e->format->formulas && i < n; i++) {
        needed += row->values[i].type == STORE_VALUE_TEXT ? row->values[i].length + 1 : 0;
    }
    base_buffer_clear(&e->texts);
    if (base_buffer_extend(&e->texts, needed) == NULL) {
        return base_findings_no_memory(e->report);
    }
    base_buffer_clear(&e->texts); /* there is room now: texts do not move while the row is filled */
    for (size_t i = 0; code == KBS_OK && i < n; i++) {
        values[i] = row->values[i];
        if (values[i].type == STORE_VALUE_TEXT) {
            code = guard_text(e, i, &values[i]);
        }
    }
    if (e->kind->measure != NULL) {
        values[n++] = (store_value){ .type = STORE_VALUE_REAL, .real = row->measure };
    }
    values[n++] = integer(row->id);
    values[n++] = integer(row->from_revision);
    values[n] = row->until_revision == 0 ? (store_value){ .type = STORE_VALUE_NULL }
                                         : integer(row->until_revision);
    return code;
}

/* A shapefile holds one type; GDAL would write an area as a line. */
static kbs_code check_type(exporting *e)
{
    bool is_shapefile = e->format->short_names;
    if (e->first_type == GEO_NONE) {
        e->first_type = e->shape.type;
    }
    if (!is_shapefile || e->shape.type == e->first_type) {
        return KBS_OK;
    }
    return row_fail(e, FINDING_EXPORT_TYPES, NULL, geo_type_name(e->shape.type),
                    geo_type_name(e->first_type));
}

static kbs_code read_shape(exporting *e, const store_scanned *row)
{
    geo_blob_defect defect = geo_blob_decode(&e->shape, row->blob, row->blob_length, e->city->srid);
    if (defect == GEO_BLOB_NO_MEMORY) {
        return base_findings_no_memory(e->report);
    }
    if (defect != GEO_BLOB_OK || !store_scanned_is_sound(e->city, e->kind, row, e->sha, NULL)) {
        return row_fail(e, FINDING_EXPORT_DAMAGED, NULL, geo_blob_defect_name(defect), NULL);
    }
    if (!geo_transform_is_identity(e->transform) &&
        !geo_transform_vertices(e->transform, e->shape.vertices, e->shape.vertex_count, NULL)) {
        return row_fail(e, FINDING_EXPORT_TRANSFORM, NULL, NULL, geo_crs_name(e->target));
    }
    return check_type(e);
}

static bool is_cancelled(exporting *e)
{
    double now = base_clock_seconds();
    bool is_due = e->options->progress != NULL && now - e->last_report >= PROGRESS_SECONDS;
    if (!is_due) {
        return false;
    }
    kbs_progress progress = { "write", (uint64_t)e->written, (uint64_t)e->total };
    e->last_report = now;
    return !e->options->progress(&progress, e->options->user);
}

static kbs_code write_row(exporting *e, const store_scanned *row, store_value *values)
{
    const char *label = e->label.failed ? NULL : e->label.data;
    if (e->cad != NULL) {
        return cad_writer_add(e->cad, row->values, row->id, &e->shape, label, e->report);
    }
    kbs_code code = fill_values(e, row, values);
    return code == KBS_OK ? ogr_writer_add(e->writer, values, &e->shape, label, e->report) : code;
}

static kbs_code write_rows(exporting *e)
{
    store_scanned row;
    store_value values[MOST_COLUMNS];
    kbs_code code = store_scan_new(&e->scan, e->city, e->options->kind, NULL,
                                   e->options->closed ? -1 : 0, true);
    while (code == KBS_OK && (code = store_scan_next(e->scan, &row)) == KBS_OK) {
        if (is_cancelled(e)) {
            kbs_finding finding = base_finding_of(FINDING_CALL_CANCELLED);
            return base_findings_fail(e->report, &finding);
        }
        base_buffer_clear(&e->label);
        store_scanned_label(e->kind, &row, &e->label);
        code = read_shape(e, &row);
        if (code == KBS_OK) {
            code = write_row(e, &row, values);
        }
        e->written += code == KBS_OK ? 1 : 0;
    }
    return code == KBS_END ? KBS_OK : code;
}

/* ---- the call ---- */

static kbs_code check(exporting *e)
{
    const kbs_export_options *options = e->options;
    if (options == NULL || options->size != sizeof *options) {
        return wrong_option(e, "options.size", "-", "KBS_EXPORT_OPTIONS_INIT");
    }
    e->kind = store_kind_of(options->kind);
    if (e->kind == NULL) {
        return wrong_option(
            e, "kind", "-",
            "neighbourhood, parcel, road, plan-area, restriction, building, address, point");
    }
    return e->path == NULL || e->path[0] == '\0' ? wrong_option(e, "path", "-", "file") : KBS_OK;
}

static kbs_code prepare(exporting *e)
{
    kbs_code code = choose_format(e);
    if (code == KBS_OK) {
        code = choose_crs(e);
    }
    if (code == KBS_OK) {
        choose_fields(e);
        code = export_files_begin(&e->files, e->path, e->options->replace, e->report);
    }
    e->sha = base_sha256_new();
    if (code == KBS_OK && e->sha == NULL) {
        code = base_findings_no_memory(e->report);
    }
    return code;
}

static kbs_code run(exporting *e)
{
    kbs_code code = store_city_begin_read(e->city);
    if (code != KBS_OK) {
        return code;
    }
    code = store_kind_count(e->city, e->options->kind, &e->total);
    if (code == KBS_OK) {
        code = open_writer(e);
    }
    if (code == KBS_OK) {
        code = write_rows(e);
    }
    store_scan_free(e->scan);
    store_city_end_read(e->city);
    if (code == KBS_OK) {
        code = e->cad != NULL ? cad_writer_close(e->cad, e->report)
                              : ogr_writer_close(e->writer, e->report);
    }
    return code == KBS_OK ? export_files_publish(&e->files, e->options->replace, e->report) : code;
}

static void release(exporting *e)
{
    ogr_writer_free(e->writer);
    cad_writer_free(e->cad);
    export_files_release(&e->files);
    geo_transform_free(e->transform);
    geo_crs_free(e->target);
    base_sha256_free(e->sha);
    geo_shape_release(&e->shape);
    base_buffer_release(&e->label);
    base_buffer_release(&e->texts);
    base_free(e->layer);
}

kbs_code kbs_export(kbs_city *city, const char *path, const kbs_export_options *options,
                    int64_t *written)
{
    if (written != NULL) {
        *written = 0;
    }
    kbs_code code = store_city_enter(city);
    if (code != KBS_OK) {
        return code;
    }
    exporting e = { .city = city, .options = options, .path = path, .report = &city->error };
    geo_shape_init(&e.shape);
    base_buffer_init(&e.label, 4096);
    base_buffer_init(&e.texts, MOST_ROW_TEXT);
    code = check(&e);
    if (code == KBS_OK) {
        code = prepare(&e);
    }
    if (code == KBS_OK) {
        code = run(&e);
    }
    if (code == KBS_OK && written != NULL) {
        *written = e.written;
    }
    release(&e);
    return code;
}
