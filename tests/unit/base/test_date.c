/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Dates and clocks. */
#include "test_base.h"

#include <time.h>

#include "base/date.h"

typedef struct date_case {
    const char *text;
    int year, month, day; /* year 0: refused */
} date_case;

static void parse__by_hand(void **state)
{
    (void)state;
    static const date_case cases[] = {
        { "2024-02-29", 2024, 2, 29 },
        { "29.02.2024", 2024, 2, 29 },
        { "29/02/2024", 2024, 2, 29 },
        { "2024/02/29", 2024, 2, 29 },
        { "20240229", 2024, 2, 29 },
        { " 1.2.2024 ", 2024, 2, 1 },
        { "31.12.9999", 9999, 12, 31 },
        { "0001-01-01", 1, 1, 1 },
        { "2000-02-29", 2000, 2, 29 },
        { "1900-02-29", 0, 0, 0 }, /* no leap year */
        { "2023-02-29", 0, 0, 0 },
        { "20230231", 0, 0, 0 },
        { "00000000", 0, 0, 0 },
        { "2024-13-01", 0, 0, 0 },
        { "2024-00-01", 0, 0, 0 },
        { "2024-04-31", 0, 0, 0 },
        { "2024-01-00", 0, 0, 0 },
        { "0000-01-01", 0, 0, 0 },
        { "2024-2-9", 0, 0, 0 },
        { "29.02.24", 0, 0, 0 },
        { "29-02-2024", 0, 0, 0 },
        { "2024-02/29", 0, 0, 0 },
        { "29.02/2024", 0, 0, 0 },
        { "2024-02-29x", 0, 0, 0 },
        { "12024-02-29", 0, 0, 0 },
        { "2024-02", 0, 0, 0 },
        { "2024022", 0, 0, 0 },
        { "202402290", 0, 0, 0 },
        { "29..2024", 0, 0, 0 },
        { "", 0, 0, 0 },
        { "  ", 0, 0, 0 },
        { "-", 0, 0, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        kbs_date date = { 7, 7, 7 };
        const bool good = base_date_parse(cases[i].text, strlen(cases[i].text), &date);
        if (good != (cases[i].year != 0) || date.year != cases[i].year ||
            date.month != cases[i].month || date.day != cases[i].day) {
            fail_msg("\"%s\": %d-%d-%d", cases[i].text, date.year, date.month, date.day);
        }
    }
}

/* All days of 400 years, in order, counted: 146 097. */
static void format__parses_back_on_every_day(void **state)
{
    (void)state;
    int days = 0;
    kbs_date before = { 1599, 12, 31 };
    for (int year = 1600; year < 2000; year++) {
        for (int month = 0; month <= 13; month++) {
            for (int day = 0; day <= 32; day++) {
                const kbs_date date = { (int16_t)year, (uint8_t)month, (uint8_t)day };
                if (!base_date_is_valid(date)) {
                    continue;
                }
                char text[11];
                kbs_date back;
                base_date_format(date, text);
                assert_true(base_date_parse(text, strlen(text), &back));
                assert_int_equal(base_date_compare(date, back), 0);
                assert_true(base_date_compare(before, date) < 0);
                assert_true(base_date_compare(date, before) > 0);
                before = date;
                days++;
            }
        }
    }
    assert_int_equal(days, 146097);
}

static void format__none_is_empty(void **state)
{
    (void)state;
    char text[11] = "xxxxxxxxxx";
    base_date_format((kbs_date){ 0, 0, 0 }, text);
    assert_string_equal(text, "");
    base_date_format((kbs_date){ 987, 6, 5 }, text);
    assert_string_equal(text, "0987-06-05");
    assert_false(base_date_is_valid((kbs_date){ 0, 1, 1 }));
    assert_false(base_date_is_valid((kbs_date){ 10000, 1, 1 }));
    assert_false(base_date_is_valid((kbs_date){ -5, 1, 1 }));
}

static void clock__is_now_in_utc(void **state)
{
    (void)state;
    char text[21], expected[2][21];
    struct tm parts;
    time_t now = time(NULL);
    gmtime_r(&now, &parts);
    strftime(expected[0], sizeof expected[0], "%Y-%m-%dT%H:%M:%SZ", &parts);
    base_clock_utc(text);
    now = time(NULL) + 1;
    gmtime_r(&now, &parts);
    strftime(expected[1], sizeof expected[1], "%Y-%m-%dT%H:%M:%SZ", &parts);
    assert_int_equal(strlen(text), 20);
    assert_true(strcmp(text, expected[0]) >= 0 && strcmp(text, expected[1]) <= 0);
    const double start = base_clock_seconds();
    const double end = base_clock_seconds();
    assert_true(end >= start && end - start < 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse__by_hand),
        cmocka_unit_test(format__parses_back_on_every_day),
        cmocka_unit_test(format__none_is_empty),
        cmocka_unit_test(clock__is_now_in_utc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
