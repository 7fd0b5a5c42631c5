/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Findings of the shapefile reader. */
#include "import/shp_report.h"

#include "import/reader.h"

kbs_code shp_report(base_findings *report, base_finding_code code, shp_place place,
                    const char *found, const char *expected)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = place.file;
    finding.record = place.record;
    finding.byte = place.byte;
    finding.field = place.field;
    finding.found = found;
    finding.expected = expected;
    if (finding.severity == KBS_FATAL) {
        return base_findings_fail(report, &finding);
    }
    base_findings_add(report, &finding);
    return KBS_OK;
}

kbs_code shp_report_numbers(base_findings *report, base_finding_code code, shp_place place,
                            int64_t found, int64_t expected)
{
    char found_text[SHP_DECIMAL_SIZE];
    char expected_text[SHP_DECIMAL_SIZE];
    return shp_report(report, code, place, shp_decimal(found_text, found),
                      shp_decimal(expected_text, expected));
}

void shp_note_count(base_findings *report, base_finding_code code, shp_place place, uint64_t count)
{
    char text[SHP_DECIMAL_SIZE];
    if (count > 0) {
        (void)shp_report(report, code, place, shp_decimal(text, (int64_t)count), NULL);
    }
}

const char *shp_decimal(char text[SHP_DECIMAL_SIZE], int64_t value)
{
    char digits[SHP_DECIMAL_SIZE];
    size_t count = 0;
    size_t at = 0;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[count++] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value < 0) {
        text[at++] = '-';
    }
    while (count > 0) {
        text[at++] = digits[--count];
    }
    text[at] = '\0';
    return text;
}

const char *shp_looks(char text[SHP_LOOKS_SIZE], const uint8_t *head, size_t length)
{
    static const char hex[] = "0123456789abcdef";
    const char *known = import_looks_like(head, length);
    size_t at = 0;
    if (known != NULL) {
        return known;
    }
    for (size_t i = 0; i < length && i < 4; i++) {
        if (i > 0) {
            text[at++] = ' ';
        }
        text[at++] = hex[head[i] >> 4];
        text[at++] = hex[head[i] & 15];
    }
    text[at] = '\0';
    return text;
}
