/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Civil dates, and the clock in UTC. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>

#include <kbs/types.h>

bool base_date_is_valid(kbs_date date); /* a day that exists, year 1..9999 */
/* "2024-02-29", "29.02.2024", "29/02/2024", "20240229" (DBF). False when it is none of them or does not exist. */
bool base_date_parse(const char *text, size_t length, kbs_date *out);
/* "YYYY-MM-DD", or "" for year 0. */
void base_date_format(kbs_date date, char out[11]);
int base_date_compare(kbs_date a, kbs_date b);
/* Now, as "2026-01-31T09:15:00Z". */
void base_clock_utc(char out[21]);
/* Seconds since some start, never going back. */
double base_clock_seconds(void);

#endif
