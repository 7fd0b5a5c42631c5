/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Civil dates, and the clock in UTC. */
#include "base/date.h"

#include <stdint.h>
#include <string.h>
#include <time.h>

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool base_date_is_valid(kbs_date date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 &&
           date.day >= 1 && date.day <= days_in(date.year, date.month);
}

/* Reads 1..`most` digits, at least `least`. */
static bool read_part(const char **at, const char *end, int least, int most, int *out)
{
    int count = 0;
    *out = 0;
    while (*at < end && count < most && **at >= '0' && **at <= '9') {
        *out = *out * 10 + (**at - '0');
        (*at)++;
        count++;
    }
    return count >= least;
}

static bool read_mark(const char **at, const char *end, char mark)
{
    if (*at == end || **at != mark) {
        return false;
    }
    (*at)++;
    return true;
}

bool base_date_parse(const char *text, size_t length, kbs_date *out)
{
    *out = (kbs_date){ 0, 0, 0 };
    const char *at = text;
    const char *end = text + length;
    while (at < end && (*at == ' ' || *at == '\t')) {
        at++;
    }
    while (end > at && (end[-1] == ' ' || end[-1] == '\t')) {
        end--;
    }
    int year, month, day;
    const char *mark = at;
    while (mark < end && *mark >= '0' && *mark <= '9') {
        mark++;
    }
    bool read;
    if (mark == end) {
        read = end - at == 8 && read_part(&at, end, 4, 4, &year) &&
               read_part(&at, end, 2, 2, &month) && read_part(&at, end, 2, 2, &day);
    } else if (mark - at == 4) {
        read = (*mark == '-' || *mark == '/') && read_part(&at, end, 4, 4, &year) &&
               read_mark(&at, end, *mark) && read_part(&at, end, 2, 2, &month) &&
               read_mark(&at, end, *mark) && read_part(&at, end, 2, 2, &day);
    } else {
        read = (*mark == '.' || *mark == '/') && read_part(&at, end, 1, 2, &day) &&
               read_mark(&at, end, *mark) && read_part(&at, end, 1, 2, &month) &&
               read_mark(&at, end, *mark) && read_part(&at, end, 4, 4, &year);
    }
    if (!read || at != end) {
        return false;
    }
    const kbs_date date = { (int16_t)year, (uint8_t)month, (uint8_t)day };
    if (!base_date_is_valid(date)) {
        return false;
    }
    *out = date;
    return true;
}

static char *put_number(char *to, unsigned value, int width)
{
    for (int i = width - 1; i >= 0; i--) {
        to[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return to + width;
}

void base_date_format(kbs_date date, char out[11])
{
    memset(out, 0, 11);
    if (date.year <= 0) {
        return;
    }
    char *at = put_number(out, (unsigned)date.year, 4);
    *at++ = '-';
    at = put_number(at, date.month, 2);
    *at++ = '-';
    put_number(at, date.day, 2);
}

int base_date_compare(kbs_date a, kbs_date b)
{
    const int first = (a.year * 16 + a.month) * 32 + a.day;
    const int second = (b.year * 16 + b.month) * 32 + b.day;
    return (first > second) - (first < second);
}

void base_clock_utc(char out[21])
{
    struct timespec now = { 0, 0 };
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &now);
    if (gmtime_r(&now.tv_sec, &parts) == NULL) {
        memset(&parts, 0, sizeof parts);
    }
    const struct {
        int value, width;
        char mark;
    } fields[] = { { parts.tm_year + 1900, 4, '-' }, { parts.tm_mon + 1, 2, '-' },
                   { parts.tm_mday, 2, 'T' },        { parts.tm_hour, 2, ':' },
                   { parts.tm_min, 2, ':' },         { parts.tm_sec, 2, 'Z' } };
    char *at = out;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        at = put_number(at, (unsigned)fields[i].value, fields[i].width);
        *at++ = fields[i].mark;
    }
    *at = '\0';
}

double base_clock_seconds(void)
{
    struct timespec now = { 0, 0 };
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}
