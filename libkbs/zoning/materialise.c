/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The shares of all parcels that an import touches, inside its transaction. SQLite is read and
 * written by the calling thread only; the geometry is done by others. */
#include <string.h>

#include "base/date.h"
#include "base/pipe.h"
#include "store/parcel_sweep.h"
#include "store/scan.h"
#include "store/share.h"
#include "zoning/address_tie.h"
#include "zoning/compute.h"
#include "zoning/status.h"
#include "zoning/sweep.h"
#include "zoning/touched.h"

#define PROGRESS_SECONDS 0.1
#define MOST_OTHERS_BYTES 8192u
#define MOST_NOTES 100u /* of parcels whose shares were not determined */

typedef struct materialising {
    kbs_city *city;
    base_findings *report;
    kbs_progress_cb progress;
    void *user;
    double last_progress_s;
    uint64_t done, total;
    store_parcel_sweep *source;
    zoning_sweep *sweep;
    store_share_writer *writer;
    base_buffer others;
    unsigned notes;
} materialising;

static kbs_code tell(materialising *m, bool always)
{
    double now = base_clock_seconds();
    if (m->progress == NULL || (!always && now - m->last_progress_s < PROGRESS_SECONDS)) {
        return KBS_OK;
    }
    m->last_progress_s = now;
    kbs_progress report = { "shares", m->done, m->total };
    return m->progress(&report, m->user)
               ? KBS_OK
               : base_findings_fail_with(&m->city->error, FINDING_CALL_CANCELLED, m->city->path,
                                         NULL, NULL);
}

/* Answers about this parcel will try again and say that it is not determined. */
static kbs_code mark(materialising *m, const zoning_batch_item *item)
{
    if (m->notes < MOST_NOTES) {
        bool damaged = item->fate == ZONING_FATE_DAMAGED;
        kbs_finding note =
            base_finding_of(damaged ? FINDING_ZONING_GEOMETRY_DAMAGED : FINDING_ZONING_TOO_COMPLEX);
        note.layer = kbs_kind_name(KBS_PARCEL);
        note.record = item->id;
        base_findings_add(m->report, &note);
        m->notes++;
    }
    return store_share_mark_dirty(m->city, item->id);
}

/* "12+15": all members but the first. */
static const char *write_others(materialising *m, const zoning_batch *batch,
                                const zoning_part *part)
{
    base_buffer_clear(&m->others);
    for (uint32_t i = 1; i < part->member_count; i++) {
        if (i > 1) {
            base_buffer_char(&m->others, '+');
        }
        base_buffer_int(&m->others, batch->parts.members[part->first_member + i]);
    }
    return m->others.failed ? NULL : m->others.data;
}

static kbs_code write_item(materialising *m, const zoning_batch *batch,
                           const zoning_batch_item *item)
{
    kbs_code code = store_share_writer_parcel(m->writer, item->id);
    if (code == KBS_OK && item->fate != ZONING_FATE_DONE) {
        return mark(m, item);
    }
    for (size_t i = 0; code == KBS_OK && i < item->part_count; i++) {
        const zoning_part *part = &batch->parts.items[item->first_part + i];
        store_share share = { .parcel_id = item->id,
                              .ordinal = (int32_t)i,
                              .kind = part->kind,
                              .source_id = part->source_id,
                              .area_m2 = part->area_m2,
                              .length_m = part->length_m,
                              .touches_only = part->touches_only };
        if (part->member_count > 1) {
            share.others = write_others(m, batch, part);
            if (share.others == NULL) {
                return base_findings_no_memory(&m->city->error);
            }
        }
        code = store_share_writer_add(m->writer, &share);
    }
    return code;
}

static kbs_code write_next(materialising *m)
{
    zoning_batch *batch = zoning_sweep_take(m->sweep);
    if (batch == NULL || batch->no_memory) {
        return base_findings_no_memory(&m->city->error);
    }
    kbs_code code = KBS_OK;
    for (size_t i = 0; code == KBS_OK && i < batch->count; i++) {
        code = write_item(m, batch, &batch->items[i]);
    }
    m->done += batch->count;
    zoning_sweep_done(m->sweep, batch);
    return code == KBS_OK ? tell(m, false) : code;
}

/* Fills a batch; KBS_END when the source gave less than fits. */
static kbs_code fill(materialising *m, zoning_batch *batch)
{
    kbs_code code = KBS_OK;
    while (code == KBS_OK && batch->count < ZONING_BATCH_PARCELS) {
        int64_t id;
        const void *blob;
        size_t length;
        code = store_parcel_sweep_next(m->source, &id, &blob, &length);
        if (code == KBS_OK && !zoning_batch_add(batch, id, blob, length)) {
            code = base_findings_no_memory(&m->city->error);
        }
    }
    return code;
}

static kbs_code sweep_all(materialising *m)
{
    uint64_t on_their_way = 0;
    kbs_code code = tell(m, true);
    bool ended = false;
    while (code == KBS_OK && (!ended || on_their_way > 0)) {
        zoning_batch *batch = ended ? NULL : zoning_sweep_spare(m->sweep);
        if (batch != NULL) {
            code = fill(m, batch);
            ended = code == KBS_END;
            code = ended ? KBS_OK : code;
            if (code == KBS_OK) {
                zoning_sweep_put(m->sweep, batch);
                on_their_way++;
            }
        } else {
            code = write_next(m);
            on_their_way--;
        }
    }
    return code;
}

static kbs_code forget(int64_t id, void *user)
{
    materialising *m = user;
    return store_share_writer_parcel(m->writer, id);
}

/* Computes the touched parcels over the ground. */
static kbs_code compute(materialising *m, const zoning_ground *ground,
                        const zoning_touched *touched, unsigned threads)
{
    kbs_city *city = m->city;
    unsigned cores = threads > 0 ? threads : base_thread_cores();
    /* A few parcels are done sooner than a thread starts. One core stays with SQLite. */
    unsigned workers = !touched->all && touched->count <= ZONING_BATCH_PARCELS ? 0 : cores - 1;
    m->total = touched->all ? (uint64_t)touched->parcels : touched->count;
    kbs_code code = store_parcel_sweep_new(&m->source, city, touched->all ? NULL : touched->ids,
                                           touched->count);
    if (code == KBS_OK) {
        m->sweep = zoning_sweep_new(ground, city->srid, ZONING_IMPORT_DEADLINE_S, workers);
        code = m->sweep != NULL ? sweep_all(m) : base_findings_no_memory(&city->error);
    }
    zoning_sweep_free(m->sweep);
    store_parcel_sweep_free(m->source);
    return code;
}

/* Rewrites the shares of the touched parcels. Without any plan area and restriction there are none,
 * and nothing is swept. */
static kbs_code write_shares(materialising *m, kbs_kind kind, const store_writer *writer,
                             const zoning_touched *touched, unsigned threads)
{
    kbs_city *city = m->city;
    zoning_ground ground;
    zoning_ground_init(&ground);
    kbs_code code =
        zoning_ground_load(&ground, city, NULL, touched->all ? NULL : &touched->box, NULL);
    if (code == KBS_OK) {
        code = store_share_writer_new(&m->writer, city, touched->all);
    }
    if (code == KBS_OK && kind == KBS_PARCEL && !touched->all) {
        code = store_parcel_closed_by(city, store_writer_revision(writer), forget, m);
    }
    if (code == KBS_OK && !(touched->all && zoning_ground_is_empty(&ground))) {
        code = compute(m, &ground, touched, threads);
    }
    store_share_writer_free(m->writer);
    zoning_ground_release(&ground);
    return code;
}

static kbs_code materialise_shares(materialising *m, kbs_kind kind, const store_writer *writer,
                                   unsigned threads)
{
    zoning_touched touched;
    zoning_touched_init(&touched);
    kbs_code code = zoning_touched_find(&touched, m->city, kind, writer);
    bool nothing = kind != KBS_PARCEL && touched.parcels == 0;
    if (code == KBS_OK && !nothing) {
        code = write_shares(m, kind, writer, &touched, threads);
    }
    zoning_touched_release(&touched);
    return code;
}

kbs_code zoning_materialise(kbs_city *city, kbs_kind kind, const store_writer *writer,
                            unsigned threads, kbs_progress_cb progress, void *user,
                            base_findings *report)
{
    materialising m = { .city = city, .report = report, .progress = progress, .user = user };
    bool shares = kind == KBS_PARCEL || kind == KBS_PLAN_AREA || kind == KBS_RESTRICTION;
    bool ties = kind == KBS_PARCEL || kind == KBS_ADDRESS;
    kbs_code code = KBS_OK;
    base_buffer_init(&m.others, MOST_OTHERS_BYTES);
    if (shares) {
        code = materialise_shares(&m, kind, writer, threads);
    }
    if (code == KBS_OK && ties) {
        code = zoning_tie_addresses(city, kind, writer);
    }
    base_buffer_release(&m.others);
    return code;
}
