/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The coordinate system of a NetCAD drawing: the named block MPROJ, with the WKT in TILED_XML and the coordinates as checks.
 * The EPSG number in TILED_XML is not used: NetCAD writes numbers of its own there. */
#include "import/ncz_projection.h"

#include <math.h>
#include <string.h>

#include "base/bytes.h"
#include "base/number.h"
#include "import/ncz.h"

#define GRS80_SEMI_MAJOR_M 6378137.0
#define INTERNATIONAL_SEMI_MAJOR_M 6378388.0
#define PREFIX_LEAST                                                                               \
    9.3e6 /* eastings with the number of their zone: 9 to 15 million and something */
#define PREFIX_MOST 15.7e6
/* Where a Turkish map can be, in metres of a transverse Mercator system without prefix. */
#define EAST_LEAST 1e5
#define EAST_MOST 1e6
#define NORTH_LEAST 3.8e6
#define NORTH_MOST 4.8e6

typedef struct projection {
    uint8_t kind, datum;
    uint32_t zone;
    double semi_major_m; /* 0 = not said */
} projection;

/* Zones of 3°: 27, 30 … 45 are 0 … 6. */
static int zone_number(uint32_t zone)
{
    return zone >= 27 && zone <= 45 && zone % 3 == 0 ? (int)(zone / 3) - 9 : -1;
}

int ncz_epsg(uint8_t kind, uint8_t datum, uint32_t zone, bool prefixed)
{
    bool is_ed50 = datum == NCZ_ED50 || datum == NCZ_ED50_HGK;
    int number = zone_number(zone);
    if (kind == NCZ_TM && number >= 0 && (is_ed50 || datum == NCZ_ITRF)) {
        return (is_ed50 ? (prefixed ? 2206 : 2319) : (prefixed ? 5269 : 5253)) + number;
    }
    if (kind == NCZ_UTM && zone >= 35 && zone <= 38 && (is_ed50 || datum == NCZ_WGS84)) {
        return (is_ed50 ? 23000 : 32600) + (int)zone;
    }
    if (kind == NCZ_GEOGRAPHIC) {
        return is_ed50 ? 4230 : datum == NCZ_ITRF ? 5252 : datum == NCZ_WGS84 ? 4326 : 0;
    }
    return 0;
}

static bool read_numbers(ncz *z, projection *out)
{
    const ncz_block *block = &z->facts.projection;
    *out = (projection){ .kind = 0 };
    if (block->size < NCZ_MPROJ_BYTES) {
        return true;
    }
    const uint8_t *p = ncz_file_at(&z->file, block->at, NCZ_MPROJ_BYTES);
    if (p == NULL) {
        return false;
    }
    out->kind = p[NCZ_MPROJ_AT_PROJECTION];
    out->datum = p[NCZ_MPROJ_AT_DATUM];
    out->zone = base_get_le32(p + NCZ_MPROJ_AT_ZONE);
    double semi_major_m = base_get_f64(p + NCZ_MPROJ_AT_SEMI_MAJOR);
    out->semi_major_m = isfinite(semi_major_m) ? semi_major_m : 0;
    return true;
}

/* "projection 3, datum 1, zone 30" in `text`. */
static void describe(const projection *p, base_buffer *text)
{
    base_buffer_text(text, "projection ");
    base_buffer_int(text, p->kind);
    base_buffer_text(text, ", datum ");
    base_buffer_int(text, p->datum);
    base_buffer_text(text, ", zone ");
    base_buffer_int(text, p->zone);
}

/* The number after a word of the WKT, behind quotes, commas and blanks. */
static bool number_after(const char *text, const char *word, double *out)
{
    const char *at = strstr(text, word);
    if (at == NULL) {
        return false;
    }
    at += strlen(word);
    at += strspn(at, "\", ");
    return base_number_parse(at, strspn(at, "+-.0123456789"), out);
}

/* Does the WKT of the map tiles agree? It is compared, never taken. */
static void check_tiles(ncz *z, const projection *p)
{
    const ncz_block *block = &z->facts.tiles;
    char text[8192];
    uint64_t length =
        block->at == 0 || block->size <= NCZ_AT_BLOCK_DATA ? 0 : block->size - NCZ_AT_BLOCK_DATA;
    size_t count = length < sizeof text ? (size_t)length : sizeof text - 1;
    if (count == 0 ||
        !ncz_file_copy(&z->file, block->at + NCZ_AT_BLOCK_DATA, (uint8_t *)text, count)) {
        return;
    }
    text[count] = '\0';
    const char *wkt = strstr(text, "<WKT>");
    double meridian, semi_major_m;
    if (wkt == NULL) {
        return;
    }
    double zone = p->kind == NCZ_UTM ? 6.0 * p->zone - 183.0 : p->zone;
    bool differs = p->kind != NCZ_GEOGRAPHIC && number_after(wkt, "Central_Meridian", &meridian) &&
                   meridian != zone;
    const char *spheroid = strstr(wkt, "SPHEROID[\"");
    const char *name_end = spheroid == NULL ? NULL : strchr(spheroid + 10, '"');
    differs = differs || (name_end != NULL && number_after(name_end, "\"", &semi_major_m) &&
                          p->semi_major_m > 0 && fabs(semi_major_m - p->semi_major_m) > 1);
    if (differs) {
        ncz_place place = { .byte = (int64_t)block->at };
        (void)ncz_say(z, FINDING_NCZ_CRS_TILES, place, z->out->crs, NULL);
    }
}

/* The ellipsoid is the datum's, where one is stated. */
static bool ellipsoid_fits(const projection *p)
{
    bool is_ed50 = p->datum == NCZ_ED50 || p->datum == NCZ_ED50_HGK;
    double expected = is_ed50 ? INTERNATIONAL_SEMI_MAJOR_M : GRS80_SEMI_MAJOR_M;
    return p->semi_major_m == 0 || fabs(p->semi_major_m - expected) < 1;
}

static bool set_code(drawing *d, int epsg)
{
    base_buffer text;
    base_buffer_init(&text, sizeof d->crs - 1);
    base_buffer_text(&text, "EPSG:");
    base_buffer_int(&text, epsg);
    bool done = !text.failed;
    if (done) {
        memcpy(d->crs, text.data, text.length + 1);
        memcpy(d->crs_source, "MPROJ", sizeof "MPROJ");
    }
    base_buffer_release(&text);
    return done;
}

kbs_code ncz_projection_read(ncz *z)
{
    projection p;
    ncz_place place = { .byte = (int64_t)z->facts.projection.at };
    if (z->facts.projection.at == 0) {
        return ncz_say(z, FINDING_NCZ_CRS_MISSING, NCZ_NOWHERE, NULL, NULL);
    }
    if (!read_numbers(z, &p)) {
        return z->file.code;
    }
    base_buffer text;
    base_buffer_init(&text, 200);
    describe(&p, &text);
    int epsg = ncz_epsg(p.kind, p.datum, p.zone, false);
    kbs_code code = KBS_OK;
    if (text.failed) {
        code = base_findings_no_memory(z->report);
    } else if (z->facts.projections_differ) {
        code = ncz_say(z, FINDING_NCZ_CRS_CONFLICT, place, text.data, NULL);
    } else if (epsg == 0) {
        code = ncz_say(z, FINDING_NCZ_CRS_UNKNOWN, place, text.data, NULL);
    } else if (!ellipsoid_fits(&p)) {
        code = ncz_say(z, FINDING_NCZ_CRS_ELLIPSOID, place, text.data, NULL);
    } else if (!set_code(z->out, epsg)) {
        code = base_findings_no_memory(z->report);
    } else {
        check_tiles(z, &p);
        code = z->file.code;
    }
    base_buffer_release(&text);
    return code;
}

/* Eastings that begin with the number of a zone: how many, and how many of them with this one's. */
static void count_prefixes(const drawing *d, uint32_t zone, size_t *prefixed, size_t *matching)
{
    for (size_t i = 0; i < d->vertex_count; i++) {
        double east = d->vertices[i].east;
        bool has_prefix = east >= PREFIX_LEAST && east <= PREFIX_MOST;
        *prefixed += has_prefix;
        *matching += has_prefix && floor(east / 1e6) == zone / 3;
    }
}

static void say_outside(ncz *z, double prefix_m)
{
    const drawing *d = z->out;
    for (size_t i = 0; i < d->object_count; i++) {
        const drawing_object *object = &d->objects[i];
        const geo_vertex *v = drawing_vertices(d, object);
        for (uint32_t k = 0; k < object->vertex_count; k++) {
            double east = v[k].east - prefix_m, north = v[k].north;
            if (east >= EAST_LEAST && east <= EAST_MOST && north >= NORTH_LEAST &&
                north <= NORTH_MOST) {
                continue;
            }
            ncz_place place = { .layer = drawing_text_of(d, d->layers[object->layer].name),
                                .key = drawing_text_of(d, object->name),
                                .byte = object->place,
                                .has_coordinate = true,
                                .east = v[k].east,
                                .north = v[k].north };
            (void)ncz_say(z, FINDING_NCZ_OUTSIDE, place, NULL, d->crs);
            break;
        }
    }
}

void ncz_projection_check(ncz *z)
{
    projection p;
    size_t prefixed = 0, matching = 0;
    if (z->out->crs[0] == '\0' || !read_numbers(z, &p) || p.kind == NCZ_GEOGRAPHIC) {
        return;
    }
    double prefix_m = 0;
    if (p.kind == NCZ_TM) {
        count_prefixes(z->out, p.zone, &prefixed, &matching);
    }
    if (prefixed > z->out->vertex_count / 2) {
        ncz_place place = { .byte = (int64_t)z->facts.projection.at };
        if (matching < prefixed || !set_code(z->out, ncz_epsg(p.kind, p.datum, p.zone, true))) {
            z->out->crs[0] = z->out->crs_source[0] = '\0';
            (void)ncz_say_numbers(z, FINDING_NCZ_CRS_PREFIX_OTHER, place, (int64_t)p.zone, 0);
            return;
        }
        (void)ncz_say(z, FINDING_NCZ_CRS_PREFIX, place, z->out->crs, NULL);
        prefix_m = 1e6 * (p.zone / 3);
    }
    say_outside(z, prefix_m);
}
