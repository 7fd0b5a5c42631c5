/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* SpatiaLite: used once in the life of a city, to lay out its metadata tables in the new file, so that QGIS, ogrinfo and
 * spatialite take the file as theirs. No other connection of ours knows SpatiaLite. */
#include "store/database_private.h"

#include <pthread.h>
#include <spatialite.h>

#include "base/buffer.h"

/* SpatiaLite keeps a table of its connections for the whole process. */
static pthread_mutex_t spatialite_mutex = PTHREAD_MUTEX_INITIALIZER;

static kbs_code start(store_database *database, base_findings *report)
{
    pthread_mutex_lock(&spatialite_mutex);
    database->spatialite = spatialite_alloc_connection();
    if (database->spatialite != NULL) {
        spatialite_init_ex(database->handle, database->spatialite, 0);
    }
    pthread_mutex_unlock(&spatialite_mutex);
    return database->spatialite == NULL ? base_findings_no_memory(report) : KBS_OK;
}

void store_spatial_release(store_database *database)
{
    if (database->spatialite != NULL) {
        pthread_mutex_lock(&spatialite_mutex);
        spatialite_cleanup_ex(database->spatialite);
        database->spatialite = NULL;
        pthread_mutex_unlock(&spatialite_mutex);
    }
}

/* The function answers 1 when it did its work. */
static kbs_code call(store_database *database, const char *sql, base_findings *report)
{
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(database, &statement, sql, report);
    if (code == KBS_OK) {
        code = store_step(statement, report);
    }
    if (code == KBS_END || (code == KBS_OK && store_column_int(statement, 0) != 1)) {
        code = base_findings_fail_with(report, FINDING_INTERNAL_DEFECT, database->path, sql, NULL);
    }
    store_statement_free(statement);
    return code;
}

static const char wgs84_wkt[] = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS "
                                "84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],"
                                "AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY["
                                "\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,"
                                "AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]]";

static kbs_code add_system(store_database *database, int srid, const char *crs_name,
                           const char *proj4, const char *wkt, base_findings *report)
{
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(
        database, &statement,
        "INSERT OR REPLACE INTO spatial_ref_sys(srid, auth_name, auth_srid, ref_sys_name, "
        "proj4text, srtext) VALUES(?1, 'epsg', ?1, ?2, ?3, ?4)",
        report);
    if (code == KBS_OK) {
        store_bind_int(statement, 1, srid);
        store_bind_text(statement, 2, crs_name);
        store_bind_text(statement, 3, proj4);
        store_bind_text(statement, 4, wkt);
        code = store_step_done(statement, report);
    }
    store_statement_free(statement);
    return code;
}

/* The triggers only watch what is written into the metadata, which nobody does but us, just now. Without them a city has no trigger at
 * all, and opens in half the time: they were most of the schema's text. */
static kbs_code drop_triggers(store_database *database, base_findings *report)
{
    base_buffer sql;
    store_statement *statement = NULL;
    base_buffer_init(&sql, 65536);
    kbs_code code = store_database_prepare(
        database, &statement, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", report);
    while (code == KBS_OK && (code = store_step(statement, report)) == KBS_OK) {
        base_buffer_text(&sql, "DROP TRIGGER \"");
        base_buffer_text(&sql, store_column_text(statement, 0));
        base_buffer_text(&sql, "\"; ");
    }
    store_statement_free(statement);
    if (code == KBS_END) {
        base_buffer_text(&sql, "");
        code = sql.failed ? base_findings_no_memory(report)
                          : store_database_run(database, sql.data, report);
    }
    base_buffer_release(&sql);
    return code;
}

kbs_code store_database_init_spatial(store_database *database, int srid, const char *crs_name,
                                     const char *proj4, const char *wkt, base_findings *report)
{
    kbs_code code = start(database, report);
    bool before = database->laying_out;
    database->laying_out = true;
    if (code == KBS_OK) {
        /* 0: no transaction of its own, we are in one; NONE: without the 6 000 systems of EPSG. */
        code = call(database, "SELECT InitSpatialMetadata(0, 'NONE')", report);
    }
    if (code == KBS_OK) {
        code = drop_triggers(database, report);
    }
    if (code == KBS_OK) {
        /* InsertEpsgSrid(4326) would do, but makes one more table for it. */
        code = add_system(database, 4326, "WGS 84", "+proj=longlat +datum=WGS84 +no_defs",
                          wgs84_wkt, report);
    }
    if (code == KBS_OK) {
        code = add_system(database, srid, crs_name, proj4, wkt, report);
    }
    database->laying_out = before;
    return code;
}

const char *store_spatialite_version(void)
{
    return spatialite_version();
}
