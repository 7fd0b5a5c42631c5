/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Neighbourhood names: id, name as first written, exact and loose fold. Cached by the city handle. */
#ifndef STORE_NAMES_H
#define STORE_NAMES_H

#include "store/city_handle.h"

/* The id of a name, made when it is new (inside a write transaction). Equal exact folds are one name. "" is a name too. */
kbs_code store_name_id(kbs_city *city, const char *utf8, size_t length, int64_t *id);
/* Finds: exact fold first; else loose fold. KBS_NOT_FOUND; KBS_AMBIGUOUS when several loose folds are equal. No finding is added. */
kbs_code store_name_find(kbs_city *city, const char *utf8, size_t length, int64_t *id);
/* The name as written; borrowed from the cache, valid while the city is open; NULL when there is no such id, or when the names
 * could not be read (then city->error has the reason). */
const char *store_name_text(kbs_city *city, int64_t id);
/* Its exact fold, as the digests of rows have it; borrowed likewise. */
const char *store_name_folded(kbs_city *city, int64_t id);
/* After a rollback: names that were made in it are no more. Texts given before stay valid. */
void store_names_forget(kbs_city *city);
/* All names: visit returns false to stop. */
kbs_code store_name_each(kbs_city *city,
                         bool (*visit)(int64_t id, const char *name, const char *loose, void *user),
                         void *user);

#endif
