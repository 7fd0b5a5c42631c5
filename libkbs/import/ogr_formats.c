/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The formats that GDAL reads for us: GeoPackage, GML, KML, FlatGeobuf, MapInfo. */
#include <string.h>

#include "import/ogr_count.h"
#include "import/ogr_reader.h"
#include "import/source.h"

#define GIB (UINT64_C(1) << 30)

/* ---- counting without GDAL's loop ---- */

/* `text` between quotes, those inside doubled. */
static void add_quoted(base_buffer *sql, const char *text, char quote)
{
    base_buffer_char(sql, quote);
    for (; *text != '\0'; text++) {
        base_buffer_char(sql, *text);
        if (*text == quote) {
            base_buffer_char(sql, quote);
        }
    }
    base_buffer_char(sql, quote);
}

static kbs_code ask(ogr_reader *reader, const base_buffer *sql, int64_t *number)
{
    return sql->failed ? base_findings_no_memory(reader->report)
                       : ogr_door_ask(reader->door, sql->data, number, reader->report);
}

/* A GeoPackage layer must be a plain table: a view or virtual table runs what somebody wrote into
 * the file. */
static kbs_code count_geopackage(ogr_reader *reader, import_layer *layer)
{
    base_buffer sql;
    int64_t plain = 0;
    base_buffer_init(&sql, 65536);
    base_buffer_text(&sql, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND sql NOT "
                           "LIKE 'CREATE VIRTUAL%' "
                           "AND lower(name) = lower(");
    add_quoted(&sql, layer->name, '\'');
    base_buffer_char(&sql, ')');
    kbs_code code = ask(reader, &sql, &plain);
    if (code == KBS_OK && plain != 1) {
        kbs_finding finding = ogr_finding(reader, FINDING_OGR_NOT_A_TABLE);
        code = base_findings_fail(reader->report, &finding);
    }
    base_buffer_clear(&sql);
    base_buffer_text(&sql, "SELECT COUNT(*) FROM ");
    add_quoted(&sql, layer->name, '"');
    if (code == KBS_OK) {
        code = ask(reader, &sql, &layer->records);
    }
    base_buffer_release(&sql);
    return code;
}

static kbs_code count_xml(ogr_reader *reader, import_layer *layer)
{
    size_t scanned = reader->scan_layer;
    layer->records = scanned == SIZE_MAX ? 0 : reader->scan.layers[scanned].records;
    return KBS_OK;
}

static kbs_code count_flatgeobuf(ogr_reader *reader)
{
    return ogr_count_flatgeobuf(&reader->parts.files[0], reader->name, &reader->records,
                                reader->report);
}

/* The .mif has the objects, the .mid a line for each of them; GDAL stops in silence where the
 * shorter one ends. */
static kbs_code count_pair(ogr_reader *reader)
{
    int64_t objects = 0;
    kbs_code code = ogr_count_mif(&reader->parts.files[0], &objects, reader->report);
    if (code == KBS_OK) {
        code = ogr_count_mid(&reader->parts.files[1], &reader->records, reader->report);
    }
    if (code == KBS_OK && objects != reader->records) {
        code =
            ogr_counts_disagree(reader->name, (uint64_t)objects, reader->records, reader->report);
    }
    return code;
}

static kbs_code count_dat(ogr_reader *reader)
{
    return ogr_count_dat(&reader->parts.files[1], reader->name, &reader->records, &reader->excluded,
                         reader->report);
}

/* ---- the formats ---- */

static int bid_by_look(const import_source *source, const char *looks_like, int sure)
{
    const char *looks = import_looks_like(source->head, source->head_length);
    return looks != NULL && strcmp(looks, looks_like) == 0 ? sure : 0;
}

/* A GeoPackage says so in SQLite's application id, byte 68. */
static int gpkg_bid(const import_source *source)
{
    static const char *const ids[] = { "GPKG", "GP10", "GP11" };
    bool is_sqlite = bid_by_look(source, "SQLite", 1) != 0 && source->head_length >= 72;
    for (size_t i = 0; is_sqlite && i < sizeof ids / sizeof ids[0]; i++) {
        if (memcmp(source->head + 68, ids[i], 4) == 0) {
            return 95;
        }
    }
    return 0;
}

static kbs_code gpkg_open(void **state, const import_source *source,
                          const import_reader_options *options, import_layer *layer,
                          base_findings *report)
{
    static const ogr_format format = { .driver = OGR_GPKG,
                                       .extension = "gpkg",
                                       .most_bytes = 16 * GIB,
                                       .count_layer = count_geopackage };
    return ogr_open(&format, state, source, options, layer, report);
}

static int gml_bid(const import_source *source)
{
    return bid_by_look(source, "GML", 90);
}

static kbs_code gml_open(void **state, const import_source *source,
                         const import_reader_options *options, import_layer *layer,
                         base_findings *report)
{
    static const ogr_part parts[] = { { "xsd", false }, { NULL, false } };
    static const ogr_format format = { .driver = OGR_GML,
                                       .extension = "gml",
                                       .parts = parts,
                                       .most_bytes = GIB,
                                       .xml = XML_GML,
                                       .count_layer = count_xml };
    return ogr_open(&format, state, source, options, layer, report);
}

static int kml_bid(const import_source *source)
{
    return bid_by_look(source, "KML", 90);
}

static kbs_code kml_open(void **state, const import_source *source,
                         const import_reader_options *options, import_layer *layer,
                         base_findings *report)
{
    static const ogr_format format = { .driver = OGR_KML,
                                       .extension = "kml",
                                       .most_bytes = GIB,
                                       .xml = XML_KML,
                                       .count_layer = count_xml };
    return ogr_open(&format, state, source, options, layer, report);
}

static int flatgeobuf_bid(const import_source *source)
{
    return bid_by_look(source, "FlatGeobuf", 95);
}

static kbs_code flatgeobuf_open(void **state, const import_source *source,
                                const import_reader_options *options, import_layer *layer,
                                base_findings *report)
{
    static const ogr_format format = { .driver = OGR_FLATGEOBUF,
                                       .extension = "fgb",
                                       .most_bytes = 4 * GIB,
                                       .count_file = count_flatgeobuf };
    return ogr_open(&format, state, source, options, layer, report);
}

static int mapinfo_bid(const import_source *source)
{
    int table = bid_by_look(source, "MapInfo TAB", 90);
    return table != 0 ? table : bid_by_look(source, "MapInfo MIF", 80);
}

/* A table that only points to others (seamless, linked, a view, a raster) would make GDAL open
 * files that nobody named. */
static kbs_code check_table(const import_source *source, base_findings *report)
{
    bool is_native = import_head_has(source->head, source->head_length, "Type NATIVE");
    bool points = import_head_has(source->head, source->head_length, "IsSeamless") ||
                  source->head_length < source->size;
    return is_native && !points ? KBS_OK
                                : base_findings_fail_with(report, FINDING_OGR_TABLE_KIND,
                                                          source->name, NULL, "Type NATIVE");
}

static kbs_code mapinfo_open(void **state, const import_source *source,
                             const import_reader_options *options, import_layer *layer,
                             base_findings *report)
{
    static const ogr_part mif_parts[] = { { "mid", true }, { NULL, false } };
    static const ogr_part tab_parts[] = {
        { "dat", true }, { "map", true }, { "id", true }, { "ind", false }, { NULL, false }
    };
    static const ogr_format mif = { .driver = OGR_MAPINFO,
                                    .extension = "mif",
                                    .parts = mif_parts,
                                    .most_bytes = GIB,
                                    .count_file = count_pair };
    static const ogr_format tab = { .driver = OGR_MAPINFO,
                                    .extension = "tab",
                                    .parts = tab_parts,
                                    .most_bytes = 2 * GIB,
                                    .count_file = count_dat };
    *state = NULL;
    if (bid_by_look(source, "MapInfo TAB", 1) == 0) {
        return ogr_open(&mif, state, source, options, layer, report);
    }
    kbs_code code = check_table(source, report);
    return code == KBS_OK ? ogr_open(&tab, state, source, options, layer, report) : code;
}

const import_reader import_reader_gpkg = { "GPKG",   gpkg_bid,   gpkg_open,
                                           ogr_next, ogr_finish, ogr_close };
const import_reader import_reader_gml = {
    "GML", gml_bid, gml_open, ogr_next, ogr_finish, ogr_close
};
const import_reader import_reader_kml = {
    "KML", kml_bid, kml_open, ogr_next, ogr_finish, ogr_close
};
const import_reader import_reader_flatgeobuf = { "FlatGeobuf", flatgeobuf_bid, flatgeobuf_open,
                                                 ogr_next,     ogr_finish,     ogr_close };
const import_reader import_reader_mapinfo = { "MapInfo File", mapinfo_bid, mapinfo_open,
                                              ogr_next,       ogr_finish,  ogr_close };
