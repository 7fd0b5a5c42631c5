/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Tables of the code pages. */
#ifndef BASE_ENCODING_TABLE_H
#define BASE_ENCODING_TABLE_H

#include <stdint.h>

#include "base/encoding.h"

#define BASE_ENCODING_PAGE_FIRST BASE_ENCODING_CP1254
#define BASE_ENCODING_PAGE_COUNT (BASE_ENCODING_ISO8859_2 - BASE_ENCODING_CP1254 + 1)

extern const uint16_t base_encoding_pages[BASE_ENCODING_PAGE_COUNT][128];
/* The page's upper half; NULL for UTF-8, ASCII and unknown. */
const uint16_t *base_encoding_page(base_encoding encoding);

#endif
