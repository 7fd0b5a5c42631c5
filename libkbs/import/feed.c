/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The reading thread. */
#include "import/feed.h"

#include "base/pipe.h"

#define BATCHES_AHEAD 8 /* that the reader may be before the writer */

struct import_feed {
    import_feed_setup setup;
    import_feed_result result;
    base_findings *report;
    base_pipe *pipe;
    base_thread *thread;
    import_batch *batch; /* being filled */
    import_record record;
    kbs_code code;
};

static bool send_batch(import_feed *feed)
{
    if (feed->batch != NULL && feed->batch->count > 0) {
        if (!base_pipe_put(feed->pipe, feed->batch)) {
            return false;
        }
        feed->batch = NULL;
    }
    return true;
}

/* Reads one record into the batch. KBS_END at the end. */
static kbs_code read_one(import_feed *feed)
{
    const import_opened *opened = feed->setup.opened;
    bool kept = false;
    feed->record.refused = false;
    feed->record.mended = false;
    kbs_code code = opened->reader->next(opened->state, &feed->record, feed->report);
    if (code != KBS_OK) {
        return code;
    }
    feed->result.read++;
    if (!feed->record.refused) {
        if (feed->batch == NULL) {
            feed->batch = import_batch_new();
            if (feed->batch == NULL) {
                return base_findings_no_memory(feed->report);
            }
        }
        code = import_take(feed->setup.taker, &feed->record, feed->batch, &kept);
    }
    if (code == KBS_OK && !kept) {
        feed->result.refused++;
    }
    return code;
}

static void run(void *user)
{
    import_feed *feed = user;
    kbs_code code = KBS_OK;
    while (code == KBS_OK) {
        code = read_one(feed);
        bool full = feed->batch != NULL && feed->batch->count == IMPORT_BATCH_ROWS;
        if (code == KBS_OK && full && !send_batch(feed)) {
            break; /* the writer has stopped */
        }
        if (code == KBS_OK && feed->setup.strict && feed->result.refused > 0) {
            break;
        }
    }
    if (code == KBS_END || code == KBS_OK) {
        (void)send_batch(feed);
        code = KBS_OK;
    }
    feed->code = code;
    base_pipe_close(feed->pipe);
}

import_feed *import_feed_start(const import_feed_setup *setup)
{
    import_feed *feed = base_new(sizeof *feed);
    if (feed == NULL) {
        return NULL;
    }
    feed->setup = *setup;
    feed->report = import_taker_report(setup->taker);
    geo_shape_init(&feed->record.shape);
    feed->pipe = base_pipe_new(BATCHES_AHEAD);
    feed->record.values =
        base_new_array(setup->opened->layer.column_count + 1, sizeof *feed->record.values);
    if (feed->pipe != NULL && feed->record.values != NULL) {
        feed->thread = base_thread_start(run, feed);
    }
    if (feed->thread == NULL) {
        import_feed_free(feed);
        return NULL;
    }
    return feed;
}

bool import_feed_next(import_feed *feed, import_batch **batch)
{
    void *item = NULL;
    bool taken = base_pipe_take(feed->pipe, &item);
    *batch = item;
    return taken;
}

kbs_code import_feed_end(import_feed *feed)
{
    if (feed->thread != NULL) {
        void *item = NULL;
        base_pipe_close(feed->pipe);
        while (base_pipe_take(feed->pipe, &item)) {
            import_batch_free(item);
        }
        base_thread_join(feed->thread);
        feed->thread = NULL;
    }
    return feed->code;
}

const import_feed_result *import_feed_result_of(const import_feed *feed)
{
    return &feed->result;
}

void import_feed_free(import_feed *feed)
{
    if (feed != NULL) {
        if (feed->thread != NULL) {
            (void)import_feed_end(feed);
        }
        import_batch_free(feed->batch);
        base_pipe_free(feed->pipe);
        geo_shape_release(&feed->record.shape);
        base_free(feed->record.values);
        base_free(feed);
    }
}
