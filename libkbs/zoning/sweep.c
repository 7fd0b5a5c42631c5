/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Two pipes: batches to work on, batches that are done. All batches belong to the sweep and are
 * used again. */
#include "zoning/sweep.h"

#include "base/memory.h"
#include "base/pipe.h"
#include "geo/blob.h"

#define MOST_WORKERS 64u
#define BATCHES_PER_WORKER 4u
#define MOST_BATCH_BYTES ((size_t)1 << 30)

typedef struct worker {
    zoning_sweep *sweep;
    base_thread *thread;
    zoning_finder *finder;
    geo_shape shape;
} worker;

struct zoning_sweep {
    const zoning_ground *ground;
    int srid;
    double deadline_s;
    base_pipe *work, *finished;
    worker *workers; /* one more than threads: the caller's own, used when there is no thread */
    size_t worker_count;
    zoning_batch **batches;
    zoning_batch **spare; /* a stack */
    zoning_batch **ready; /* a ring by sequence */
    size_t batch_count, spare_count;
    uint64_t put, taken;
};

/* Damaged blobs give no parts; what the finder appended before it gave up is dropped. False = no
 * memory. */
static bool work_on_item(worker *w, zoning_batch *batch, zoning_batch_item *item)
{
    item->first_part = batch->parts.count;
    size_t member_count = batch->parts.member_count;
    geo_blob_defect defect = geo_blob_decode(&w->shape, batch->blobs.data + item->blob_start,
                                             item->blob_length, w->sweep->srid);
    if (defect == GEO_BLOB_NO_MEMORY) {
        return false;
    }
    zoning_outcome outcome = ZONING_DONE;
    item->fate = defect == GEO_BLOB_OK ? ZONING_FATE_DONE : ZONING_FATE_DAMAGED;
    if (defect == GEO_BLOB_OK) {
        outcome = zoning_finder_find(w->finder, &w->shape, w->sweep->deadline_s, &batch->parts);
        item->fate = outcome == ZONING_TOO_COMPLEX ? ZONING_FATE_TOO_COMPLEX : ZONING_FATE_DONE;
    }
    if (item->fate != ZONING_FATE_DONE) {
        batch->parts.count = item->first_part;
        batch->parts.member_count = member_count;
    }
    item->part_count = batch->parts.count - item->first_part;
    return outcome != ZONING_NO_MEMORY;
}

static void work_on(worker *w, zoning_batch *batch)
{
    if (w->finder == NULL) {
        w->finder = zoning_finder_new(w->sweep->ground);
    }
    batch->no_memory = w->finder == NULL;
    for (size_t i = 0; i < batch->count && !batch->no_memory; i++) {
        batch->no_memory = !work_on_item(w, batch, &batch->items[i]);
    }
}

static void run(void *user)
{
    worker *w = user;
    void *batch;
    while (base_pipe_take(w->sweep->work, &batch)) {
        work_on(w, batch);
        if (!base_pipe_put(w->sweep->finished, batch)) {
            return; /* the sweep is being freed */
        }
    }
}

static bool make_batches(zoning_sweep *sweep)
{
    for (size_t i = 0; i < sweep->batch_count; i++) {
        zoning_batch *batch = base_new(sizeof *batch);
        sweep->batches[i] = batch;
        if (batch == NULL) {
            return false;
        }
        base_buffer_init(&batch->blobs, MOST_BATCH_BYTES);
        zoning_parts_init(&batch->parts);
        sweep->spare[sweep->spare_count++] = batch;
    }
    return true;
}

static bool allocate(zoning_sweep *sweep, unsigned workers)
{
    sweep->batch_count = workers * BATCHES_PER_WORKER + 1;
    sweep->workers = base_new_array(workers + 1, sizeof *sweep->workers);
    sweep->batches = base_new_array(sweep->batch_count, sizeof *sweep->batches);
    sweep->spare = base_new_array(sweep->batch_count, sizeof *sweep->spare);
    sweep->ready = base_new_array(sweep->batch_count, sizeof *sweep->ready);
    sweep->work = base_pipe_new(sweep->batch_count);
    sweep->finished = base_pipe_new(sweep->batch_count);
    return sweep->workers != NULL && sweep->batches != NULL && sweep->spare != NULL &&
           sweep->ready != NULL && sweep->work != NULL && sweep->finished != NULL &&
           make_batches(sweep);
}

zoning_sweep *zoning_sweep_new(const zoning_ground *ground, int srid, double deadline_s,
                               unsigned workers)
{
    zoning_sweep *sweep = base_new(sizeof *sweep);
    workers = workers < MOST_WORKERS ? workers : MOST_WORKERS;
    if (sweep == NULL) {
        return NULL;
    }
    sweep->ground = ground;
    sweep->srid = srid;
    sweep->deadline_s = deadline_s;
    if (!allocate(sweep, workers)) {
        zoning_sweep_free(sweep);
        return NULL;
    }
    for (size_t i = 0; i <= workers; i++) {
        sweep->workers[i].sweep = sweep;
        geo_shape_init(&sweep->workers[i].shape);
    }
    /* A thread that cannot be started is done without. */
    for (unsigned i = 0; i < workers; i++) {
        base_thread *thread = base_thread_start(run, &sweep->workers[sweep->worker_count]);
        if (thread != NULL) {
            sweep->workers[sweep->worker_count++].thread = thread;
        }
    }
    return sweep;
}

static void end_threads(zoning_sweep *sweep)
{
    void *left;
    base_pipe_close(sweep->work);
    base_pipe_close(sweep->finished);
    while (base_pipe_take(sweep->work, &left)) {
        /* not started yet: nobody needs it any more */
    }
    for (size_t i = 0; i < sweep->worker_count; i++) {
        base_thread_join(sweep->workers[i].thread);
    }
}

void zoning_sweep_free(zoning_sweep *sweep)
{
    if (sweep == NULL) {
        return;
    }
    if (sweep->work != NULL && sweep->finished != NULL) {
        end_threads(sweep);
    }
    for (size_t i = 0; sweep->workers != NULL && i <= sweep->worker_count; i++) {
        zoning_finder_free(sweep->workers[i].finder);
        geo_shape_release(&sweep->workers[i].shape);
    }
    for (size_t i = 0;
         sweep->batches != NULL && i < sweep->batch_count && sweep->batches[i] != NULL; i++) {
        base_buffer_release(&sweep->batches[i]->blobs);
        zoning_parts_release(&sweep->batches[i]->parts);
        base_free(sweep->batches[i]);
    }
    base_pipe_free(sweep->work);
    base_pipe_free(sweep->finished);
    base_free(sweep->workers);
    base_free(sweep->batches);
    base_free(sweep->spare);
    base_free(sweep->ready);
    base_free(sweep);
}

zoning_batch *zoning_sweep_spare(zoning_sweep *sweep)
{
    return sweep->spare_count > 0 ? sweep->spare[--sweep->spare_count] : NULL;
}

bool zoning_batch_add(zoning_batch *batch, int64_t id, const void *blob, size_t length)
{
    zoning_batch_item *item = &batch->items[batch->count++];
    *item =
        (zoning_batch_item){ .id = id, .blob_start = batch->blobs.length, .blob_length = length };
    base_buffer_add(&batch->blobs, blob, length);
    return !batch->blobs.failed;
}

void zoning_sweep_put(zoning_sweep *sweep, zoning_batch *batch)
{
    batch->sequence = sweep->put++;
    /* The pipe has room for all batches and is open, so the put cannot fail. */
    if (sweep->worker_count == 0 || !base_pipe_put(sweep->work, batch)) {
        work_on(&sweep->workers[sweep->worker_count], batch);
        sweep->ready[batch->sequence % sweep->batch_count] = batch;
    }
}

zoning_batch *zoning_sweep_take(zoning_sweep *sweep)
{
    if (sweep->taken == sweep->put) {
        return NULL;
    }
    size_t slot = (size_t)(sweep->taken % sweep->batch_count);
    while (sweep->ready[slot] == NULL) {
        void *item;
        if (!base_pipe_take(sweep->finished, &item)) {
            return NULL;
        }
        zoning_batch *batch = item;
        sweep->ready[batch->sequence % sweep->batch_count] = batch;
    }
    zoning_batch *batch = sweep->ready[slot];
    sweep->ready[slot] = NULL;
    sweep->taken++;
    return batch;
}

void zoning_sweep_done(zoning_sweep *sweep, zoning_batch *batch)
{
    base_buffer_clear(&batch->blobs);
    zoning_parts_clear(&batch->parts);
    batch->count = 0;
    sweep->spare[sweep->spare_count++] = batch;
}
