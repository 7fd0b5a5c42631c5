/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Geometries of records: every type as it should be, and every damage that leaves one record
 * out. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <unistd.h>

#include "shp_assert.h"

static void assert_vertex(const geo_shape *shape, size_t i, double east, double north)
{
    assert_true(i < shape->vertex_count);
    assert_true(shape->vertices[i].east == east);
    assert_true(shape->vertices[i].north == north);
}

/* Opens what was built and reads the first record. */
static void read_first(shp_probe *probe, shp_build *b)
{
    shp_build_done(b);
    shp_build_write(b, "t");
    shp_build_free(b);
    shp_probe_open(probe, "t.shp", NULL);
    assert_int_equal(probe->opened, KBS_OK);
    assert_int_equal(shp_probe_next(probe), KBS_OK);
    assert_false(probe->record.refused);
}

static void end_of(shp_probe *probe, size_t findings)
{
    assert_int_equal(shp_probe_next(probe), KBS_END);
    assert_int_equal(shp_probe_finish(probe), KBS_OK);
    assert_int_equal(probe->findings.count, findings);
    shp_probe_release(probe);
}

static shp_build *new_with_one_field(uint32_t type)
{
    shp_build *b = shp_build_new(type);
    shp_build_field(b, "AD", 'C', 4);
    return b;
}

static void types__point(void **state)
{
    (void)state;
    const double at[] = { 28.5, 41.25 };
    static const uint32_t types[] = { SHP_BUILD_POINT, SHP_BUILD_POINT + SHP_BUILD_Z,
                                      SHP_BUILD_POINT + SHP_BUILD_M };
    for (size_t i = 0; i < 3; i++) {
        shp_probe probe;
        shp_build *b = new_with_one_field(types[i]);
        shp_build_part(b, at, 1);
        shp_build_end(b, "a");
        read_first(&probe, b);
        assert_int_equal(probe.layer.type_hint, GEO_POINT);
        assert_int_equal(probe.record.shape.type, GEO_POINT);
        assert_int_equal(probe.record.shape.vertex_count, 1);
        assert_int_equal(probe.record.shape.part_count, 1);
        assert_int_equal(probe.record.shape.ring_end[0], 1);
        assert_int_equal(probe.record.shape.part_end[0], 1);
        assert_vertex(&probe.record.shape, 0, 28.5, 41.25);
        assert_false(probe.record.rings_are_loose);
        assert_int_equal(probe.record.number, 1);
        assert_int_equal(probe.record.byte, 100);
        end_of(&probe, i == 0 ? 0 : 1); /* heights are not taken: one note */
    }
}

static void types__multipoint(void **state)
{
    (void)state;
    const double at[] = { 1, 2, 3, 4, 5, 6 };
    static const uint32_t types[] = { SHP_BUILD_MULTIPOINT, SHP_BUILD_MULTIPOINT + SHP_BUILD_Z,
                                      SHP_BUILD_MULTIPOINT + SHP_BUILD_M };
    for (size_t i = 0; i < 3; i++) {
        shp_probe probe;
        shp_build *b = new_with_one_field(types[i]);
        shp_build_part(b, at, 3);
        shp_build_end(b, "a");
        read_first(&probe, b);
        const geo_shape *shape = &probe.record.shape;
        assert_int_equal(shape->type, GEO_MULTIPOINT);
        assert_int_equal(shape->vertex_count, 3);
        assert_int_equal(shape->ring_count, 3);
        assert_int_equal(shape->part_count, 3);
        assert_int_equal(shape->ring_end[2], 3);
        assert_int_equal(shape->part_end[1], 2);
        assert_vertex(shape, 2, 5, 6);
        end_of(&probe, i == 0 ? 0 : 1);
    }
}

static void types__line(void **state)
{
    (void)state;
    const double one[] = { 0, 0, 10, 0 };
    const double two[] = { 0, 5, 10, 5, 20, 7 };
    static const uint32_t types[] = { SHP_BUILD_LINE, SHP_BUILD_LINE + SHP_BUILD_Z,
                                      SHP_BUILD_LINE + SHP_BUILD_M };
    for (size_t i = 0; i < 3; i++) {
        shp_probe probe;
        shp_build *b = new_with_one_field(types[i]);
        shp_build_part(b, two, 3);
        shp_build_end(b, "a");
        shp_build_part(b, one, 2);
        shp_build_part(b, two, 3);
        shp_build_end(b, "b");
        read_first(&probe, b);
        const geo_shape *shape = &probe.record.shape;
        assert_int_equal(probe.layer.type_hint, GEO_LINE);
        assert_int_equal(shape->type, GEO_LINE);
        assert_int_equal(shape->vertex_count, 3);
        assert_int_equal(shape->part_count, 1);
        assert_false(probe.record.rings_are_loose);
        assert_int_equal(shp_probe_next(&probe), KBS_OK);
        assert_int_equal(shape->type, GEO_MULTILINE);
        assert_int_equal(shape->vertex_count, 5);
        assert_int_equal(shape->ring_count, 2);
        assert_int_equal(shape->part_count, 2);
        assert_int_equal(shape->ring_end[0], 2);
        assert_int_equal(shape->ring_end[1], 5);
        assert_int_equal(shape->part_end[0], 1);
        assert_int_equal(shape->part_end[1], 2);
        assert_vertex(shape, 0, 0, 0);
        assert_vertex(shape, 2, 0, 5);
        assert_vertex(shape, 4, 20, 7);
        end_of(&probe, i == 0 ? 0 : 1);
    }
}

static void types__polygon(void **state)
{
    (void)state;
    static const uint32_t types[] = { SHP_BUILD_POLYGON, SHP_BUILD_POLYGON + SHP_BUILD_Z,
                                      SHP_BUILD_POLYGON + SHP_BUILD_M };
    for (size_t i = 0; i < 3; i++) {
        shp_probe probe;
        shp_build *b = new_with_one_field(types[i]);
        shp_build_square(b, 100, 200, 30);
        shp_build_square(b, 110, 210, 10);
        shp_build_end(b, "a");
        read_first(&probe, b);
        const geo_shape *shape = &probe.record.shape;
        assert_int_equal(probe.layer.type_hint, GEO_POLYGON);
        assert_int_equal(shape->type, GEO_POLYGON);
        assert_true(probe.record.rings_are_loose);
        assert_int_equal(shape->vertex_count, 10);
        assert_int_equal(shape->ring_count, 2);
        assert_int_equal(shape->part_count, 1);
        assert_int_equal(shape->ring_end[0], 5);
        assert_int_equal(shape->ring_end[1], 10);
        assert_int_equal(shape->part_end[0], 2);
        assert_vertex(shape, 0, 100, 200);
        assert_vertex(shape, 2, 130, 230);
        assert_vertex(shape, 5, 110, 210);
        assert_vertex(shape, 9, 110, 210);
        end_of(&probe, i == 0 ? 0 : 1);
    }
}

static void types__heights_are_told_once(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = new_with_one_field(SHP_BUILD_POLYGON + SHP_BUILD_Z);
    for (int i = 0; i < 3; i++) {
        shp_build_square(b, 10 * i, 0, 10);
        shp_build_end(b, "a");
    }
    shp_build_done(b);
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.finished, KBS_OK);
    assert_shp_finding(&probe, "shp.heights", KBS_NOTE, "t.shp", 0, "PolygonZ", NULL);
    assert_int_equal(probe.findings.count, 1);
    shp_probe_release(&probe);
}

/* Measures may be missing in files with heights, and "no data" in them is nobody's business. */
static void types__heights_without_measures_and_without_numbers(void **state)
{
    (void)state;
    shp_probe probe;
    const double at[] = { 7, 8 };
    shp_build *b = new_with_one_field(SHP_BUILD_POINT + SHP_BUILD_Z);
    shp_build_part(b, at, 1);
    shp_build_end(b, "a");
    shp_build_cut(&b->shp, b->shp.length - 8);
    shp_build_put_f64(&b->shp, shp_build_content(b, 1) + 20, NAN);
    shp_build_put_be32(&b->shp, shp_build_record(b, 1) + 4, 28 / 2);
    shp_build_put_be32(&b->shx, shp_build_entry(b, 1) + 4, 28 / 2);
    read_first(&probe, b);
    assert_vertex(&probe.record.shape, 0, 7, 8);
    end_of(&probe, 1);
}

static void null__shapes_and_empty_lists(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = new_with_one_field(SHP_BUILD_POLYGON);
    shp_build_square(b, 0, 0, 10);
    shp_build_end(b, "a");
    shp_build_end(b, "b");
    shp_build_end(b, "c");
    shp_build_done(b);
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.finished, KBS_OK);
    assert_int_equal(probe.given, 3);
    assert_int_equal(probe.without_shape, 2);
    assert_int_equal(probe.findings.count, 0);
    shp_probe_release(&probe);

    b = new_with_one_field(SHP_BUILD_LINE);
    shp_build_part(b, NULL, 0);
    shp_build_end(b, "a"); /* one part without vertices */
    shp_build_put_le32(&b->shp, shp_build_content(b, 1) + 36, 0);
    shp_build_cut(&b->shp, b->shp.length - 4); /* and now none */
    shp_build_put_be32(&b->shp, shp_build_record(b, 1) + 4, 44 / 2);
    shp_build_put_be32(&b->shx, shp_build_entry(b, 1) + 4, 44 / 2);
    read_first(&probe, b);
    assert_int_equal(probe.record.shape.type, GEO_NONE);
    end_of(&probe, 0);
}

static void excluded__type(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_put_le32(&b->shp, shp_build_content(b, 2), 3);
    assert_shp_excluded(b, "shp.record-type", 2, "PolyLine", "Polygon");
    b = shp_three_squares();
    shp_build_put_le32(&b->shp, shp_build_content(b, 1), 15);
    assert_shp_excluded(b, "shp.record-type", 1, "PolygonZ", "Polygon");
    b = shp_three_squares();
    shp_build_put_le32(&b->shp, shp_build_content(b, 3), 0xFFFFFFFB);
    assert_shp_excluded(b, "shp.record-type", 3, "-5", "Polygon");
}

/* The type got lost, the geometry is still there. */
static void excluded__null_shape_that_is_too_long(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_put_le32(&b->shp, shp_build_content(b, 2), SHP_BUILD_NULL);
    assert_shp_excluded(b, "shp.record-length", 2, "128", "4");
}

static void excluded__part_count(void **state)
{
    (void)state;
    static const struct {
        uint32_t count;
        const char *found;
    } cases[] = { { 0, "0" },           { 21, "21" },
                  { 22, "22" },         { 0x7FFFFFFF, "2147483647" },
                  { 0xFFFFFFFF, "-1" }, { 0x80000000, "-2147483648" } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        shp_build *b = shp_three_squares();
        shp_build_put_le32(&b->shp, shp_build_content(b, 2) + 36, cases[i].count);
        /* 128 bytes: up to 21 parts fit by themselves, so with them the vertices are what is
         * wrong. */
        if (cases[i].count == 0 || cases[i].count == 21) {
            assert_shp_excluded(b, "shp.vertex-count", 2, "5", "128");
        } else {
            assert_shp_excluded(b, "shp.part-count", 2, cases[i].found, "128");
        }
    }
}

static void excluded__vertex_count(void **state)
{
    (void)state;
    static const struct {
        uint32_t count;
        const char *found;
    } cases[] = { { 0, "0" },           { 4, "4" }, { 6, "6" }, { 0x7FFFFFFF, "2147483647" },
                  { 0xFFFFFFFF, "-1" }, { 1, "1" } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        shp_build *b = shp_three_squares();
        shp_build_put_le32(&b->shp, shp_build_content(b, 1) + 40, cases[i].count);
        assert_shp_excluded(b, "shp.vertex-count", 1, cases[i].found, "128");
    }
}

/* A record of exactly the size of 0 parts and n vertices, and the other way round. */
static void excluded__parts_without_vertices(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_put_le32(&b->shp, shp_build_content(b, 2) + 36, 21);
    shp_build_put_le32(&b->shp, shp_build_content(b, 2) + 40, 0);
    assert_shp_excluded(b, "shp.vertex-count", 2, "0", "128");
    /* 4 + 5 * 16 bytes behind the counts: no number of vertices alone fits them, so five without
     * their part need a record that is 4 bytes shorter. */
    b = shp_build_new(SHP_BUILD_LINE);
    shp_build_field(b, "AD", 'C', 4);
    const double line[] = { 0, 0, 1, 1 };
    for (int i = 0; i < 3; i++) {
        shp_build_part(b, line, 2);
        shp_build_end(b, "a");
    }
    shp_build_put_le32(&b->shp, shp_build_content(b, 3) + 36, 0);
    shp_build_cut(&b->shp, b->shp.length - 4);
    shp_build_put_be32(&b->shp, shp_build_record(b, 3) + 4, 76 / 2);
    shp_build_put_be32(&b->shx, shp_build_entry(b, 3) + 4, 76 / 2);
    shp_build_done(b);
    assert_shp_excluded(b, "shp.part-count", 3, "0", "76");
}

/* Two rings of five vertices each in record 2 of three. */
static shp_build *with_two_rings(void)
{
    shp_build *b = new_with_one_field(SHP_BUILD_POLYGON);
    for (int i = 0; i < 3; i++) {
        shp_build_square(b, 100 * i, 0, 30);
        if (i == 1) {
            shp_build_square(b, 110, 10, 10);
        }
        shp_build_end(b, "a");
    }
    shp_build_done(b);
    return b;
}

static void excluded__part_starts(void **state)
{
    (void)state;
    static const struct {
        size_t part;
        uint32_t start;
        const char *found;
    } cases[] = {
        { 1, 1, "1: 1" },           { 1, 0xFFFFFFFF, "1: -1" }, /* the first is not 0 */
        { 2, 0, "2: 0" },           { 2, 10, "2: 10" },         /* not ascending, nothing left */
        { 2, 11, "2: 11" },         { 2, 0x7FFFFFFF, "2: 2147483647" }, /* outside */
        { 2, 0xFFFFFFFE, "2: -2" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        shp_build *b = with_two_rings();
        shp_build_put_le32(&b->shp, shp_build_content(b, 2) + 44 + 4 * (cases[i].part - 1),
                           cases[i].start);
        assert_shp_excluded(b, "shp.part-start", 2, cases[i].found, "10");
    }
}

static void excluded__coordinates(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *found;
    } cases[] = { { NAN, "120, NaN" },
                  { INFINITY, "120, inf" },
                  { -INFINITY, "120, -inf" },
                  { 1e308, "120, 1e308" },
                  { -1.7976931348623157e308, "120, -1.7976931348623157e308" },
                  { 100000001.0, "120, 100000001" } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        shp_build *b = shp_three_squares();
        /* The northing of the third vertex of record 2. */
        shp_build_put_f64(&b->shp, shp_build_content(b, 2) + 48 + 2 * 16 + 8, cases[i].value);
        assert_shp_excluded(b, "shp.coordinate", 2, cases[i].found, "3");
    }
    shp_build *b = shp_three_squares();
    shp_build_put_f64(&b->shp, shp_build_content(b, 1) + 48, NAN);
    assert_shp_excluded(b, "shp.coordinate", 1, "NaN, 200", "1");
}

static void excluded__record_too_short_for_its_type(void **state)
{
    (void)state;
    static const struct {
        uint32_t bytes;
        const char *found;
        const char *expected;
    } cases[] = { { 0, "0", "4" }, { 2, "2", "4" }, { 4, "4", "44" }, { 42, "42", "44" } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        shp_probe probe;
        shp_build *b = shp_three_squares();
        shp_build_put_be32(&b->shp, shp_build_record(b, 2) + 4, cases[i].bytes / 2);
        shp_build_put_be32(&b->shx, shp_build_entry(b, 2) + 4, cases[i].bytes / 2);
        shp_probe_build(&probe, b, NULL);
        assert_int_equal(probe.finished, KBS_OK);
        assert_int_equal(probe.given, 3);
        assert_int_equal(probe.refused, 1);
        assert_shp_finding(&probe, "shp.record-length", KBS_REFUSED, "t.shp", 2, cases[i].found,
                           cases[i].expected);
        assert_int_equal(shp_probe_count(&probe, "shp.unused-bytes"), 1);
        shp_probe_release(&probe);
    }
}

static void excluded__point_of_another_length(void **state)
{
    (void)state;
    const double at[] = { 1, 2 };
    shp_build *b = new_with_one_field(SHP_BUILD_POINT);
    for (int i = 0; i < 3; i++) {
        shp_build_part(b, at, 1);
        shp_build_end(b, "a");
    }
    shp_build_append(&b->shp, "\0\0\0\0", 4);
    shp_build_put_be32(&b->shp, shp_build_record(b, 3) + 4, 24 / 2);
    shp_build_put_be32(&b->shx, shp_build_entry(b, 3) + 4, 24 / 2);
    shp_build_done(b);
    assert_shp_excluded(b, "shp.record-length", 3, "24", "20");
}

static shp_build *with_three_multipoints(void)
{
    const double at[] = { 1, 2, 3, 4, 5, 6 };
    shp_build *b = new_with_one_field(SHP_BUILD_MULTIPOINT);
    for (int i = 0; i < 3; i++) {
        shp_build_part(b, at, 3);
        shp_build_end(b, "a");
    }
    shp_build_done(b);
    return b;
}

static void set_length(shp_build *b, uint32_t record, uint32_t bytes)
{
    shp_build_put_be32(&b->shp, shp_build_record(b, record) + 4, bytes / 2);
    shp_build_put_be32(&b->shx, shp_build_entry(b, record) + 4, bytes / 2);
}

static void excluded__multipoints(void **state)
{
    (void)state;
    static const struct {
        uint32_t count;
        const char *found;
    } cases[] = { { 2, "2" }, { 4, "4" }, { 0x7FFFFFFF, "2147483647" }, { 0xFFFFFFFF, "-1" } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        shp_build *b = with_three_multipoints();
        shp_build_put_le32(&b->shp, shp_build_content(b, 2) + 36, cases[i].count);
        assert_shp_excluded(b, "shp.vertex-count", 2, cases[i].found, "88");
    }
    shp_build *b = with_three_multipoints();
    shp_build_put_f64(&b->shp, shp_build_content(b, 3) + 40, NAN);
    assert_shp_excluded(b, "shp.coordinate", 3, "NaN, 2", "1");
    /* Too short for a count; and an empty list, which is a record without geometry. */
    b = with_three_multipoints();
    shp_build_cut(&b->shp, b->shp.length - 52);
    set_length(b, 3, 36);
    shp_build_put_be32(&b->shp, 24, (uint32_t)(b->shp.length / 2));
    assert_shp_excluded(b, "shp.record-length", 3, "36", "40");
    shp_probe probe;
    b = with_three_multipoints();
    shp_build_cut(&b->shp, b->shp.length - 48);
    set_length(b, 3, 40);
    shp_build_put_le32(&b->shp, shp_build_content(b, 3) + 36, 0);
    shp_build_put_be32(&b->shp, 24, (uint32_t)(b->shp.length / 2));
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.finished, KBS_OK);
    assert_int_equal(probe.without_shape, 1);
    assert_int_equal(probe.findings.count, 0);
    shp_probe_release(&probe);
}

static void noted__boxes_of_records(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_put_f64(&b->shp, shp_build_content(b, 2) + 4, 0);
    shp_build_put_f64(&b->shp, shp_build_content(b, 3) + 28, NAN);
    assert_shp_noted(b, "shp.record-boxes", "t.shp", 2, "2", NULL);
}

/* Structure only: an open ring, one of zero area and one that crosses itself are read as they
 * are. */
static void left_to_others__unsound_rings(void **state)
{
    (void)state;
    const double open[] = { 0, 0, 0, 10, 10, 10, 10, 0 };
    const double flat[] = { 0, 0, 5, 0, 10, 0, 0, 0 };
    const double bow[] = { 0, 0, 10, 10, 10, 0, 0, 10, 0, 0 };
    shp_build *b = new_with_one_field(SHP_BUILD_POLYGON);
    shp_build_part(b, open, 4);
    shp_build_end(b, "a");
    shp_build_part(b, flat, 4);
    shp_build_end(b, "b");
    shp_build_part(b, bow, 5);
    shp_build_end(b, "c");
    shp_build_done(b);
    assert_shp_noted(b, NULL, NULL, 0, NULL, NULL);
}

/* A ring as long as a ring may be, then one vertex more; larger than the window of the reader. */
static void limits__vertices_of_a_ring(void **state)
{
    (void)state;
    const size_t most = 1000000;
    double *ring = calloc(2 * (most + 1), sizeof *ring);
    assert_non_null(ring);
    for (size_t i = 0; i <= most; i++) {
        ring[2 * i] = (double)i;
        ring[2 * i + 1] = (double)(i % 1000);
    }
    shp_build *b = new_with_one_field(SHP_BUILD_LINE);
    shp_build_part(b, ring, most);
    shp_build_end(b, "a");
    shp_build_part(b, ring, most + 1);
    shp_build_end(b, "b");
    shp_build_part(b, ring, 3);
    shp_build_end(b, "c");
    shp_probe probe;
    read_first(&probe, b);
    assert_int_equal(probe.record.shape.vertex_count, most);
    for (size_t i = 0; i < most; i++) {
        if (probe.record.shape.vertices[i].east != (double)i ||
            probe.record.shape.vertices[i].north != (double)(i % 1000)) {
            assert_int_equal(i, most);
        }
    }
    assert_int_equal(shp_probe_next(&probe), KBS_OK);
    assert_true(probe.record.refused);
    assert_shp_finding(&probe, "shp.most-vertices", KBS_REFUSED, "t.shp", 2, "1000001", "1000000");
    assert_int_equal(shp_probe_next(&probe), KBS_OK);
    assert_int_equal(probe.record.shape.vertex_count, 3);
    assert_vertex(&probe.record.shape, 2, 2, 2);
    end_of(&probe, 1);
    free(ring);
}

static void limits__parts_of_a_record(void **state)
{
    (void)state;
    double *points = calloc(200002, sizeof *points);
    assert_non_null(points);
    shp_build *b = new_with_one_field(SHP_BUILD_MULTIPOINT);
    shp_build_part(b, points, 100000);
    shp_build_end(b, "a");
    shp_build_part(b, points, 100001);
    shp_build_end(b, "b");
    shp_probe probe;
    read_first(&probe, b);
    assert_int_equal(probe.record.shape.part_count, 100000);
    assert_int_equal(shp_probe_next(&probe), KBS_OK);
    assert_true(probe.record.refused);
    assert_shp_finding(&probe, "shp.most-parts", KBS_REFUSED, "t.shp", 2, "100001", "100000");
    end_of(&probe, 1);
    free(points);
}

/* One part more than a polygon may have; the parts are squares of five vertices. */
static void limits__parts_of_a_polygon(void **state)
{
    (void)state;
    const uint32_t parts = 100001;
    const uint32_t bytes = 44 + 4 * parts + 16 * 5 * parts;
    shp_probe probe;
    shp_build *b = new_with_one_field(SHP_BUILD_POLYGON);
    shp_build_square(b, 0, 0, 10);
    shp_build_end(b, "a");
    for (uint32_t i = 128; i < bytes; i += 4) {
        shp_build_append(&b->shp, "\0\0\0\0", 4);
    }
    set_length(b, 1, bytes);
    shp_build_put_le32(&b->shp, shp_build_content(b, 1) + 36, parts);
    shp_build_put_le32(&b->shp, shp_build_content(b, 1) + 40, 5 * parts);
    shp_build_done(b);
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.finished, KBS_OK);
    assert_shp_finding(&probe, "shp.most-parts", KBS_REFUSED, "t.shp", 1, "100001", "100000");
    shp_probe_release(&probe);
}

/* More vertices in one record than a shape may have: a file of 160 MB that is one hole. */
static void limits__vertices_of_a_record(void **state)
{
    (void)state;
    const uint32_t vertices = 10000001;
    const uint32_t bytes = 48 + 16 * vertices;
    shp_probe probe;
    shp_build *b = new_with_one_field(SHP_BUILD_POLYGON);
    shp_build_square(b, 0, 0, 10);
    shp_build_end(b, "a");
    shp_build_done(b);
    set_length(b, 1, bytes);
    shp_build_put_le32(&b->shp, shp_build_content(b, 1) + 40, vertices);
    shp_build_put_be32(&b->shp, 24, (108 + bytes) / 2);
    shp_build_write(b, "hole");
    shp_build_free(b);
    assert_int_equal(truncate("hole.shp", 108 + (off_t)bytes), 0);
    shp_probe_run(&probe, "hole.shp", NULL);
    assert_int_equal(probe.finished, KBS_OK);
    assert_shp_finding(&probe, "shp.most-vertices", KBS_REFUSED, "hole.shp", 1, "10000001",
                       "10000000");
    shp_probe_release(&probe);
    shp_build_remove("hole");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types__point),
        cmocka_unit_test(types__multipoint),
        cmocka_unit_test(types__line),
        cmocka_unit_test(types__polygon),
        cmocka_unit_test(types__heights_are_told_once),
        cmocka_unit_test(types__heights_without_measures_and_without_numbers),
        cmocka_unit_test(null__shapes_and_empty_lists),
        cmocka_unit_test(excluded__type),
        cmocka_unit_test(excluded__null_shape_that_is_too_long),
        cmocka_unit_test(excluded__part_count),
        cmocka_unit_test(excluded__vertex_count),
        cmocka_unit_test(excluded__parts_without_vertices),
        cmocka_unit_test(excluded__part_starts),
        cmocka_unit_test(excluded__coordinates),
        cmocka_unit_test(excluded__record_too_short_for_its_type),
        cmocka_unit_test(excluded__point_of_another_length),
        cmocka_unit_test(excluded__multipoints),
        cmocka_unit_test(noted__boxes_of_records),
        cmocka_unit_test(left_to_others__unsound_rings),
        cmocka_unit_test(limits__vertices_of_a_ring),
        cmocka_unit_test(limits__parts_of_a_record),
        cmocka_unit_test(limits__parts_of_a_polygon),
        cmocka_unit_test(limits__vertices_of_a_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
