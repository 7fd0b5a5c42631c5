/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The exact decimal arithmetic that reading and writing share, in 128-bit integers. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef unsigned __int128 base_u128;

#define BASE_DECIMAL_MOST_DIGITS 128

extern const uint64_t base_power_of_ten[20];

/* The double nearest to digits * 10^exponent (ties to even). `digits` are characters 0-9, at most
 * BASE_DECIMAL_MOST_DIGITS. False when the value is beyond the largest double. */
bool base_decimal_to_double(const char *digits, size_t count, int64_t exponent, double *out);

#endif
