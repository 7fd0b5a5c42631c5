/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The three forms of an answer, each appended to a buffer whose `failed` tells of memory. */
#ifndef ZONING_WRITE_H
#define ZONING_WRITE_H

#include <kbs/zoning.h>

#include "base/buffer.h"

void zoning_write_text(base_buffer *out, const kbs_zoning *answer, kbs_lang lang);
void zoning_write_json(base_buffer *out, const kbs_zoning *answer);
void zoning_write_csv(base_buffer *out, const kbs_zoning *answer);

#endif
