/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Kept shares: the same with any number of threads, in any order of imports, and after updates;
 * against GEOS; addresses. */
#include "test_city.h"

#include "geo/geos.h"
#include "zoning/overlap_cut.h"
#include "zoning/state.h"

#define CITY "shares.kbs"
#define COLUMNS 35 /* enough parcels to be written in bulk */
#define ROWS 30
#define PATIENT_S 30.0

static uint64_t seed;

static double random_unit(void)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(seed >> 11) / 9007199254740992.0;
}

/* Slightly skewed parcels in a grid, 20 m by 30 m each. */
static void import_parcels(kbs_city *city, unsigned threads)
{
    test_import import = import_begin(city, KBS_PARCEL, ROWS * COLUMNS);
    import.threads = threads;
    for (int i = 0; i < ROWS * COLUMNS; i++) {
        double corners[8];
        char parcel[32];
        for (int k = 0; k < 4; k++) {
            int column = i % COLUMNS + (k == 1 || k == 2);
            int row = i / COLUMNS + (k >= 2);
            corners[2 * k] = 20.0 * column + 3.0 * sin(column * 1.7 + row);
            corners[2 * k + 1] = 30.0 * row + 4.0 * cos(row * 0.9 - column);
        }
        snprintf(parcel, sizeof parcel, "%d", i % 25 + 1);
        char block[32];
        snprintf(block, sizeof block, "%d", i / 25 + 1);
        test_parcel(&import.row, city, i % 3 == 0 ? "Çınar" : "Işıklar", block, parcel);
        import_polygon(&import, corners, 4);
        import_add(&import);
    }
    import_end(&import, false);
}

/* Stars of any size, so that two, three and more overlap, and some parcels stay open. */
static void import_plan(kbs_city *city, unsigned threads)
{
    test_import import = import_begin(city, KBS_PLAN_AREA, 100);
    import.threads = threads;
    seed = 4711;
    for (int i = 0; i < 63; i++) {
        double points[40];
        char source_id[16];
        size_t count = 3 + (size_t)(random_unit() * 12);
        double east = 700 * random_unit();
        double north = 900 * random_unit();
        for (size_t k = 0; k < count; k++) {
            double radius = (i < 60 ? 30 : 180) * (0.5 + random_unit());
            points[2 * k] = east + radius * cos(6.283185307179586 * (double)k / (double)count);
            points[2 * k + 1] = north + radius * sin(6.283185307179586 * (double)k / (double)count);
        }
        snprintf(source_id, sizeof source_id, "P%d", i);
        test_row_text(&import.row, "source_id", source_id);
        test_row_text(&import.row, "use", i % 2 == 0 ? "Konut" : "Park");
        import_polygon(&import, points, count);
        import_add(&import);
    }
    import_end(&import, false);
}

static void import_restrictions(kbs_city *city, unsigned threads)
{
    test_import import = import_begin(city, KBS_RESTRICTION, 10);
    import.threads = threads;
    import_cover(&import, "S1", "Sit", 100, 100, 333, 222);
    test_row_text(&import.row, "source_id", "L1");
    test_row_line(&import.row, -10, -10, 690, 910);
    import_add(&import);
    test_row_text(&import.row, "source_id", "N1");
    test_row_point(&import.row, 410, 410);
    import_add(&import);
    import_end(&import, false);
}

/* All answers as CSV, ids and revisions left out so that cities of another history compare. */
typedef struct all_text {
    base_buffer text;
    size_t computed;
    size_t answers;
} all_text;

static bool append(const kbs_zoning *answer, void *user)
{
    all_text *all = user;
    base_buffer *out = &all->text;
    all->answers++;
    all->computed += answer->computed_now;
    for (size_t i = 0; i < answer->row_count; i++) {
        const kbs_zoning_row *row = &answer->rows[i];
        base_buffer_text(out, answer->neighbourhood);
        base_buffer_char(out, '/');
        base_buffer_text(out, answer->block);
        base_buffer_char(out, '/');
        base_buffer_text(out, answer->parcel);
        base_buffer_char(out, ' ');
        base_buffer_text(out, kbs_row_kind_name(row->kind));
        base_buffer_char(out, ' ');
        base_buffer_text(out, row->plan_area != NULL ? row->plan_area->source_id : "");
        base_buffer_text(out, row->restriction != NULL ? row->restriction->source_id : "");
        for (size_t k = 0; k < row->overlap_count; k++) {
            base_buffer_char(out, '+');
            base_buffer_text(out, row->overlap[k]->source_id);
        }
        base_buffer_char(out, ' ');
        base_buffer_fixed(out, row->area_m2, 2);
        base_buffer_char(out, ' ');
        base_buffer_fixed(out, row->share, 6);
        base_buffer_char(out, ' ');
        base_buffer_fixed(out, row->length_m, 6);
        base_buffer_char(out, '\n');
    }
    base_buffer_text(out, answer->not_determined);
    return !out->failed;
}

static all_text all_of(kbs_city *city)
{
    all_text all = { .computed = 0 };
    zoning_state *kept = NULL;
    assert_ok(city, zoning_state_of(city, &kept));
    kept->deadline_s = PATIENT_S; /* a busy machine is no reason */
    base_buffer_init(&all.text, (size_t)1 << 26);
    assert_ok(city, kbs_zoning_all(city, append, &all));
    base_buffer_text(&all.text, "");
    return all;
}

static void run_sql(const char *sql)
{
    sqlite3 *raw = NULL;
    assert_int_equal(sqlite3_open(CITY, &raw), SQLITE_OK);
    assert_int_equal(sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(raw);
}

/* Every row of the table of shares, to the last bit. */
static char *dump_shares(void)
{
    sqlite3 *raw = NULL;
    sqlite3_stmt *statement = NULL;
    base_buffer out;
    base_buffer_init(&out, (size_t)1 << 26);
    assert_int_equal(sqlite3_open(CITY, &raw), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(raw,
                                        "SELECT parcel_id, ordinal, kind, source_id, area_m2, "
                                        "length_m, others, touches_only FROM share "
                                        "ORDER BY parcel_id, ordinal",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; i < 8; i++) {
            if (i == 4 || i == 5) {
                base_buffer_double(&out, sqlite3_column_double(statement, i));
            } else {
                const char *text = (const char *)sqlite3_column_text(statement, i);
                base_buffer_text(&out, text != NULL ? text : "-");
            }
            base_buffer_char(&out, ' ');
        }
        base_buffer_char(&out, '\n');
    }
    sqlite3_finalize(statement);
    sqlite3_close(raw);
    assert_false(out.failed);
    return base_buffer_take(&out);
}

static kbs_city *make_city(unsigned threads, bool plan_first)
{
    kbs_city *city = test_city(CITY);
    if (plan_first) {
        import_plan(city, threads);
        import_restrictions(city, threads);
    }
    import_parcels(city, threads);
    if (!plan_first) {
        import_plan(city, threads);
        import_restrictions(city, threads);
    }
    return city;
}

static void materialise__same_bytes_with_any_threads(void **state)
{
    (void)state;
    kbs_city *city = make_city(1, false);
    kbs_city_free(city);
    char *alone = dump_shares();
    assert_true(strlen(alone) > 50000);
    for (unsigned threads = 2; threads <= 8; threads += 3) {
        city = make_city(threads, false);
        kbs_city_free(city);
        char *together = dump_shares();
        assert_string_equal(together, alone);
        base_free(together);
    }
    base_free(alone);
}

static void materialise__order_of_imports_does_not_matter(void **state)
{
    (void)state;
    kbs_city *city = make_city(2, false);
    all_text parcels_first = all_of(city);
    kbs_city_free(city);
    city = make_city(2, true);
    all_text plan_first = all_of(city);
    kbs_city_free(city);
    assert_int_equal(plan_first.answers, ROWS * COLUMNS);
    assert_string_equal(plan_first.text.data, parcels_first.text.data);
    base_buffer_release(&parcels_first.text);
    base_buffer_release(&plan_first.text);
}

/* Parcel after parcel: what GEOS says is covered, and what is covered by the rows. */
typedef struct judge {
    geo_geos *geos;
    geo_shape all; /* the union of all plan areas */
    kbs_city *city;
    size_t uncovered, overlapping;
} judge;

static bool take_blob(const store_scanned *row, void *user)
{
    return geo_blob_decode(user, row->blob, row->blob_length, -1) == GEO_BLOB_OK;
}

static bool judge_one(const kbs_zoning *answer, void *user)
{
    judge *j = user;
    geo_shape parcel;
    geo_shape covered;
    double uncovered_m2 = 0.0;
    double sum_m2 = 0.0;
    geo_shape_init(&parcel);
    geo_shape_init(&covered);
    assert_int_equal(store_row_by_id(j->city, KBS_PARCEL, answer->parcel_id, take_blob, &parcel),
                     KBS_OK);
    assert_int_equal(
        geo_geos_overlay(j->geos, GEO_INTERSECTION, &parcel, &j->all, PATIENT_S, &covered),
        GEO_DONE);
    for (size_t i = 0; i < answer->row_count; i++) {
        const kbs_zoning_row *row = &answer->rows[i];
        uncovered_m2 += row->kind == KBS_ROW_UNCOVERED ? row->exact_area_m2 : 0.0;
        sum_m2 += row->kind == KBS_ROW_PLAN_AREA ? row->area_m2 : 0.0;
        sum_m2 -=
            row->kind == KBS_ROW_OVERLAP ? row->area_m2 * (double)(row->overlap_count - 1) : 0.0;
        j->overlapping += row->kind == KBS_ROW_OVERLAP;
    }
    double judged_m2 = answer->exact_area_m2 - geo_shape_area_m2(&covered);
    if (fabs(judged_m2 - uncovered_m2) > 0.005 + 1e-3) {
        fail_msg("%s/%s: GEOS leaves %.6f m², the answer %.6f m²", answer->block, answer->parcel,
                 judged_m2, uncovered_m2);
    }
    assert_true(fabs(sum_m2 + uncovered_m2 - answer->area_m2) < 0.011);
    j->uncovered += uncovered_m2 > 0.0;
    geo_shape_release(&parcel);
    geo_shape_release(&covered);
    return true;
}

static void materialise__agrees_with_geos(void **state)
{
    (void)state;
    kbs_city *city = make_city(2, false);
    judge j = { .geos = geo_geos_new(), .city = city };
    geo_shape next;
    store_scan *scan = NULL;
    store_scanned row;
    geo_shape_init(&j.all);
    geo_shape_init(&next);
    assert_ok(city, store_scan_new(&scan, city, KBS_PLAN_AREA, NULL, 0, false));
    while (store_scan_next(scan, &row) == KBS_OK) {
        geo_shape joined;
        geo_shape_init(&joined);
        assert_true(take_blob(&row, &next));
        if (j.all.vertex_count == 0) {
            assert_true(geo_shape_copy(&joined, &next));
        } else {
            assert_int_equal(geo_geos_overlay(j.geos, GEO_UNION, &j.all, &next, PATIENT_S, &joined),
                             GEO_DONE);
        }
        geo_shape_release(&j.all);
        j.all = joined;
    }
    store_scan_free(scan);
    assert_ok(city, kbs_zoning_all(city, judge_one, &j));
    assert_true(j.uncovered > 100);
    assert_true(j.overlapping > 200);
    geo_shape_release(&next);
    geo_shape_release(&j.all);
    geo_geos_free(j.geos);
    kbs_city_free(city);
}

/* Moves one small plan area: what it left and what it came to is written anew, nothing else; and
 * all is as if computed now. */
static void materialise__update_of_a_plan_area(void **state)
{
    (void)state;
    kbs_city *city = make_city(2, false);
    kbs_city_free(city);
    run_sql("UPDATE share SET length_m = 0.125"); /* a mark that a written row does not have */
    city = test_open(CITY, true);
    test_import import = import_begin(city, KBS_PLAN_AREA, 10);
    assert_int_equal(import_cover(&import, "P0", "Konut", 300, 300, 70, 50), STORE_UPDATED);
    assert_int_equal(import_cover(&import, "NEW", "Okul", 10, 10, 15, 15), STORE_INSERTED);
    import_end(&import, false);
    kbs_city_free(city);
    int64_t marked =
        test_number(CITY, "SELECT count(DISTINCT parcel_id) FROM share WHERE length_m = 0.125");
    int64_t written =
        test_number(CITY, "SELECT count(DISTINCT parcel_id) FROM share WHERE length_m <> 0.125");
    assert_true(written > 20 && written < 120);
    assert_true(marked > 500);
    run_sql("UPDATE share SET length_m = 0 WHERE length_m = 0.125 AND kind <> 4");
    city = test_open(CITY, false);
    all_text kept = all_of(city);
    kbs_city_free(city);
    run_sql("INSERT OR IGNORE INTO dirty SELECT id FROM parcel");
    city = test_open(CITY, false);
    all_text computed = all_of(city);
    assert_int_equal(computed.computed, ROWS * COLUMNS);
    /* Lengths of untouched restrictions still carry the mark; everything else is the same. */
    size_t differing = 0;
    const char *a = kept.text.data;
    const char *b = computed.text.data;
    for (; *a != '\0' && *b != '\0'; a = strchr(a, '\n') + 1, b = strchr(b, '\n') + 1) {
        size_t length = strcspn(a, "\n");
        bool same = strncmp(a, b, length + 1) == 0;
        assert_true(same || strstr(a, " restriction ") != NULL);
        differing += !same;
    }
    assert_true(*a == '\0' && *b == '\0');
    assert_true(differing > 0);
    base_buffer_release(&kept.text);
    base_buffer_release(&computed.text);
    kbs_city_free(city);
}

static void materialise__update_of_parcels(void **state)
{
    (void)state;
    kbs_city *city = make_city(2, false);
    test_import import = import_begin(city, KBS_PARCEL, 10);
    import_parcel(&import, "Çınar", "1", "1", 100, 100, 50, 50); /* moved */
    import_parcel(&import, "Çınar", "999", "1", 3000, 3000, 50,
                  50); /* new, far from any plan area */
    import_end(&import, false);
    all_text kept = all_of(city);
    kbs_city_free(city);
    assert_int_equal(test_number(CITY, "SELECT count(*) FROM share WHERE parcel_id IN (SELECT id "
                                       "FROM parcel WHERE until_revision IS NOT NULL)"),
                     0);
    run_sql("INSERT OR IGNORE INTO dirty SELECT id FROM parcel");
    city = test_open(CITY, false);
    all_text computed = all_of(city);
    assert_string_equal(kept.text.data, computed.text.data);
    assert_non_null(strstr(kept.text.data, "Çınar/999/1 uncovered  2500.00 1.000000"));
    base_buffer_release(&kept.text);
    base_buffer_release(&computed.text);
    kbs_city_free(city);
}

/* Without plan areas and restrictions nothing is kept. */
static void materialise__nothing_left(void **state)
{
    (void)state;
    kbs_city *city = test_city(CITY);
    import_parcels(city, 2);
    assert_int_equal(test_number(CITY, "SELECT count(*) FROM share"), 0);
    import_plan(city, 2);
    assert_true(test_number(CITY, "SELECT count(*) FROM share") > 1000);
    test_import import = import_begin(city, KBS_PLAN_AREA, 10);
    import_end(&import, true);
    assert_int_equal(test_number(CITY, "SELECT count(*) FROM share"), 0);
    kbs_city_free(city);
}

static void materialise__overlaps_too_complex(void **state)
{
    (void)state;
    kbs_city *city = test_city(CITY);
    test_import import = import_begin(city, KBS_PARCEL, 10);
    import_parcel(&import, "Çınar", "1", "1", 0, 0, 20, 30);
    import_parcel(&import, "Çınar", "1", "2", 200, 0, 20, 30);
    import_end(&import, false);
    base_findings report;
    base_findings_init(&report);
    import = import_begin(city, KBS_PLAN_AREA, 1000);
    for (unsigned i = 0; i <= ZONING_CUT_MOST_COVERINGS; i++) {
        char source_id[16];
        snprintf(source_id, sizeof source_id, "P%u", i);
        import_cover(&import, source_id, "Konut", -5, -5, 100, 100);
    }
    import_cover(&import, "Q", "Park", 190, -5, 100, 100);
    assert_ok(city, import_try_end(&import, false, &report));
    assert_int_equal(report.count, 1);
    assert_string_equal(report.items[0].code, "zoning.too-complex");
    base_findings_release(&report);
    const kbs_zoning *answer = NULL;
    assert_ok(city, kbs_zoning_by_key(city, "Çınar/1/1", &answer));
    assert_string_equal(answer->not_determined, "zoning.too-complex");
    assert_int_equal(answer->row_count, 0);
    kbs_zoning_free(answer);
    assert_ok(city, kbs_zoning_by_key(city, "Çınar/1/2", &answer));
    assert_string_equal(answer->not_determined, "");
    assert_int_equal(answer->row_count, 1);
    kbs_zoning_free(answer);
    kbs_city_free(city);
}

static bool stop(const kbs_progress *report, void *user)
{
    (void)report;
    ++*(int *)user;
    return false;
}

static void materialise__cancelled(void **state)
{
    (void)state;
    int asked = 0;
    base_findings report;
    kbs_city *city = test_city(CITY);
    import_parcels(city, 2);
    base_findings_init(&report);
    test_import import = import_begin(city, KBS_PLAN_AREA, 10);
    import_cover(&import, "P", "Konut", 0, 0, 500, 500);
    assert_ok(city, store_writer_index(import.writer, NULL, NULL));
    assert_code(city,
                zoning_materialise(city, KBS_PLAN_AREA, import.writer, 4, stop, &asked, &report),
                KBS_CANCELLED);
    assert_int_equal(asked, 1);
    store_writer_free(import.writer);
    test_row_release(&import.row);
    base_findings_release(&report);
    assert_int_equal(test_number(CITY, "SELECT count(*) FROM share"), 0);
    assert_int_equal(test_number(CITY, "SELECT count(*) FROM plan_area"), 0);
    kbs_city_free(city);
}

/* A plan area that cannot be read stops the import: its shares would be wrong. A parcel that cannot
 * be read is told. */
static void materialise__damaged_geometry(void **state)
{
    (void)state;
    base_findings report;
    base_findings_init(&report);
    kbs_city *city = make_city(2, false);
    kbs_city_free(city);
    run_sql("UPDATE parcel SET geometry = substr(geometry, 1, length(geometry) - 20) WHERE id = 7");
    city = test_open(CITY, true);
    test_import import = import_begin(city, KBS_RESTRICTION, 10);
    import_cover(&import, "S2", "Sit", -10, -10, 900, 950);
    assert_ok(city, import_try_end(&import, false, &report));
    assert_int_equal(report.count, 1);
    assert_string_equal(report.items[0].code, "zoning.geometry-damaged");
    assert_int_equal(report.items[0].record, 7);
    kbs_city_free(city);
    assert_int_equal(test_number(CITY, "SELECT parcel_id FROM dirty"), 7);
    run_sql(
        "UPDATE plan_area SET geometry = substr(geometry, 1, length(geometry) - 20) WHERE id = 7");
    city = test_open(CITY, true);
    import = import_begin(city, KBS_RESTRICTION, 10);
    import_cover(&import, "S3", "Sit", -10, -10, 900, 950);
    assert_code(city, import_try_end(&import, false, &report), KBS_CORRUPT);
    assert_finding(city, "zoning.cover-unreadable");
    assert_int_equal(kbs_city_error(city)->record, 7);
    kbs_city_free(city);
    base_findings_release(&report);
}

static void add_address(test_import *import, const char *source_id, double east, double north)
{
    test_row_text(&import->row, "source_id", source_id);
    test_row_point(&import->row, east, north);
    import_add(import);
}

static void tie__follows_addresses_and_parcels(void **state)
{
    (void)state;
    kbs_city *city = test_city(CITY);
    test_import import = import_begin(city, KBS_ADDRESS, 10);
    add_address(&import, "A1", 10, 10);
    add_address(&import, "A2", 30, 10);
    add_address(&import, "A3", 20, 10); /* on the border */
    add_address(&import, "A4", 500, 10);
    import_end(&import, false);
    assert_int_equal(test_number(CITY, "SELECT count(*) FROM address_parcel"), 0);
    import = import_begin(city, KBS_PARCEL, 10);
    import_parcel(&import, "Çınar", "1", "1", 0, 0, 20, 30);
    import_parcel(&import, "Çınar", "1", "2", 20, 0, 20, 30);
    import_end(&import, false);
    assert_int_equal(test_number(CITY, "SELECT count(*) FROM address_parcel"), 3);
    assert_int_equal(test_number(CITY, "SELECT parcel_id FROM address_parcel WHERE address_id = 1"),
                     1);
    assert_int_equal(test_number(CITY, "SELECT parcel_id FROM address_parcel WHERE address_id = 2"),
                     2);
    assert_int_equal(test_number(CITY, "SELECT parcel_id FROM address_parcel WHERE address_id = 3"),
                     1);
    import = import_begin(city, KBS_ADDRESS, 10);
    add_address(&import, "A2", 12, 12); /* moved: a new row, 5 */
    add_address(&import, "A5", 35, 12);
    import_end(&import, true);
    assert_int_equal(test_number(CITY, "SELECT count(*) FROM address_parcel"), 2);
    assert_int_equal(test_number(CITY, "SELECT parcel_id FROM address_parcel WHERE address_id = 5"),
                     1);
    assert_int_equal(test_number(CITY, "SELECT parcel_id FROM address_parcel WHERE address_id = 6"),
                     2);
    import = import_begin(city, KBS_PARCEL, 10);
    import_parcel(&import, "Çınar", "1", "2", 0, 0, 40, 30); /* all of it now; 1/1 vanishes */
    import_end(&import, true);
    assert_int_equal(test_number(CITY, "SELECT count(*) FROM address_parcel WHERE parcel_id = 3"),
                     2);
    kbs_city_free(city);
}

/* Many addresses pass the other way: each lies in the parcel of its place in the grid. */
static void tie__many_addresses(void **state)
{
    (void)state;
    kbs_city *city = test_city(CITY);
    test_import import = import_begin(city, KBS_PARCEL, 400);
    for (int i = 0; i < 400; i++) {
        char parcel[32];
        snprintf(parcel, sizeof parcel, "%d", i + 1);
        import_parcel(&import, "Çınar", "1", parcel, 10 * (i % 20), 10 * (i / 20), 10, 10);
    }
    import_end(&import, false);
    import = import_begin(city, KBS_ADDRESS, 5000);
    for (int i = 0; i < 4410; i++) { /* eleven in each parcel, ten outside */
        char source_id[32];
        snprintf(source_id, sizeof source_id, "A%d", i);
        int parcel = i / 11;
        add_address(&import, source_id, 10 * (parcel % 20) + 0.5 + i % 9, 10 * (parcel / 20) + 5);
    }
    import_end(&import, false);
    assert_int_equal(test_number(CITY, "SELECT count(*) FROM address_parcel"), 4400);
    assert_int_equal(
        test_number(
            CITY,
            "SELECT count(*) FROM address_parcel WHERE parcel_id = (address_id - 1) / 11 + 1"),
        4400);
    kbs_city_free(city);
}

static int clean_up(void **state)
{
    (void)state;
    test_remove(CITY);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, NULL, clean_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(materialise__same_bytes_with_any_threads),
        TEST(materialise__order_of_imports_does_not_matter),
        TEST(materialise__agrees_with_geos),
        TEST(materialise__update_of_a_plan_area),
        TEST(materialise__update_of_parcels),
        TEST(materialise__nothing_left),
        TEST(materialise__overlaps_too_complex),
        TEST(materialise__cancelled),
        TEST(materialise__damaged_geometry),
        TEST(tie__follows_addresses_and_parcels),
        TEST(tie__many_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
