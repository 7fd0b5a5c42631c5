/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Block and parcel numbers: one spelling for each. */
#include <string.h>

#include "base/fold.h"
#include "base/number.h"
#include "base/utf8.h"

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xA0 || c == 0x2007 ||
           c == 0x2009 || c == 0x202F;
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The text being written. */
typedef struct key {
    char *out;
    size_t size, length;
    size_t part; /* where the digits of this part begin */
    bool blank;  /* a blank waits for the next letter */
} key;

static bool put(key *k, uint32_t c)
{
    char bytes[4];
    const size_t count = base_utf8_put(bytes, c);
    const bool sign = c == '/' || c == '-';
    if (k->blank && k->length > 0 && !sign && k->length != k->part) {
        if (k->length + 1 >= k->size) {
            return false;
        }
        k->out[k->length++] = ' ';
    }
    k->blank = false;
    /* A digit after a lone leading zero takes its place. */
    if (c >= '0' && c <= '9' && k->length == k->part + 1 && k->out[k->part] == '0') {
        k->out[k->part] = bytes[0];
        return true;
    }
    if (k->length + count >= k->size) {
        return false;
    }
    memcpy(k->out + k->length, bytes, count);
    k->length += count;
    if (sign) {
        k->part = k->length;
    }
    return true;
}

/* "12.0", "12,000000": digits, one mark, nothing but zeros. */
static size_t without_zero_decimals(const char *text, size_t length)
{
    size_t whole = 0;
    while (whole < length && is_digit(text[whole])) {
        whole++;
    }
    if (whole == 0 || whole + 1 >= length || (text[whole] != '.' && text[whole] != ',')) {
        return length;
    }
    for (size_t i = whole + 1; i < length; i++) {
        if (text[i] != '0') {
            return length;
        }
    }
    return whole;
}

bool base_number_normalize_key(const char *text, size_t length, char *out, size_t size)
{
    if (size == 0) {
        return false;
    }
    key k = { .out = out, .size = size };
    const uint8_t *at = (const uint8_t *)text;
    const uint8_t *end = at + length;
    bool good = true;
    while (good && at < end) {
        uint32_t c;
        const size_t taken = base_utf8_get(at, (size_t)(end - at), &c);
        at += taken;
        if (taken == 0) {
            good = false;
        } else if (is_blank(c)) {
            k.blank = true;
        } else {
            good = !is_control(c) && put(&k, base_fold_capital(c));
        }
    }
    k.length = good ? without_zero_decimals(out, k.length) : 0;
    out[k.length] = '\0';
    return k.length > 0;
}
