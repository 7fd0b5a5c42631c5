/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Numbers, keys and dates from outside: what is plain is read alike by both parsers, what is refused is 0, a normal key stays as
 * it is. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool true_always)
{
    if (!true_always) {
        abort();
    }
}

static void check_numbers(const char *text, size_t size)
{
    double plain, turkish;
    int64_t whole;
    const bool read = base_number_parse(text, size, &plain);
    const base_number_form form = base_number_parse_turkish(text, size, &turkish);
    expect(isfinite(plain) && isfinite(turkish));
    expect(read || plain == 0.0);
    if (form == BASE_NUMBER_BAD || form == BASE_NUMBER_EMPTY) {
        expect(turkish == 0.0);
        expect(!read || size > 64);
    } else if (read) {
        expect(plain == turkish);
    }
    if (base_number_parse_int(text, size, &whole) && size <= 64) {
        expect(read && plain == (double)whole);
    }
}

static void check_key(const char *text, size_t size)
{
    char key[64], again[64];
    if (base_number_normalize_key(text, size, key, sizeof key)) {
        expect(base_text_is_utf8(key, strlen(key), NULL));
        expect(base_number_normalize_key(key, strlen(key), again, sizeof again));
        expect(strcmp(key, again) == 0);
    }
}

static void check_date(const char *text, size_t size)
{
    kbs_date date, again;
    if (base_date_parse(text, size, &date)) {
        char formatted[11];
        expect(base_date_is_valid(date));
        base_date_format(date, formatted);
        expect(base_date_parse(formatted, strlen(formatted), &again) &&
               base_date_compare(date, again) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    check_numbers(text, size);
    check_key(text, size);
    check_date(text, size);
    return 0;
}
