/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One revision by its number. */
#ifndef STORE_REVISION_H
#define STORE_REVISION_H

#include "store/city_handle.h"

/* `take` gets the revision, its texts borrowed for the call; false means no memory. KBS_NOT_FOUND
 * when there is none. */
kbs_code store_revision_by_id(kbs_city *city, int64_t id,
                              bool (*take)(const kbs_revision *revision, void *user), void *user);
/* The newest revision whose time, as far as `text` goes, is not after it; 0 = there is none. */
kbs_code store_revision_at(kbs_city *city, const char *text, size_t length, int64_t *out);

#endif
