/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A finding as a JSON object: the same members in ledgers and checks. */
#ifndef BASE_FINDING_WRITE_H
#define BASE_FINDING_WRITE_H

#include <kbs/error.h>

#include "base/json_write.h"

/* Inside an array: code, severity, record, key, field, byte, line, column, east, north, found, expected, text, advice. */
void base_finding_write_json(base_json *json, const kbs_finding *finding, kbs_lang lang);

#endif
