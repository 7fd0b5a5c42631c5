/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The coordinate system of NetCAD drawings: the numbers of MPROJ and their EPSG codes, as EPSG's own names say them; what
 * contradicts them; objects outside of the system. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/proj.h"
#include "import/ncz_projection.h"
#include "ncz_assert.h"

#define E0 487000.0
#define N0 4420000.0

/* The code is the one whose name in PROJ's copy of EPSG is `name`. */
static void assert_system(int epsg, const char *name)
{
    char definition[32];
    geo_crs *crs = NULL;
    base_findings report;
    base_findings_init(&report);
    snprintf(definition, sizeof definition, "EPSG:%d", epsg);
    assert_int_equal(geo_crs_new(&crs, definition, &report), KBS_OK);
    assert_string_equal(geo_crs_name(crs), name);
    geo_crs_free(crs);
    base_findings_release(&report);
}

static void epsg__zones_of_three_degrees(void **state)
{
    (void)state;
    for (uint32_t zone = 27; zone <= 45; zone += 3) {
        char name[64];
        snprintf(name, sizeof name, "TUREF / TM%u", zone);
        assert_system(ncz_epsg(NCZ_TM, NCZ_ITRF, zone, false), name);
        snprintf(name, sizeof name, "ED50 / TM%u", zone);
        assert_system(ncz_epsg(NCZ_TM, NCZ_ED50, zone, false), name);
        assert_system(ncz_epsg(NCZ_TM, NCZ_ED50_HGK, zone, false), name);
        snprintf(name, sizeof name, "TUREF / 3-degree Gauss-Kruger zone %u", zone / 3);
        assert_system(ncz_epsg(NCZ_TM, NCZ_ITRF, zone, true), name);
        snprintf(name, sizeof name, "ED50 / 3-degree Gauss-Kruger zone %u", zone / 3);
        assert_system(ncz_epsg(NCZ_TM, NCZ_ED50, zone, true), name);
        assert_int_equal(ncz_epsg(NCZ_TM, NCZ_WGS84, zone, false), 0);
    }
    for (uint32_t zone = 0; zone < 100; zone++) {
        if (zone % 3 != 0 || zone < 27 || zone > 45) {
            assert_int_equal(ncz_epsg(NCZ_TM, NCZ_ITRF, zone, false), 0);
        }
    }
    assert_int_equal(ncz_epsg(NCZ_TM, NCZ_ITRF, 0xFFFFFFFF, false), 0);
}

static void epsg__zones_of_six_degrees_and_none(void **state)
{
    (void)state;
    for (uint32_t zone = 35; zone <= 38; zone++) {
        char name[64];
        snprintf(name, sizeof name, "WGS 84 / UTM zone %uN", zone);
        assert_system(ncz_epsg(NCZ_UTM, NCZ_WGS84, zone, false), name);
        snprintf(name, sizeof name, "ED50 / UTM zone %uN", zone);
        assert_system(ncz_epsg(NCZ_UTM, NCZ_ED50, zone, false), name);
        assert_int_equal(ncz_epsg(NCZ_UTM, NCZ_ITRF, zone, false), 0);
    }
    assert_int_equal(ncz_epsg(NCZ_UTM, NCZ_WGS84, 33, false), 0);
    assert_int_equal(ncz_epsg(NCZ_UTM, NCZ_WGS84, 39, false), 0);
    assert_system(ncz_epsg(NCZ_GEOGRAPHIC, NCZ_ITRF, 0, false), "TUREF");
    assert_system(ncz_epsg(NCZ_GEOGRAPHIC, NCZ_ED50, 0, false), "ED50");
    assert_system(ncz_epsg(NCZ_GEOGRAPHIC, NCZ_WGS84, 0, false), "WGS 84");
    assert_int_equal(ncz_epsg(NCZ_GEOGRAPHIC, 2, 0, false), 0);
    assert_int_equal(ncz_epsg(0, NCZ_ITRF, 30, false), 0);
    assert_int_equal(ncz_epsg(4, NCZ_ITRF, 30, false), 0);
}

/* Layers and one point, without a system yet. */
static ncz_build *new_drawing(double east, double north)
{
    ncz_build *b = ncz_build_new();
    (void)ncz_build_layers(b, "0");
    (void)ncz_build_point(b, "1", east, north);
    return b;
}

static void mproj__into_the_drawing(void **state)
{
    (void)state;
    static const struct {
        uint8_t projection, datum;
        uint32_t zone;
        const char *crs, *codes, *found;
    } cases[] = {
        { 3, 1, 30, "EPSG:5254", "", NULL },
        { 3, 4, 27, "EPSG:2319", "", NULL },
        { 3, 254, 45, "EPSG:2325", "", NULL },
        { 2, 0, 36, "EPSG:32636", "", NULL },
        { 2, 4, 35, "EPSG:23035", "", NULL },
        { 2, 1, 36, "", "ncz.crs-unknown", "projection 2, datum 1, zone 36" },
        { 3, 0, 30, "", "ncz.crs-unknown", "projection 3, datum 0, zone 30" },
        { 9, 1, 30, "", "ncz.crs-unknown", "projection 9, datum 1, zone 30" },
        { 3, 1, 31, "", "ncz.crs-unknown", "projection 3, datum 1, zone 31" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing(E0, N0);
        (void)ncz_build_mproj(b, cases[i].projection, cases[i].datum, cases[i].zone);
        ncz_probe_build(&p, b);
        assert_int_equal(p.code, KBS_OK);
        assert_ncz_codes(&p, cases[i].codes);
        assert_string_equal(p.d.crs, cases[i].crs);
        assert_string_equal(p.d.crs_source, cases[i].crs[0] != '\0' ? "MPROJ" : "");
        if (cases[i].found != NULL) {
            assert_string_equal(p.findings.items[0].found, cases[i].found);
        }
        ncz_probe_release(&p);
    }
}

static void mproj__missing_short_twice(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing(E0, N0);
    ncz_probe_build(&p, b);
    assert_ncz_codes(&p, "ncz.crs-missing");
    assert_string_equal(p.d.crs, "");
    ncz_probe_release(&p);

    b = new_drawing(E0, N0);
    (void)ncz_build_named(b, "MPROJ", "\3\1\0\0\0\x1E", 6);
    ncz_probe_build(&p, b);
    assert_ncz_codes(&p, "ncz.crs-unknown");
    ncz_probe_release(&p);

    b = new_drawing(E0, N0);
    (void)ncz_build_mproj(b, 3, 1, 30);
    (void)ncz_build_mproj(b, 3, 1, 30);
    ncz_probe_build(&p, b);
    assert_ncz_codes(&p, "");
    assert_string_equal(p.d.crs, "EPSG:5254");
    ncz_probe_release(&p);

    b = new_drawing(E0, N0);
    (void)ncz_build_mproj(b, 3, 1, 30);
    (void)ncz_build_mproj(b, 3, 4, 30);
    ncz_probe_build(&p, b);
    assert_ncz_codes(&p, "ncz.crs-conflict");
    assert_string_equal(p.d.crs, "");
    ncz_probe_release(&p);
}

/* The datums lie 185 m apart and nothing in the numbers shows it: an ellipsoid of the other one is no detail. */
static void mproj__ellipsoid_of_another_datum(void **state)
{
    (void)state;
    static const struct {
        double semi_major_m;
        const char *crs, *codes;
    } cases[] = {
        { 6378388.0, "", "ncz.crs-ellipsoid" },
        { 6377397.155, "", "ncz.crs-ellipsoid" },
        { 0, "EPSG:5254", "" },
        { NAN, "EPSG:5254", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing(E0, N0);
        size_t at = ncz_build_mproj(b, 3, 1, 30);
        ncz_build_put_f64(b, at + 25, cases[i].semi_major_m);
        ncz_probe_build(&p, b);
        assert_ncz_codes(&p, cases[i].codes);
        assert_string_equal(p.d.crs, cases[i].crs);
        ncz_probe_release(&p);
    }
}

static void tiles__are_compared_not_taken(void **state)
{
    (void)state;
    static const struct {
        const char *meridian, *axis, *codes;
    } cases[] = {
        { "30", "6378137", "" },
        { "33", "6378137", "ncz.crs-tiles" },
        { "30", "6378388", "ncz.crs-tiles" },
        { "x", "y", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ncz_probe p;
        char xml[600];
        ncz_build *b = new_drawing(E0, N0);
        int length =
            snprintf(xml, sizeof xml,
                     "<Scales><SRS>EPSG:7932</SRS><WKT><![CDATA[PROJCS[\"x\", DATUM[\"x\", "
                     "SPHEROID[\"GRS, 1980\", %s, 298.25]], PARAMETER[\"Central_Meridian\", "
                     "%s]]]]></WKT></Scales>",
                     cases[i].axis, cases[i].meridian);
        (void)ncz_build_named(b, "TILED_XML", xml, (size_t)length);
        (void)ncz_build_mproj(b, 3, 1, 30);
        ncz_probe_build(&p, b);
        assert_ncz_codes(&p, cases[i].codes);
        assert_string_equal(p.d.crs, "EPSG:5254");
        ncz_probe_release(&p);

        b = new_drawing(E0, N0);
        (void)ncz_build_named(b, "TILED_XML", xml, (size_t)length);
        ncz_probe_build(&p, b);
        assert_ncz_codes(&p, "ncz.crs-missing");
        assert_string_equal(p.d.crs, "");
        ncz_probe_release(&p);
    }
}

static void prefix__of_the_zone(void **state)
{
    (void)state;
    static const struct {
        uint8_t datum;
        uint32_t zone;
        double east;
        const char *crs, *codes;
    } cases[] = {
        { 1, 30, 10487000, "EPSG:5270", "ncz.crs-prefix" },
        { 4, 45, 15487000, "EPSG:2212", "ncz.crs-prefix" },
        { 1, 30, 11487000, "", "ncz.crs-prefix-other" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing(cases[i].east, N0);
        (void)ncz_build_line(b, cases[i].east, N0, cases[i].east + 5, N0);
        (void)ncz_build_mproj(b, 3, cases[i].datum, cases[i].zone);
        ncz_probe_build(&p, b);
        assert_int_equal(p.code, KBS_OK);
        assert_ncz_codes(&p, cases[i].codes);
        assert_string_equal(p.d.crs, cases[i].crs);
        ncz_probe_release(&p);
    }
}

/* Strays are kept and named, at the borders of what a Turkish system can hold too. */
static void outside__is_kept_and_named(void **state)
{
    (void)state;
    static const struct {
        double east, north;
        bool outside;
    } places[] = {
        { 0, 0, true },        { 1e5, 3.8e6, false },  { 99999.9, 4e6, true },
        { 1e6, 4.8e6, false }, { 1000001, 4e6, true }, { 5e5, 4800001, true },
        { N0, E0, true },      { -5e5, 4e6, true },
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing(E0, N0);
        (void)ncz_build_point(b, "stray", places[i].east, places[i].north);
        (void)ncz_build_mproj(b, 3, 1, 30);
        ncz_probe_build(&p, b);
        assert_int_equal(p.d.object_count, 2);
        assert_ncz_vertex(&p, 1, 0, places[i].east, places[i].north, 0);
        assert_ncz_codes(&p, places[i].outside ? "ncz.outside" : "");
        if (places[i].outside) {
            const kbs_finding *f = &p.findings.items[0];
            assert_true(f->has_coordinate && f->east == places[i].east);
            assert_string_equal(f->key, "stray");
            assert_int_equal(f->byte, p.d.objects[1].place);
            assert_int_equal(f->severity, KBS_NOTE);
        }
        ncz_probe_release(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(epsg__zones_of_three_degrees),
        cmocka_unit_test(epsg__zones_of_six_degrees_and_none),
        cmocka_unit_test(mproj__into_the_drawing),
        cmocka_unit_test(mproj__missing_short_twice),
        cmocka_unit_test(mproj__ellipsoid_of_another_datum),
        cmocka_unit_test(tiles__are_compared_not_taken),
        cmocka_unit_test(prefix__of_the_zone),
        cmocka_unit_test(outside__is_kept_and_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
