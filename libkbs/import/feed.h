/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The reading thread: records in, batches of rows out. */
#ifndef IMPORT_FEED_H
#define IMPORT_FEED_H

#include "import/take.h"

typedef struct import_feed import_feed;

typedef struct import_feed_setup {
    import_opened *opened;
    import_taker *taker; /* with its report: both belong to the thread until import_feed_end */
    bool strict;         /* stop at the first refused record */
} import_feed_setup;

typedef struct import_feed_result {
    int64_t read; /* records that the reader gave */
    int64_t refused;
} import_feed_result;

import_feed *import_feed_start(const import_feed_setup *setup); /* NULL = no memory or no thread */
/* The next batch, which is then the caller's; false at the end (of the source, or when the thread stopped). */
bool import_feed_next(import_feed *feed, import_batch **batch);
/* Stops the thread if it still runs and waits for it; what stopped it: KBS_OK at the end of the source. */
kbs_code import_feed_end(import_feed *feed);
const import_feed_result *import_feed_result_of(const import_feed *feed); /* after the end */
void import_feed_free(import_feed *feed); /* ends it when that was not done; NULL is nothing */

#endif
