/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Backup, and restoring it: the copy answers what the city answered. */
#include "test_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

static const char path[] = "backup-city.kbs";
static const char copy[] = "backup-copy.kbs";

/* All rows of a kind, as text, by the library. */
static char *dump(kbs_city *city, kbs_kind kind)
{
    base_buffer out;
    store_scan *scan;
    store_scanned row;
    kbs_code code;
    base_buffer_init(&out, 1 << 24);
    assert_ok(city, store_scan_new(&scan, city, kind, NULL, -1, true));
    while ((code = store_scan_next(scan, &row)) == KBS_OK) {
        base_buffer_int(&out, row.id);
        base_buffer_char(&out, '|');
        base_buffer_int(&out, row.until_revision);
        for (size_t i = 0; i < store_kind_of(kind)->field_count; i++) {
            base_buffer_char(&out, '|');
            if (row.values[i].type == STORE_VALUE_TEXT) {
                base_buffer_add(&out, row.values[i].text, row.values[i].length);
            }
        }
        base_buffer_double(&out, row.measure);
        for (size_t i = 0; i < row.blob_length; i++) {
            base_buffer_int(&out, ((const uint8_t *)row.blob)[i]);
        }
        base_buffer_char(&out, '\n');
    }
    assert_code(city, code, KBS_END);
    store_scan_free(scan);
    char *text = base_buffer_take(&out);
    assert_non_null(text);
    return text;
}

static int count_temporary(void)
{
    FILE *list = popen("ls -a | grep -c '^[.]backup.*tmp'", "r");
    int count = -1;
    assert_non_null(list);
    assert_int_equal(fscanf(list, "%d", &count), 1);
    pclose(list);
    return count;
}

static void backup__copy_is_the_city(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    int64_t closed;
    test_remove(copy);
    test_add_grid(city, "d", 0, 1200, 1200);
    store_writer *writer = test_begin(city, KBS_PARCEL, "d", 10);
    assert_ok(city, store_writer_close_vanished(writer, &closed));
    test_commit(city, writer);
    test_add_grid(city, "e", 5000, 30, 30);
    char *before = dump(city, KBS_PARCEL);
    assert_ok(city, kbs_city_backup(city, copy, false, NULL, NULL));
    assert_false(test_exists(copy, "-wal"));
    assert_int_equal(count_temporary(), 0);
    kbs_city *twin = test_open(copy, false);
    char *after = dump(twin, KBS_PARCEL);
    assert_string_equal(before, after);
    const kbs_city_info *info[2] = { NULL, NULL };
    assert_ok(city, kbs_city_info_get(city, &info[0]));
    assert_ok(twin, kbs_city_info_get(twin, &info[1]));
    assert_int_equal(info[0]->revision, 3);
    assert_int_equal(info[1]->revision, 3);
    assert_string_equal(info[0]->revisions[2].digest, info[1]->revisions[2].digest);
    assert_true(info[0]->kinds[1].area_m2 == info[1]->kinds[1].area_m2 &&
                info[0]->kinds[1].area_m2 == 30 * 600.0);
    kbs_city_info_free(info[0]);
    kbs_city_info_free(info[1]);
    kbs_city_free(twin);
    kbs_city_free(city);

    /* Restoring: the file is put back under the old name. The city goes on from there. */
    test_remove(path);
    assert_int_equal(rename(copy, path), 0);
    city = test_open(path, true);
    test_add_grid(city, "f", 9000, 30, 30);
    assert_int_equal(test_number(path, "SELECT count(*) FROM parcel WHERE until_revision IS NULL"),
                     60);
    assert_int_equal(test_number(path, "SELECT max(id) FROM revision"), 4);
    kbs_city_free(city);
    base_free(before);
    base_free(after);
}

/* While one reads and one writes: the copy has the last committed revision. */
static void backup__while_others_work(void **state)
{
    (void)state;
    kbs_city *writer_city = test_city(path);
    int64_t revision;
    test_remove(copy);
    test_add_grid(writer_city, "d", 0, 50, 50);
    kbs_city *reader = test_open(path, false);
    assert_ok(reader, store_city_begin_read(reader));
    assert_ok(reader, store_city_revision(reader, &revision));
    store_writer *writer = test_begin(writer_city, KBS_PARCEL, "e", 10);
    test_row r;
    test_row_init(&r, KBS_PARCEL);
    test_parcel(&r, writer_city, "Yeni", "900", "1");
    test_row_rectangle(&r, 0, 0, 5, 5);
    assert_int_equal(test_add(writer_city, writer, &r, 1, NULL), STORE_INSERTED);
    kbs_city *city = test_open(path, false);
    assert_ok(city, kbs_city_backup(city, copy, false, NULL, NULL));
    store_database_set_patience(writer_city->database, 50);
    test_commit(writer_city, writer);
    store_city_end_read(reader);
    assert_int_equal(test_number(copy, "SELECT count(*) FROM parcel"), 50);
    assert_int_equal(test_number(path, "SELECT count(*) FROM parcel"), 51);
    test_row_release(&r);
    kbs_city_free(reader);
    kbs_city_free(city);
    kbs_city_free(writer_city);
}

static void backup__target_is_respected(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    struct stat status;
    test_add_grid(city, "d", 0, 20, 20);
    test_remove(copy);
    FILE *file = fopen(copy, "w");
    fputs("precious", file);
    fclose(file);
    assert_code(city, kbs_city_backup(city, copy, false, NULL, NULL), KBS_USAGE);
    assert_finding(city, "city.exists");
    assert_int_equal(stat(copy, &status), 0);
    assert_int_equal(status.st_size, 8);
    assert_ok(city, kbs_city_backup(city, copy, true, NULL, NULL));
    assert_int_equal(test_number(copy, "SELECT count(*) FROM parcel"), 20);
    assert_code(city, kbs_city_backup(city, path, true, NULL, NULL), KBS_USAGE);
    assert_finding(city, "call.argument");
    assert_code(city, kbs_city_backup(city, NULL, true, NULL, NULL), KBS_USAGE);
    assert_code(city, kbs_city_backup(city, "no-folder/x.kbs", false, NULL, NULL), KBS_IO);
    file = fopen("backup-copy.kbs-wal", "w");
    fputs("old", file);
    fclose(file);
    assert_code(city, kbs_city_backup(city, copy, true, NULL, NULL), KBS_USAGE);
    assert_finding(city, "city.side-files-left");
    test_remove(copy);
    kbs_city_free(city);
}

/* A city that is damaged gives no backup that looks like one. */
static void backup__damaged_city_gives_none(void **state)
{
    (void)state;
    kbs_city_free(test_city(path));
    kbs_city *city = test_open(path, true);
    test_add_grid(city, "d", 0, 20, 20);
    kbs_city_free(city);
    test_remove(copy);
    test_tamper(path, "UPDATE parcel SET geometry = x'00' WHERE id = 7");
    city = test_open(path, false);
    assert_code(city, kbs_city_backup(city, copy, false, NULL, NULL), KBS_CORRUPT);
    assert_finding(city, "backup.not-equal");
    assert_false(test_exists(copy, ""));
    assert_int_equal(count_temporary(), 0);
    kbs_city_free(city);
}

static bool cancel(const kbs_progress *report, void *user)
{
    int *calls = user;
    (void)report;
    return ++*calls < 2;
}

static void backup__cancelled_leaves_nothing(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    int calls = 1;
    test_remove(copy);
    test_add_grid(city, "d", 0, 3000, 3000);
    assert_code(city, kbs_city_backup(city, copy, false, cancel, &calls), KBS_CANCELLED);
    assert_false(test_exists(copy, ""));
    assert_int_equal(count_temporary(), 0);
    assert_ok(city, kbs_city_backup(city, copy, false, NULL, NULL));
    kbs_city_free(city);
    test_remove(copy);
}

static void touch(const char *name)
{
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs("left", file);
    fclose(file);
}

/* What processes that died left behind goes with the next backup; what a living one makes, and everything else, stays. */
static void backup__leftovers_of_the_dead_go(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    test_remove(copy);
    touch(".backup-copy.kbs.4711.tmp");
    touch(".backup-copy.kbs.4711.tmp-journal");
    touch(".backup-copy.kbs.4712.tmp");
    touch(".backup-copy.kbs.tmp");
    touch(".backup-copy.kbs.12x.tmp");
    touch(".backup-copy.kbs2.4711.tmp");
    int living = open(".backup-copy.kbs.4712.tmp", O_RDONLY);
    assert_int_equal(flock(living, LOCK_EX | LOCK_NB), 0);
    assert_ok(city, kbs_city_backup(city, copy, false, NULL, NULL));
    assert_false(test_exists(".backup-copy.kbs.4711.tmp", ""));
    assert_false(test_exists(".backup-copy.kbs.4711.tmp", "-journal"));
    assert_true(test_exists(".backup-copy.kbs.4712.tmp", ""));
    close(living);
    assert_ok(city, kbs_city_backup(city, copy, true, NULL, NULL));
    assert_false(test_exists(".backup-copy.kbs.4712.tmp", ""));
    static const char *const others[] = { ".backup-copy.kbs.tmp", ".backup-copy.kbs.12x.tmp",
                                          ".backup-copy.kbs2.4711.tmp" };
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(unlink(others[i]), 0);
    }
    test_remove(copy);
    kbs_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(backup__copy_is_the_city),
        cmocka_unit_test(backup__while_others_work),
        cmocka_unit_test(backup__target_is_respected),
        cmocka_unit_test(backup__damaged_city_gives_none),
        cmocka_unit_test(backup__cancelled_leaves_nothing),
        cmocka_unit_test(backup__leftovers_of_the_dead_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
