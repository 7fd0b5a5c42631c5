/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A whole import in which the n-th allocation of the calling thread fails, for each n until it passes: KBS_MEMORY each time, the
 * city as it was, nothing left in its folder, and the next call works. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>

#include <kbs/kbs.h>

#include "base/memory.h"
#include "source_probe.h"

#define MOST_ALLOCATIONS 100000u
#define TM30 "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::5254\"}},"
#define BOX(east, north)                                                                           \
    "{\"type\":\"Polygon\",\"coordinates\":[[[" #east "," #north "],[" #east ".5," #north          \
    "],[" #east ".5," #north ".5],[" #east "," #north ".5],[" #east "," #north "]]]}"
#define PARCEL(number, geometry)                                                                   \
    "{\"type\":\"Feature\",\"properties\":{\"mahalle\":\"I\xC5\x9F\xC4\xB1klar\",\"ada\":\"101\"," \
    "\"parsel\":\"" #number "\",\"alan\":\"0,25\",\"MALIK\":\"x\"},\"geometry\":" geometry "}"

static size_t names_in(const char *folder)
{
    size_t count = 0;
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    for (struct dirent *e; (e = readdir(entries)) != NULL;) {
        /* The note of who writes may stay, it is written over. */
        count += strstr(e->d_name, "-lock") == NULL ? 1 : 0;
    }
    assert_int_equal(closedir(entries), 0);
    return count;
}

static int64_t revision_of(kbs_city *city, int64_t *parcels)
{
    const kbs_city_info *info = NULL;
    assert_int_equal(kbs_city_info_get(city, &info), KBS_OK);
    int64_t revision = info->revision;
    *parcels = info->kinds[KBS_PARCEL - KBS_NEIGHBOURHOOD].current;
    kbs_city_info_free(info);
    return revision;
}

static void copy(const char *from, const char *to)
{
    char bytes[65536];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_non_null(in);
    assert_non_null(out);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, in)) > 0;) {
        assert_int_equal(fwrite(bytes, 1, n, out), n);
    }
    assert_int_equal(fclose(in), 0);
    assert_int_equal(fclose(out), 0);
}

/* The city as it was kept. */
static kbs_city *fresh(void)
{
    kbs_city *city = NULL;
    kbs_city_open_options options = KBS_CITY_OPEN_OPTIONS_INIT;
    options.writable = true;
    (void)unlink("memory/city.kbs-wal");
    (void)unlink("memory/city.kbs-shm");
    copy("kept.kbs", "memory/city.kbs");
    assert_int_equal(kbs_city_new(&city), KBS_OK);
    assert_int_equal(kbs_city_open(city, "memory/city.kbs", &options), KBS_OK);
    return city;
}

/* Was there an allocation that failed? The switch is off after that. */
static bool has_failed(void)
{
    for (size_t i = 0; i < MOST_ALLOCATIONS; i++) {
        void *memory = base_new(1);
        if (memory == NULL) {
            return false;
        }
        base_free(memory);
    }
    return true;
}

/* Runs the import with each allocation failing in turn; the last run has none that fails. What is only tidied up or told to others
 * (the folders of dead imports, the note of who writes) may fail
 * without a word, if the import is complete all the same. */
static void sweep(const char *source, int64_t revision, int64_t parcels, size_t findings)
{
    kbs_import_options options = KBS_IMPORT_OPTIONS_INIT;
    kbs_city *city = fresh();
    size_t n = 0, tolerated = 0, files = names_in("memory");
    bool failed = true;
    options.kind = KBS_PARCEL;
    options.dataset = "d";
    for (; failed; n++) {
        const kbs_ledger *ledger = NULL;
        int64_t found = 0;
        base_memory_fail_at(n);
        kbs_code code = kbs_import(city, source, &options, &ledger);
        failed = has_failed();
        base_memory_fail_at(SIZE_MAX);
        int64_t now = revision_of(city, &found);
        assert_int_equal(names_in("memory"), files);
        if (code == KBS_OK) {
            assert_int_equal(ledger->finding_count, findings);
            assert_int_equal(now, revision + 1);
            tolerated += failed ? 1 : 0;
        } else {
            assert_int_equal(code, KBS_MEMORY);
            assert_non_null(kbs_city_error(city));
            assert_int_equal(now, revision);
            assert_int_equal(found, parcels);
        }
        kbs_ledger_free(ledger);
        if (code == KBS_OK && failed) {
            kbs_city_free(city);
            city = fresh();
        }
    }
    print_message("%zu allocations, %zu tolerated\n", n - 1, tolerated);
    assert_true(n > 50 && tolerated < 25);
    kbs_city_free(city);
}

static void make_city(void)
{
    kbs_city *city = NULL;
    kbs_city_create_options options = KBS_CITY_CREATE_OPTIONS_INIT;
    options.crs = "EPSG:5254";
    assert_int_equal(kbs_city_new(&city), KBS_OK);
    assert_int_equal(kbs_city_create(city, "memory/city.kbs", &options), KBS_OK);
    kbs_city_free(city);
    copy("memory/city.kbs", "kept.kbs");
}

static void check_city(void)
{
    const kbs_findings *damage = NULL;
    kbs_city *city = NULL;
    kbs_city_open_options options = KBS_CITY_OPEN_OPTIONS_INIT;
    options.writable = true;
    assert_int_equal(kbs_city_new(&city), KBS_OK);
    assert_int_equal(kbs_city_open(city, "memory/city.kbs", &options), KBS_OK);
    assert_int_equal(kbs_city_check_integrity(city, NULL, NULL, &damage), KBS_OK);
    kbs_findings_free(damage);
    kbs_city_free(city); /* what was in the log is in the file now */
    copy("memory/city.kbs", "kept.kbs");
}

static void import__each_allocation_fails_once(void **state)
{
    (void)state;
    probe_remove_tree("memory");
    assert_int_equal(mkdir("memory", 0700), 0);
    probe_write_text("one.geojson", "{\"type\":\"FeatureCollection\"," TM30 "\"features\":[" PARCEL(
                                        1, BOX(487000, 4420000)) "," PARCEL(2, "null") "]}");
    probe_write_text("two.geojson",
                     "{\"type\":\"FeatureCollection\"," TM30 "\"features\":[" PARCEL(
                         1, BOX(487001, 4420000)) "," PARCEL(3, BOX(487002, 4420000)) "]}");
    make_city();
    sweep("one.geojson", 0, 0,
          3); /* into the empty city, in bulk: encoding, owner's column, no geometry */
    check_city();
    sweep("two.geojson", 1, 1, 2); /* one row changed, one new */
    check_city();
    probe_remove_tree("memory");
    (void)unlink("kept.kbs");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(import__each_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
