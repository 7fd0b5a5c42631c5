/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Data of the land registry's service in the shapes in which offices get it: the query page's GeoJSON
 * and its programming interface, the GML of the feature service, KMZ under a wrong name. What it
 * means is shown by an export. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <kbs/kbs.h>

#include "import/tkgm.h"
#include "source_probe.h"
#include "zip_build.h"

#define RING "[[[32.85,39.92],[32.851,39.92],[32.851,39.921],[32.85,39.921],[32.85,39.92]]]"
#define PAGE                                                                                       \
    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":{\"type\":"  \
    "\"Polygon\",\"coordinates\":" RING "},\"properties\":{\"ParselNo\":\"5\",\"Alan\":"           \
    "\"4.870,25\",\"Mevkii\":\"Kavakl\xC4\xB1\",\"Nitelik\":\"Tarla\",\"Ada\":\"101\",\"Il\":"     \
    "\"Ankara\",\"Ilce\":\"\xC3\x87"                                                               \
    "ankaya\",\"Pafta\":\"I29-B-11-A\",\"Mahalle\":"                                               \
    "\"\xC3\x96rnek\"}}]}"
#define INTERFACE                                                                                  \
    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":{\"type\":"  \
    "\"Polygon\",\"coordinates\":" RING "},\"properties\":{\"ilAd\":\"Ankara\",\"ilceAd\":"        \
    "\"\xC3\x87"                                                                                   \
    "ankaya\",\"mahalleAd\":\"\xC3\x96rnek\",\"adaNo\":\"0\",\"parselNo\":\"12/A\","               \
    "\"alan\":\"1.234,56 m2\",\"nitelik\":\"Arsa\",\"pafta\":\"\",\"mevkii\":\"K\xC3\xB6y\","      \
    "\"ozet\":\"\xC3\x96rnek-0/12\"}}]}"
#define PARCEL(fid, number, state)                                                                 \
    "<gml:featureMember><TKGM:parseller fid=\"" fid "\"><TKGM:geom><gml:MultiPolygon srsName="     \
    "\"EPSG:4326\"><gml:polygonMember><gml:Polygon><gml:outerBoundaryIs><gml:LinearRing>"          \
    "<gml:coordinates>" fid ".85,39.92 " fid ".851,39.92 " fid ".851,39.921 " fid ".85,39.92"      \
    "</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon></gml:polygonMember>"  \
    "</gml:MultiPolygon></TKGM:geom><TKGM:adano>101</TKGM:adano><TKGM:parselno>" number            \
    "</TKGM:parselno><TKGM:tapukimlikno>77</TKGM:tapukimlikno><TKGM:tapuzeminref>9"                \
    "</TKGM:tapuzeminref><TKGM:tapucinsaciklama>Tarla</TKGM:tapucinsaciklama><TKGM:tapualan>"      \
    "100.5</TKGM:tapualan><TKGM:kadastroalan>101</TKGM:kadastroalan><TKGM:durum>" state            \
    "</TKGM:durum></TKGM:parseller></gml:featureMember>"
#define SERVICE                                                                                    \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><wfs:FeatureCollection xmlns:wfs="                  \
    "\"http://www.opengis.net/wfs\" xmlns:gml=\"http://www.opengis.net/gml\" xmlns:TKGM="          \
    "\"http://www.tkgm.gov.tr\">" PARCEL("32", "1", "3") PARCEL("33", "2", "1")                    \
        PARCEL("34", "3", "2") "</wfs:FeatureCollection>"

static kbs_city *city;

static int make_city(void **state)
{
    (void)state;
    static const char *const files[] = { "t.kbs", "t.kbs-wal", "t.kbs-shm" };
    for (size_t i = 0; i < 3; i++) {
        (void)unlink(files[i]);
    }
    kbs_city_create_options options = KBS_CITY_CREATE_OPTIONS_INIT;
    options.crs = "EPSG:5255";
    assert_int_equal(kbs_city_new(&city), KBS_OK);
    assert_int_equal(kbs_city_create(city, "t.kbs", &options), KBS_OK);
    return 0;
}

static int free_city(void **state)
{
    (void)state;
    kbs_city_free(city);
    return 0;
}

static const kbs_ledger *import(const char *path, bool all_states)
{
    kbs_import_options options = KBS_IMPORT_OPTIONS_INIT;
    const kbs_mapping merkez = { "neighbourhood", "\"Merkez\"" };
    const kbs_ledger *ledger = NULL;
    options.kind = KBS_PARCEL;
    options.all_states = all_states;
    if (strstr(path, ".gml") != NULL) {
        options.map = &merkez;
        options.map_count = 1;
        options.crs = "EPSG:4326";
    }
    kbs_code code = kbs_import(city, path, &options, &ledger);
    if (code != KBS_OK) {
        char reason[1024];
        kbs_finding_text(kbs_city_error(city), KBS_LANG_EN, reason, sizeof reason);
        fprintf(stderr, "%s\n", reason);
    }
    assert_int_equal(code, KBS_OK);
    return ledger;
}

/* The city as CSV holds this text. */
static void assert_row(const char *text)
{
    static char found[20000];
    kbs_export_options options = KBS_EXPORT_OPTIONS_INIT;
    options.kind = KBS_PARCEL;
    options.replace = true;
    assert_int_equal(kbs_export(city, "t.csv", &options, NULL), KBS_OK);
    FILE *file = fopen("t.csv", "rb");
    assert_non_null(file);
    size_t length = fread(found, 1, sizeof found - 1, file);
    assert_int_equal(fclose(file), 0);
    found[length] = '\0';
    if (strstr(found, text) == NULL) {
        fprintf(stderr, "no %s in:\n%s", text, found);
        fail();
    }
}

static void query_page(void **state)
{
    (void)state;
    probe_write_text("page.geojson", PAGE);
    const kbs_ledger *ledger = import("page.geojson", false);
    assert_int_equal(ledger->imported, 1);
    kbs_ledger_free(ledger);
    assert_row(",\xC3\x96rnek,101,5,4870.25,I29-B-11-A,Tarla,Kavakl\xC4\xB1,");
    probe_write_text("interface.geojson", INTERFACE);
    ledger = import("interface.geojson", false);
    assert_int_equal(ledger->imported, 1);
    kbs_ledger_free(ledger);
    assert_row(",\xC3\x96rnek,0,12/A,1234.56,,Arsa,K\xC3\xB6y,");
}

static void feature_service(void **state)
{
    (void)state;
    probe_write_text("service.gml", SERVICE);
    (void)unlink("service.gfs");
    const kbs_ledger *ledger = import("service.gml", false);
    assert_int_equal(ledger->records, 3);
    assert_int_equal(ledger->imported, 1);
    assert_int_equal(ledger->refused, 2);
    size_t told = 0;
    for (size_t i = 0; i < ledger->finding_count; i++) {
        const kbs_finding *f = &ledger->findings[i];
        if (strcmp(f->code, "tkgm.not-active") == 0) {
            assert_string_equal(f->found, told == 0 ? "1" : "2");
            assert_string_equal(f->key, told == 0 ? "Merkez/101/2" : "Merkez/101/3");
            told++;
        }
    }
    assert_int_equal(told, 2);
    kbs_ledger_free(ledger);
    assert_row(",Merkez,101,1,100.5,,Tarla,,");
    ledger = import("service.gml", true);
    assert_int_equal(ledger->refused, 0);
    assert_int_equal(ledger->imported, 3);
    kbs_ledger_free(ledger);
}

static void kmz_named_kml(void **state)
{
    (void)state;
    zip_build zip;
    source_probe p;
    zip_begin(&zip);
    zip_add_text(&zip, "doc.kml",
                 "<?xml version=\"1.0\" encoding=\"UTF-8\"?><kml xmlns="
                 "\"http://www.opengis.net/kml/2.2\"><Document><Placemark><name>101/5</name>"
                 "<Polygon><outerBoundaryIs><LinearRing><coordinates>32.85,39.92 32.851,39.92 "
                 "32.851,39.921 32.85,39.92</coordinates></LinearRing></outerBoundaryIs></Polygon>"
                 "</Placemark></Document></kml>");
    zip_end(&zip, "parsel.kml");
    probe_run(&p, "parsel.kml", NULL);
    assert_int_equal(p.opened, KBS_OK);
    assert_int_equal(p.count, 1);
    probe_release(&p);
}

static void states(void **state)
{
    (void)state;
    static const import_column service[] = { { "parselno", 'C' },
                                             { "durum", 'N' },
                                             { "tapuzeminr", 'N' } };
    static const import_column cut[] = { { "TAPUKIMLIK", 'N' }, { "DURUM", 'C' } };
    static const import_column other[] = { { "ADA", 'C' }, { "DURUM", 'C' } };
    assert_int_equal(tkgm_state_column(&(import_layer){ .columns = service, .column_count = 3 }),
                     1);
    assert_int_equal(tkgm_state_column(&(import_layer){ .columns = cut, .column_count = 2 }), 1);
    assert_int_equal(tkgm_state_column(&(import_layer){ .columns = other, .column_count = 2 }), -1);
    static const struct {
        import_value value;
        bool is_active;
    } values[] = {
        { { .type = IMPORT_VALUE_NULL }, true },
        { { .type = IMPORT_VALUE_NUMBER, .number = 3 }, true },
        { { .type = IMPORT_VALUE_NUMBER, .number = 1 }, false },
        { { .type = IMPORT_VALUE_TEXT, .text = "3", .length = 1 }, true },
        { { .type = IMPORT_VALUE_TEXT, .text = "3.0", .length = 3 }, true },
        { { .type = IMPORT_VALUE_TEXT,
            .text = "AKT\xC4\xB0"
                    "F",
            .length = 6 },
          true },
        { { .type = IMPORT_VALUE_TEXT, .text = "Pasif", .length = 5 }, false },
    };
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        assert_int_equal(tkgm_is_active(&values[i].value), values[i].is_active);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(query_page, make_city, free_city),
        cmocka_unit_test_setup_teardown(feature_service, make_city, free_city),
        cmocka_unit_test(kmz_named_kml),
        cmocka_unit_test(states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
