/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What tests of the shapefile reader ask again and again. Include after cmocka. */
#ifndef TEST_SHP_ASSERT_H
#define TEST_SHP_ASSERT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shp_build.h"
#include "shp_probe.h"

/* Three squares with the columns AD (12 letters) and NO (6 digits): "bir" 1, "iki" 2, "uc" 3. */
static inline shp_build *shp_three_squares(void)
{
    shp_build *b = shp_build_new(SHP_BUILD_POLYGON);
    shp_build_field(b, "AD", 'C', 12);
    shp_build_field(b, "NO", 'N', 6);
    shp_build_square(b, 100, 200, 10);
    shp_build_end(b, "bir|1");
    shp_build_square(b, 110, 200, 10);
    shp_build_end(b, "iki|2");
    shp_build_square(b, 120, 200, 10);
    shp_build_end(b, "uc|3");
    shp_build_done(b);
    return b;
}

/* Writes, frees, reads. */
static inline void shp_probe_build(shp_probe *probe, shp_build *build,
                                   const import_reader_options *options)
{
    shp_build_write(build, "t");
    shp_build_free(build);
    shp_probe_run(probe, "t.shp", options);
}

static inline bool shp_same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* There is exactly one finding with this code, and it says exactly this. */
static inline void assert_shp_finding(const shp_probe *probe, const char *code,
                                      kbs_severity severity, const char *file, int64_t record,
                                      const char *found, const char *expected)
{
    const kbs_finding *f = shp_probe_finding(probe, code);
    if (f == NULL || shp_probe_count(probe, code) != 1 || f->severity != severity ||
        f->record != record || !shp_same_text(f->file, file) || !shp_same_text(f->found, found) ||
        !shp_same_text(f->expected, expected)) {
        fprintf(stderr, "expected: %s severity %d file %s record %lld found %s expected %s\n", code,
                (int)severity, file, (long long)record, found == NULL ? "-" : found,
                expected == NULL ? "-" : expected);
        for (size_t i = 0; i < probe->findings.count; i++) {
            f = &probe->findings.items[i];
            fprintf(stderr, "got:      %s severity %d file %s record %lld found %s expected %s\n",
                    f->code, (int)f->severity, f->file == NULL ? "-" : f->file,
                    (long long)f->record, f->found == NULL ? "-" : f->found,
                    f->expected == NULL ? "-" : f->expected);
        }
        fail();
    }
}

/* Reading `build` is refused with this finding as the last one, before any record. */
static inline void assert_shp_refused(shp_build *build, kbs_code result, const char *code,
                                      const char *file, int64_t record, const char *found,
                                      const char *expected)
{
    shp_probe probe;
    shp_probe_build(&probe, build, NULL);
    assert_int_equal(probe.opened, result);
    assert_int_equal(probe.given, 0);
    assert_shp_finding(&probe, code, KBS_FATAL, file, record, found, expected);
    assert_string_equal(base_findings_last(&probe.findings)->code, code);
    shp_probe_release(&probe);
}

/* Reading `build` works, all three records are given whole, and this note (or none) is all that is
 * said. */
static inline void assert_shp_noted(shp_build *build, const char *code, const char *file,
                                    int64_t record, const char *found, const char *expected)
{
    shp_probe probe;
    shp_probe_build(&probe, build, NULL);
    assert_int_equal(probe.opened, KBS_OK);
    assert_int_equal(probe.ended, KBS_END);
    assert_int_equal(probe.finished, KBS_OK);
    assert_int_equal(probe.records, 3);
    assert_int_equal(probe.given, 3);
    assert_int_equal(probe.refused, 0);
    if (code == NULL) {
        assert_int_equal(probe.findings.count, 0);
    } else {
        assert_shp_finding(&probe, code, KBS_NOTE, file, record, found, expected);
        assert_int_equal(probe.findings.count, 1);
    }
    shp_probe_release(&probe);
}

/* Reading `build` works, but this one of three records is left out with this finding; nothing else
 * is said. */
static inline void assert_shp_excluded(shp_build *build, const char *code, int64_t record,
                                       const char *found, const char *expected)
{
    shp_probe probe;
    shp_probe_build(&probe, build, NULL);
    assert_int_equal(probe.opened, KBS_OK);
    assert_int_equal(probe.ended, KBS_END);
    assert_int_equal(probe.finished, KBS_OK);
    assert_int_equal(probe.records, 3);
    assert_int_equal(probe.given, 3);
    assert_int_equal(probe.refused, 1);
    assert_shp_finding(&probe, code, KBS_REFUSED, "t.shp", record, found, expected);
    assert_int_equal(probe.findings.count, 1);
    shp_probe_release(&probe);
}

#endif
