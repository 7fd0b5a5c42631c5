/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Finding the files beside a .shp, however they are spelt; and reading .prj. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import/sidecars.h"
#include "shp_assert.h"

static void make(const char *const *paths)
{
    for (; *paths != NULL; paths++) {
        shp_build_write_file(*paths, "x", 1);
    }
}

static void unmake(const char *const *paths)
{
    for (; *paths != NULL; paths++) {
        remove(*paths);
    }
}

static void find__same_spelling_goes_first(void **state)
{
    (void)state;
    import_sidecars s;
    static const char *const files[] = { "d/a.shp",  "d/a.shx",     "d/a.SHX", "d/A.shx",
                                         "d/a.dbf",  "d/a.Prj",     "d/A.PRJ", "d/A.CPG",
                                         "d/ab.cpg", "d/a.shp.xml", "d/a",     NULL };
    mkdir("d", 0777);
    make(files);
    assert_int_equal(import_sidecars_find(&s, "d/a.shp", "plan.zip/a.shp", NULL), KBS_OK);
    assert_string_equal(s.layer, "a");
    assert_string_equal(s.path[IMPORT_SIDECAR_SHX], "d/a.shx");
    assert_string_equal(s.path[IMPORT_SIDECAR_DBF], "d/a.dbf");
    assert_string_equal(s.path[IMPORT_SIDECAR_PRJ], "d/a.Prj");
    assert_string_equal(s.path[IMPORT_SIDECAR_CPG], "d/A.CPG");
    assert_string_equal(s.name[IMPORT_SIDECAR_SHX], "plan.zip/a.shx");
    assert_string_equal(s.name[IMPORT_SIDECAR_CPG], "plan.zip/A.CPG");
    import_sidecars_release(&s);
    unmake(files);
}

static void find__capitals(void **state)
{
    (void)state;
    import_sidecars s;
    static const char *const files[] = { "PARSEL.SHP", "PARSEL.SHX", "Parsel.Dbf", NULL };
    make(files);
    assert_int_equal(import_sidecars_find(&s, "PARSEL.SHP", "PARSEL.SHP", NULL), KBS_OK);
    assert_string_equal(s.path[IMPORT_SIDECAR_SHX], "PARSEL.SHX");
    assert_string_equal(s.path[IMPORT_SIDECAR_DBF], "Parsel.Dbf");
    assert_null(s.path[IMPORT_SIDECAR_PRJ]);
    assert_string_equal(s.name[IMPORT_SIDECAR_PRJ], "PARSEL.PRJ");
    assert_string_equal(s.layer, "PARSEL");
    import_sidecars_release(&s);
    unmake(files);
}

/* Two that fit as well: always the same one, whatever the order of the folder. */
static void find__two_that_fit_alike(void **state)
{
    (void)state;
    import_sidecars s;
    static const char *const files[] = { "pa.shp", "PA.SHX", "Pa.shx", "pA.shx", NULL };
    make(files);
    assert_int_equal(import_sidecars_find(&s, "pa.shp", "pa.shp", NULL), KBS_OK);
    assert_string_equal(s.path[IMPORT_SIDECAR_SHX], "PA.SHX");
    import_sidecars_release(&s);
    unmake(files);
}

static void find__names_with_dots_and_other_letters(void **state)
{
    (void)state;
    import_sidecars s;
    static const char *const files[] = { "il ve.2024 \xC4\xB0'\xFF\n.shp",
                                         "il ve.2024 \xC4\xB0'\xFF\n.DBF", "il ve.shx",
                                         "il ve.2024 i'\xFF\n.shx", NULL };
    make(files);
    assert_int_equal(import_sidecars_find(&s, files[0], files[0], NULL), KBS_OK);
    assert_string_equal(s.path[IMPORT_SIDECAR_DBF], files[1]);
    assert_null(s.path[IMPORT_SIDECAR_SHX]); /* İ is not i: only A to Z have two sizes here */
    import_sidecars_release(&s);
    unmake(files);
}

static void find__folder_that_is_not_there(void **state)
{
    (void)state;
    import_sidecars s;
    base_findings report;
    base_findings_init(&report);
    assert_int_equal(import_sidecars_find(&s, "no/such/a.shp", "a.shp", &report), KBS_IO);
    assert_string_equal(base_findings_last(&report)->code, "shp.folder");
    assert_string_equal(base_findings_last(&report)->found, "ENOENT");
    import_sidecars_release(&s);
    base_findings_release(&report);
}

static void has_extension(void **state)
{
    (void)state;
    assert_true(import_has_extension("a/b.ShP", "shp"));
    assert_true(import_has_extension("b.x.shp", "shp"));
    assert_false(import_has_extension("b.shp.xml", "shp"));
    assert_false(import_has_extension("a.shp/b", "shp"));
    assert_false(import_has_extension(".shp", "shp"));
    assert_false(import_has_extension("shp", "shp"));
    assert_false(import_has_extension("b.sh", "shp"));
}

/* The whole reader over a mix of spellings. */
static void reader__mixed_spelling(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_write(b, "t");
    shp_build_free(b);
    rename("t.shp", "Mix.SHP");
    rename("t.shx", "MIX.sHx");
    rename("t.dbf", "mix.DBF");
    shp_build_write_file("miX.Prj", "GEOGCS[\"x\"]", 11);
    shp_build_write_file("mIx.cPg", "1254", 4);
    shp_probe_run(&probe, "Mix.SHP", NULL);
    assert_int_equal(probe.finished, KBS_OK);
    assert_int_equal(probe.given, 3);
    assert_string_equal(probe.layer.name, "Mix");
    assert_string_equal(probe.layer.crs, "GEOGCS[\"x\"]");
    assert_string_equal(probe.layer.encoding_source, "cpg");
    assert_int_equal(probe.findings.count, 0);
    shp_probe_release(&probe);
    static const char *const files[] = {
        "Mix.SHP", "MIX.sHx", "mix.DBF", "miX.Prj", "mIx.cPg", NULL
    };
    unmake(files);
}

/* A .prj with this content: the definition that comes out, and the finding ("" = none). */
static void assert_prj(const void *content, size_t length, const char *crs, const char *code,
                       const char *found)
{
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_write(b, "t");
    shp_build_free(b);
    shp_build_write_file("t.prj", content, length);
    shp_probe_run(&probe, "t.shp", NULL);
    assert_int_equal(probe.finished, KBS_OK);
    assert_true(shp_same_text(probe.layer.crs, crs));
    if (code == NULL) {
        assert_int_equal(probe.findings.count, 0);
    } else {
        const kbs_finding *f = shp_probe_finding(&probe, code);
        assert_non_null(f);
        assert_string_equal(f->file, "t.prj");
        assert_int_equal(f->severity, KBS_NOTE);
        assert_true(shp_same_text(f->found, found));
        assert_int_equal(probe.findings.count, 1);
    }
    shp_probe_release(&probe);
    remove("t.prj");
}

static void prj__contents(void **state)
{
    (void)state;
    static const char degree[] = "PROJCS[\"3\xB0 ITRF\"]";
    assert_prj("PROJCS[\"TM30\"]", 14, "PROJCS[\"TM30\"]", NULL, NULL);
    assert_prj("\xEF\xBB\xBF GEOGCS [\"x\"]\r\n\0", 18, "GEOGCS [\"x\"]", NULL, NULL);
    assert_prj("", 0, NULL, NULL, NULL);
    assert_prj(" \r\n", 3, NULL, NULL, NULL);
    assert_prj("https://epsg.io/5254", 20, NULL, "shp.prj-unreadable", "https://epsg.io/5254");
    assert_prj("[\"x\"]", 5, NULL, "shp.prj-unreadable", "[\"x\"]");
    assert_prj("PROJCS", 6, NULL, "shp.prj-unreadable", "PROJCS");
    assert_prj("PROJCS[\0]", 9, NULL, "shp.prj-unreadable", "PROJCS[");
    /* A degree sign of windows-1254 in a name. */
    assert_prj(degree, sizeof degree - 1, "PROJCS[\"3\xC2\xB0 ITRF\"]", "shp.prj-letters", NULL);
}

static void prj__longer_than_any(void **state)
{
    (void)state;
    char *text = calloc(65537, 1);
    assert_non_null(text);
    memset(text, 'A', 65537);
    memcpy(text, "PROJCS[", 7);
    assert_prj(text, 65537, NULL, "shp.prj-long", "65537");
    free(text);
}

static void prj__that_cannot_be_read(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_write(b, "t");
    shp_build_free(b);
    mkdir("t.prj", 0777);
    shp_probe_run(&probe, "t.shp", NULL);
    assert_int_equal(probe.opened, KBS_INPUT);
    assert_shp_finding(&probe, "file.not-regular", KBS_FATAL, "t.prj", 0, "directory", NULL);
    shp_probe_release(&probe);
    rmdir("t.prj");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(find__same_spelling_goes_first),
        cmocka_unit_test(find__capitals),
        cmocka_unit_test(find__two_that_fit_alike),
        cmocka_unit_test(find__names_with_dots_and_other_letters),
        cmocka_unit_test(find__folder_that_is_not_there),
        cmocka_unit_test(has_extension),
        cmocka_unit_test(reader__mixed_spelling),
        cmocka_unit_test(prj__contents),
        cmocka_unit_test(prj__longer_than_any),
        cmocka_unit_test(prj__that_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
