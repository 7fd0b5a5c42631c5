/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The generated table of findings, in the order of base_finding_code (and of the code's text). */
#ifndef BASE_FINDING_TABLE_H
#define BASE_FINDING_TABLE_H

#include "base/finding.h"

extern const base_finding_text base_finding_table[FINDING_CODE_COUNT];

#endif
