/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Many parcels on many threads: geometries go out in batches, parts come back, and are taken in the
 * order in which they went, so that the result does not depend on the number of threads. */
#ifndef ZONING_SWEEP_H
#define ZONING_SWEEP_H

#include "base/buffer.h"
#include "zoning/parts.h"

#define ZONING_BATCH_PARCELS 256

typedef enum zoning_fate {
    ZONING_FATE_DONE = 0,
    ZONING_FATE_TOO_COMPLEX,
    ZONING_FATE_DAMAGED /* the parcel's own geometry */
} zoning_fate;

typedef struct zoning_batch_item {
    int64_t id;
    size_t blob_start, blob_length; /* in the batch's blobs */
    size_t first_part, part_count;  /* in the batch's parts */
    zoning_fate fate;
} zoning_batch_item;

typedef struct zoning_batch {
    uint64_t sequence;
    base_buffer blobs;
    zoning_batch_item items[ZONING_BATCH_PARCELS];
    size_t count;
    zoning_parts parts;
    bool no_memory;
} zoning_batch;

typedef struct zoning_sweep zoning_sweep;
/* `workers` threads beside the calling one; 0: the caller does the work itself. NULL = no
 * memory. */
zoning_sweep *zoning_sweep_new(const zoning_ground *ground, int srid, double deadline_s,
                               unsigned workers);
/* Stops the threads, also in the middle. NULL is nothing. */
void zoning_sweep_free(zoning_sweep *sweep);
/* An empty batch to fill, or NULL when as many as fit are on their way: then take one first. */
zoning_batch *zoning_sweep_spare(zoning_sweep *sweep);
/* Adds a parcel to a batch that is being filled. False = no memory. */
bool zoning_batch_add(zoning_batch *batch, int64_t id, const void *blob, size_t length);
/* Gives a filled batch to the threads. */
void zoning_sweep_put(zoning_sweep *sweep, zoning_batch *batch);
/* The next finished batch in the order of putting; waits for it. NULL when none is on its way. It
 * may be used until zoning_sweep_done. */
zoning_batch *zoning_sweep_take(zoning_sweep *sweep);
void zoning_sweep_done(zoning_sweep *sweep, zoning_batch *batch);

#endif
