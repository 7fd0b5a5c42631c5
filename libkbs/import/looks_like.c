/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What a file looks like by its first bytes. The names are product names and short English words
 * that stand in messages of both languages as they are. */
#include <string.h>

#include "import/source.h"

typedef struct signature {
    size_t at;
    size_t length;
    const char *bytes;
    const char *name;
} signature;

static const signature signatures[] = {
    { 0, 4, "PK\x03\x04", "ZIP" },
    { 0, 4, "PK\x05\x06", "ZIP" },
    { 0, 4, "PK\x07\x08", "ZIP" },
    { 0, 2, "\x1F\x8B", "GZIP" },
    { 0, 6, "7z\xBC\xAF\x27\x1C", "7-Zip" },
    { 0, 4, "Rar!", "RAR" },
    { 0, 3, "BZh", "BZIP2" },
    { 0, 6,
      "\xFD"
      "7zXZ\x00",
      "XZ" },
    { 257, 5, "ustar", "TAR" },
    { 0, 5, "%PDF-", "PDF" },
    { 0, 3, "AC1", "DWG" },
    { 0, 22, "AutoCAD Binary DXF\r\n\x1A\x00", "binary DXF" },
    { 0, 4, "\x00\x00\x27\x0A", "shapefile" },
    { 0, 16, "SQLite format 3\x00", "SQLite" },
    { 0, 4, "\xD0\xCF\x11\xE0", "Microsoft Office 97" },
    { 0, 15, "\x00\x01\x00\x00Standard Jet", "Microsoft Access" },
    { 0, 3, "fgb", "FlatGeobuf" },
    { 0, 5, "\x01\x78\x00\x00\x00", "NetCAD NCZ" },
    { 0, 8, "\x89PNG\r\n\x1A\n", "PNG" },
    { 0, 3, "\xFF\xD8\xFF", "JPEG" },
    { 0, 4, "GIF8", "GIF" },
    { 0, 4, "II*\x00", "TIFF" },
    { 0, 4, "MM\x00*", "TIFF" },
    { 0, 4,
      "\x7F"
      "ELF",
      "ELF" },
    { 0, 2, "MZ", "Windows EXE" },
    { 0, 4, "PAR1", "Parquet" },
    { 0, 42, "version https://git-lfs.github.com/spec/v1", "Git LFS pointer" },
    { 0, 8, "!table\n!", "MapInfo TAB" },
    { 0, 7, "!table\r", "MapInfo TAB" },
    { 0, 7, "VERSION", "MapInfo MIF" },
    { 0, 7, "Version", "MapInfo MIF" },
};

static bool matches(const signature *s, const uint8_t *head, size_t length)
{
    return length >= s->at + s->length && memcmp(head + s->at, s->bytes, s->length) == 0;
}

static bool all_zero(const uint8_t *head, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (head[i] != 0) {
            return false;
        }
    }
    return length > 0;
}

/* UTF-16 has a mark, or its ASCII letters have a zero beside each. */
static bool is_utf16(const uint8_t *head, size_t length)
{
    if (length >= 2 &&
        ((head[0] == 0xFF && head[1] == 0xFE) || (head[0] == 0xFE && head[1] == 0xFF))) {
        return true;
    }
    size_t zeros[2] = { 0, 0 }, letters[2] = { 0, 0 };
    for (size_t i = 0; i < length; i++) {
        zeros[i % 2] += head[i] == 0 ? 1 : 0;
        letters[i % 2] +=
            (head[i] >= 0x20 && head[i] < 0x7F) || memchr("\t\r\n", head[i], 3) != NULL ? 1 : 0;
    }
    size_t pairs = length / 2;
    bool little = letters[0] * 10 >= pairs * 9 && zeros[1] * 10 >= pairs * 9;
    bool big = letters[1] * 10 >= pairs * 9 && zeros[0] * 10 >= pairs * 9;
    return pairs >= 4 && (little || big);
}

static bool is_html(const char *root)
{
    static const char *const words[] = { "html", "HTML", "head", "HEAD", "body", "BODY" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(root, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* XML by its root element. */
static const char *look_at_xml(const uint8_t *head, size_t length)
{
    char root[80];
    if (!import_head_root(head, length, root, sizeof root)) {
        bool is_xml = import_head_has(head, length < 64 ? length : 64, "<?xml");
        bool says_html = import_head_has(head, length < 64 ? length : 64, "<!DOCTYPE html");
        return says_html ? "HTML" : is_xml ? "XML" : NULL;
    }
    const char *local = strchr(root, ':') == NULL ? root : strchr(root, ':') + 1;
    if (is_html(root)) {
        return "HTML";
    }
    if (strcmp(local, "kml") == 0) {
        return "KML";
    }
    if (import_head_has(head, length, "opengis.net/gml") ||
        import_head_has(head, length, "opengis.net/citygml")) {
        return "GML";
    }
    if (strcmp(local, "OGRVRTDataSource") == 0 || strcmp(local, "VRTDataset") == 0) {
        return "GDAL VRT";
    }
    return "XML";
}

const char *import_looks_like(const uint8_t *head, size_t length)
{
    for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++) {
        if (matches(&signatures[i], head, length)) {
            return signatures[i].name;
        }
    }
    if (all_zero(head, length)) {
        return "all zero bytes";
    }
    if (is_utf16(head, length)) {
        return "UTF-16 text";
    }
    size_t at = length >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < length && memchr(" \t\r\n", head[at], 4) != NULL) {
        at++;
    }
    if (at < length && head[at] == '<') {
        return look_at_xml(head, length);
    }
    if (at < length && (head[at] == '{' || head[at] == '[')) {
        return "JSON";
    }
    if (length - at >= 7 && memcmp(head + at, "0\r\nSECT", 7) == 0) {
        return "DXF";
    }
    return length - at >= 6 && memcmp(head + at, "0\nSECT", 6) == 0 ? "DXF" : NULL;
}
