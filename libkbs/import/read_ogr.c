/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* GDAL's vector layers, one thread, one driver, no network, no files but the one that is named. */
#include "import/read_ogr.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <pthread.h>
#include <string.h>

/* C entry points of GDAL that only its C++ header declares. Registering single drivers takes no
 * time and leaves a program that uses GDAL itself as it was; GDALAllRegister costs 0.1 s and 50 MB.
 */
void RegisterOGRGeoPackage(void);
void RegisterOGRGML(void);
void RegisterOGRLIBKML(void);
void RegisterOGRFlatGeobuf(void);
void RegisterOGRTAB(void);

#define MOST_WARNINGS 50 /* of GDAL, told one by one */
#define MOST_TEXTS (64u * 1048576)
#define MOST_WKB (1u << 30)
#define EXACT_INTEGER                                                                              \
    9007199254740992 /* 2^53: larger ones would lose digits as a number and stay texts */

static const char *const gml_options[] = { "WRITE_GFS=NO", "DOWNLOAD_SCHEMA=NO",
                                           "FORCE_SRS_DETECTION=YES", NULL };
static const char *const gpkg_options[] = { "LIST_ALL_TABLES=NO", NULL };
static const char *const fgb_options[] = { "VERIFY_BUFFERS=YES", NULL };

static const struct driver {
    const char *name;
    void (*enlist)(void);
    const char *const *options;
    const char *crs_source;
} drivers[] = {
    { "GPKG", RegisterOGRGeoPackage, gpkg_options, "gpkg_spatial_ref_sys" },
    { "GML", RegisterOGRGML, gml_options, "srsName" },
    { "LIBKML", RegisterOGRLIBKML, NULL, "format" },
    { "FlatGeobuf", RegisterOGRFlatGeobuf, fgb_options, "header" },
    { "MapInfo File", RegisterOGRTAB, NULL, "CoordSys" },
};

struct ogr_door {
    const struct driver *driver;
    const char *name; /* of the source, to show */
    GDALDatasetH dataset;
    OGRLayerH layer;
    const char *layer_name;
    base_arena *texts; /* what the layer tells */
    import_column *columns;
    OGRFieldType *types;
    int *fields; /* GDAL's number of each column */
    size_t column_count, left_out;
    bool north_first, is_geographic;
    int64_t given;
    base_buffer values, wkb; /* of the record at hand */
    size_t *offsets;
    /* of the call at hand */
    base_findings *report;
    char **outer_options;
    bool has_failed;
    int64_t warnings;
    char message[256]; /* of the first failure */
};

const char *import_gdal_version(void)
{
    return GDALVersionInfo("RELEASE_NAME");
}

/* ---- GDAL's messages and settings, around every group of calls ---- */

static kbs_finding finding_here(const ogr_door *door, base_finding_code code)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = door->name;
    finding.layer = door->layer_name;
    finding.record = door->given;
    return finding;
}

static void CPL_STDCALL on_message(CPLErr level, CPLErrorNum number, const char *message)
{
    ogr_door *door = CPLGetErrorHandlerUserData();
    (void)number;
    if (level == CE_None || level == CE_Debug) {
        return;
    }
    if (level == CE_Warning) {
        if (++door->warnings <= MOST_WARNINGS) {
            kbs_finding finding = finding_here(door, FINDING_OGR_WARNING);
            finding.found = message;
            base_findings_add(door->report, &finding);
        }
        return;
    }
    if (!door->has_failed) {
        size_t length = strnlen(message, sizeof door->message - 1);
        door->has_failed = true;
        memcpy(door->message, message, length);
        door->message[length] = '\0';
    }
}

static const char *const settings[][2] = {
    { "CPL_VSIL_CURL_ALLOWED_FILENAME", "none" },
    { "GDAL_DRIVER_PATH", "disable" },
    { "GDAL_VRT_ENABLE_PYTHON", "NO" },
    { "CPL_DEBUG", "OFF" },
    { "GML_SKIP_RESOLVE_ELEMS", "ALL" },
    { "GML_SKIP_CORRUPTED_FEATURES", "NO" },
    { "GML_PARSER", "EXPAT" },
    { "LIBKML_READ_GROUND_OVERLAY", "NO" },
    { "LIBKML_RESOLVE_STYLE", "NO" },
};

/* Settings of this thread only, and our message handler on top of its stack. */
static void enter(ogr_door *door, base_findings *report)
{
    door->report = report;
    door->outer_options = CPLGetThreadLocalConfigOptions();
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        CPLSetThreadLocalConfigOption(settings[i][0], settings[i][1]);
    }
    CPLPushErrorHandlerEx(on_message, door);
}

static void leave(ogr_door *door)
{
    CPLPopErrorHandler();
    CPLSetThreadLocalConfigOptions((const char *const *)door->outer_options);
    CSLDestroy(door->outer_options);
    door->outer_options = NULL;
}

/* GDAL said "failure" at some point, or returned one in silence while `doing` something. */
static kbs_code failure(ogr_door *door, const char *doing)
{
    kbs_finding finding = finding_here(door, FINDING_OGR_FAILURE);
    finding.found = door->has_failed ? door->message : doing;
    return base_findings_fail(door->report, &finding);
}

/* Ends a group of calls: what failed inside fails the group. */
static kbs_code end(ogr_door *door, kbs_code code, const char *doing)
{
    if (door->has_failed && (code == KBS_OK || code == KBS_END)) {
        code = failure(door, doing);
    }
    leave(door);
    return code;
}

/* ---- opening and closing ---- */

static pthread_mutex_t driver_lock = PTHREAD_MUTEX_INITIALIZER;

static void enlist(const struct driver *driver)
{
    (void)pthread_mutex_lock(&driver_lock);
    if (GDALGetDriverByName(driver->name) == NULL) {
        driver->enlist();
    }
    (void)pthread_mutex_unlock(&driver_lock);
}

void ogr_door_close(ogr_door *door)
{
    if (door == NULL) {
        return;
    }
    enter(door, NULL);
    if (door->dataset != NULL) {
        (void)GDALClose(door->dataset);
    }
    leave(door);
    base_arena_free(door->texts);
    base_buffer_release(&door->values);
    base_buffer_release(&door->wkb);
    base_free(door->offsets);
    base_free(door);
}

kbs_code ogr_door_open(ogr_door **out, ogr_driver driver, const char *path, const char *name,
                       base_findings *report)
{
    ogr_door *door = base_new(sizeof *door);
    *out = NULL;
    if (door == NULL) {
        return base_findings_no_memory(report);
    }
    door->driver = &drivers[driver];
    door->name = name;
    base_buffer_init(&door->values, MOST_TEXTS);
    base_buffer_init(&door->wkb, MOST_WKB);
    door->texts = base_arena_new();
    const char *const allowed[] = { door->driver->name, NULL };
    enter(door, report);
    enlist(door->driver);
    kbs_code code = door->texts == NULL ? base_findings_no_memory(report) : KBS_OK;
    if (code == KBS_OK) {
        unsigned flags = GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR;
        door->dataset = GDALOpenEx(path, flags, allowed, door->driver->options, NULL);
        code = door->dataset == NULL ? failure(door, door->driver->name) : KBS_OK;
    }
    code = end(door, code, door->driver->name);
    if (code != KBS_OK) {
        ogr_door_close(door);
        return code;
    }
    *out = door;
    return KBS_OK;
}

/* ---- layers ---- */

size_t ogr_door_layer_count(const ogr_door *door)
{
    int count = GDALDatasetGetLayerCount(door->dataset);
    return count < 0 ? 0 : (size_t)count;
}

kbs_code ogr_door_look(ogr_door *door, size_t layer, ogr_layer_look *look, base_findings *report)
{
    enter(door, report);
    OGRLayerH handle = GDALDatasetGetLayer(door->dataset, (int)layer);
    *look = (ogr_layer_look){ .name = "" };
    kbs_code code = handle == NULL ? failure(door, "layer") : KBS_OK;
    if (code == KBS_OK) {
        look->name = base_arena_text(door->texts, OGR_L_GetName(handle));
        look->has_geometry = OGR_L_GetGeomType(handle) != wkbNone;
        look->features = (int64_t)OGR_L_GetFeatureCount(handle, 1);
        code = look->name == NULL ? base_findings_no_memory(report) : KBS_OK;
    }
    return end(door, code, "layer");
}

static char column_type(OGRFieldDefnH field)
{
    switch (OGR_Fld_GetType(field)) {
    case OFTInteger:
    case OFTInteger64:
    case OFTReal:
        return OGR_Fld_GetSubType(field) == OFSTBoolean ? 'L' : 'N';
    case OFTString:
        return 'C';
    case OFTDate:
    case OFTTime:
    case OFTDateTime:
        return 'D';
    default:
        return 'B';
    }
}

/* Fields that are no columns: GDAL names a field of a deep GML schema by its whole path, which
 * nobody maps; and it gives every KML placemark what tells a globe how to draw it. */
static bool is_left_out(ogr_door *door, const char *name)
{
    static const char *const drawing[] = { "altitudeMode", "tessellate", "extrude",
                                           "visibility",   "drawOrder",  "icon" };
    if (door->driver == &drivers[OGR_GML] && strlen(name) > OGR_MOST_FIELD_NAME) {
        door->left_out++;
        return true;
    }
    bool is_drawing = false;
    for (size_t i = 0; i < sizeof drawing / sizeof drawing[0]; i++) {
        is_drawing = is_drawing || strcmp(name, drawing[i]) == 0;
    }
    return door->driver == &drivers[OGR_KML] && is_drawing;
}

static kbs_code describe_columns(ogr_door *door)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(door->layer);
    int fields = OGR_FD_GetFieldCount(definition);
    size_t count = fields < 0 ? 0 : (size_t)fields;
    door->columns = base_arena_alloc(door->texts, count + 1, sizeof *door->columns);
    door->types = base_arena_alloc(door->texts, count + 1, sizeof *door->types);
    door->fields = base_arena_alloc(door->texts, count + 1, sizeof *door->fields);
    door->offsets = base_new_array(count + 1, sizeof *door->offsets);
    bool kept = door->columns != NULL && door->types != NULL && door->fields != NULL &&
                door->offsets != NULL;
    for (int i = 0; kept && i < fields; i++) {
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, i);
        if (is_left_out(door, OGR_Fld_GetNameRef(field))) {
            continue;
        }
        size_t n = door->column_count++;
        door->columns[n].name = base_arena_text(door->texts, OGR_Fld_GetNameRef(field));
        door->columns[n].type = column_type(field);
        door->types[n] = OGR_Fld_GetType(field);
        door->fields[n] = i;
        kept = door->columns[n].name != NULL;
    }
    return kept ? KBS_OK : base_findings_no_memory(door->report);
}

/* Does the first coordinate of the layer's data go north? GDAL's drivers give the east first, and
 * say so in the mapping of axes. */
static bool is_north_first(OGRSpatialReferenceH crs)
{
    int count = 0;
    OGRAxisOrientation orientation = OAO_Other;
    const int *mapping = OSRGetDataAxisToSRSAxisMapping(crs, &count);
    if (mapping == NULL || count < 2) {
        return false;
    }
    int axis = mapping[0] < 0 ? -mapping[0] - 1 : mapping[0] - 1;
    (void)OSRGetAxis(crs, NULL, axis, &orientation);
    return orientation == OAO_North;
}

/* The system as "EPSG:nnnn" where it is one, else as WKT; NULL when the layer has none. */
static void describe_crs(ogr_door *door, import_layer *layer)
{
    OGRSpatialReferenceH crs = OGR_L_GetSpatialRef(door->layer);
    if (crs == NULL || OSRIsLocal(crs)) {
        return;
    }
    const char *authority = OSRGetAuthorityName(crs, NULL),
               *number = OSRGetAuthorityCode(crs, NULL);
    base_buffer text;
    base_buffer_init(&text, 65536);
    if (authority != NULL && number != NULL && strcmp(authority, "EPSG") == 0) {
        base_buffer_text(&text, "EPSG:");
        base_buffer_text(&text, number);
    } else {
        static const char *const options[] = { "FORMAT=WKT2_2018", NULL };
        char *wkt = NULL;
        if (OSRExportToWktEx(crs, &wkt, options) == OGRERR_NONE && wkt != NULL) {
            base_buffer_text(&text, wkt);
        }
        CPLFree(wkt);
    }
    layer->crs = text.failed || text.length == 0 ? NULL : base_arena_text(door->texts, text.data);
    layer->crs_source = layer->crs == NULL ? NULL : door->driver->crs_source;
    base_buffer_release(&text);
    door->north_first = is_north_first(crs);
    door->is_geographic = OSRIsGeographic(crs) != 0;
}

static kbs_box extent_of(const ogr_door *door)
{
    OGREnvelope box;
    if (OGR_L_GetExtent(door->layer, &box, 1) != OGRERR_NONE) {
        return geo_box_empty();
    }
    bool finite =
        isfinite(box.MinX) && isfinite(box.MinY) && isfinite(box.MaxX) && isfinite(box.MaxY);
    if (!finite || box.MinX > box.MaxX || box.MinY > box.MaxY) {
        return geo_box_empty();
    }
    return door->north_first ? (kbs_box){ box.MinY, box.MinX, box.MaxY, box.MaxX }
                             : (kbs_box){ box.MinX, box.MinY, box.MaxX, box.MaxY };
}

static geo_type hint_of(OGRwkbGeometryType type)
{
    switch (OGR_GT_Flatten(type)) {
    case wkbPoint:
        return GEO_POINT;
    case wkbLineString:
        return GEO_LINE;
    case wkbPolygon:
        return GEO_POLYGON;
    case wkbMultiPoint:
        return GEO_MULTIPOINT;
    case wkbMultiLineString:
        return GEO_MULTILINE;
    case wkbMultiPolygon:
        return GEO_MULTIPOLYGON;
    default:
        return GEO_NONE;
    }
}

kbs_code ogr_door_choose(ogr_door *door, size_t index, import_layer *layer, bool *is_utf8,
                         base_findings *report)
{
    enter(door, report);
    *layer = (import_layer){ .box = geo_box_empty() };
    *is_utf8 = false;
    door->layer = GDALDatasetGetLayer(door->dataset, (int)index);
    kbs_code code = door->layer == NULL ? failure(door, "layer") : describe_columns(door);
    if (code == KBS_OK) {
        door->layer_name = base_arena_text(door->texts, OGR_L_GetName(door->layer));
        describe_crs(door, layer);
        layer->name = door->layer_name;
        layer->columns = door->columns;
        layer->column_count = door->column_count;
        layer->type_hint = hint_of(OGR_L_GetGeomType(door->layer));
        layer->box = extent_of(door);
        *is_utf8 = OGR_L_TestCapability(door->layer, OLCStringsAsUTF8) != 0;
        OGR_L_ResetReading(door->layer);
        code = layer->name == NULL ? base_findings_no_memory(report) : KBS_OK;
    }
    return end(door, code, "layer");
}

bool ogr_door_is_geographic(const ogr_door *door)
{
    return door->is_geographic;
}

kbs_code ogr_door_ask(ogr_door *door, const char *sql, int64_t *number, base_findings *report)
{
    enter(door, report);
    OGRLayerH answer = GDALDatasetExecuteSQL(door->dataset, sql, NULL, NULL);
    OGRFeatureH row = answer == NULL ? NULL : OGR_L_GetNextFeature(answer);
    kbs_code code = row == NULL ? failure(door, "SELECT") : KBS_OK;
    *number = row == NULL ? 0 : (int64_t)OGR_F_GetFieldAsInteger64(row, 0);
    OGR_F_Destroy(row);
    if (answer != NULL) {
        GDALDatasetReleaseResultSet(door->dataset, answer);
    }
    return end(door, code, "SELECT");
}

/* ---- features ---- */

static void add_two_digits(base_buffer *text, int value)
{
    base_buffer_char(text, (char)('0' + value / 10 % 10));
    base_buffer_char(text, (char)('0' + value % 10));
}

/* "2024-02-29", with a time behind it when the field has one other than midnight: FlatGeobuf has no
 * dates without a time. */
static void add_date(base_buffer *text, OGRFeatureH feature, int field, OGRFieldType type)
{
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, zone = 0;
    float second = 0;
    if (!OGR_F_GetFieldAsDateTimeEx(feature, field, &year, &month, &day, &hour, &minute, &second,
                                    &zone)) {
        return;
    }
    if (type != OFTTime) {
        add_two_digits(text, year / 100);
        add_two_digits(text, year);
        base_buffer_char(text, '-');
        add_two_digits(text, month);
        base_buffer_char(text, '-');
        add_two_digits(text, day);
    }
    bool is_midnight = hour == 0 && minute == 0 && second == 0;
    if (type == OFTTime || (type == OFTDateTime && !is_midnight)) {
        base_buffer_text(text, type == OFTDateTime ? "T" : "");
        add_two_digits(text, hour);
        base_buffer_char(text, ':');
        add_two_digits(text, minute);
        base_buffer_char(text, ':');
        add_two_digits(text, (int)second);
    }
}

/* A value that is given as text; its place in `values` is kept, the pointer comes when all are
 * there. */
static void end_text(ogr_door *door, import_value *value, size_t column, size_t start)
{
    static const char blanks[] = " \t\r\n";
    size_t stop = door->values.length;
    const char *data = door->values.data;
    while (stop > start && memchr(blanks, data[stop - 1], 4) != NULL) {
        stop--;
    }
    while (start < stop && memchr(blanks, data[start], 4) != NULL) {
        start++;
    }
    door->offsets[column] = start;
    value->type = IMPORT_VALUE_TEXT;
    value->length = stop - start;
}

/* An integer; false when it became a text. */
static bool read_integer(ogr_door *door, GIntBig number, bool is_flag, import_value *value)
{
    if (is_flag) {
        base_buffer_text(&door->values, number != 0 ? "true" : "false");
        return false;
    }
    if (number > EXACT_INTEGER || number < -EXACT_INTEGER) {
        base_buffer_int(&door->values, (int64_t)number);
        return false;
    }
    value->type = IMPORT_VALUE_NUMBER;
    value->number = (double)number;
    return true;
}

static void read_value(ogr_door *door, OGRFeatureH feature, size_t column, import_value *value)
{
    int field = door->fields[column];
    size_t start = door->values.length;
    *value = (import_value){ .type = IMPORT_VALUE_NULL };
    if (!OGR_F_IsFieldSetAndNotNull(feature, field)) {
        return;
    }
    switch (door->types[column]) {
    case OFTInteger:
    case OFTInteger64:
        if (read_integer(door, OGR_F_GetFieldAsInteger64(feature, field),
                         door->columns[column].type == 'L', value)) {
            return;
        }
        break;
    case OFTReal:
        value->number = OGR_F_GetFieldAsDouble(feature, field);
        value->type = isfinite(value->number) ? IMPORT_VALUE_NUMBER : IMPORT_VALUE_NULL;
        return;
    case OFTDate:
    case OFTTime:
    case OFTDateTime:
        add_date(&door->values, feature, field, door->types[column]);
        break;
    case OFTBinary:
        return;
    default:
        base_buffer_text(&door->values, OGR_F_GetFieldAsString(feature, field));
        break;
    }
    if (!door->values.failed) {
        end_text(door, value, column, start);
    }
}

static kbs_code read_values(ogr_door *door, OGRFeatureH feature, import_value *values)
{
    base_buffer_clear(&door->values);
    for (size_t i = 0; i < door->column_count; i++) {
        read_value(door, feature, i, &values[i]);
    }
    if (door->values.failed) {
        return base_findings_no_memory(door->report);
    }
    for (size_t i = 0; i < door->column_count; i++) {
        if (values[i].type == IMPORT_VALUE_TEXT) {
            values[i].text =
                (door->values.data == NULL ? "" : door->values.data) + door->offsets[i];
        }
    }
    return KBS_OK;
}

static kbs_code read_geometry(ogr_door *door, OGRFeatureH feature, ogr_row *row)
{
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    row->wkb = NULL;
    row->wkb_length = 0;
    if (geometry == NULL) {
        return KBS_OK;
    }
    size_t size = OGR_G_WkbSizeEx(geometry);
    base_buffer_clear(&door->wkb);
    unsigned char *wkb = base_buffer_extend(&door->wkb, size);
    if (wkb == NULL) {
        return base_findings_no_memory(door->report);
    }
    if (OGR_G_ExportToIsoWkb(geometry, wkbNDR, wkb) != OGRERR_NONE) {
        return failure(door, "WKB");
    }
    row->wkb = wkb;
    row->wkb_length = size;
    return KBS_OK;
}

kbs_code ogr_door_next(ogr_door *door, ogr_row *row, base_findings *report)
{
    enter(door, report);
    door->given++;
    OGRFeatureH feature = OGR_L_GetNextFeature(door->layer);
    kbs_code code = feature == NULL ? KBS_END : KBS_OK;
    row->north_first = door->north_first;
    if (feature == NULL && !door->has_failed) {
        door->given--;
    } else if (!door->has_failed) {
        code = read_values(door, feature, row->values);
        if (code == KBS_OK) {
            code = read_geometry(door, feature, row);
        }
    }
    OGR_F_Destroy(feature);
    return end(door, code, "next");
}

bool ogr_door_has_failed(const ogr_door *door)
{
    return door->has_failed;
}

void ogr_door_rewind(ogr_door *door)
{
    enter(door, NULL);
    OGR_L_ResetReading(door->layer);
    leave(door);
    door->given = 0;
}

int64_t ogr_door_fields_left_out(const ogr_door *door)
{
    return (int64_t)door->left_out;
}

int64_t ogr_door_untold_warnings(const ogr_door *door)
{
    return door->warnings > MOST_WARNINGS ? door->warnings - MOST_WARNINGS : 0;
}
