/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The check of a whole city finds what was changed behind its back, and says where. */
#include "test_store.h"

static const char path[] = "integrity.kbs";
static const char clean[] = "integrity-clean.kbs";

static void copy_file(const char *from, const char *to)
{
    char buffer[65536];
    size_t count;
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");
    assert_true(in != NULL && out != NULL);
    while ((count = fread(buffer, 1, sizeof buffer, in)) > 0) {
        assert_int_equal(fwrite(buffer, 1, count, out), count);
    }
    fclose(in);
    fclose(out);
}

/* Three revisions: parcels, a plan with shares, parcels again with a change and closed rows; an address in a parcel. */
static void make_city(void)
{
    kbs_city *city = test_city(clean);
    int64_t closed;
    test_row r;
    test_add_grid(city, "d", 0, 40, 40);
    test_row_init(&r, KBS_PLAN_AREA);
    store_writer *writer = test_begin(city, KBS_PLAN_AREA, "p", 1);
    test_row_text(&r, "source_id", "P1");
    test_row_real(&r, "coverage_ratio", 0.4);
    test_row_rectangle(&r, 0, 0, 100, 100);
    assert_int_equal(test_add(city, writer, &r, 1, NULL), STORE_INSERTED);
    assert_ok(city, store_writer_index(writer, NULL, NULL));
    store_share_writer *shares;
    store_share share = {
        .parcel_id = 3, .kind = STORE_SHARE_PLAN_AREA, .source_id = 1, .area_m2 = 600
    };
    assert_ok(city, store_share_writer_new(&shares, city, false));
    assert_ok(city, store_share_writer_add(shares, &share));
    store_share_writer_free(shares);
    test_commit(city, writer);
    test_row_release(&r);

    test_row_init(&r, KBS_PARCEL);
    writer = test_begin(city, KBS_PARCEL, "d", 10);
    for (int i = 0; i < 10; i++) {
        char parcel[32];
        snprintf(parcel, sizeof parcel, "%d", i + 1);
        test_parcel(&r, city, i % 2 == 0 ? "Çınar" : "Işıklar", "1", parcel);
        test_row_rectangle(&r, (double)i * 20.0, 0, i == 5 ? 19.0 : 20.0, 30.0);
        assert_int_equal(test_add(city, writer, &r, i + 1, NULL),
                         i == 5 ? STORE_UPDATED : STORE_UNCHANGED);
    }
    assert_ok(city, store_writer_close_vanished(writer, &closed));
    assert_int_equal(closed, 30);
    test_commit(city, writer);
    test_row_release(&r);
    kbs_city_free(city);
}

static size_t check(const char *code, const char *layer, const char *key)
{
    kbs_city *city = test_open(path, false);
    const kbs_findings *findings = NULL;
    size_t found = 0;
    assert_code(city, kbs_city_check_integrity(city, NULL, NULL, &findings), KBS_CORRUPT);
    assert_non_null(findings);
    assert_string_equal(kbs_city_error(city)->code, findings->items[0].code);
    for (size_t i = 0; i < findings->count; i++) {
        const kbs_finding *f = &findings->items[i];
        if (strcmp(f->code, code) == 0 &&
            (layer == NULL || (f->layer != NULL && strcmp(f->layer, layer) == 0)) &&
            (key == NULL || (f->key != NULL && strcmp(f->key, key) == 0))) {
            found++;
        }
    }
    if (found == 0) {
        print_error("expected %s\n", code);
        for (size_t i = 0; i < findings->count; i++) {
            print_error("  %s %s %s %s\n", findings->items[i].code, findings->items[i].layer,
                        findings->items[i].key, findings->items[i].found);
        }
    }
    size_t count = findings->count;
    kbs_findings_free(findings);
    kbs_city_free(city);
    assert_true(found > 0);
    return count;
}

static void integrity__nothing_is_found_in_a_good_city(void **state)
{
    (void)state;
    kbs_city *city = test_open(clean, false);
    const kbs_findings *findings = NULL;
    assert_ok(city, kbs_city_check_integrity(city, NULL, NULL, &findings));
    assert_int_equal(findings->count, 0);
    kbs_findings_free(findings);
    kbs_city_free(city);
}

static void integrity__every_change_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *sql, *code, *layer, *key;
    } cases[] = {
        { "UPDATE parcel SET registered_area_m2 = 1 WHERE id = 3", "check.row-digest", "parcel",
          "Çınar/1/3" },
        { "UPDATE parcel SET parcel = '77' WHERE id = 3", "check.row-digest", "parcel",
          "Çınar/1/77" },
        { "UPDATE parcel SET neighbourhood = 2 WHERE id = 3", "check.row-digest", "parcel",
          "Işıklar/1/3" },
        { "UPDATE parcel SET unread = '{}' WHERE id = 3", "check.row-digest", "parcel", NULL },
        { "UPDATE plan_area SET coverage_ratio = 0.5", "check.row-digest", "plan_area", "P1" },
        { "UPDATE parcel SET digest = zeroblob(16) WHERE id = 3", "check.row-digest", "parcel",
          NULL },
        { "UPDATE parcel SET area_m2 = area_m2 + 0.01 WHERE id = 3", "check.measure", "parcel",
          "Çınar/1/3" },
        { "UPDATE parcel SET geometry = substr(geometry, 1, 60) WHERE id = 3",
          "city.geometry-damaged", "parcel", "Çınar/1/3" },
        { "UPDATE parcel SET geometry = x'00' WHERE id = 3", "city.geometry-damaged", "parcel",
          NULL },
        { "UPDATE parcel SET geometry = (SELECT geometry FROM parcel WHERE id = 4) WHERE id = 3",
          "check.row-digest", "parcel", NULL },
        { "UPDATE parcel SET until_revision = 3 WHERE id = 3", "check.revision-digest", "parcel",
          NULL },
        { "UPDATE parcel SET until_revision = NULL WHERE id = 20", "check.revision-digest",
          "parcel", NULL },
        { "UPDATE parcel SET from_revision = 9 WHERE id = 3", "check.revision-number", "parcel",
          NULL },
        { "UPDATE parcel SET until_revision = 1 WHERE id = 20", "check.revision-number", "parcel",
          NULL },
        { "DELETE FROM parcel WHERE id = 40", "check.count", "parcel", NULL },
        { "DELETE FROM plan_area", "check.count", "plan_area", NULL },
        { "UPDATE revision SET digest = replace(digest, 'a', 'b') WHERE id = 1",
          "check.revision-digest", "parcel", NULL },
        { "UPDATE tally SET current = 11 WHERE kind = 'parcel'", "check.count", "parcel", NULL },
        { "UPDATE tally SET measure = 1 WHERE kind = 'parcel'", "check.count", "parcel", NULL },
        { "UPDATE tally SET east_max = east_max + 1 WHERE kind = 'parcel'", "check.count", "parcel",
          NULL },
        { "UPDATE share SET parcel_id = 20", "check.orphan", "share", NULL },
        { "UPDATE share SET source_id = 2", "check.orphan", "share", NULL },
        { "INSERT INTO dirty VALUES(20)", "check.orphan", "dirty", NULL },
        { "INSERT INTO address_parcel VALUES(1, 1)", "check.orphan", "address_parcel", NULL },
        { "DELETE FROM idx_parcel_geometry WHERE pkid = 3", "check.spatial-index", "parcel",
          "Çınar/1/3" },
        { "UPDATE idx_parcel_geometry SET xmin = xmin + 5 WHERE pkid = 3", "check.spatial-index",
          "parcel", "Çınar/1/3" },
        { "UPDATE idx_parcel_geometry_rowid SET nodeno = 77 WHERE rowid = 3", "check.spatial-index",
          "parcel", NULL },
        { "DELETE FROM idx_parcel_geometry_node", "city.damaged", NULL, NULL },
        { "UPDATE neighbourhood_name SET folded = 'x' WHERE id = 1", "check.row-digest", "parcel",
          NULL },
        { "DELETE FROM neighbourhood_name WHERE id = 1", "city.damaged", NULL, NULL },
        { "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM "
          "sqlite_schema WHERE name = 'road') "
          "WHERE name = 'point'",
          "check.page", NULL, NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        test_remove(path);
        copy_file(clean, path);
        test_tamper(path, cases[i].sql);
        check(cases[i].code, cases[i].layer, cases[i].key);
    }
}

static void integrity__a_flood_of_findings_is_cut(void **state)
{
    (void)state;
    test_remove(path);
    kbs_city *city = test_city(path);
    test_add_grid(city, "d", 0, 1000, 1000);
    kbs_city_free(city);
    test_tamper(path, "UPDATE parcel SET map_sheet = 'x'");
    assert_int_equal(check("check.more", NULL, NULL), 201);
}

static bool cancel(const kbs_progress *report, void *user)
{
    int *calls = user;
    (void)report;
    (*calls)++;
    return false;
}

static void integrity__can_be_cancelled(void **state)
{
    (void)state;
    int calls = 0;
    kbs_city *city = test_open(clean, false);
    const kbs_findings *findings = NULL;
    assert_code(city, kbs_city_check_integrity(city, cancel, &calls, &findings), KBS_CANCELLED);
    assert_finding(city, "call.cancelled");
    assert_null(findings);
    assert_int_equal(calls, 1);
    assert_ok(city, kbs_city_check_integrity(city, NULL, NULL, &findings)); /* and works again */
    kbs_findings_free(findings);
    kbs_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integrity__nothing_is_found_in_a_good_city),
        cmocka_unit_test(integrity__every_change_is_found),
        cmocka_unit_test(integrity__a_flood_of_findings_is_cut),
        cmocka_unit_test(integrity__can_be_cancelled),
    };
    make_city();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
