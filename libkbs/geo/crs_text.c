/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reads definitions of coordinate systems as people, files and standards write them. */
#include "geo/crs_text.h"

#include <string.h>

#include "base/text.h"

#define MOST_DEFINITION 32768u /* bytes; the longest WKT of EPSG's systems has under 8 000 */
#define MOST_EPSG 999999
#define MOST_NAME 64u

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* After `start`, which is in small letters, whatever the case of `text`; NULL when it does not start so. */
static const char *after(const char *text, const char *start)
{
    for (; *start != '\0'; start++, text++) {
        if (small(*text) != *start) {
            return NULL;
        }
    }
    return text;
}

static bool contains(const char *text, const char *word, const char *unless_followed_by)
{
    for (; *text != '\0'; text++) {
        const char *end = after(text, word);
        if (end != NULL && (unless_followed_by == NULL || after(end, unless_followed_by) == NULL)) {
            return true;
        }
    }
    return false;
}

static geo_crs_text refused(base_finding_code code)
{
    return (geo_crs_text){ GEO_CRS_TEXT_REFUSED, 0, NULL, code };
}

static geo_crs_text epsg(int code)
{
    return (geo_crs_text){ GEO_CRS_TEXT_EPSG, code, NULL, FINDING_CRS_UNKNOWN };
}

/* A whole number and nothing but blanks after it. */
static geo_crs_text code_at(const char *text)
{
    int code = 0;
    const char *first = text;
    for (; is_digit(*text) && code <= MOST_EPSG; text++) {
        code = code * 10 + (*text - '0');
    }
    while (is_blank(*text)) {
        text++;
    }
    return text == first || *text != '\0' || code == 0 || code > MOST_EPSG
               ? refused(FINDING_CRS_UNKNOWN)
               : epsg(code);
}

static geo_crs_text crs84_end(const char *text)
{
    while (is_blank(*text)) {
        text++;
    }
    return *text == '\0' ? epsg(4326) : refused(FINDING_CRS_UNKNOWN);
}

/* After a version that may be empty ("6.9", "0", "1.3") and the separator; NULL when there is none. */
static const char *after_version(const char *text, char separator)
{
    while (is_digit(*text) || *text == '.') {
        text++;
    }
    return *text == separator ? text + 1 : NULL;
}

/* "epsg<sep>version<sep>code" or "ogc<sep>version<sep>crs84". */
static geo_crs_text authority_at(const char *text, char separator)
{
    const char *rest = after(text, "epsg");
    if (rest != NULL && *rest == separator && (rest = after_version(rest + 1, separator)) != NULL) {
        return code_at(rest);
    }
    rest = after(text, "ogc");
    if (rest != NULL && *rest == separator && (rest = after_version(rest + 1, separator)) != NULL &&
        (rest = after(rest, "crs84")) != NULL) {
        return crs84_end(rest);
    }
    return refused(FINDING_CRS_UNKNOWN);
}

static geo_crs_text url(const char *text)
{
    static const char *const hosts[] = { "http://www.opengis.net/", "https://www.opengis.net/",
                                         "http://opengis.net/", "https://opengis.net/" };
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        const char *path = after(text, hosts[i]);
        const char *rest = path == NULL ? NULL : after(path, "def/crs/");
        if (rest != NULL) {
            geo_crs_text read = authority_at(rest, '/');
            return read.kind == GEO_CRS_TEXT_REFUSED ? refused(FINDING_CRS_URL) : read;
        }
        rest = path == NULL ? NULL : after(path, "gml/srs/epsg.xml#"); /* GML 2 */
        if (rest != NULL) {
            return code_at(rest);
        }
    }
    return refused(FINDING_CRS_URL);
}

/* TM27…TM45 of TUREF and ED50, three degrees apart; "TUREF/TM30", "ED50 / TM 30". */
static geo_crs_text own_name(const char *text)
{
    base_buffer folded;
    geo_crs_text read = refused(FINDING_CRS_UNKNOWN);
    base_buffer_init(&folded, MOST_NAME);
    base_text_fold_name(&folded, text, strlen(text));
    if (!folded.failed && folded.data != NULL) {
        const char *rest = after(folded.data, "ed50");
        int first = rest != NULL ? 2319 : 5253;
        if (rest == NULL) {
            rest = after(folded.data, "turef");
        }
        rest = after(rest == NULL ? folded.data : rest, "tm");
        if (rest != NULL && is_digit(rest[0]) && is_digit(rest[1]) && rest[2] == '\0') {
            int meridian = (rest[0] - '0') * 10 + (rest[1] - '0');
            if (meridian >= 27 && meridian <= 45 && meridian % 3 == 0) {
                read = epsg(first + (meridian - 27) / 3);
            }
        }
    }
    base_buffer_release(&folded);
    return read;
}

/* WKT 1, ESRI's WKT and WKT 2 start with a keyword and a bracket. */
static bool looks_like_wkt(const char *text)
{
    size_t letters = 0;
    for (; (small(*text) >= 'a' && small(*text) <= 'z') || *text == '_'; text++) {
        letters++;
    }
    while (is_blank(*text)) {
        text++;
    }
    return letters >= 4 && (*text == '[' || *text == '(');
}

/* Files that a definition would make PROJ open: a grid of a BOUNDCRS, or one hidden in EXTENSION["PROJ4", …]. The web
 * Mercator of GDAL has "+nadgrids=@null" there, which opens nothing. */
static bool names_files(const char *wkt)
{
    return contains(wkt, "parameterfile", NULL) || contains(wkt, "grids=", "@null") ||
           contains(wkt, "+init", NULL) || contains(wkt, "file=", NULL);
}

static bool is_url(const char *text)
{
    while (small(*text) >= 'a' && small(*text) <= 'z') {
        text++;
    }
    return after(text, "://") != NULL;
}

geo_crs_text geo_crs_text_read(const char *definition)
{
    const char *text = definition;
    const char *rest;
    if (text == NULL || strnlen(text, MOST_DEFINITION) == MOST_DEFINITION) {
        return refused(FINDING_CRS_UNKNOWN);
    }
    rest = after(text, "\xEF\xBB\xBF");
    text = rest != NULL ? rest : text;
    while (is_blank(*text)) {
        text++;
    }
    if (*text == '+' || after(text, "proj=") != NULL || after(text, "init=") != NULL) {
        return refused(FINDING_CRS_PROJ_STRING);
    }
    if (is_digit(*text)) {
        return code_at(text);
    }
    if ((rest = after(text, "epsg:")) != NULL) {
        return code_at(*rest == ':' ? rest + 1 : rest);
    }
    if ((rest = after(text, "ogc:crs84")) != NULL || (rest = after(text, "crs84")) != NULL) {
        return crs84_end(rest);
    }
    if ((rest = after(text, "urn:ogc:def:crs:")) != NULL ||
        (rest = after(text, "urn:x-ogc:def:crs:")) != NULL) {
        return authority_at(rest, ':');
    }
    if (is_url(text)) {
        return url(text);
    }
    if (looks_like_wkt(text)) {
        return names_files(text) ? refused(FINDING_CRS_GRID)
                                 : (geo_crs_text){ GEO_CRS_TEXT_WKT, 0, text, FINDING_CRS_UNKNOWN };
    }
    return own_name(text);
}
