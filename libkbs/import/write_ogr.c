/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* GDAL's vector drivers, for writing. */
#include "import/write_ogr.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <pthread.h>
#include <string.h>

#include "base/buffer.h"
#include "base/date.h"
#include "geo/blob.h"
#include "import/write_ogr_files.h"

/* C entry points of GDAL that only its C++ header declares; see read_ogr.c. */
void RegisterOGRGeoPackage(void);
void RegisterOGRGeoJSON(void);
void RegisterOGRGeoJSONSeq(void);
void RegisterOGRShape(void);
void RegisterOGRFlatGeobuf(void);
void RegisterOGRGML(void);
void RegisterOGRKML(void);
void RegisterOGRCSV(void);
void RegisterOGRDXF(void);
void RegisterOGRTAB(void);

#define MOST_TEXT 65536u
#define DBF_TEXT_WIDTH 254 /* bytes: the most that a DBF and a MapInfo table hold */
#define DBF_REAL_WIDTH 24
#define DBF_REAL_DECIMALS 12 /* leaves 10 digits before the point: areas of whole provinces */

struct ogr_writer {
    const char *shown;
    const char *layer_name;
    GDALDatasetH dataset;
    OGRLayerH layer;
    OGRSpatialReferenceH crs;
    const ogr_field *fields;
    size_t field_count;
    int *indexes; /* GDAL's number of each field: some drivers have fields of their own before ours
                   */
    bool dates_are_texts;
    base_buffer wkb, text;
    base_findings *report; /* of the call at hand */
    char **outer_options;
    bool has_failed;
    int write_error; /* errno of a piece that was not written */
    char message[256];
};

static void CPL_STDCALL on_message(CPLErr level, CPLErrorNum number, const char *message)
{
    ogr_writer *writer = CPLGetErrorHandlerUserData();
    (void)number;
    if (level == CE_None || level == CE_Debug || writer->has_failed) {
        return;
    }
    size_t length = strnlen(message, sizeof writer->message - 1);
    writer->has_failed = true;
    memcpy(writer->message, message, length);
    writer->message[length] = '\0';
}

static const char *const settings[][2] = {
    { "CPL_VSIL_CURL_ALLOWED_FILENAME", "none" },
    { "GDAL_DRIVER_PATH", "disable" },
    { "CPL_DEBUG", "OFF" },
    { "DXF_WRITE_HATCH", "NO" },
    { "OGR_SQLITE_SYNCHRONOUS", "OFF" }, /* the file is flushed when it gets its name */
};

static void enter(ogr_writer *writer, base_findings *report)
{
    writer->report = report;
    writer->outer_options = CPLGetThreadLocalConfigOptions();
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        CPLSetThreadLocalConfigOption(settings[i][0], settings[i][1]);
    }
    CPLPushErrorHandlerEx(on_message, writer);
    ogr_files_watch(&writer->write_error);
}

static void leave(ogr_writer *writer)
{
    ogr_files_watch(NULL);
    CPLPopErrorHandler();
    CPLSetThreadLocalConfigOptions((const char *const *)writer->outer_options);
    CSLDestroy(writer->outer_options);
    writer->outer_options = NULL;
}

/* What the disk says comes before what GDAL makes of it. */
static kbs_code failure(ogr_writer *writer, const char *doing, const char *key)
{
    kbs_finding finding = base_finding_of(FINDING_EXPORT_FAILURE);
    finding.file = writer->shown;
    finding.key = key;
    finding.found = writer->write_error != 0 ? strerror(writer->write_error)
                    : writer->has_failed     ? writer->message
                                             : doing;
    return base_findings_fail(writer->report, &finding);
}

static kbs_code end(ogr_writer *writer, kbs_code code, const char *doing, const char *key)
{
    if (code == KBS_OK && (writer->has_failed || writer->write_error != 0)) {
        code = failure(writer, doing, key);
    }
    leave(writer);
    return code;
}

/* ---- drivers ---- */

static const struct driver {
    const char *name;
    void (*enlist)(void);
    bool by_sqlite; /* which looks after its file itself */
} drivers[] = {
    { "GPKG", RegisterOGRGeoPackage, true },
    { "GeoJSON", RegisterOGRGeoJSON, false },
    { "GeoJSONSeq", RegisterOGRGeoJSONSeq, false },
    { "ESRI Shapefile", RegisterOGRShape, false },
    { "FlatGeobuf", RegisterOGRFlatGeobuf, false },
    { "GML", RegisterOGRGML, false },
    { "KML", RegisterOGRKML, false },
    { "CSV", RegisterOGRCSV, false },
    { "DXF", RegisterOGRDXF, false },
    { "MapInfo File", RegisterOGRTAB, false },
};

static pthread_mutex_t driver_lock = PTHREAD_MUTEX_INITIALIZER;

static void enlist(const char *driver)
{
    bool known = false;
    for (size_t i = 0; i < sizeof drivers / sizeof drivers[0]; i++) {
        if (strcmp(drivers[i].name, driver) == 0) {
            drivers[i].enlist();
            known = true;
        }
    }
    if (!known) {
        GDALAllRegister(); /* slow, and only for a format that somebody asks for by its name */
    }
}

bool ogr_can_write(const char *driver)
{
    (void)pthread_mutex_lock(&driver_lock);
    if (GDALGetDriverByName(driver) == NULL) {
        enlist(driver);
    }
    (void)pthread_mutex_unlock(&driver_lock);
    GDALDriverH handle = GDALGetDriverByName(driver);
    /* A driver without an extension speaks to a server. */
    return handle != NULL && GDALGetMetadataItem(handle, GDAL_DCAP_VECTOR, NULL) != NULL &&
           GDALGetMetadataItem(handle, GDAL_DCAP_CREATE, NULL) != NULL &&
           GDALGetMetadataItem(handle, GDAL_DMD_EXTENSIONS, NULL) != NULL;
}

/* Drivers that we do not know may need more of a file system than the watched one has. */
static bool is_watched(const char *driver)
{
    bool watched = false;
    for (size_t i = 0; i < sizeof drivers / sizeof drivers[0]; i++) {
        watched = watched || (strcmp(drivers[i].name, driver) == 0 && !drivers[i].by_sqlite);
    }
    return watched && ogr_files_install();
}

/* ---- opening ---- */

static OGRwkbGeometryType geometry_type(store_geometry geometry)
{
    switch (geometry) {
    case STORE_AREAS:
        return wkbMultiPolygon;
    case STORE_POINTS:
        return wkbPoint;
    case STORE_LINES_OR_AREAS:
    case STORE_ANY:
        break;
    }
    return wkbUnknown;
}

static bool has_type(GDALDriverH driver, const char *type)
{
    const char *types = GDALGetMetadataItem(driver, GDAL_DMD_CREATIONFIELDDATATYPES, NULL);
    return types != NULL && strstr(types, type) != NULL;
}

/* The type of a column. Where a driver has no 64-bit integers a real holds an id exactly up to
 * 2^53. */
static OGRFieldType column_type(const ogr_writer *writer, GDALDriverH driver, store_type type)
{
    switch (type) {
    case STORE_REAL:
        return OFTReal;
    case STORE_INTEGER:
        return has_type(driver, "Integer64") ? OFTInteger64 : OFTReal;
    case STORE_DATE:
        return writer->dates_are_texts ? OFTString : OFTDate;
    case STORE_TEXT:
    case STORE_NAME:
    case STORE_KEY:
        break;
    }
    return OFTString;
}

static kbs_code create_fields(ogr_writer *writer, GDALDriverH driver)
{
    const char *name = GDALGetDriverShortName(driver);
    bool is_table = strcmp(name, "ESRI Shapefile") == 0 || strcmp(name, "MapInfo File") == 0;
    bool is_dbf = strcmp(name, "ESRI Shapefile") == 0;
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(writer->layer);
    for (size_t i = 0; i < writer->field_count; i++) {
        const char *field_name = writer->fields[i].name;
        OGRFieldType type = column_type(writer, driver, writer->fields[i].type);
        if (OGR_FD_GetFieldIndex(definition, field_name) < 0) {
            OGRFieldDefnH field = OGR_Fld_Create(field_name, type);
            if (is_table && type == OFTString) {
                OGR_Fld_SetWidth(field, DBF_TEXT_WIDTH);
            } else if (is_dbf && type == OFTReal) {
                OGR_Fld_SetWidth(field, DBF_REAL_WIDTH);
                OGR_Fld_SetPrecision(field, DBF_REAL_DECIMALS);
            }
            (void)OGR_L_CreateField(writer->layer, field, 0);
            OGR_Fld_Destroy(field);
        }
        writer->indexes[i] = OGR_FD_GetFieldIndex(definition, field_name);
        if (writer->indexes[i] < 0 || writer->has_failed) {
            return failure(writer, field_name, NULL);
        }
    }
    return KBS_OK;
}

static kbs_code create(ogr_writer *writer, const ogr_writer_setup *setup)
{
    GDALDriverH driver = GDALGetDriverByName(setup->driver);
    char **dataset_options = CSLDuplicate((CSLConstList)setup->dataset_options);
    char **layer_options = CSLDuplicate((CSLConstList)setup->layer_options);
    kbs_code code = KBS_OK;
    base_buffer path;
    base_buffer_init(&path, MOST_TEXT);
    /* By its number where it has one: WKT 1 does not tell the order of axes, which GML and
     * GeoPackage compare with the register. */
    writer->crs = OSRNewSpatialReference(setup->epsg > 0 ? NULL : setup->wkt);
    bool known = writer->crs != NULL &&
                 (setup->epsg == 0 || OSRImportFromEPSG(writer->crs, setup->epsg) == OGRERR_NONE);
    if (!known) {
        code = failure(writer, "CRS", NULL);
        goto done;
    }
    OSRSetAxisMappingStrategy(writer->crs, OAMS_TRADITIONAL_GIS_ORDER);
    base_buffer_text(&path, is_watched(setup->driver) ? OGR_WATCHED : "");
    base_buffer_text(&path, setup->path);
    if (path.failed) {
        code = base_findings_no_memory(writer->report);
        goto done;
    }
    writer->dataset = GDALCreate(driver, path.data, 0, 0, 0, GDT_Unknown, dataset_options);
    if (writer->dataset == NULL) {
        code = failure(writer, setup->driver, NULL);
        goto done;
    }
    writer->layer = GDALDatasetCreateLayer(writer->dataset, setup->layer, writer->crs,
                                           geometry_type(setup->geometry), layer_options);
    code =
        writer->layer == NULL ? failure(writer, setup->layer, NULL) : create_fields(writer, driver);
done:
    base_buffer_release(&path);
    CSLDestroy(dataset_options);
    CSLDestroy(layer_options);
    return code;
}

void ogr_writer_free(ogr_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    enter(writer, NULL);
    if (writer->dataset != NULL) {
        (void)GDALClose(writer->dataset);
    }
    if (writer->crs != NULL) {
        OSRRelease(writer->crs);
    }
    leave(writer);
    base_buffer_release(&writer->wkb);
    base_buffer_release(&writer->text);
    base_free(writer->indexes);
    base_free(writer);
}

kbs_code ogr_writer_new(ogr_writer **out, const ogr_writer_setup *setup, base_findings *report)
{
    ogr_writer *writer = base_new(sizeof *writer);
    *out = NULL;
    if (writer == NULL) {
        return base_findings_no_memory(report);
    }
    writer->shown = setup->shown;
    writer->layer_name = setup->layer;
    writer->fields = setup->fields;
    writer->field_count = setup->field_count;
    writer->dates_are_texts = setup->dates_are_texts;
    base_buffer_init(&writer->wkb, (size_t)GEO_MOST_VERTICES * 32);
    base_buffer_init(&writer->text, MOST_TEXT + 2);
    writer->indexes = base_new_array(setup->field_count + 1, sizeof *writer->indexes);
    enter(writer, report);
    kbs_code code =
        writer->indexes == NULL ? base_findings_no_memory(report) : create(writer, setup);
    code = end(writer, code, setup->driver, NULL);
    if (code != KBS_OK) {
        ogr_writer_free(writer);
        return code;
    }
    *out = writer;
    return KBS_OK;
}

/* ---- features ---- */

static bool set_text(ogr_writer *writer, OGRFeatureH feature, int field, const store_value *value)
{
    base_buffer_clear(&writer->text);
    base_buffer_add(&writer->text, value->text, value->length);
    if (writer->text.failed) {
        return false;
    }
    OGR_F_SetFieldString(feature, field, writer->text.data == NULL ? "" : writer->text.data);
    return true;
}

static bool set_value(ogr_writer *writer, OGRFeatureH feature, size_t column,
                      const store_value *value)
{
    kbs_date date;
    int field = writer->indexes[column];
    bool is_date = writer->fields[column].type == STORE_DATE && !writer->dates_are_texts;
    switch (value->type) {
    case STORE_VALUE_NULL:
        OGR_F_SetFieldNull(feature, field);
        break;
    case STORE_VALUE_REAL:
        OGR_F_SetFieldDouble(feature, field, value->real);
        break;
    case STORE_VALUE_INTEGER:
        OGR_F_SetFieldInteger64(feature, field, value->integer);
        break;
    case STORE_VALUE_TEXT:
        if (is_date && base_date_parse(value->text, value->length, &date)) {
            OGR_F_SetFieldDateTime(feature, field, date.year, date.month, date.day, 0, 0, 0, 0);
            break;
        }
        return set_text(writer, feature, field, value);
    }
    return true;
}

static bool set_geometry(ogr_writer *writer, OGRFeatureH feature, const geo_shape *shape)
{
    OGRGeometryH geometry = NULL;
    base_buffer_clear(&writer->wkb);
    geo_wkb_encode(&writer->wkb, shape);
    return !writer->wkb.failed &&
           OGR_G_CreateFromWkb(writer->wkb.data, NULL, &geometry, (int)writer->wkb.length) ==
               OGRERR_NONE &&
           OGR_F_SetGeometryDirectly(feature, geometry) == OGRERR_NONE;
}

kbs_code ogr_writer_add(ogr_writer *writer, const store_value *values, const geo_shape *shape,
                        const char *key, base_findings *report)
{
    enter(writer, report);
    kbs_code code = KBS_OK;
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(writer->layer));
    for (size_t i = 0; code == KBS_OK && i < writer->field_count; i++) {
        code = set_value(writer, feature, i, &values[i]) ? KBS_OK : base_findings_no_memory(report);
    }
    if (code == KBS_OK && !set_geometry(writer, feature, shape)) {
        code = failure(writer, "WKB", key);
    }
    if (code == KBS_OK && OGR_L_CreateFeature(writer->layer, feature) != OGRERR_NONE) {
        code = failure(writer, "feature", key);
    }
    OGR_F_Destroy(feature);
    return end(writer, code, "feature", key);
}

kbs_code ogr_writer_close(ogr_writer *writer, base_findings *report)
{
    enter(writer, report);
    GDALFlushCache(writer->dataset);
    (void)GDALClose(writer->dataset);
    writer->dataset = NULL;
    writer->layer = NULL;
    return end(writer, KBS_OK, "close", NULL);
}
