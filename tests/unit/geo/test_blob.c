/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The geometry BLOB: byte for byte what SpatiaLite 5.0.1 writes (the constants are its own), and no damage gets through: every flipped
 * bit, every cut, every count. WKB both ways. */
#include "oracle.h"

#include "base/memory.h"
#include "geo/ring_check.h"

#define SRID 5254

typedef struct known_blob {
    const char *wkt;
    const char *hex; /* select hex(GeomFromText(wkt, 5254)) */
} known_blob;

static const known_blob known[] = {
    { "POINT(487001.25 4420002.5)",
      "0001861400000000000065B91D41000000A068DC50410000000065B91D41000000A068DC50417C01000000"
      "0000000065B91D41000000A068DC5041FE" },
    { "LINESTRING(0 0,3 4,10 4)",
      "00018614000000000000000000000000000000000000000000000000244000000000000010407C02000000"
      "03000000000000000000000000000000000000000000000000000840000000000000104000000000000024"
      "400000000000001040FE" },
    { "POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,2 4,4 4,4 2,2 2))",
      "00018614000000000000000000000000000000000000000000000000244000000000000024407C03000000"
      "02000000050000000000000000000000000000000000000000000000000024400000000000000000000000"
      "00000024400000000000002440000000000000000000000000000024400000000000000000000000000000"
      "00000500000000000000000000400000000000000040000000000000004000000000000010400000000000"
      "00104000000000000010400000000000001040000000000000004000000000000000400000000000000040"
      "FE" },
    { "MULTIPOINT(1 2,3 4)",
      "000186140000000000000000F03F0000000000000040000000000000084000000000000010407C04000000"
      "020000006901000000000000000000F03F0000000000000040690100000000000000000008400000000000"
      "001040FE" },
    { "MULTILINESTRING((0 0,1 1),(2 2,3 3,4 2))",
      "00018614000000000000000000000000000000000000000000000000104000000000000008407C05000000"
      "0200000069020000000200000000000000000000000000000000000000000000000000F03F000000000000"
      "F03F6902000000030000000000000000000040000000000000004000000000000008400000000000000840"
      "00000000000010400000000000000040FE" },
    { "MULTIPOLYGON(((0 0,4 0,4 4,0 0)),((10 10,12 10,12 12,10 12,10 10)))",
      "00018614000000000000000000000000000000000000000000000000284000000000000028407C06000000"
      "02000000690300000001000000040000000000000000000000000000000000000000000000000010400000"
      "00000000000000000000000010400000000000001040000000000000000000000000000000006903000000"
      "01000000050000000000000000002440000000000000244000000000000028400000000000002440000000"
      "00000028400000000000002840000000000000244000000000000028400000000000002440000000000000"
      "2440FE" },
};
#define KNOWN_COUNT (sizeof known / sizeof *known)

/* POLYGON((0 0,4 0,4 4,0 0)) in big endian; SpatiaLite reads it as that. */
static const char big_endian[] =
    "000000001486000000000000000000000000000000004010000000000000401000000000000"
    "07C00000003000000010000000400000000000000000000000000000000401000000000000000000000000000"
    "004010000000000000401000000000000000000000000000000000000000000000FE";

static size_t bytes_of_hex(const char *hex, uint8_t *bytes, size_t room)
{
    size_t count = strlen(hex) / 2;
    assert_true(count <= room);
    for (size_t i = 0; i < count; i++) {
        const char digits[3] = { hex[2 * i], hex[2 * i + 1], 0 };
        bytes[i] = (uint8_t)strtoul(digits, NULL, 16);
    }
    return count;
}

/* A copy in memory of exactly its size, so that a sanitizer sees each byte read too many. */
static geo_blob_defect decode_exact(geo_shape *shape, const uint8_t *bytes, size_t length,
                                    int32_t srid)
{
    uint8_t *copy = malloc(length > 0 ? length : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    geo_blob_defect defect = geo_blob_decode(shape, copy, length, srid);
    kbs_box box;
    geo_blob_defect box_defect = geo_blob_box(copy, length, &box);
    if (defect == GEO_BLOB_OK) {
        assert_int_equal(box_defect, GEO_BLOB_OK);
        kbs_box computed = geo_shape_box(shape);
        assert_true(box.east_min == computed.east_min && box.north_max == computed.north_max);
    }
    free(copy);
    return defect;
}

static void assert_same_shape(const geo_shape *a, const geo_shape *b)
{
    assert_int_equal(a->type, b->type);
    assert_int_equal(a->vertex_count, b->vertex_count);
    assert_int_equal(a->ring_count, b->ring_count);
    assert_int_equal(a->part_count, b->part_count);
    assert_memory_equal(a->vertices, b->vertices, a->vertex_count * sizeof *a->vertices);
    assert_memory_equal(a->ring_end, b->ring_end, a->ring_count * sizeof *a->ring_end);
    assert_memory_equal(a->part_end, b->part_end, a->part_count * sizeof *a->part_end);
}

static void same_bytes_as_spatialite(void **state)
{
    (void)state;
    GEOSContextHandle_t judge = judge_new();
    geo_shape shape, decoded;
    geo_shape_init(&shape);
    geo_shape_init(&decoded);
    base_buffer out;
    base_buffer_init(&out, 1 << 20);
    for (size_t i = 0; i < KNOWN_COUNT; i++) {
        uint8_t bytes[512];
        size_t length = bytes_of_hex(known[i].hex, bytes, sizeof bytes);
        shape_from_wkt(judge, known[i].wkt, &shape);
        base_buffer_clear(&out);
        geo_blob_encode(&out, &shape, SRID, false);
        assert_false(out.failed);
        assert_int_equal(out.length, length);
        assert_memory_equal(out.data, bytes, length);
        assert_int_equal(decode_exact(&decoded, bytes, length, SRID), GEO_BLOB_OK);
        assert_same_shape(&decoded, &shape);
        assert_int_equal(decode_exact(&decoded, bytes, length, -1), GEO_BLOB_OK);
        assert_int_equal(decode_exact(&decoded, bytes, length, 5255), GEO_BLOB_BAD_SRID);
        assert_int_equal(decoded.type, GEO_NONE);
    }
    base_buffer_release(&out);
    geo_shape_release(&shape);
    geo_shape_release(&decoded);
    GEOS_finish_r(judge);
}

static void as_multi(void **state)
{
    (void)state;
    GEOSContextHandle_t judge = judge_new();
    geo_shape shape, decoded;
    geo_shape_init(&shape);
    geo_shape_init(&decoded);
    base_buffer out;
    base_buffer_init(&out, 1 << 20);
    static const geo_type expected[] = { GEO_POINT,      GEO_MULTILINE, GEO_MULTIPOLYGON,
                                         GEO_MULTIPOINT, GEO_MULTILINE, GEO_MULTIPOLYGON };
    for (size_t i = 0; i < KNOWN_COUNT; i++) {
        shape_from_wkt(judge, known[i].wkt, &shape);
        base_buffer_clear(&out);
        geo_blob_encode(&out, &shape, SRID, true);
        assert_int_equal(geo_blob_decode(&decoded, out.data, out.length, SRID), GEO_BLOB_OK);
        assert_int_equal(decoded.type, expected[i]);
        shape.type = expected[i];
        assert_same_shape(&decoded, &shape);
    }
    base_buffer_clear(&out);
    base_buffer_text(&out, "before"); /* it appends */
    geo_blob_encode(&out, &shape, SRID, true);
    assert_int_equal(geo_blob_decode(&decoded, out.data + 6, out.length - 6, SRID), GEO_BLOB_OK);
    geo_shape_clear(&shape, GEO_MULTIPOLYGON);
    geo_blob_encode(&out, &shape, SRID, true);
    assert_true(out.failed);
    base_buffer_release(&out);
    base_buffer_init(&out, 20); /* the ceiling is in the way */
    shape_from_wkt(judge, known[0].wkt, &shape);
    geo_blob_encode(&out, &shape, SRID, false);
    assert_true(out.failed);
    base_buffer_release(&out);
    geo_shape_release(&shape);
    geo_shape_release(&decoded);
    GEOS_finish_r(judge);
}

static void reads_big_endian(void **state)
{
    (void)state;
    GEOSContextHandle_t judge = judge_new();
    geo_shape shape, decoded;
    geo_shape_init(&shape);
    geo_shape_init(&decoded);
    uint8_t bytes[256];
    size_t length = bytes_of_hex(big_endian, bytes, sizeof bytes);
    shape_from_wkt(judge, "POLYGON((0 0,4 0,4 4,0 0))", &shape);
    assert_int_equal(decode_exact(&decoded, bytes, length, SRID), GEO_BLOB_OK);
    assert_same_shape(&decoded, &shape);
    geo_shape_release(&shape);
    geo_shape_release(&decoded);
    GEOS_finish_r(judge);
}

/* Whatever a flipped bit leaves must be refused, or be of the same kind, finite and closed. */
static void every_flipped_bit(void **state)
{
    (void)state;
    geo_shape shape;
    geo_shape_init(&shape);
    unsigned refused = 0, passed = 0;
    for (size_t i = 0; i < KNOWN_COUNT; i++) {
        uint8_t bytes[512];
        size_t length = bytes_of_hex(known[i].hex, bytes, sizeof bytes);
        assert_int_equal(decode_exact(&shape, bytes, length, SRID), GEO_BLOB_OK);
        geo_type type = shape.type;
        size_t vertices = shape.vertex_count;
        for (size_t bit = 0; bit < 8 * length; bit++) {
            bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
            geo_blob_defect defect = decode_exact(&shape, bytes, length, SRID);
            if (defect == GEO_BLOB_OK) {
                assert_int_equal(shape.type, type);
                assert_int_equal(shape.vertex_count, vertices);
                geo_defect found = geo_shape_check(&shape, NULL, 1).defect;
                assert_true(found != GEO_NOT_FINITE && found != GEO_OPEN_RING &&
                            found != GEO_EMPTY);
                /* inside the coordinates, or the sign of a 0 in the box */
                assert_true(bit / 8 >= 43 || bit % 64 == (13 * 8 + 7) % 64);
                passed++;
            } else {
                assert_int_equal(shape.vertex_count, 0);
                refused++;
            }
            bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
    }
    assert_true(passed > 100 && refused > 2000);
    geo_shape_release(&shape);
}

static void every_cut(void **state)
{
    (void)state;
    geo_shape shape;
    geo_shape_init(&shape);
    for (size_t i = 0; i < KNOWN_COUNT; i++) {
        uint8_t bytes[513];
        size_t length = bytes_of_hex(known[i].hex, bytes, sizeof bytes);
        for (size_t cut = 0; cut < length; cut++) {
            assert_int_not_equal(decode_exact(&shape, bytes, cut, SRID), GEO_BLOB_OK);
            uint8_t kept = cut > 0 ? bytes[cut - 1] : 0; /* cut, but with the right last mark */
            if (cut > 0) {
                bytes[cut - 1] = 0xFE;
                assert_int_not_equal(decode_exact(&shape, bytes, cut, SRID), GEO_BLOB_OK);
                bytes[cut - 1] = kept;
            }
        }
        bytes[length - 1] = 0;
        bytes[length] = 0xFE;
        assert_int_equal(decode_exact(&shape, bytes, length + 1, SRID), GEO_BLOB_TRAILING);
    }
    assert_int_equal(geo_blob_decode(&shape, NULL, 0, SRID), GEO_BLOB_TOO_SHORT);
    geo_shape_release(&shape);
}

typedef struct damage {
    size_t blob; /* in `known` */
    size_t at;
    const char *bytes; /* hex, written there */
    geo_blob_defect defect;
} damage;

static const damage damages[] = {
    { 2, 0, "01", GEO_BLOB_BAD_MARK },
    { 2, 1, "02", GEO_BLOB_BAD_MARK },
    { 2, 38, "7D", GEO_BLOB_BAD_MARK },
    { 2, 2, "87140000", GEO_BLOB_BAD_SRID },
    { 2, 39, "00000000", GEO_BLOB_BAD_CLASS },
    { 2, 39, "07000000", GEO_BLOB_BAD_CLASS }, /* collection */
    { 2, 39, "EB030000", GEO_BLOB_BAD_CLASS }, /* polygon with Z */
    { 2, 39, "D3070000", GEO_BLOB_BAD_CLASS }, /* with M */
    { 1, 39, "42420F00", GEO_BLOB_BAD_CLASS }, /* compressed line */
    { 2, 43, "00000000", GEO_BLOB_BAD_COUNT },
    { 2, 43, "FFFFFF7F", GEO_BLOB_BAD_COUNT }, /* the counts that crash SpatiaLite */
    { 2, 47, "FFFFFF7F", GEO_BLOB_BAD_COUNT },
    { 2, 47, "FFFFFFFF", GEO_BLOB_BAD_COUNT },
    { 2, 47, "00000010", GEO_BLOB_BAD_COUNT }, /* times 16 is 0 in 32 bits */
    { 2, 47, "03000000", GEO_BLOB_BAD_COUNT }, /* no ring has three */
    { 2, 47, "00000000", GEO_BLOB_BAD_COUNT },
    { 2, 43, "01000000", GEO_BLOB_TRAILING },
    { 1, 43, "01000000", GEO_BLOB_BAD_COUNT },
    { 1, 43, "02000000", GEO_BLOB_TRAILING },
    { 5, 43, "01000000", GEO_BLOB_TRAILING },
    { 5, 43, "00000000", GEO_BLOB_BAD_COUNT },
    { 5, 43, "FFFFFFFF", GEO_BLOB_BAD_COUNT },
    { 5, 47, "68", GEO_BLOB_BAD_MARK },        /* of a part */
    { 5, 48, "02000000", GEO_BLOB_BAD_CLASS }, /* a line among polygons */
    { 5, 48, "06000000", GEO_BLOB_BAD_CLASS },
    { 0, 43, "000000000000F07F", GEO_BLOB_NOT_FINITE },
    { 0, 51, "000000000000F8FF", GEO_BLOB_NOT_FINITE },
    { 0, 6, "000000000000F87F", GEO_BLOB_BAD_BOX },
    { 0, 6, "0100000065B91D41", GEO_BLOB_BAD_BOX },
    { 2, 51, "000000000000F03F", GEO_BLOB_OPEN_RING },
};

static void each_damage(void **state)
{
    (void)state;
    geo_shape shape;
    geo_shape_init(&shape);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        uint8_t bytes[512];
        size_t length = bytes_of_hex(known[damages[i].blob].hex, bytes, sizeof bytes);
        bytes_of_hex(damages[i].bytes, bytes + damages[i].at, sizeof bytes - damages[i].at);
        geo_blob_defect defect = decode_exact(&shape, bytes, length, SRID);
        if (defect != damages[i].defect) {
            fail_msg("damage %zu: %s, expected %s", i, geo_blob_defect_name(defect),
                     geo_blob_defect_name(damages[i].defect));
        }
        assert_int_equal(shape.type, GEO_NONE);
        assert_int_equal(shape.vertex_count, 0);
    }
    geo_shape_release(&shape);
}

static void stated_box(void **state)
{
    (void)state;
    uint8_t bytes[512];
    size_t length = bytes_of_hex(known[5].hex, bytes, sizeof bytes);
    kbs_box box;
    assert_int_equal(geo_blob_box(bytes, length, &box), GEO_BLOB_OK);
    assert_true(box.east_min == 0 && box.north_min == 0 && box.east_max == 12 &&
                box.north_max == 12);
    bytes_of_hex("0000000000003040", bytes + 6, 8); /* 16: turned around */
    assert_int_equal(geo_blob_box(bytes, length, &box), GEO_BLOB_BAD_BOX);
    assert_true(geo_box_is_empty(box));
    bytes_of_hex("000000000000F0FF", bytes + 6, 8);
    assert_int_equal(geo_blob_box(bytes, length, &box), GEO_BLOB_BAD_BOX);
    assert_int_equal(geo_blob_box(bytes, 40, &box), GEO_BLOB_TOO_SHORT);
    bytes[length - 1] = 0;
    assert_int_equal(geo_blob_box(bytes, length, &box), GEO_BLOB_BAD_MARK);
}

static void random_bytes(void **state)
{
    (void)state;
    test_random random = { 81 };
    geo_shape shape;
    geo_shape_init(&shape);
    for (unsigned round = 0; round < 100000; round++) {
        uint8_t bytes[512];
        size_t length =
            bytes_of_hex(known[random_below(&random, KNOWN_COUNT)].hex, bytes, sizeof bytes);
        for (unsigned edits = 1 + random_below(&random, 4); edits > 0; edits--) {
            bytes[random_below(&random, (unsigned)length)] = (uint8_t)random_bits(&random);
        }
        if (random_below(&random, 8) == 0) {
            length = random_below(&random, (unsigned)length);
        }
        (void)decode_exact(&shape, bytes, length, SRID);
        bool dropped;
        (void)geo_wkb_decode(&shape, bytes + 38, length > 38 ? length - 38 : 0, &dropped);
    }
    geo_shape_release(&shape);
}

static void without_memory(void **state)
{
    (void)state;
    for (size_t i = 0; i < KNOWN_COUNT; i++) {
        uint8_t bytes[512];
        size_t length = bytes_of_hex(known[i].hex, bytes, sizeof bytes);
        size_t failures = 0;
        for (size_t n = 0;; n++) {
            geo_shape shape;
            geo_shape_init(&shape);
            base_memory_fail_at(n);
            geo_blob_defect defect = geo_blob_decode(&shape, bytes, length, SRID);
            base_memory_fail_at(SIZE_MAX);
            geo_shape_release(&shape);
            if (defect == GEO_BLOB_OK) {
                break;
            }
            assert_int_equal(defect, GEO_BLOB_NO_MEMORY);
            failures++;
        }
        assert_true(failures >= 3);
    }
}

/* ---- WKB ---- */

static void wkb_there_and_back(void **state)
{
    (void)state;
    GEOSContextHandle_t judge = judge_new();
    GEOSWKBWriter *writer = GEOSWKBWriter_create_r(judge);
    GEOSWKTReader *reader = GEOSWKTReader_create_r(judge);
    geo_shape shape, decoded;
    geo_shape_init(&shape);
    geo_shape_init(&decoded);
    base_buffer out;
    base_buffer_init(&out, 1 << 20);
    static const char *more[] = { "POINT EMPTY", "POLYGON EMPTY", "LINESTRING EMPTY",
                                  "MULTIPOLYGON EMPTY", "MULTIPOINT EMPTY" };
    for (size_t i = 0; i < KNOWN_COUNT + 5; i++) {
        const char *wkt = i < KNOWN_COUNT ? known[i].wkt : more[i - KNOWN_COUNT];
        GEOSGeometry *geometry = GEOSWKTReader_read_r(judge, reader, wkt);
        for (int order = 0; order < 2; order++) { /* big endian, little endian */
            GEOSWKBWriter_setByteOrder_r(judge, writer, order);
            size_t size;
            unsigned char *wkb = GEOSWKBWriter_write_r(judge, writer, geometry, &size);
            bool dropped = true;
            assert_int_equal(geo_wkb_decode(&shape, wkb, size, &dropped), GEO_BLOB_OK);
            assert_false(dropped);
            if (order == 1 &&
                i != KNOWN_COUNT) { /* POINT EMPTY comes as NaN, which is a vertex here */
                base_buffer_clear(&out);
                geo_wkb_encode(&out, &shape);
                assert_int_equal(out.length, size);
                assert_memory_equal(out.data, wkb, size);
            }
            for (size_t cut = 0; cut < size; cut++) {
                assert_int_not_equal(geo_wkb_decode(&decoded, wkb, cut, NULL), GEO_BLOB_OK);
            }
            GEOSFree_r(judge, wkb);
        }
        GEOSGeom_destroy_r(judge, geometry);
    }
    geo_shape_clear(&shape, GEO_POINT);
    base_buffer_clear(&out);
    geo_wkb_encode(&out, &shape);
    assert_int_equal(geo_wkb_decode(&decoded, out.data, out.length, NULL), GEO_BLOB_OK);
    assert_int_equal(geo_shape_check(&decoded, NULL, 1).defect, GEO_NOT_FINITE);
    base_buffer_release(&out);
    geo_shape_release(&shape);
    geo_shape_release(&decoded);
    GEOSWKTReader_destroy_r(judge, reader);
    GEOSWKBWriter_destroy_r(judge, writer);
    GEOS_finish_r(judge);
}

typedef struct wkb_case {
    const char *hex;
    geo_blob_defect defect;
    bool dropped;
} wkb_case;

static const wkb_case wkb_cases[] = {
    /* POINT Z 1 2 3 as ISO, as EWKB with SRID 5254, as GDAL's old 2.5D; POINT ZM; POINT M */
    { "01E9030000000000000000F03F00000000000000400000000000000840", GEO_BLOB_OK, true },
    { "01010000A086140000000000000000F03F00000000000000400000000000000840", GEO_BLOB_OK, true },
    { "0101000080000000000000F03F00000000000000400000000000000840", GEO_BLOB_OK, true },
    { "01B90B0000000000000000F03F000000000000004000000000000008400000000000001040", GEO_BLOB_OK,
      true },
    { "01D1070000000000000000F03F00000000000000400000000000000840", GEO_BLOB_OK, true },
    { "010100002086140000000000000000F03F0000000000000040", GEO_BLOB_OK, false }, /* SRID alone */
    { "0101000000000000000000F03F000000000000004000", GEO_BLOB_TRAILING, false },
    { "0201000000000000000000F03F0000000000000040", GEO_BLOB_BAD_MARK, false },
    { "0107000000000000000000", GEO_BLOB_BAD_CLASS, false }, /* collection */
    { "010800000000000000", GEO_BLOB_BAD_CLASS, false },     /* circular string */
    { "010A00000000000000", GEO_BLOB_BAD_CLASS, false },     /* curve polygon */
    { "01A10F000000000000", GEO_BLOB_BAD_CLASS, false },     /* 4001 */
    { "0100000000000000000000F03F0000000000000040", GEO_BLOB_BAD_CLASS, false },
    { "0102000000FFFFFFFF", GEO_BLOB_BAD_COUNT, false },
    { "0103000000FFFFFF7F", GEO_BLOB_BAD_COUNT, false },
    { "0106000000FFFFFFFF", GEO_BLOB_BAD_COUNT, false },
    { "010300000001000000FFFFFFFF", GEO_BLOB_BAD_COUNT, false },
    { "0104000000010000000102000000000000000000000000000000000000000000", GEO_BLOB_BAD_CLASS,
      false }, /* a line as a point */
    { "01040000000100000001E9030000000000000000F03F00000000000000400000000000000840", GEO_BLOB_OK,
      true },
    { "01", GEO_BLOB_TOO_SHORT, false },
    { "", GEO_BLOB_TOO_SHORT, false },
};

static void wkb_dialects(void **state)
{
    (void)state;
    geo_shape shape;
    geo_shape_init(&shape);
    for (size_t i = 0; i < sizeof wkb_cases / sizeof *wkb_cases; i++) {
        uint8_t bytes[64];
        size_t length = bytes_of_hex(wkb_cases[i].hex, bytes, sizeof bytes);
        bool dropped = false;
        geo_blob_defect defect = geo_wkb_decode(&shape, bytes, length, &dropped);
        if (defect != wkb_cases[i].defect ||
            (defect == GEO_BLOB_OK && dropped != wkb_cases[i].dropped)) {
            fail_msg("%s: %s, dropped %d", wkb_cases[i].hex, geo_blob_defect_name(defect), dropped);
        }
        if (defect == GEO_BLOB_OK) {
            assert_int_equal(shape.vertex_count, 1);
            assert_true(shape.vertices[0].east == 1 && shape.vertices[0].north == 2);
        }
    }
    geo_shape_release(&shape);
}

static void defects_have_names(void **state)
{
    (void)state;
    for (int i = 0; i <= GEO_BLOB_NO_MEMORY; i++) {
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(geo_blob_defect_name((geo_blob_defect)i),
                                    geo_blob_defect_name((geo_blob_defect)k));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_bytes_as_spatialite),
        cmocka_unit_test(as_multi),
        cmocka_unit_test(reads_big_endian),
        cmocka_unit_test(every_flipped_bit),
        cmocka_unit_test(every_cut),
        cmocka_unit_test(each_damage),
        cmocka_unit_test(stated_box),
        cmocka_unit_test(random_bytes),
        cmocka_unit_test(without_memory),
        cmocka_unit_test(wkb_there_and_back),
        cmocka_unit_test(wkb_dialects),
        cmocka_unit_test(defects_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
