/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* KAP, the table of parcels of an expropriation project (kamulaştırma): one parcel a line, 51 columns between commas, no places. */
#ifndef IMPORT_KAP_H
#define IMPORT_KAP_H

#include <stdbool.h>
#include <stddef.h>

#define KAP_COLUMNS 51

/* 51 columns, the second "101_1" or "101_1/B". */
bool kap_is_row(const char *line, size_t length);

#endif
