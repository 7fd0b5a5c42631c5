/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* GeoJSON from real files, where they are present: their verdicts, and GDAL as the judge. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <gdal.h>
#include <jansson.h>
#include <ogr_api.h>

#include "source_probe.h"

/* What becomes of each file of the collection whose folders and names say what is wrong. Geometries
 * that cross themselves and the like are read here and judged by the import. */
static void samples__folder_and_name_say_it(void **state)
{
    (void)state;
    static const struct {
        const char *folder;
        size_t files;
    } folders[] = { { "valid", 22 },
                    { "invalid_structure", 28 },
                    { "invalid_geometries", 5 },
                    { "problematic_geometries", 15 },
                    { "problematic_structure", 4 } };
    /* files that hold records which are refused although their folder is not "invalid_structure" */
    static const char *const refused_in[] = {
        "valid_featurecollection_with_geometrycollection", /* points and areas in one */
        "invalid_incorrect_geometry_data_type", "problematic_nested_geometrycollection"
    };
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char folder[4200];
        size_t files = 0;
        snprintf(folder, sizeof folder, "%s/%s", probe_sample("geojson-edge/chrieke"),
                 folders[i].folder);
        DIR *entries = opendir(folder);
        assert_non_null(entries);
        for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
            source_probe p;
            char path[8192];
            if (strstr(entry->d_name, ".geojson") == NULL) {
                continue;
            }
            files++;
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            probe_run(&p, path, NULL);
            bool is_refused = p.opened != KBS_OK || p.refused > 0;
            bool expected = strcmp(folders[i].folder, "invalid_structure") == 0;
            for (size_t k = 0; k < sizeof refused_in / sizeof refused_in[0]; k++) {
                expected = expected || strstr(entry->d_name, refused_in[k]) != NULL;
            }
            if (is_refused != expected || (p.opened == KBS_OK && p.finished != KBS_OK)) {
                fprintf(stderr, "%s: %s\n", entry->d_name, is_refused ? "refused" : "read");
                probe_show(&p);
                fail();
            }
            probe_release(&p);
        }
        closedir(entries);
        assert_int_equal(files, folders[i].files);
    }
}

static void samples__broken_json(void **state)
{
    (void)state;
    source_probe p;
    probe_run(&p, probe_sample("geojson-edge/mapshaper-issues/384_invalid_json/sample.json"), NULL);
    assert_probe_refused(&p, KBS_INPUT, "geojson.syntax", 3, 1);
    probe_release(&p);
    probe_run(&p, probe_sample("geojson-edge/mapshaper-issues/384_invalid_json/sample1.json"),
              NULL);
    assert_probe_refused(&p, KBS_INPUT, "geojson.syntax", 1, 580);
    probe_release(&p);
    probe_run(&p, probe_sample("geojson-edge/mapshaper/six_counties_three_null.json"), NULL);
    assert_int_equal(p.count, 6);
    assert_int_equal(p.without_shape, 3);
    probe_release(&p);
}

static void samples__turkish_parcels(void **state)
{
    (void)state;
    source_probe p;
    probe_run(&p, probe_sample("tr-tasinmaz-parcels/parcels.geojson"), NULL);
    assert_int_equal(p.finished, KBS_OK);
    assert_int_equal(p.count, 4387);
    assert_int_equal(p.source.layer.records, 4387);
    assert_int_equal(p.refused, 0);
    probe_release(&p);
    probe_run(&p, probe_sample("tr-tasinmaz-parcels/parcels_broken_export.geojson"), NULL);
    assert_int_equal(p.finished, KBS_OK);
    assert_int_equal(p.count, 4391);
    assert_int_equal(p.without_shape, 4391); /* every geometry is null, and is given as such */
    assert_int_equal(p.refused, 0);
    probe_release(&p);
    probe_run(&p, probe_sample("tr-kadikoy/neighbourhoods_tm30.geojson"), NULL);
    assert_int_equal(p.count, 10);
    assert_string_equal(p.source.layer.crs, "urn:ogc:def:crs:EPSG::5254");
    probe_release(&p);
}

/* GDAL reads the same file by itself: every coordinate and every text must be the same double and
 * the same bytes. */
static void samples__agree_with_gdal(void **state)
{
    (void)state;
    static const char *const names[] = { "tr-tasinmaz-parcels/parcels.geojson",
                                         "us-cambridge/zoning_districts.geojson",
                                         "tr-kadikoy/buildings.geojson",
                                         "us-cambridge/street_centerlines.geojson" };
    GDALAllRegister();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        source_probe p;
        const char *path = probe_sample(names[i]);
        GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
        assert_non_null(dataset);
        OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
        probe_run(&p, path, NULL);
        assert_int_equal(p.finished, KBS_OK);
        assert_int_equal(p.count, OGR_L_GetFeatureCount(layer, 1));
        size_t compared = 0;
        for (size_t n = 0; n < p.count; n++) {
            OGRFeatureH feature = OGR_L_GetNextFeature(layer);
            assert_non_null(feature);
            OGREnvelope box;
            memset(&box, 0, sizeof box);
            OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
            if (geometry != NULL) {
                OGR_G_GetEnvelope(geometry, &box);
                kbs_box ours = geo_shape_box(&p.records[n].shape);
                assert_true(ours.east_min == box.MinX && ours.north_max == box.MaxY);
            }
            for (size_t c = 0; c < p.source.layer.column_count; c++) {
                int field = OGR_F_GetFieldIndex(feature, p.source.layer.columns[c].name);
                const import_value *value = &p.records[n].values[c];
                assert_true(field >= 0);
                OGRFieldType type = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, field));
                if (type == OFTString && value->type == IMPORT_VALUE_TEXT) {
                    const char *theirs = OGR_F_GetFieldAsString(feature, field);
                    assert_non_null(
                        strstr(theirs, value->text)); /* ours has no blanks at the ends */
                    compared++;
                } else if (value->type == IMPORT_VALUE_NUMBER) {
                    assert_true(OGR_F_GetFieldAsDouble(feature, field) == value->number);
                    compared++;
                }
            }
            OGR_F_Destroy(feature);
        }
        assert_true(compared >= p.count);
        GDALClose(dataset);
        probe_release(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples__folder_and_name_say_it),
        cmocka_unit_test(samples__broken_json),
        cmocka_unit_test(samples__turkish_parcels),
        cmocka_unit_test(samples__agree_with_gdal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
