/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Free areas: the same rows as for a parcel, and what is refused. */
#include <stdio.h>
#include <stdlib.h>

#include "test_city.h"

#include "geo/geojson_area.h"

#define CITY "at_shape.kbs"

static int set_up(void **state)
{
    kbs_city *city = test_city(CITY);
    test_import import = import_begin(city, KBS_PARCEL, 10);
    import_parcel(&import, "Çınar", "101", "1", 0, 0, 20, 30);
    import_end(&import, false);
    import = import_begin(city, KBS_PLAN_AREA, 10);
    import_cover(&import, "P1", "Konut", -10, -10, 42, 60);
    import_cover(&import, "P2", "Park", 25, -10, 30, 60);
    import_end(&import, false);
    kbs_city_free(city);
    *state = test_open(CITY, false);
    return 0;
}

static int tear_down(void **state)
{
    kbs_city_free(*state);
    test_remove(CITY);
    return 0;
}

/* A rectangle with a hole of 1 m² when it is wide enough. */
static void rectangle(char *out, size_t size, double east, double north, double width,
                      double height)
{
    double e = TEST_EAST + east, n = TEST_NORTH + north;
    (void)snprintf(
        out, size,
        "{\"type\":\"Feature\",\"properties\":{\"a\":[1,{\"b\":\"]\\\"\"}]},\"geometry\":"
        "{\"coordinates\":[[[%.3f,%.3f,7],[%.3f,%.3f],[%.3f,%.3f],[%.3f,%.3f],"
        "[%.3f,%.3f]],[[%.3f,%.3f],[%.3f,%.3f],[%.3f,%.3f],[%.3f,%.3f],[%.3f,%.3f]]],"
        "\"type\":\"Polygon\"}}",
        e, n, e + width, n, e + width, n + height, e, n + height, e, n, e + 1, n + 1, e + 1, n + 2,
        e + 2, n + 2, e + 2, n + 1, e + 1, n + 1);
}

static void at_shape__rows_by_hand(void **state)
{
    char text[1000];
    const kbs_zoning *answer = NULL;
    rectangle(text, sizeof text, 20, 0, 40, 10); /* P1 to 32, P2 from 25 to 55 */
    assert_ok(*state, kbs_zoning_at_shape(*state, text, strlen(text), "EPSG:5254", &answer));
    assert_true(answer->area_m2 == 399.0);
    assert_int_equal(answer->parcel_id, 0);
    assert_string_equal(answer->parcel, "");
    assert_true(answer->computed_now);
    assert_int_equal(answer->row_count, 4);
    assert_string_equal(answer->rows[0].plan_area->source_id, "P2");
    assert_true(answer->rows[0].area_m2 == 300.0);
    assert_true(answer->rows[1].area_m2 == 119.0);
    assert_int_equal(answer->rows[2].kind, KBS_ROW_UNCOVERED);
    assert_true(answer->rows[2].area_m2 == 50.0);
    assert_int_equal(answer->rows[3].kind, KBS_ROW_OVERLAP);
    assert_true(answer->rows[3].area_m2 == 70.0);
    assert_int_equal(answer->source_count, 1);
    char *written = NULL;
    assert_int_equal(kbs_zoning_write(answer, KBS_ZONING_GEOJSON, KBS_LANG_EN, &written), KBS_OK);
    assert_non_null(
        strstr(written, "\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[[[["));
    kbs_text_free(written);
    assert_int_equal(kbs_zoning_write(answer, KBS_ZONING_TEXT, KBS_LANG_TR, &written), KBS_OK);
    assert_non_null(strstr(written, "serbest alan"));
    assert_null(strstr(written, "Tapu alanı"));
    kbs_text_free(written);
    kbs_zoning_free(answer);
}

static void assert_refused(kbs_city *city, const char *text, const char *crs, kbs_code code,
                           const char *finding)
{
    const kbs_zoning *answer = (const kbs_zoning *)city;
    assert_code(
        city, kbs_zoning_at_shape(city, text, text == NULL ? 0 : strlen(text), crs, &answer), code);
    assert_null(answer);
    assert_finding(city, finding);
}

static void at_shape__refused(void **state)
{
    char text[1000];
    kbs_city *city = *state;
    rectangle(text, sizeof text, 20, 0, 40, 10);
    assert_refused(city, text, NULL, KBS_INPUT, "area.not-degrees");
    assert_refused(city, text, "EPSG:0", KBS_INPUT, "crs.unknown");
    rectangle(text, sizeof text, 20, 0, 1.5, 10); /* the hole sticks out */
    assert_refused(city, text, "EPSG:5254", KBS_INPUT, "area.unsound");
    rectangle(text, sizeof text, 5000, 0, 10, 10);
    assert_refused(city, text, "EPSG:5254", KBS_NOT_FOUND, "area.outside");
    assert_refused(city, "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3]]]}", NULL, KBS_INPUT,
                   "area.syntax");
    assert_int_equal(kbs_city_error(city)->byte, 43);
    assert_refused(city, "", NULL, KBS_INPUT, "area.syntax");
    assert_refused(city, NULL, NULL, KBS_USAGE, "call.argument");
}

/* Every beginning of a text is refused, and nothing is read behind it. */
static void geojson__cut_anywhere(void **state)
{
    char text[1000];
    geo_geojson_found found;
    geo_shape shape;
    (void)state;
    geo_shape_init(&shape);
    rectangle(text, sizeof text, 20, 0, 40, 10);
    size_t length = strlen(text);
    assert_int_equal(geo_geojson_area(text, length, 10, &shape, &found), GEO_GEOJSON_DONE);
    assert_int_equal(shape.vertex_count, 10);
    assert_int_equal(shape.ring_count, 2);
    assert_true(shape.vertices[0].east == TEST_EAST + 20);
    assert_int_equal(geo_geojson_area(text, length, 9, &shape, &found), GEO_GEOJSON_LARGE);
    for (size_t cut = 0; cut < length; cut++) {
        char *part = malloc(cut > 0 ? cut : 1); /* so that a sanitizer sees a step too far */
        assert_non_null(part);
        memcpy(part, text, cut);
        assert_int_equal(geo_geojson_area(part, cut, 10, &shape, &found), GEO_GEOJSON_SYNTAX);
        assert_true(found.byte <= cut);
        free(part);
    }
    geo_shape_release(&shape);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(at_shape__rows_by_hand, set_up, tear_down),
        cmocka_unit_test_setup_teardown(at_shape__refused, set_up, tear_down),
        cmocka_unit_test(geojson__cut_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
