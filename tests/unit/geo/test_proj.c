/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The door to PROJ: what is accepted as a definition, what is identified, which operation is chosen, and numbers that cs2cs and
 * projinfo of PROJ 9.1.1 with EPSG 10.076 gave for the same points. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "geo/proj.h"

#define ESRI_DEGREES "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"
#define ESRI_TM(meridian)                                                                          \
    "PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_" \
    "Northing\",0.0],"                                                                             \
    "PARAMETER[\"Central_Meridian\"," meridian "],PARAMETER[\"Scale_Factor\",1.0],"                \
    "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"
#define LAMBERT_93                                                                                 \
    "PARAMETER[\"latitude_of_origin\",46.5],PARAMETER[\"central_meridian\",3],PARAMETER[\"false_"  \
    "easting\",700000],"                                                                           \
    "PARAMETER[\"false_northing\",6600000],UNIT[\"Meter\",1]]"

/* --- helpers --- */

static geo_crs *read_crs(const char *definition, base_findings *report)
{
    geo_crs *crs = NULL;
    kbs_code code = geo_crs_new(&crs, definition, report);
    assert_int_equal(code == KBS_OK, crs != NULL);
    return crs;
}

static void expect_code(const char *definition, int epsg)
{
    geo_crs *crs = read_crs(definition, NULL);
    if (crs == NULL) {
        fail_msg("refused: %s", definition);
        return;
    }
    if (geo_crs_epsg(crs) != epsg) {
        fail_msg("%s: found %d, expected %d", definition, geo_crs_epsg(crs), epsg);
    }
    geo_crs_free(crs);
}

static void expect_refused(const char *definition, const char *code)
{
    base_findings report;
    base_findings_init(&report);
    geo_crs *crs = read_crs(definition, &report);
    if (crs != NULL) {
        fail_msg("accepted: %s", definition);
    }
    assert_int_equal(report.count, 1);
    assert_string_equal(report.items[0].code, code);
    base_findings_release(&report);
}

static bool has_finding(const base_findings *report, const char *code)
{
    for (size_t i = 0; i < report->count; i++) {
        if (strcmp(report->items[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

static geo_transform *transform(const char *from, const char *to)
{
    geo_transform *made = NULL;
    assert_int_equal(geo_transform_new(&made, from, to, geo_box_empty(), NULL), KBS_OK);
    assert_non_null(made);
    return made;
}

static void expect_moved(const char *from, const char *to, geo_vertex in, geo_vertex out,
                         double tolerance)
{
    geo_transform *made = transform(from, to);
    assert_true(geo_transform_vertices(made, &in, 1, NULL));
    if (fabs(in.east - out.east) > tolerance || fabs(in.north - out.north) > tolerance) {
        fail_msg("%s -> %s: found %.9f %.9f, expected %.9f %.9f", from, to, in.east, in.north,
                 out.east, out.north);
    }
    geo_transform_free(made);
}

/* --- definitions --- */

static void definition__forms_of_epsg_codes(void **state)
{
    (void)state;
    expect_code("EPSG:5254", 5254);
    expect_code("epsg:5254", 5254);
    expect_code(" 5254\n", 5254);
    expect_code("urn:ogc:def:crs:EPSG::2320", 2320);
    expect_code("urn:ogc:def:crs:EPSG:6.9:4326", 4326);
    expect_code("urn:ogc:def:crs:OGC:1.3:CRS84", 4326);
    expect_code("http://www.opengis.net/def/crs/EPSG/0/5254", 5254);
    expect_code("https://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326);
    expect_code("http://www.opengis.net/gml/srs/epsg.xml#23036", 23036);
}

static void definition__our_own_names(void **state)
{
    (void)state;
    expect_code("TM27", 5253);
    expect_code("tm 30", 5254);
    expect_code("TUREF / TM45", 5259);
    expect_code("ED50/TM30", 2320);
    expect_code("ED50 / TM 45", 2325);
    expect_refused("TM31", "crs.unknown");
    expect_refused("TM48", "crs.unknown");
    expect_refused("TM301", "crs.unknown");
}

static void definition__what_is_refused(void **state)
{
    char *big = malloc(40000);
    (void)state;
    expect_refused("", "crs.unknown");
    expect_refused("EPSG:", "crs.unknown");
    expect_refused("EPSG:5254x", "crs.unknown");
    expect_refused("EPSG:99999999999999999999", "crs.unknown");
    expect_refused("EPSG:999999", "crs.unknown");
    expect_refused("EPSG:1", "crs.unknown");
    expect_refused("Lambert", "crs.unknown");
    expect_refused("+proj=tmerc +lon_0=30", "crs.proj-string");
    expect_refused("+init=epsg:5254", "crs.proj-string");
    expect_refused("proj=longlat", "crs.proj-string");
    expect_refused("http://example.org/crs", "crs.url");
    expect_refused("https://www.opengis.net/def/crs/EPSG/0/5254/../x", "crs.url");
    expect_refused("file:///etc/passwd", "crs.url");
    expect_refused("EPSG:5705", "crs.not-horizontal"); /* a height system */
    expect_refused("EPSG:4978", "crs.not-horizontal"); /* geocentric */
    expect_refused("GEOGCS[\"cut", "crs.unknown");
    assert_non_null(big);
    memset(big, '[', 40000);
    memcpy(big, "GEOGCS", 6);
    big[39999] = '\0';
    expect_refused(big, "crs.unknown");
    big[32000] = '\0';
    expect_refused(big, "crs.unknown");
    free(big);
    expect_refused(
        "PROJCS[\"x\",GEOGCS[\"g\",DATUM[\"d\",SPHEROID[\"s\",6378137,298.25]]," ESRI_DEGREES
        ",PROJECTION[\"Transverse_Mercator\"],UNIT[\"m\",1],EXTENSION[\"PROJ4\",\"+proj=tmerc "
        "+nadgrids=http://example.org/x.gsb\"]]",
        "crs.grid");
    expect_refused(
        "BOUNDCRS[SOURCECRS[GEOGCRS[\"a\"]],TARGETCRS[GEOGCRS[\"b\"]],ABRIDGEDTRANSFORMATION[\"t\","
        "METHOD[\"NTv2\"],PARAMETERFILE[\"f\",\"/etc/passwd\"]]]",
        "crs.grid");
}

static void definition__compound_gives_its_horizontal_part(void **state)
{
    (void)state;
    geo_crs *crs = read_crs("EPSG:7415", NULL); /* Amersfoort / RD New + NAP height */
    assert_non_null(crs);
    assert_true(geo_crs_is_projected_metric(crs));
    geo_crs_free(crs);
}

/* --- identification --- */

static void identify__esri_names(void **state)
{
    (void)state;
    expect_code(
        "PROJCS[\"TUREF_TM30\",GEOGCS[\"GCS_TUREF\",DATUM[\"D_Turkish_National_Reference_Frame\","
        "SPHEROID[\"GRS_1980\",6378137.0,298.257222101]]," ESRI_DEGREES "," ESRI_TM("30.0"),
        5254);
    expect_code("PROJCS[\"ED_1950_TM30\",GEOGCS[\"GCS_European_1950\",DATUM[\"D_European_1950\","
                "SPHEROID[\"International_1924\",6378388.0,297.0]]," ESRI_DEGREES
                "," ESRI_TM("30.0"),
                2320);
    expect_code("GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298."
                "257223563]]," ESRI_DEGREES,
                4326);
    expect_code("PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\",GEOGCS[\"GCS_WGS_1984\",DATUM["
                "\"D_WGS_1984\","
                "SPHEROID[\"WGS_1984\",6378137.0,298.257223563]]," ESRI_DEGREES
                ",PROJECTION[\"Mercator_Auxiliary_Sphere\"],"
                "PARAMETER[\"False_Easting\",0.0],PARAMETER[\"False_Northing\",0.0],PARAMETER["
                "\"Central_Meridian\",0.0],"
                "PARAMETER[\"Standard_Parallel_1\",0.0],PARAMETER[\"Auxiliary_Sphere_Type\",0.0],"
                "UNIT[\"Meter\",1.0]]",
                3857);
}

static void identify__lambert_93_in_two_spellings(void **state)
{
    base_findings report;
    (void)state;
    expect_code("PROJCS[\"RGF93_Lambert_93\",GEOGCS[\"GCS_RGF93\",DATUM[\"D_RGF_1993\",SPHEROID["
                "\"GRS_1980\",6378137,"
                "298.257222101]],PRIMEM[\"Greenwich\",0],UNIT[\"Degree\",0.017453292519943295]],"
                "PROJECTION[\"Lambert_Conformal_Conic\"],PARAMETER[\"standard_parallel_1\",49],"
                "PARAMETER[\"standard_parallel_2\",44]," LAMBERT_93,
                2154);
    /* No datum, parallels the other way round and one of them off by 1e-11 degrees: taken with a note. */
    base_findings_init(&report);
    geo_crs *crs = read_crs(
        "PROJCS[\"Lambert_Conformal_Conic\",GEOGCS[\"GCS_Unknown\",DATUM[\"D_GRS_80\",SPHEROID["
        "\"GRS_80\","
        "6378137,298.257222101]],PRIMEM[\"Greenwich\",0],UNIT[\"Degree\",0.017453292519943295]],"
        "PROJECTION[\"Lambert_Conformal_Conic\"],PARAMETER[\"standard_parallel_1\",44],"
        "PARAMETER[\"standard_parallel_2\",49.00000000001]," LAMBERT_93,
        &report);
    assert_non_null(crs);
    assert_int_equal(geo_crs_epsg(crs), 2154);
    assert_true(has_finding(&report, "crs.datum-assumed"));
    geo_crs_free(crs);
    base_findings_release(&report);
}

/* GRS 80 alone says nothing about the datum of a UTM zone, and nearly right is not right. */
static void identify__not_where_it_is_not_sure(void **state)
{
    (void)state;
    expect_code("PROJCS[\"utm35\",GEOGCS[\"GCS_Unknown\",DATUM[\"D_GRS_80\",SPHEROID[\"GRS_80\","
                "6378137,298.257222101]]," ESRI_DEGREES
                ",PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",500000.0],"
                "PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",27.0],PARAMETER["
                "\"Scale_Factor\",0.9996],"
                "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]",
                0);
    expect_code(
        "PROJCS[\"TUREF_TM30\",GEOGCS[\"GCS_TUREF\",DATUM[\"D_Turkish_National_Reference_Frame\","
        "SPHEROID[\"GRS_1980\",6378137.0,298.257222101]]," ESRI_DEGREES "," ESRI_TM("30.001"),
        0);
}

/* A datum of unknown name under the name and the numbers of a known system; another name, or other numbers, are a guess. */
static void identify__name_and_numbers_tell_an_unknown_datum(void **state)
{
    static const struct named {
        const char *wkt;
        int epsg;
    } cases[] = {
        { "GEOGCS[\"WGS 84\",DATUM[\"World Geodetic System 1984 [EPSG ID 6326]\",SPHEROID["
          "\"WGS 84 [EPSG ID 7030]\",6378137.0,298.257223563]]," ESRI_DEGREES,
          4326 },
        { "PROJCS[\"TUREF_TM30\",GEOGCS[\"GCS_Yer\",DATUM[\"D_Yer\",SPHEROID[\"GRS_1980\",6378137."
          "0,"
          "298.257222101]]," ESRI_DEGREES "," ESRI_TM("30.0"),
          5254 },
        { "PROJCS[\"TUREF_TM33\",GEOGCS[\"GCS_Yer\",DATUM[\"D_Yer\",SPHEROID[\"GRS_1980\",6378137."
          "0,"
          "298.257222101]]," ESRI_DEGREES "," ESRI_TM("30.0"),
          0 },
        { "GEOGCS[\"WGS 84\",DATUM[\"World Geodetic System 1984 [EPSG ID 6326]\",SPHEROID["
          "\"WGS 84 [EPSG ID 7030]\",6378138.0,298.257223563]]," ESRI_DEGREES,
          0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        base_findings report;
        base_findings_init(&report);
        geo_crs *crs = read_crs(cases[i].wkt, &report);
        assert_non_null(crs);
        assert_int_equal(geo_crs_epsg(crs), cases[i].epsg);
        assert_int_equal(has_finding(&report, "crs.datum-unknown"), cases[i].epsg != 0);
        geo_crs_free(crs);
        base_findings_release(&report);
    }
}

static void identify__a_code_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    expect_code(
        "PROJCS[\"TUREF / "
        "TM30\",GEOGCS[\"TUREF\",DATUM[\"Turkish_National_Reference_Frame\",SPHEROID[\"GRS 1980\","
        "6378137,298.257222101]]," ESRI_DEGREES ",PROJECTION[\"Transverse_Mercator\"],"
        "PARAMETER[\"latitude_of_origin\",0],PARAMETER[\"central_meridian\",30],PARAMETER[\"scale_"
        "factor\",1],"
        "PARAMETER[\"false_easting\",500000],PARAMETER[\"false_northing\",0],UNIT[\"metre\",1],"
        "AUTHORITY[\"EPSG\",\"5254\"]]",
        5254);
    expect_refused(
        "PROJCS[\"TUREF / "
        "TM30\",GEOGCS[\"TUREF\",DATUM[\"Turkish_National_Reference_Frame\",SPHEROID[\"GRS 1980\","
        "6378137,298.257222101]]," ESRI_DEGREES ",PROJECTION[\"Transverse_Mercator\"],"
        "PARAMETER[\"latitude_of_origin\",0],PARAMETER[\"central_meridian\",33],PARAMETER[\"scale_"
        "factor\",1],"
        "PARAMETER[\"false_easting\",500000],PARAMETER[\"false_northing\",0],UNIT[\"metre\",1],"
        "AUTHORITY[\"EPSG\",\"5254\"]]",
        "crs.contradiction");
}

static void identify__own_shift_is_set_aside_with_a_note(void **state)
{
    base_findings report;
    (void)state;
    base_findings_init(&report);
    geo_crs *crs = read_crs(
        "PROJCS[\"ED50 / "
        "TM30\",GEOGCS[\"ED50\",DATUM[\"European_Datum_1950\",SPHEROID[\"International 1924\","
        "6378388,297],TOWGS84[-87,-98,-121,0,0,0,0]]," ESRI_DEGREES
        ",PROJECTION[\"Transverse_Mercator\"],"
        "PARAMETER[\"latitude_of_origin\",0],PARAMETER[\"central_meridian\",30],"
        "PARAMETER[\"scale_factor\",1],PARAMETER[\"false_easting\",500000],"
        "PARAMETER[\"false_northing\",0],UNIT[\"metre\",1]]",
        &report);
    assert_non_null(crs);
    assert_int_equal(geo_crs_epsg(crs), 2320);
    assert_true(has_finding(&report, "crs.shift-not-used"));
    geo_crs_free(crs);
    base_findings_release(&report);
}

/* --- what a system is --- */

static void crs__facts(void **state)
{
    (void)state;
    geo_crs *tm30 = read_crs("EPSG:5254", NULL);
    geo_crs *ed50 = read_crs("EPSG:2320", NULL);
    geo_crs *degrees = read_crs("EPSG:4326", NULL);
    geo_crs *feet = read_crs("EPSG:2263", NULL);   /* New York, US survey feet */
    geo_crs *krovak = read_crs("EPSG:5513", NULL); /* south and west */
    assert_non_null(tm30);
    assert_string_equal(geo_crs_name(tm30), "TUREF / TM30");
    assert_string_equal(geo_crs_code(tm30), "EPSG:5254");
    assert_true(geo_crs_is_projected_metric(tm30));
    assert_false(geo_crs_is_geographic(tm30));
    assert_int_equal(strncmp(geo_crs_wkt(tm30), "PROJCS[\"TUREF / TM30\",GEOGCS[\"TUREF\",", 37),
                     0);
    assert_non_null(strstr(geo_crs_proj4(tm30),
                           "+proj=tmerc +lat_0=0 +lon_0=30 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80"));
    assert_true(geo_crs_is_geographic(degrees));
    assert_false(geo_crs_is_projected_metric(degrees));
    assert_false(geo_crs_is_projected_metric(feet));
    assert_false(geo_crs_is_projected_metric(krovak));
    assert_true(geo_crs_same(tm30, tm30));
    assert_false(geo_crs_same(tm30, ed50));
    kbs_box area = geo_crs_area_of_use(tm30);
    assert_true(area.east_min == 28.5 && area.east_max == 31.5);
    geo_crs_free(tm30);
    geo_crs_free(ed50);
    geo_crs_free(degrees);
    geo_crs_free(feet);
    geo_crs_free(krovak);
}

/* --- transformations --- */

/* Kızılay, Ankara: 39.9208 N 32.8541 E. `echo "39.9208 32.8541" | cs2cs -f %.4f EPSG:5252 EPSG:5255` */
static void transform__ankara(void **state)
{
    const geo_vertex degrees = { 32.8541, 39.9208 };
    const geo_vertex tm33 = { 487526.6517, 4420745.3391 };
    (void)state;
    expect_moved("EPSG:5252", "EPSG:5255", degrees, tm33, 1e-3);
    expect_moved("EPSG:5255", "EPSG:5252", tm33, degrees, 1e-8);
    expect_moved("EPSG:5252", "EPSG:5254", degrees, (geo_vertex){ 744021.9522, 4424637.2034 },
                 1e-3);
    expect_moved("EPSG:5254", "EPSG:5255", (geo_vertex){ 744021.9522, 4424637.2034 }, tm33, 1e-3);
}

/* `echo "4420000 480000" | cs2cs -f %.4f EPSG:2320 EPSG:5254` gives 4419814.6170 479965.4855: 188.6 m away. */
static void transform__ed50_to_turef(void **state)
{
    geo_vertex v = { 480000.0, 4420000.0 };
    geo_transform *made = transform("EPSG:2320", "EPSG:5254");
    (void)state;
    assert_false(geo_transform_is_identity(made));
    assert_non_null(strstr(geo_transform_name(made), "ED50 to ETRS89 (9)"));
    assert_true(fabs(geo_transform_accuracy_m(made) - 2.1) < 1e-9);
    assert_true(geo_transform_vertices(made, &v, 1, NULL));
    assert_true(fabs(v.east - 479965.4855) < 1e-3);
    assert_true(fabs(v.north - 4419814.6170) < 1e-3);
    double moved_m = hypot(v.east - 480000.0, v.north - 4420000.0);
    assert_true(moved_m > 150.0 && moved_m < 220.0);
    geo_transform_free(made);
}

static void transform__operation_is_chosen_for_the_box(void **state)
{
    geo_transform *made = NULL;
    const kbs_box ankara = { 470000.0, 4400000.0, 500000.0, 4430000.0 };
    const kbs_box stray = { -1e300, 4400000.0, 500000.0, 4430000.0 };
    (void)state;
    assert_int_equal(geo_transform_new(&made, "EPSG:2321", "EPSG:5255", ankara, NULL), KBS_OK);
    assert_non_null(strstr(geo_transform_name(made), "ED50 to ETRS89 (9)"));
    geo_transform_free(made);
    /* A box that cannot be unprojected is as good as none. */
    assert_int_equal(geo_transform_new(&made, "EPSG:2321", "EPSG:5255", stray, NULL), KBS_OK);
    geo_transform_free(made);
    /* ED50 in Spain is moved by other numbers than in Turkey. `projinfo -s EPSG:4230 -t EPSG:4326 --bbox -3,40,-2,41` */
    const kbs_box spain = { -3.0, 40.0, -2.0, 41.0 };
    assert_int_equal(geo_transform_new(&made, "EPSG:4230", "EPSG:4326", spain, NULL), KBS_OK);
    assert_string_equal(geo_transform_name(made), "ED50 to WGS 84 (28)");
    assert_true(fabs(geo_transform_accuracy_m(made) - 1.5) < 1e-9);
    geo_transform_free(made);
    /* Data that lies elsewhere, or a header that lies: the operation is that of the target's area, records are judged one by one. */
    assert_int_equal(geo_transform_new(&made, "EPSG:4230", "EPSG:5254", spain, NULL), KBS_OK);
    assert_non_null(strstr(geo_transform_name(made), "ED50 to ETRS89 (9)"));
    geo_transform_free(made);
    const kbs_box country = { 26.0, 36.0, 45.0, 42.0 };
    assert_int_equal(geo_transform_new(&made, "EPSG:4326", "EPSG:26986", country, NULL), KBS_OK);
    geo_transform_free(made);
}

static void transform__same_system_changes_no_bit(void **state)
{
    geo_vertex v = { 487526.65170000001, 4420745.3390999995 };
    geo_transform *made = transform("EPSG:5254", "urn:ogc:def:crs:EPSG::5254");
    (void)state;
    assert_true(geo_transform_is_identity(made));
    assert_string_equal(geo_transform_name(made), "");
    assert_true(geo_transform_accuracy_m(made) == 0.0);
    assert_true(geo_transform_vertices(made, &v, 1, NULL));
    assert_true(v.east == 487526.65170000001 && v.north == 4420745.3390999995);
    geo_transform_free(made);
}

/* A datum that nobody knows would need a guess ("ballpark"): refused. */
static void transform__no_ballpark(void **state)
{
    base_findings report;
    geo_transform *made = NULL;
    (void)state;
    base_findings_init(&report);
    assert_int_equal(geo_transform_new(&made,
                                       "GEOGCS[\"local\",DATUM[\"local_survey\",SPHEROID[\"mine\","
                                       "6378200,298.3]]," ESRI_DEGREES,
                                       "EPSG:5254", geo_box_empty(), &report),
                     KBS_UNSUPPORTED);
    assert_null(made);
    assert_true(has_finding(&report, "crs.unidentified"));
    base_findings_release(&report);
}

/* Systems that EPSG knows, and between which it knows no operation: ATF (Paris) was never tied to others. */
static void transform__known_systems_without_an_operation(void **state)
{
    base_findings report;
    geo_transform *made = NULL;
    (void)state;
    base_findings_init(&report);
    assert_int_equal(geo_transform_new(&made, "EPSG:27500", "EPSG:5254", geo_box_empty(), &report),
                     KBS_UNSUPPORTED);
    assert_null(made);
    assert_true(has_finding(&report, "crs.no-transformation"));
    base_findings_release(&report);
}

/* From zone to zone, and from the grid to degrees, of one datum: nothing is lost. */
static void transform__conversions_are_exact(void **state)
{
    static const char *const to[] = { "EPSG:5255", "EPSG:5252" };
    (void)state;
    for (size_t i = 0; i < sizeof to / sizeof to[0]; i++) {
        geo_transform *made = transform("EPSG:5254", to[i]);
        assert_false(geo_transform_is_identity(made));
        assert_true(geo_transform_accuracy_m(made) == 0.0);
        geo_transform_free(made);
    }
}

static void transform__infinity_is_seen(void **state)
{
    geo_vertex v[4] = { { 32.0, 39.0 }, { 33.0, 40.0 }, { NAN, 40.0 }, { 33.0, 91.0 } };
    geo_transform *made = transform("EPSG:4326", "EPSG:5254");
    size_t bad = 99;
    (void)state;
    assert_false(geo_transform_vertices(made, v, 4, &bad));
    assert_int_equal(bad, 2);
    assert_true(isfinite(v[1].east));
    bad = 99;
    v[0] = (geo_vertex){ 33.0, 91.0 };
    assert_false(geo_transform_vertices(made, v, 1, &bad));
    assert_int_equal(bad, 0);
    assert_true(geo_transform_vertices(made, v, 0, &bad));
    geo_transform_free(made);
}

/* --- candidates --- */

static void expect_candidates(kbs_box box, const char *in[], const char *out)
{
    base_buffer text;
    base_buffer_init(&text, 8192);
    geo_crs_candidates(box, &text);
    const char *found = text.data == NULL ? "" : text.data;
    for (size_t i = 0; in[i] != NULL; i++) {
        const char *here = strstr(found, in[i]);
        if (here == NULL) {
            fail_msg("\"%s\" misses in order in \"%s\"", in[i], found);
            return;
        }
        found = here;
    }
    if (out != NULL && text.data != NULL && strstr(text.data, out) != NULL) {
        fail_msg("\"%s\" should not be in \"%s\"", out, text.data);
    }
    if (in[0] == NULL) {
        assert_int_equal(text.length, 0);
    }
    base_buffer_release(&text);
}

static void candidates__three_degree_zones(void **state)
{
    const char *all[] = { "EPSG:5253 (TUREF / TM27), EPSG:5254 (TUREF / TM30)",
                          "EPSG:5258 (TUREF / TM42)", "EPSG:2319 (ED50 / TM27)", NULL };
    (void)state;
    expect_candidates((kbs_box){ 470000.0, 4400000.0, 500000.0, 4430000.0 }, all, "EPSG:5270");
}

static void candidates__zone_before_the_easting_leaves_one_zone(void **state)
{
    const char *zone[] = { "EPSG:5270 (TUREF / 3-degree Gauss-Kruger zone 10)",
                           "EPSG:2207 (ED50 / 3-degree Gauss-Kruger zone 10)", NULL };
    (void)state;
    expect_candidates((kbs_box){ 10470000.0, 4400000.0, 10500000.0, 4430000.0 }, zone, "EPSG:5254");
}

static void candidates__utm_where_the_zone_is_wide(void **state)
{
    const char *utm[] = { "EPSG:32635", "EPSG:23035", NULL };
    (void)state;
    expect_candidates((kbs_box){ 680000.0, 4400000.0, 700000.0, 4430000.0 }, utm, "EPSG:5254");
}

static void candidates__degrees(void **state)
{
    const char *degrees[] = { "EPSG:4326 (WGS 84)", NULL };
    (void)state;
    expect_candidates((kbs_box){ 32.0, 39.0, 33.0, 40.0 }, degrees, ",");
}

static void candidates__none_elsewhere(void **state)
{
    const char *none[] = { NULL };
    (void)state;
    expect_candidates((kbs_box){ 352000.0, 6780000.0, 353000.0, 6790000.0 }, none, NULL);
    expect_candidates((kbs_box){ -71.2, 42.3, -71.0, 42.4 }, none, NULL);
    expect_candidates(geo_box_empty(), none, NULL);
    expect_candidates((kbs_box){ NAN, NAN, NAN, NAN }, none, NULL);
}

static void environment__changes_nothing(void **state)
{
    (void)state;
    assert_int_equal(setenv("PROJ_DATA", "/nonexistent", 1), 0);
    assert_int_equal(setenv("PROJ_LIB", "/nonexistent", 1), 0);
    assert_int_equal(setenv("PROJ_NETWORK", "ON", 1), 0);
    expect_code("EPSG:5254", 5254);
    expect_moved("EPSG:2320", "EPSG:5254", (geo_vertex){ 480000.0, 4420000.0 },
                 (geo_vertex){ 479965.4855, 4419814.6170 }, 1e-3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(definition__forms_of_epsg_codes),
        cmocka_unit_test(definition__our_own_names),
        cmocka_unit_test(definition__what_is_refused),
        cmocka_unit_test(definition__compound_gives_its_horizontal_part),
        cmocka_unit_test(identify__esri_names),
        cmocka_unit_test(identify__lambert_93_in_two_spellings),
        cmocka_unit_test(identify__not_where_it_is_not_sure),
        cmocka_unit_test(identify__name_and_numbers_tell_an_unknown_datum),
        cmocka_unit_test(identify__a_code_that_does_not_fit_is_refused),
        cmocka_unit_test(identify__own_shift_is_set_aside_with_a_note),
        cmocka_unit_test(crs__facts),
        cmocka_unit_test(transform__ankara),
        cmocka_unit_test(transform__ed50_to_turef),
        cmocka_unit_test(transform__operation_is_chosen_for_the_box),
        cmocka_unit_test(transform__same_system_changes_no_bit),
        cmocka_unit_test(transform__no_ballpark),
        cmocka_unit_test(transform__known_systems_without_an_operation),
        cmocka_unit_test(transform__conversions_are_exact),
        cmocka_unit_test(transform__infinity_is_seen),
        cmocka_unit_test(candidates__three_degree_zones),
        cmocka_unit_test(candidates__zone_before_the_easting_leaves_one_zone),
        cmocka_unit_test(candidates__utm_where_the_zone_is_wide),
        cmocka_unit_test(candidates__degrees),
        cmocka_unit_test(candidates__none_elsewhere),
        cmocka_unit_test(environment__changes_nothing),
    };
    return cmocka_run_group_tests_name("geo/proj", tests, NULL, NULL);
}
