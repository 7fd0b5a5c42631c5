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

#endif
