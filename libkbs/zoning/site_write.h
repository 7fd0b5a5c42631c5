/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The forms of a site, each appended to a buffer whose `failed` tells of memory. */
#ifndef ZONING_SITE_WRITE_H
#define ZONING_SITE_WRITE_H

#include <kbs/zoning.h>

#include "base/buffer.h"

void zoning_site_write_text(base_buffer *out, const kbs_site *site, kbs_lang lang);
void zoning_site_write_json(base_buffer *out, const kbs_site *site);

#endif
