/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* XML in a Turkish code page: neither expat nor GDAL reads windows-1254 or ISO-8859-9, so a copy in
 * UTF-8 is made. */
#ifndef IMPORT_XML_RECODE_H
#define IMPORT_XML_RECODE_H

#include "base/encoding.h"
#include "base/file.h"

/* The encoding that the XML declaration at the beginning names and that must be recoded; UNKNOWN
 * when there is none, or expat knows it (UTF-8, ASCII, ISO-8859-1, UTF-16), or we know it no more
 * than expat. *after is where the declaration ends. */
base_encoding xml_declared_encoding(const uint8_t *head, size_t length, size_t *after);

/* Writes `to`, a new file: a declaration of UTF-8, then everything behind byte `after` decoded.
 * Lines stay lines. */
kbs_code xml_recode(const base_file *file, const char *name, base_encoding encoding, size_t after,
                    const char *to, base_findings *report);

#endif
