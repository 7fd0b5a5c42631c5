/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Findings of the reader of NetCAD drawings. */
#include "import/ncz.h"

kbs_code ncz_say(ncz *z, base_finding_code code, ncz_place place, const char *found,
                 const char *expected)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = z->name;
    finding.layer = place.layer;
    finding.key = place.key;
    finding.field = place.field;
    finding.record = place.record;
    finding.byte = place.byte;
    finding.has_coordinate = place.has_coordinate;
    finding.east = place.east;
    finding.north = place.north;
    finding.found = found;
    finding.expected = expected;
    if (finding.severity == KBS_FATAL) {
        return base_findings_fail(z->report, &finding);
    }
    if (z->said[code]++ < NCZ_MOST_SAID) {
        base_findings_add(z->report, &finding);
    }
    return KBS_OK;
}

kbs_code ncz_say_numbers(ncz *z, base_finding_code code, ncz_place place, int64_t found,
                         int64_t expected)
{
    base_buffer text;
    base_buffer_init(&text, 64);
    base_buffer_int(&text, found);
    size_t second = text.length + 1;
    base_buffer_add(&text, "", 1);
    base_buffer_int(&text, expected);
    kbs_code result = text.failed ? base_findings_no_memory(z->report)
                                  : ncz_say(z, code, place, text.data, text.data + second);
    base_buffer_release(&text);
    return result;
}

void ncz_say_count(ncz *z, base_finding_code code, uint64_t count, const char *expected)
{
    base_buffer text;
    if (count == 0) {
        return;
    }
    base_buffer_init(&text, 64);
    base_buffer_int(&text, (int64_t)count);
    if (text.failed) {
        (void)base_findings_no_memory(z->report);
    } else {
        (void)ncz_say(z, code, NCZ_NOWHERE, text.data, expected);
    }
    base_buffer_release(&text);
}

void ncz_say_rest(ncz *z)
{
    for (size_t code = 0; code < FINDING_CODE_COUNT; code++) {
        if (z->said[code] > NCZ_MOST_SAID) {
            uint64_t more = z->said[code] - NCZ_MOST_SAID;
            ncz_say_count(z, FINDING_NCZ_MORE, more,
                          base_finding_catalogue((base_finding_code)code)->code);
        }
    }
}
