/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The writer: rows in, revisions, what is new, changed, as it was, twice there, or gone; all or nothing. */
#include "test_store.h"

#include <sys/wait.h>

static const char path[] = "writer.kbs";

static int64_t count_rows(kbs_city *city, kbs_kind kind, const kbs_box *box, int64_t known_on)
{
    store_scan *scan = NULL;
    store_scanned row;
    int64_t count = 0;
    int64_t last = 0;
    kbs_code code;
    assert_ok(city, store_scan_new(&scan, city, kind, box, known_on, true));
    while ((code = store_scan_next(scan, &row)) == KBS_OK) {
        assert_true(row.id > last); /* in the order of ids */
        last = row.id;
        count++;
    }
    assert_code(city, code, KBS_END);
    store_scan_free(scan);
    return count;
}

static const store_value *value_of(const store_scanned *row, kbs_kind kind, const char *field)
{
    return &row->values[store_kind_field(store_kind_of(kind), field)];
}

static void assert_value_text(const store_scanned *row, kbs_kind kind, const char *field,
                              const char *expected)
{
    const store_value *value = value_of(row, kind, field);
    assert_int_equal(value->type, STORE_VALUE_TEXT);
    assert_int_equal(value->length, strlen(expected));
    assert_memory_equal(value->text, expected, value->length);
}

static void writer__what_goes_in_comes_out(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    store_scan *scan;
    store_scanned row;
    test_row r;
    test_row_init(&r, KBS_PARCEL);
    store_writer *writer = test_begin(city, KBS_PARCEL, "d", 1);
    assert_int_equal(store_writer_revision(writer), 1);
    test_parcel(&r, city, "Çankaya", "101", "5/A");
    test_row_real(&r, "registered_area_m2", 612.5);
    test_row_text(&r, "map_sheet", "İ29-b-12");
    test_row_text(&r, "locality", "");
    test_row_rectangle(&r, 10, 20, 20.5, 30);
    r.row.unread = "{\"registered_area_m2\":\"~612\"}";
    assert_int_equal(test_add(city, writer, &r, 42, NULL), STORE_INSERTED);
    test_commit(city, writer);
    kbs_city_free(city);

    city = test_open(path, false);
    assert_ok(city, store_scan_new(&scan, city, KBS_PARCEL, NULL, 0, true));
    assert_ok(city, store_scan_next(scan, &row));
    assert_int_equal(row.id, 1);
    assert_int_equal(row.record, 42);
    assert_int_equal(row.from_revision, 1);
    assert_int_equal(row.until_revision, 0);
    assert_true(row.measure == 615.0);
    assert_string_equal(row.unread, "{\"registered_area_m2\":\"~612\"}");
    assert_value_text(&row, KBS_PARCEL, "neighbourhood", "Çankaya");
    assert_value_text(&row, KBS_PARCEL, "block", "101");
    assert_value_text(&row, KBS_PARCEL, "parcel", "5/A");
    assert_value_text(&row, KBS_PARCEL, "map_sheet", "İ29-b-12");
    assert_true(value_of(&row, KBS_PARCEL, "registered_area_m2")->real == 612.5);
    assert_int_equal(value_of(&row, KBS_PARCEL, "land_type")->type, STORE_VALUE_NULL);
    assert_int_equal(value_of(&row, KBS_PARCEL, "locality")->type,
                     STORE_VALUE_NULL); /* empty text is no value */
    assert_int_equal(row.blob_length, r.blob.length);
    assert_memory_equal(row.blob, r.blob.data, row.blob_length);
    base_sha256 *sha = base_sha256_new();
    uint8_t digest[BASE_SHA256_BYTES];
    assert_true(store_scanned_is_sound(city, store_kind_of(KBS_PARCEL), &row, sha, digest));
    assert_memory_equal(digest, r.row.digest, sizeof digest);
    base_sha256_free(sha);
    assert_code(city, store_scan_next(scan, &row), KBS_END);
    store_scan_free(scan);
    kbs_city_free(city);
    test_row_release(&r);
}

/* The same source twice, then changed: in both modes the outcomes are the same. */
static void check_life_of_rows(int64_t expected)
{
    kbs_city *city = test_city(path);
    test_row r;
    int64_t other = 0;
    int64_t closed = 0;
    test_row_init(&r, KBS_PARCEL);

    store_writer *writer = test_begin(city, KBS_PARCEL, "d", expected);
    test_row_rectangle(&r, 0, 0, 20, 30);
    test_parcel(&r, city, "Çankaya", "101", "1");
    assert_int_equal(test_add(city, writer, &r, 1, &other), STORE_INSERTED);
    test_parcel(&r, city, "Çankaya", "101", "2");
    assert_int_equal(test_add(city, writer, &r, 2, &other), STORE_INSERTED);
    test_parcel(&r, city, "Çankaya", NULL, "3");
    assert_int_equal(test_add(city, writer, &r, 3, &other), STORE_INSERTED);
    test_parcel(&r, city, "Keçiören", "101", "1"); /* another neighbourhood is another parcel */
    assert_int_equal(test_add(city, writer, &r, 4, &other), STORE_INSERTED);
    test_parcel(&r, city, "ÇANKAYA", "101", "2"); /* the same name in capitals is the same */
    assert_int_equal(test_add(city, writer, &r, 5, &other), STORE_DUPLICATE);
    assert_int_equal(other, 2);
    test_parcel(&r, city, "Çankaya", "0", "3"); /* a missing block is block 0 */
    assert_int_equal(test_add(city, writer, &r, 6, &other), STORE_DUPLICATE);
    assert_int_equal(other, 3);
    test_commit(city, writer);
    assert_int_equal(count_rows(city, KBS_PARCEL, NULL, 0), 4);

    writer = test_begin(city, KBS_PARCEL, "d", expected);
    test_row_rectangle(&r, 0, 0, 20, 30);
    test_parcel(&r, city, "Çankaya", "101", "1");
    assert_int_equal(test_add(city, writer, &r, 11, &other),
                     STORE_UNCHANGED); /* another record number changes nothing */
    assert_int_equal(test_add(city, writer, &r, 12, &other), STORE_DUPLICATE);
    assert_int_equal(other, 11);
    test_parcel(&r, city, "Çankaya", "101", "2");
    test_row_rectangle(&r, 500, 0, 20, 30);
    assert_int_equal(test_add(city, writer, &r, 13, &other), STORE_UPDATED);
    assert_int_equal(test_add(city, writer, &r, 14, &other), STORE_DUPLICATE);
    assert_int_equal(other, 13);
    test_parcel(&r, city, "Çankaya", "102", "1");
    assert_int_equal(test_add(city, writer, &r, 15, &other), STORE_INSERTED);
    assert_ok(city, store_writer_close_vanished(writer, &closed));
    assert_int_equal(closed, 2); /* Çankaya 0/3 and Keçiören 101/1 */
    test_commit(city, writer);

    assert_int_equal(count_rows(city, KBS_PARCEL, NULL, 0), 3);
    assert_int_equal(count_rows(city, KBS_PARCEL, NULL, 1), 4); /* as it was */
    assert_int_equal(count_rows(city, KBS_PARCEL, NULL, 2), 3);
    assert_int_equal(count_rows(city, KBS_PARCEL, NULL, -1), 6);
    kbs_box old_place = { TEST_EAST + 1, TEST_NORTH + 1, TEST_EAST + 2, TEST_NORTH + 2 };
    kbs_box new_place = { TEST_EAST + 501, TEST_NORTH + 1, TEST_EAST + 502, TEST_NORTH + 2 };
    assert_int_equal(count_rows(city, KBS_PARCEL, &old_place, 0), 1);
    assert_int_equal(count_rows(city, KBS_PARCEL, &old_place, 1), 4);
    assert_int_equal(count_rows(city, KBS_PARCEL, &new_place, 0), 2);
    assert_int_equal(count_rows(city, KBS_PARCEL, &new_place, 1), 0);
    assert_int_equal(test_number(path, "SELECT count(*) FROM parcel WHERE until_revision = 2"), 3);
    assert_int_equal(test_number(path, "SELECT inserted * 1000 + updated * 100 + unchanged * 10 + "
                                       "closed FROM revision WHERE id = 2"),
                     1112);
    const kbs_findings *findings = NULL;
    assert_ok(city, kbs_city_check_integrity(city, NULL, NULL, &findings));
    assert_int_equal(findings->count, 0);
    kbs_findings_free(findings);
    kbs_city_free(city);
    test_row_release(&r);
}

static void writer__rows_live_row_by_row(void **state)
{
    (void)state;
    check_life_of_rows(5);
}

static void writer__rows_live_in_bulk(void **state)
{
    (void)state;
    check_life_of_rows(5000);
}

/* Kinds without a key: by source id within their dataset, else by content. */
static void check_source_ids(int64_t expected)
{
    kbs_city *city = test_city(path);
    test_row r;
    int64_t other = 0;
    int64_t closed = 0;
    test_row_init(&r, KBS_ROAD);
    for (int round = 0; round < 2; round++) {
        store_writer *writer = test_begin(city, KBS_ROAD, round == 0 ? "north" : "south", expected);
        test_row_line(&r, 0, 0, 30, 40);
        test_row_text(&r, "source_id", "R1");
        test_row_real(&r, "width_m", 12.5);
        assert_int_equal(test_add(city, writer, &r, 1, &other),
                         STORE_INSERTED); /* the same id in another dataset is another road */
        test_row_real(&r, "width_m", 15);
        assert_int_equal(test_add(city, writer, &r, 2, &other), STORE_DUPLICATE);
        assert_int_equal(other, 1);
        test_row_text(&r, "source_id", NULL);
        assert_int_equal(test_add(city, writer, &r, 3, &other), STORE_INSERTED);
        assert_int_equal(test_add(city, writer, &r, 4, &other),
                         STORE_DUPLICATE); /* the same content */
        assert_int_equal(other, 3);
        test_row_line(&r, 0, 0, 30, 41);
        assert_int_equal(test_add(city, writer, &r, 5, &other), STORE_INSERTED);
        test_commit(city, writer);
    }
    store_writer *writer = test_begin(city, KBS_ROAD, "north", expected);
    test_row_text(&r, "source_id", "R1");
    test_row_line(&r, 0, 0, 30, 40);
    assert_int_equal(test_add(city, writer, &r, 1, &other), STORE_UPDATED); /* 15 m wide now */
    test_row_text(&r, "source_id", NULL);
    test_row_line(&r, 0, 0, 30, 41);
    assert_int_equal(test_add(city, writer, &r, 2, &other), STORE_UNCHANGED);
    assert_ok(city, store_writer_close_vanished(writer, &closed));
    assert_int_equal(closed, 1); /* of this dataset only */
    test_commit(city, writer);
    assert_int_equal(count_rows(city, KBS_ROAD, NULL, 0), 5);
    assert_int_equal(
        test_number(path, "SELECT sum(length_m) * 100 FROM road WHERE until_revision IS NULL"),
        (int64_t)(3 * 5000 + 2 * 100 * sqrt(30 * 30 + 41 * 41)));
    const kbs_findings *findings = NULL;
    assert_ok(city, kbs_city_check_integrity(city, NULL, NULL, &findings));
    kbs_findings_free(findings);
    kbs_city_free(city);
    test_row_release(&r);
}

static void writer__source_ids_row_by_row(void **state)
{
    (void)state;
    check_source_ids(5);
}

static void writer__source_ids_in_bulk(void **state)
{
    (void)state;
    check_source_ids(5000);
}

static void writer__rollback_leaves_nothing(void **state)
{
    (void)state;
    static const int64_t sizes[] = { 5, 5000 };
    for (size_t i = 0; i < 2; i++) {
        kbs_city *city = test_city(path);
        test_row r;
        int64_t id = 0;
        test_row_init(&r, KBS_PARCEL);
        store_writer *writer = test_begin(city, KBS_PARCEL, "d", sizes[i]);
        test_row_rectangle(&r, 0, 0, 20, 30);
        test_parcel(&r, city, "Kızılay", "1", "1");
        assert_int_equal(test_add(city, writer, &r, 1, NULL), STORE_INSERTED);
        assert_ok(city, store_writer_index(writer, NULL, NULL));
        store_writer_free(writer);
        assert_int_equal(count_rows(city, KBS_PARCEL, NULL, -1), 0);
        assert_code(city, store_name_find(city, "Kızılay", strlen("Kızılay"), &id), KBS_NOT_FOUND);
        assert_int_equal(test_number(path, "SELECT count(*) FROM revision"), 0);
        assert_int_equal(
            test_number(path, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'parcel_key%'"),
            2);
        assert_false(test_exists(path, "-lock"));
        test_add_grid(city, "d", 0, 20, sizes[i]); /* and the city goes on */
        assert_int_equal(count_rows(city, KBS_PARCEL, NULL, 0), 20);
        kbs_city_free(city);
        kbs_city_free(test_open(path, true)); /* the schema is what it was */
        test_row_release(&r);
    }
}

static void writer__a_dead_process_leaves_the_old_revision(void **state)
{
    (void)state;
    static const int64_t sizes[] = { 20, 3000, 3000 };
    for (size_t i = 0; i < 3; i++) {
        kbs_city *city = test_city(path);
        int64_t before = i == 2 ? 0 : 50; /* the last one dies in the first import of all */
        if (before > 0) {
            test_add_grid(city, "old", 0, before, before);
        }
        kbs_city_free(city);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            test_row r;
            int64_t closed;
            city = test_open(path, true);
            test_row_init(&r, KBS_PARCEL);
            store_writer *writer = test_begin(city, KBS_PARCEL, "new", sizes[i]);
            for (int64_t k = 0; k < sizes[i]; k++) {
                char block[32];
                snprintf(block, sizeof block, "%d", (int)k + 1000);
                test_parcel(&r, city, "Yeni", block, "1");
                test_row_rectangle(&r, (double)k, 0, 20, 30);
                test_add(city, writer, &r, k + 1, NULL);
            }
            assert_ok(city, store_writer_close_vanished(writer, &closed));
            assert_ok(city, store_writer_index(writer, NULL, NULL));
            _exit(9);
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(WEXITSTATUS(status), 9);
        assert_int_equal(test_exists(path, "-journal"),
                         i == 2);       /* of the first import, to be undone */
        city = test_open(path, i == 1); /* readers find it as it was, too */
        assert_int_equal(count_rows(city, KBS_PARCEL, NULL, -1), before);
        const kbs_findings *findings = NULL;
        assert_ok(city, kbs_city_check_integrity(city, NULL, NULL, &findings));
        kbs_findings_free(findings);
        kbs_city_free(city);
        city = test_open(path, true);
        test_add_grid(city, "old", 100, 10, 10);
        kbs_city_free(city);
    }
}

static void writer__second_writer_is_told_who_writes(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    test_add_grid(city, "d", 0, 10, 10);
    kbs_city *second = test_open(path, true);
    store_database_set_patience(second->database, 100);
    store_writer *writer = test_begin(city, KBS_PARCEL, "d", 10);
    store_writer *refused = NULL;
    char expected[32];
    snprintf(expected, sizeof expected, "%ld, 20", (long)getpid());
    assert_code(second, store_writer_new(&refused, second, KBS_ROAD, "d", 10), KBS_BUSY);
    assert_null(refused);
    assert_finding(second, "city.busy");
    assert_memory_equal(kbs_city_error(second)->found, expected, strlen(expected));
    /* Readers go on meanwhile, and see the old revision until the new one is there. */
    assert_int_equal(count_rows(second, KBS_PARCEL, NULL, 0), 10);
    store_writer_free(writer);
    test_add_grid(second, "e", 10, 10, 10);
    assert_int_equal(count_rows(city, KBS_PARCEL, NULL, 0), 20);
    kbs_city_free(second);
    kbs_city_free(city);
}

/* A read transaction sees one revision, whatever is committed meanwhile. */
static void writer__reader_keeps_its_revision(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    test_add_grid(city, "d", 0, 10, 10);
    kbs_city *reader = test_open(path, false);
    int64_t revision = 0;
    store_database_set_patience(city->database,
                                100); /* the checkpoint does not get past the reader */
    assert_ok(reader, store_city_begin_read(reader));
    assert_ok(reader, store_city_revision(reader, &revision));
    assert_int_equal(revision, 1);
    test_add_grid(city, "d", 10, 10, 10);
    assert_ok(reader, store_city_revision(reader, &revision));
    assert_int_equal(revision, 1);
    assert_int_equal(count_rows(reader, KBS_PARCEL, NULL, 0), 10);
    store_city_end_read(reader);
    assert_ok(reader, store_city_revision(reader, &revision));
    assert_int_equal(revision, 2);
    assert_int_equal(count_rows(reader, KBS_PARCEL, NULL, 0), 20);
    kbs_city_free(reader);
    kbs_city_free(city);
}

static void writer__first_import_ends_in_wal(void **state)
{
    (void)state;
    char mode[32];
    kbs_city *city = test_city(path);
    test_text(path, "PRAGMA journal_mode", mode, sizeof mode);
    assert_string_equal(mode, "wal");
    test_add_grid(city, "d", 0, 2000, 2000);
    test_text(path, "PRAGMA journal_mode", mode, sizeof mode);
    assert_string_equal(mode, "wal");
    assert_false(test_exists(path, "-journal"));
    kbs_city_free(city);
    assert_false(test_exists(path, "-wal"));

    /* With a reader inside, the first import runs in WAL from the start. */
    city = test_city(path);
    kbs_city *reader = test_open(path, false);
    store_database_set_patience(city->database, 100);
    assert_ok(reader, store_city_begin_read(reader));
    int64_t revision;
    assert_ok(reader, store_city_revision(reader, &revision));
    test_add_grid(city, "d", 0, 2000, 2000);
    store_city_end_read(reader);
    assert_int_equal(count_rows(reader, KBS_PARCEL, NULL, 0), 2000);
    kbs_city_free(reader);
    kbs_city_free(city);
}

static void writer__touched_names_all_that_changed(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    test_add_grid(city, "d", 0, 10, 10);
    test_row r;
    const kbs_box *boxes = NULL;
    const int64_t *ids = NULL;
    size_t box_count = 0;
    size_t id_count = 0;
    int64_t closed;
    test_row_init(&r, KBS_PARCEL);
    store_writer *writer = test_begin(city, KBS_PARCEL, "d", 1);
    test_parcel(&r, city, "Çınar", "1", "1");
    test_row_rectangle(&r, 5000, 5000, 10, 10);
    assert_int_equal(test_add(city, writer, &r, 1, NULL), STORE_UPDATED);
    assert_ok(city, store_writer_close_vanished(writer, &closed));
    assert_int_equal(closed, 9);
    assert_ok(city, store_writer_index(writer, NULL, NULL));
    store_writer_touched(writer, &boxes, &box_count, &ids, &id_count);
    assert_int_equal(id_count, 1);
    assert_int_equal(ids[0], 11);
    assert_int_equal(box_count, 11); /* the new one and ten closed ones */
    assert_true(boxes[0].east_min == TEST_EAST + 5000 && boxes[0].north_max == TEST_NORTH + 5010);
    assert_true(boxes[1].east_min == TEST_EAST && boxes[1].north_max == TEST_NORTH + 30);
    test_commit(city, writer);
    /* The extent of the current rows has shrunk to the one that is left. */
    const kbs_city_info *info = NULL;
    assert_ok(city, kbs_city_info_get(city, &info));
    assert_true(info->extent.east_min == TEST_EAST + 5000 &&
                info->extent.east_max == TEST_EAST + 5010);
    assert_int_equal(info->kinds[KBS_PARCEL - 1].current, 1);
    assert_int_equal(info->kinds[KBS_PARCEL - 1].closed, 10);
    assert_true(fabs(info->kinds[KBS_PARCEL - 1].area_m2 - 100.0) < 1e-6);
    kbs_city_info_free(info);
    kbs_city_free(city);
    test_row_release(&r);
}

/* What is derived from a closed parcel goes with it. */
static void writer__closing_forgets_shares(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    int64_t closed;
    test_row r;
    test_row_init(&r, KBS_PLAN_AREA);
    test_add_grid(city, "d", 0, 3, 3);
    store_writer *writer = test_begin(city, KBS_PLAN_AREA, "p", 1);
    test_row_rectangle(&r, 0, 0, 100, 100);
    assert_int_equal(test_add(city, writer, &r, 1, NULL), STORE_INSERTED);
    assert_ok(city, store_writer_index(writer, NULL, NULL));
    store_share_writer *shares;
    assert_ok(city, store_share_writer_new(&shares, city, true));
    for (int64_t parcel = 1; parcel <= 3; parcel++) {
        store_share share = {
            .parcel_id = parcel, .kind = STORE_SHARE_PLAN_AREA, .source_id = 1, .area_m2 = 600
        };
        assert_ok(city, store_share_writer_parcel(shares, parcel));
        assert_ok(city, store_share_writer_add(shares, &share));
    }
    store_share_writer_free(shares);
    assert_ok(city, store_share_mark_dirty(city, 2));
    test_commit(city, writer);
    const kbs_city_info *info = NULL;
    assert_ok(city, kbs_city_info_get(city, &info));
    assert_int_equal(info->share_rows, 3);
    assert_int_equal(info->dirty_parcels, 1);
    kbs_city_info_free(info);
    test_row_release(&r);

    writer = test_begin(city, KBS_PARCEL, "d", 1);
    assert_ok(city, store_writer_close_vanished(writer, &closed));
    assert_int_equal(closed, 3);
    test_commit(city, writer);
    assert_int_equal(
        test_number(path, "SELECT (SELECT count(*) FROM share) + (SELECT count(*) FROM dirty)"), 0);
    kbs_city_free(city);
}

static void writer__ledger_is_kept(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    base_findings ledger;
    char text[64];
    base_findings_init(&ledger);
    kbs_finding finding = base_finding_of(FINDING_CITY_GEOMETRY_DAMAGED);
    finding.record = 7;
    finding.key = "101/5";
    finding.has_coordinate = true;
    finding.east = 486012.25;
    finding.north = 4420001.5;
    base_findings_add(&ledger, &finding);
    store_writer *writer = test_begin(city, KBS_PARCEL, "d", 1);
    store_writer_provenance(writer, "ESRI Shapefile", "block=ADA", 3);
    kbs_revision revision = { .file = "a.shp",
                              .layer = "a",
                              .sha256 = "00",
                              .refused = 1,
                              .records_in_source = 1,
                              .accuracy_m = -1 };
    assert_ok(city, store_writer_commit(writer, &revision, &ledger));
    assert_int_equal(revision.id, 1);
    assert_int_equal(strlen(revision.digest), 64);
    assert_string_equal(revision.library, "0.1.0");
    test_text(path,
              "SELECT key || ' ' || record || ' ' || east || ' ' || code FROM ledger WHERE "
              "revision = 1 AND ordinal = 1",
              text, sizeof text);
    assert_string_equal(text, "101/5 7 486012.25 city.geometry-damaged");
    test_text(path,
              "SELECT format || ' ' || mapping || ' ' || excluded || ' ' || kind FROM revision",
              text, sizeof text);
    assert_string_equal(text, "ESRI Shapefile block=ADA 3 parcel");
    test_text(path, "SELECT digest FROM revision", text, sizeof text);
    assert_memory_equal(text, revision.digest, 60);
    store_writer_free(writer);
    base_findings_release(&ledger);
    kbs_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writer__what_goes_in_comes_out),
        cmocka_unit_test(writer__rows_live_row_by_row),
        cmocka_unit_test(writer__rows_live_in_bulk),
        cmocka_unit_test(writer__source_ids_row_by_row),
        cmocka_unit_test(writer__source_ids_in_bulk),
        cmocka_unit_test(writer__rollback_leaves_nothing),
        cmocka_unit_test(writer__a_dead_process_leaves_the_old_revision),
        cmocka_unit_test(writer__second_writer_is_told_who_writes),
        cmocka_unit_test(writer__reader_keeps_its_revision),
        cmocka_unit_test(writer__first_import_ends_in_wal),
        cmocka_unit_test(writer__touched_names_all_that_changed),
        cmocka_unit_test(writer__closing_forgets_shares),
        cmocka_unit_test(writer__ledger_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
