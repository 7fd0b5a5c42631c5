/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Extensions and contents. The content decides; an extension that says something else is refused
 * with the name of what it is, because a file under a false name is a mistake that somebody should
 * see. */
#include "import/format.h"

#include <string.h>

#include "import/source.h"

typedef struct known_extension {
    const char *extension;
    const char *format; /* of the reader */
    const char *shown;  /* in messages */
    const char *main;   /* for a part: the extension to be given instead; NULL */
} known_extension;

static const known_extension extensions[] = {
    { "shp", "ESRI Shapefile", "shapefile", NULL },
    { "shx", "ESRI Shapefile", "shapefile", ".shp" },
    { "dbf", "ESRI Shapefile", "shapefile", ".shp" },
    { "prj", "ESRI Shapefile", "shapefile", ".shp" },
    { "cpg", "ESRI Shapefile", "shapefile", ".shp" },
    { "geojson", "GeoJSON", "GeoJSON", NULL },
    { "json", "GeoJSON", "GeoJSON", NULL },
    { "geojsonl", "GeoJSON", "GeoJSON", NULL },
    { "ndjson", "GeoJSON", "GeoJSON", NULL },
    { "geojsons", "GeoJSON", "GeoJSON", NULL },
    { "gpkg", "GPKG", "GeoPackage", NULL },
    { "gml", "GML", "GML", NULL },
    { "xsd", "GML", "GML", ".gml" },
    { "kml", "KML", "KML", NULL },
    { "kmz", "KML", "KML", NULL },
    { "fgb", "FlatGeobuf", "FlatGeobuf", NULL },
    { "tab", "MapInfo File", "MapInfo TAB", NULL },
    { "mif", "MapInfo File", "MapInfo MIF", NULL },
    { "mid", "MapInfo File", "MapInfo MIF", ".mif" },
    { "dat", "MapInfo File", "MapInfo TAB", ".tab" },
    { "map", "MapInfo File", "MapInfo TAB", ".tab" },
    { "id", "MapInfo File", "MapInfo TAB", ".tab" },
    { "ind", "MapInfo File", "MapInfo TAB", ".tab" },
};

static const known_extension *find_extension(const char *path)
{
    char extension[16];
    import_extension(path, extension, sizeof extension);
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
        if (strcmp(extensions[i].extension, extension) == 0) {
            return &extensions[i];
        }
    }
    return NULL;
}

const char *import_format_by_extension(const char *path)
{
    const known_extension *known = find_extension(path);
    return known == NULL ? NULL : known->format;
}

bool import_format_is_part(const char *path)
{
    const known_extension *known = find_extension(path);
    return known != NULL && known->main != NULL;
}

/* "3C 3F 78 6D 6C": the first bytes for people. */
static void first_bytes(const import_source *source, char *text, size_t size)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t n = 0;
    for (size_t i = 0; i < source->head_length && n + 4 < size; i++) {
        if (n > 0) {
            text[n++] = ' ';
        }
        text[n++] = digits[source->head[i] >> 4];
        text[n++] = digits[source->head[i] & 15];
    }
    text[n] = '\0';
}

/* NetCAD writes the owners of an expropriation project as a plain table named .kml: lines of text
 * with several separators. */
static bool is_owner_list(const import_source *source)
{
    size_t separators = 0, lines = 0;
    for (size_t i = 0; i < source->head_length; i++) {
        uint8_t c = source->head[i];
        if ((c < 0x20 && memchr("\t\r\n", c, 3) == NULL) || c == '<' || c == '{') {
            return false;
        }
        separators += memchr(",;\t|", c, 4) != NULL ? 1 : 0;
        lines += c == '\n' ? 1 : 0;
    }
    return lines > 0 && separators >= 3 * lines;
}

static kbs_code fail(const import_source *source, base_finding_code code, const char *found,
                     const char *expected, base_findings *report)
{
    return base_findings_fail_with(report, code, source->name, found, expected);
}

static kbs_code judge_unknown(const import_source *source, const known_extension *known,
                              const char *looks, base_findings *report)
{
    char bytes[40];
    char extension[16];
    first_bytes(source, bytes, sizeof bytes);
    import_extension(source->name, extension, sizeof extension);
    if (strcmp(extension, "kml") == 0 && is_owner_list(source)) {
        return fail(source, FINDING_SOURCE_OWNER_LIST, NULL, "KML", report);
    }
    if (known != NULL && looks != NULL && strcmp(looks, known->shown) != 0) {
        return fail(source, FINDING_SOURCE_OTHER_FORMAT, looks, known->shown, report);
    }
    if (known != NULL) {
        return fail(source, FINDING_SOURCE_NOT_FORMAT, bytes, known->shown, report);
    }
    return looks != NULL
               ? fail(source, FINDING_SOURCE_UNSUPPORTED, looks, IMPORT_FORMATS, report)
               : fail(source, FINDING_SOURCE_UNKNOWN_FORMAT, bytes, IMPORT_FORMATS, report);
}

kbs_code import_format_judge(const import_source *source, const import_reader *reader,
                             base_findings *report)
{
    const known_extension *known = find_extension(source->name);
    const char *looks = import_looks_like(source->head, source->head_length);
    if (source->head_length == 0) {
        return fail(source, FINDING_FILE_EMPTY, NULL, NULL, report);
    }
    if (looks != NULL && strcmp(looks, "all zero bytes") == 0) {
        return fail(source, FINDING_SOURCE_ZEROS, NULL,
                    known == NULL ? IMPORT_FORMATS : known->shown, report);
    }
    if (looks != NULL && strcmp(looks, "UTF-16 text") == 0) {
        return fail(source, FINDING_SOURCE_UTF16, NULL, NULL, report);
    }
    if (known != NULL && known->main != NULL) {
        return fail(source, FINDING_SOURCE_PART, known->shown, known->main, report);
    }
    if (reader == NULL) {
        return judge_unknown(source, known, looks, report);
    }
    if (known != NULL && strcmp(known->format, reader->format) != 0) {
        return fail(source, FINDING_SOURCE_OTHER_FORMAT, looks == NULL ? reader->format : looks,
                    known->shown, report);
    }
    return KBS_OK;
}
