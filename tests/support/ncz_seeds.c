/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Makes the seeds. */
#include "ncz_seeds.h"

#include <string.h>

static const double square[] = { 487000,  4420000, 487040,  4420000, 487040,
                                 4420025, 487000,  4420025, 487000,  4420000 };

static void add_head(ncz_build *b)
{
    static const uint32_t colours[] = { 0x000001, 0xFF8000, 0x123456 };
    (void)ncz_build_layers(b, "0|PARSEL|YAZI");
    (void)ncz_build_mproj(b, 3, 1, 33);
    (void)ncz_build_styles(b, colours, 3);
}

static void first_hand(ncz_build *b)
{
    add_head(b);
    b->layer = 1;
    b->height_m = 881.25f;
    (void)ncz_build_point(b, "P.7/12", 487000, 4420000);
    (void)ncz_build_line(b, 487000, 4420000, 487040, 4420025);
    (void)ncz_build_polyline(b, "101/1", 17, square, 5);
    b->layer = 2;
    (void)ncz_build_text(b, "101", 487020, 4420012, 2.5f, 0.5f);
    (void)ncz_build_symbol(b, 1, 240, 487020, 4420012, 2, 0);
    (void)ncz_build_rectangle(b, "CIZPEN-1", 487000, 4420000, 487040, 4420025, 0.25f);
    (void)ncz_build_deleted(b, 487000, 4420000);
}

static void second_hand(ncz_build *b)
{
    add_head(b);
    (void)ncz_build_circle(b, 487020, 4420012, 5);
    (void)ncz_build_arc(b, 487020, 4420012, 5, 0, 1.5);
    (void)ncz_build_arc(b, 487020, 4420012, 5, 350, 10);
    (void)ncz_build_contour(b, square, 4);
    (void)ncz_build_sheet(b, "G23-C-15-A", 487000, 4420000, 487040, 4420025);
    (void)ncz_build_triangle(b, square);
    (void)ncz_build_insert(b, "AGAC", 487020, 4420012, 1);
}

static void gis(ncz_build *b)
{
    add_head(b);
    b->class_name = "PARSEL";
    b->key = "7654321";
    (void)ncz_build_polyline(b, "101/3", 19, square, 5);
    (void)ncz_build_point(b, "12", 487000, 4420000);
    (void)ncz_build_text(b, "\xDD\x53\xDE\x41\xD0\x49", 487020, 4420012, 2.5f, 0);
    b->class_name = "YOLORTA";
    (void)ncz_build_polyline(b, "CD", 66, square, 3);
    (void)ncz_build_insert(b, "AGAC", 487020, 4420012, 1);
    (void)ncz_build_contour(b, square, 4);
}

static void skipped(ncz_build *b)
{
    add_head(b);
    (void)ncz_build_object(b, 8, 487000, 4420000, NULL, 40);
    (void)ncz_build_object(b, 14, 487000, 4420000, NULL, 4);
    (void)ncz_build_smart(b, 487000, 4420000, 60);
    (void)ncz_build_point(b, "1", 487000, 4420000);
    (void)ncz_build_object(b, 77, 487000, 4420000, NULL, 40);
    (void)ncz_build_block(b, 40, "abc", 3);
    (void)ncz_build_point(b, "2", 487001, 4420000);
}

static void nested(ncz_build *b)
{
    add_head(b);
    size_t at = ncz_build_block(b, 5, NULL, 33);
    b->nested = 2;
    (void)ncz_build_line(b, 0, 0, 1, 1);
    (void)ncz_build_line(b, 0, 0, 1, -1);
    b->nested = 0;
    ncz_build_put_le32(b, at + 1, (uint32_t)(b->length - at - 5));
    (void)ncz_build_point(b, "1", 487000, 4420000);
}

static void tables_behind(ncz_build *b)
{
    b->layer = 2;
    (void)ncz_build_point(b, "1", 9487000, 4420000);
    b->layer = 9;
    (void)ncz_build_point(b, "2", 9487000, 4420000);
    (void)ncz_build_layers(b, "0|PARSEL|\xC7\x45\xDE\x4D\x45");
    (void)ncz_build_mproj(b, 3, 4, 27);
}

static void tiles(ncz_build *b)
{
    static const char xml[] =
        "<Scales><SRS>EPSG:7932</SRS><WKT><![CDATA[PROJCS[\"x\", GEOGCS[\"x\", DATUM[\"x\", "
        "SPHEROID[\"GRS 1980\", 6378137, 298.257222101]]], PARAMETER[\"Central_Meridian\", 30]]"
        "]]></WKT></Scales>";
    add_head(b);
    (void)ncz_build_named(b, "TILED_XML", xml, sizeof xml - 1);
    (void)ncz_build_named(b, "REF", "<a/>", 4);
    (void)ncz_build_point(b, "1", 487000, 4420000);
}

static void damaged(ncz_build *b)
{
    double line[200];
    add_head(b);
    (void)ncz_build_point(b, "1", 487000, 4420000);
    ncz_build_append(b, "these are no bytes of a block", 29);
    for (size_t i = 0; i < 100; i++) {
        line[2 * i] = 487000 + (double)i;
        line[2 * i + 1] = 4420000 + (double)(i % 3);
    }
    (void)ncz_build_polyline(b, "YOL", 16, line, 100);
    (void)ncz_build_polyline(b, "YOL", 16, line, 100);
}

static void odd(ncz_build *b)
{
    add_head(b);
    (void)ncz_build_mproj(b, 2, 0, 36);
    size_t at = ncz_build_point(b, "x", 487000, 4420000);
    ncz_build_put_u8(b, at + 86, 200);
    at = ncz_build_text(b, "\x81\x8D", 0, 0, 1, 1);
    ncz_build_put_u8(b, at + 97, 90);
    at = ncz_build_line(b, 1, 2, 3, 4);
    ncz_build_put_f64(b, at + 94, 2e8);
    at = ncz_build_polyline(b, "", 1, square, 4);
    ncz_build_put_u8(b, at + 37, 15);
    (void)ncz_build_polyline(b, "", 1, square, 2);
    (void)ncz_build_polyline(b, "", 0, square, 1);
    (void)ncz_build_circle(b, 487000, 4420000, 0);
}

static void empty(ncz_build *b)
{
    (void)ncz_build_block(b, 4, NULL, 32);
}

ncz_build *ncz_seed(size_t number, const char **name)
{
    static const struct {
        const char *name;
        void (*make)(ncz_build *b);
    } seeds[NCZ_SEED_COUNT] = {
        { "first-hand", first_hand },
        { "second-hand", second_hand },
        { "gis", gis },
        { "skipped", skipped },
        { "nested", nested },
        { "tiles", tiles },
        { "tables-behind", tables_behind },
        { "damaged", damaged },
        { "odd", odd },
        { "empty", empty },
    };
    ncz_build *b = ncz_build_new();
    *name = seeds[number].name;
    seeds[number].make(b);
    ncz_build_done(b);
    return b;
}
