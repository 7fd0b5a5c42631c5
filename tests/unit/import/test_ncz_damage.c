/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Damaged NetCAD drawings: every coordinate that is no number, every cut, every length at its extremes, every byte changed, every
 * allocation that fails. Whatever happens: an error that says why, or kept and skipped add up to what was found. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ncz_assert.h"
#include "ncz_seeds.h"

#define E0 487000.0
#define N0 4420000.0

static const double bad_numbers[] = {
    NAN, INFINITY, -INFINITY, 1.00000001e8, -1.00000001e8, 1e300
};

/* Sound, or refused with a reason and empty. */
static void assert_sound(const ncz_probe *p)
{
    if (p->code == KBS_OK) {
        assert_ncz_ledger(p);
        for (size_t i = 0; i < p->d.vertex_count; i++) {
            assert_true(fabs(p->d.vertices[i].east) <= 1.2e8);
            assert_true(fabs(p->d.vertices[i].north) <= 1.2e8);
        }
        for (size_t i = 0; i < p->d.object_count; i++) {
            assert_true(p->d.objects[i].layer < p->d.layer_count);
        }
        return;
    }
    const kbs_finding *last = base_findings_last(&p->findings);
    assert_non_null(last);
    assert_int_equal(last->severity, KBS_FATAL);
    assert_string_not_equal(last->code, "internal.defect");
    assert_string_not_equal(last->code, "source.records-lost");
    assert_int_equal(p->d.object_count, 0);
    assert_null(p->d.vertices);
}

/* Reads what stands in `b` now, with a header that fits; from memory, since there are tens of thousands of them. */
static void read_now(ncz_probe *p, ncz_build *b)
{
    static int file = -1;
    static char path[64];
    if (file < 0) {
        file = memfd_create("t.ncz", MFD_CLOEXEC);
        snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    }
    if (b->length >= 9) {
        ncz_build_done(b);
    }
    assert_true(file >= 0 && ftruncate(file, 0) == 0);
    assert_int_equal(pwrite(file, b->data, b->length, 0), b->length);
    ncz_probe_read(p, path);
}

/* Where coordinates are in each kind, and what of them is a box. */
static const struct {
    uint8_t type;
    size_t at;
    const char *code;
} coordinates[] = {
    { 1, 8, "ncz.coordinate" },    { 1, 16, "ncz.coordinate" },   { 1, 50, "ncz.box" },
    { 1, 58, "ncz.box" },          { 1, 66, "ncz.box" },          { 1, 74, "ncz.box" },
    { 2, 8, "ncz.coordinate" },    { 2, 86, "ncz.coordinate" },   { 2, 94, "ncz.coordinate" },
    { 3, 16, "ncz.coordinate" },   { 4, 8, "ncz.coordinate" },    { 4, 104, "ncz.coordinate" },
    { 4, 112, "ncz.coordinate" },  { 5, 16, "ncz.coordinate" },   { 6, 8, "ncz.coordinate" },
    { 7, 113, "ncz.coordinate" },  { 7, 121, "ncz.coordinate" },  { 7, 209, "ncz.coordinate" },
    { 7, 217, "ncz.coordinate" },  { 7, 66, "ncz.box" },          { 9, 8, "ncz.coordinate" },
    { 10, 104, "ncz.coordinate" }, { 10, 112, "ncz.coordinate" }, { 11, 58, "ncz.box" },
    { 12, 86, "ncz.coordinate" },  { 12, 94, "ncz.coordinate" },  { 12, 106, "ncz.coordinate" },
    { 12, 114, "ncz.coordinate" }, { 13, 16, "ncz.coordinate" },
};

static size_t add_type(ncz_build *b, uint8_t type)
{
    static const double ring[] = { E0, N0, E0 + 40, N0, E0 + 40, N0 + 25, E0, N0 + 25, E0, N0 };
    switch (type) {
    case 1:
        return ncz_build_point(b, "1", E0, N0);
    case 2:
        return ncz_build_line(b, E0, N0, E0 + 1, N0 + 1);
    case 3:
        return ncz_build_circle(b, E0, N0, 5);
    case 4:
        return ncz_build_arc(b, E0, N0, 5, 0, 1);
    case 5:
        return ncz_build_text(b, "5", E0, N0, 2, 0);
    case 6:
        return ncz_build_symbol(b, 0, 1, E0, N0, 2, 0);
    case 7:
        return ncz_build_polyline(b, "101/5", 17, ring, 5);
    case 9:
        return ncz_build_contour(b, ring, 4);
    case 10:
        return ncz_build_rectangle(b, "C", E0, N0, E0 + 40, N0 + 25, 0);
    case 11:
        return ncz_build_sheet(b, "G", E0, N0, E0 + 40, N0 + 25);
    case 12:
        return ncz_build_triangle(b, ring);
    default:
        return ncz_build_insert(b, "A", E0, N0, 0);
    }
}

static void coordinate__is_no_number(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof coordinates / sizeof coordinates[0]; i++) {
        for (size_t k = 0; k < sizeof bad_numbers / sizeof bad_numbers[0]; k++) {
            for (int gis = 0; gis < 2; gis++) {
                ncz_probe p;
                ncz_build *b = ncz_build_new();
                (void)ncz_build_layers(b, "0|PARSEL");
                (void)ncz_build_mproj(b, 3, 1, 33);
                (void)ncz_build_point(b, "before", E0, N0);
                b->layer = 1;
                b->key = gis ? "k" : NULL;
                size_t at = add_type(b, coordinates[i].type);
                size_t moved = gis && coordinates[i].at >= 86 ? 28 : 0;
                ncz_build_put_f64(b, at + coordinates[i].at + moved, bad_numbers[k]);
                (void)ncz_build_point(b, "behind", E0, N0);
                read_now(&p, b);
                assert_int_equal(p.code, KBS_OK);
                assert_ncz_codes(&p, coordinates[i].code);
                const kbs_finding *f = &p.findings.items[0];
                assert_int_equal(f->byte, at);
                assert_int_equal(f->record, 2);
                assert_string_equal(f->layer, "PARSEL");
                assert_int_equal(f->severity, KBS_REFUSED);
                assert_non_null(strchr(f->key, '('));
                assert_int_equal(p.d.object_count, 2);
                assert_int_equal(p.d.vertex_count, 2);
                assert_int_equal(ncz_skipped(&p, "refused"), 1);
                assert_string_equal(ncz_name_of(&p, 1), "behind");
                assert_ncz_ledger(&p);
                ncz_probe_release(&p);
                ncz_build_free(b);
            }
        }
    }
}

static void coordinate__at_the_limit_is_one(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = ncz_build_new();
    (void)ncz_build_layers(b, "0");
    (void)ncz_build_point(b, "1", 1e8, -1e8);
    ncz_probe_build(&p, b);
    assert_ncz_codes(&p, "ncz.crs-missing");
    assert_ncz_vertex(&p, 0, 0, 1e8, -1e8, 0);
    ncz_probe_release(&p);
}

static void box__min_over_max(void **state)
{
    (void)state;
    for (size_t axis = 0; axis < 2; axis++) {
        ncz_probe p;
        ncz_build *b = ncz_build_new();
        (void)ncz_build_layers(b, "0");
        size_t at = ncz_build_point(b, "1", E0, N0);
        ncz_build_put_f64(b, at + 66 + 8 * axis, 0);
        ncz_probe_build(&p, b);
        assert_ncz_codes(&p, "ncz.crs-missing ncz.box");
        assert_int_equal(ncz_skipped(&p, "refused"), 1);
        ncz_probe_release(&p);
    }
}

/* The records of each kind, cut shorter and shorter, with the length that fits and the next block behind. */
static void record__too_short(void **state)
{
    (void)state;
    static const struct {
        uint8_t type;
        size_t least;
    } kinds[] = { { 1, 103 }, { 2, 102 },  { 4, 120 }, { 5, 98 },   { 6, 97 },  { 7, 161 },
                  { 9, 140 }, { 10, 124 }, { 11, 87 }, { 12, 122 }, { 13, 122 } };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        for (size_t size = 86; size < kinds[i].least; size++) {
            ncz_probe p;
            ncz_build *b = ncz_build_new();
            (void)ncz_build_layers(b, "0");
            (void)ncz_build_mproj(b, 3, 1, 33);
            size_t at = add_type(b, kinds[i].type);
            b->length = at + size;
            ncz_build_put_le32(b, at + 1, (uint32_t)(size - 5));
            (void)ncz_build_point(b, "behind", E0, N0);
            ncz_probe_build(&p, b);
            assert_int_equal(p.code, KBS_OK);
            assert_int_equal(p.d.object_count, 1);
            assert_int_equal(ncz_skipped(&p, "refused"), 1);
            assert_int_equal(p.findings.count, 1);
            assert_int_equal(p.findings.items[0].severity, KBS_REFUSED);
            assert_ncz_ledger(&p);
            ncz_probe_release(&p);
        }
    }
}

static void gis__record_without_room_for_the_insert(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = ncz_build_new();
    (void)ncz_build_layers(b, "0");
    (void)ncz_build_mproj(b, 3, 1, 33);
    size_t at = ncz_build_object(b, 1, E0, N0, NULL, 20);
    ncz_build_put_u8(b, at, 22);
    (void)ncz_build_point(b, "behind", E0, N0);
    ncz_probe_build(&p, b);
    assert_ncz_codes(&p, "ncz.record-short");
    assert_string_equal(p.findings.items[0].found, "106");
    assert_string_equal(p.findings.items[0].expected, "114");
    assert_int_equal(p.d.object_count, 1);
    ncz_probe_release(&p);
}

/* Every seed, cut at every byte. */
static void seeds__cut_at_every_byte(void **state)
{
    (void)state;
    const char *name;
    for (size_t seed = 0; seed < NCZ_SEED_COUNT; seed++) {
        ncz_build *b = ncz_seed(seed, &name);
        ncz_probe p;
        ncz_build_write(b, "t.ncz");
        ncz_probe_read(&p, "t.ncz");
        assert_int_equal(p.code, KBS_OK);
        assert_sound(&p);
        ncz_probe_release(&p);
        for (size_t length = b->length - 1; length > 0; length--) {
            b->length = length;
            read_now(&p, b);
            assert_sound(&p);
            ncz_probe_release(&p);
        }
        ncz_build_free(b);
    }
}

/* Every byte of every seed at its extremes: lengths, counts, kinds, types, layers, flags, all of them. */
static void seeds__each_byte_changed(void **state)
{
    (void)state;
    static const uint8_t values[] = { 0x00, 0x01, 0x7F, 0x80, 0xFF };
    const char *name;
    for (size_t seed = 0; seed < NCZ_SEED_COUNT; seed++) {
        ncz_build *b = ncz_seed(seed, &name);
        for (size_t at = 9; at < b->length; at++) {
            uint8_t before = b->data[at];
            for (size_t i = 0; i < sizeof values; i++) {
                ncz_probe p;
                b->data[at] = values[i];
                if (values[i] != before && (seed < 2 || i == at % sizeof values)) {
                    read_now(&p, b);
                    assert_sound(&p);
                    ncz_probe_release(&p);
                }
            }
            b->data[at] = before;
        }
        ncz_build_free(b);
    }
}

/* Each length field of each block at extremes, and next to what it is. */
static void seeds__each_length(void **state)
{
    (void)state;
    const char *name;
    for (size_t seed = 0; seed < NCZ_SEED_COUNT; seed++) {
        ncz_build *b = ncz_seed(seed, &name);
        for (size_t at = 0; at + 5 <= b->length;) {
            uint32_t length = (uint32_t)b->data[at + 1] | (uint32_t)b->data[at + 2] << 8 |
                              (uint32_t)b->data[at + 3] << 16 | (uint32_t)b->data[at + 4] << 24;
            const uint32_t lengths[] = { 0,
                                         1,
                                         4,
                                         80,
                                         81,
                                         length - 1,
                                         length + 1,
                                         length - 5,
                                         length + 5,
                                         length + 81,
                                         0xFFFFFFFF,
                                         0xFFFFFFFA,
                                         0x7FFFFFFF,
                                         0x80000000,
                                         (uint32_t)(b->length - at - 5),
                                         (uint32_t)(b->length - at - 4) };
            for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
                ncz_probe p;
                ncz_build_put_le32(b, at + 1, lengths[i]);
                read_now(&p, b);
                assert_sound(&p);
                ncz_probe_release(&p);
            }
            ncz_build_put_le32(b, at + 1, length);
            if (length > b->length) {
                break; /* the seed with bytes that are no block */
            }
            at += 5 + (size_t)length;
        }
        ncz_build_free(b);
    }
}

/* Every allocation of a reading fails once: the answer is "no memory", and a reading afterwards is whole. */
static void memory__each_allocation_fails(void **state)
{
    (void)state;
    const char *name;
    for (size_t seed = 0; seed < NCZ_SEED_COUNT; seed++) {
        ncz_build *b = ncz_seed(seed, &name);
        ncz_build_write(b, "t.ncz");
        ncz_build_free(b);
        bool whole = false;
        size_t failures = 0;
        for (size_t n = 0; !whole; n++) {
            ncz_probe p;
            base_memory_fail_at(n);
            ncz_probe_read(&p, "t.ncz");
            base_memory_fail_at(SIZE_MAX);
            whole = p.code == KBS_OK;
            if (!whole) {
                failures++;
                assert_int_equal(p.code, KBS_MEMORY);
                assert_int_equal(p.d.object_count, 0);
            }
            ncz_probe_release(&p);
            assert_true(n < 1000);
        }
        assert_true(failures >= 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coordinate__is_no_number),
        cmocka_unit_test(coordinate__at_the_limit_is_one),
        cmocka_unit_test(box__min_over_max),
        cmocka_unit_test(record__too_short),
        cmocka_unit_test(gis__record_without_room_for_the_insert),
        cmocka_unit_test(seeds__cut_at_every_byte),
        cmocka_unit_test(seeds__each_byte_changed),
        cmocka_unit_test(seeds__each_length),
        cmocka_unit_test(memory__each_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
