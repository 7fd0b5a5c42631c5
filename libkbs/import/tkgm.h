/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The state of parcels in data of the land registry's service (TKGM, MEGSIS): durum 1 passive, 2 draft, 3 active. Only
 * active ones are parcels of today. */
#ifndef IMPORT_TKGM_H
#define IMPORT_TKGM_H

#include "import/reader.h"

/* The column with the state; -1 when the layer is not the service's: it needs the registry's keys
 * (tapukimlikno, tapuzeminref) beside it, since other files have a DURUM of another meaning. */
int tkgm_state_column(const import_layer *layer);
/* 3, "3", "3.0", "Aktif"; also a record that does not say. */
bool tkgm_is_active(const import_value *value);

#endif
