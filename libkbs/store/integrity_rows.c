/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The rows of one kind: each decoded, measured and digested anew and looked up in the R-tree; all of them against the revisions
 * that brought and closed them, and against the tally. One pass in the order of ids: the rows of a revision follow each other. */
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "geo/blob.h"
#include "geo/measure.h"
#include "store/integrity.h"
#include "store/scan.h"
#include "store/tally.h"

#define ROWS_BETWEEN_TELLS 1000

typedef struct kind_check {
    store_check *check;
    const store_kind *kind;
    store_scan *scan;
    store_statement *revisions, *closed, *index;
    base_sha256 *sha;   /* of rows */
    base_sha256 *chain; /* of revisions */
    geo_shape shape;
    store_scanned row;
    bool has_row;   /* `row` was read and belongs to a revision that is still to come */
    int64_t newest; /* revision of the city */
    int64_t rows;
    store_tally tally;
    uint8_t digest[BASE_SHA256_BYTES];
} kind_check;

static void add_about_row(kind_check *at, base_finding_code code, const char *found,
                          const char *expected)
{
    base_buffer label;
    base_buffer_init(&label, 1024);
    store_scanned_label(at->kind, &at->row, &label);
    kbs_finding finding = base_finding_of(code);
    finding.file = at->check->city->path;
    finding.layer = at->kind->table;
    finding.record = at->row.record;
    finding.key = label.failed || label.length == 0 ? NULL : label.data;
    finding.found = found;
    finding.expected = expected;
    store_check_add(at->check, &finding);
    base_buffer_release(&label);
}

static void add_about_kind(kind_check *at, base_finding_code code, int64_t found, int64_t expected,
                           const char *field)
{
    base_buffer texts[2];
    for (int i = 0; i < 2; i++) {
        base_buffer_init(&texts[i], 64);
        base_buffer_int(&texts[i], i == 0 ? found : expected);
    }
    kbs_finding finding = base_finding_of(code);
    finding.file = at->check->city->path;
    finding.layer = at->kind->table;
    finding.field = field;
    finding.found = texts[0].data;
    finding.expected = texts[1].data;
    store_check_add(at->check, &finding);
    base_buffer_release(&texts[0]);
    base_buffer_release(&texts[1]);
}

static bool type_fits(store_geometry geometry, geo_type type)
{
    switch (geometry) {
    case STORE_AREAS:
        return type == GEO_MULTIPOLYGON;
    case STORE_LINES_OR_AREAS:
        return type == GEO_MULTILINE || type == GEO_MULTIPOLYGON;
    case STORE_POINTS:
        return type == GEO_POINT;
    case STORE_ANY:
        return type == GEO_MULTIPOLYGON || type == GEO_MULTILINE || type == GEO_POINT ||
               type == GEO_MULTIPOINT;
    }
    return false;
}

static double measure(const kind_check *at)
{
    if (at->kind->measure == NULL) {
        return 0.0;
    }
    if (at->kind->geometry != STORE_LINES_OR_AREAS) {
        return geo_shape_area_m2(&at->shape);
    }
    return at->shape.type == GEO_MULTILINE ? geo_shape_length_m(&at->shape) : 0.0;
}

/* True when the row's box lies in its entry of the R-tree. */
static kbs_code is_indexed(kind_check *at, const kbs_box *box, bool *indexed)
{
    base_findings *error = &at->check->city->error;
    store_bind_int(at->index, 1, at->row.id);
    kbs_code code = store_step(at->index, error);
    *indexed = code == KBS_OK && store_column_real(at->index, 0) <= box->east_min &&
               store_column_real(at->index, 1) >= box->east_max &&
               store_column_real(at->index, 2) <= box->north_min &&
               store_column_real(at->index, 3) >= box->north_max;
    store_statement_reset(at->index);
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code check_geometry(kind_check *at)
{
    geo_blob_defect defect =
        geo_blob_decode(&at->shape, at->row.blob, at->row.blob_length, at->check->city->srid);
    if (defect == GEO_BLOB_NO_MEMORY) {
        return base_findings_no_memory(&at->check->city->error);
    }
    if (defect == GEO_BLOB_OK && !type_fits(at->kind->geometry, at->shape.type)) {
        defect = GEO_BLOB_BAD_CLASS;
    }
    if (defect != GEO_BLOB_OK) {
        add_about_row(at, FINDING_CITY_GEOMETRY_DAMAGED, geo_blob_defect_name(defect), NULL);
        return KBS_OK;
    }
    double found = measure(at);
    if (fabs(found - at->row.measure) > 1e-6 + 1e-9 * fabs(found)) {
        base_buffer texts[2];
        for (int i = 0; i < 2; i++) {
            base_buffer_init(&texts[i], 512);
            base_buffer_fixed(&texts[i], i == 0 ? at->row.measure : found, 6);
        }
        add_about_row(at, FINDING_CHECK_MEASURE, texts[0].data, texts[1].data);
        base_buffer_release(&texts[0]);
        base_buffer_release(&texts[1]);
    }
    kbs_box box = geo_shape_box(&at->shape);
    bool indexed = false;
    kbs_code code = is_indexed(at, &box, &indexed);
    if (code == KBS_OK && !indexed) {
        add_about_row(at, FINDING_CHECK_SPATIAL_INDEX, "the row is not where it belongs", NULL);
    }
    if (at->row.until_revision == 0) {
        at->tally.extent = geo_box_join(at->tally.extent, box);
    }
    return code;
}

static void check_digest(kind_check *at)
{
    if (!store_scanned_is_sound(at->check->city, at->kind, &at->row, at->sha, at->digest)) {
        char found[BASE_SHA256_HEX];
        char expected[BASE_SHA256_HEX];
        uint8_t kept[BASE_SHA256_BYTES] = { 0 };
        size_t length = at->row.digest_length < sizeof kept ? at->row.digest_length : sizeof kept;
        if (length > 0) {
            memcpy(kept, at->row.digest, length);
        }
        base_sha256_to_hex(at->digest, found);
        base_sha256_to_hex(kept, expected);
        found[16] = expected[16] = '\0'; /* enough to compare */
        add_about_row(at, FINDING_CHECK_ROW_DIGEST, found, expected);
    }
}

static kbs_code check_row(kind_check *at)
{
    const store_scanned *row = &at->row;
    at->rows++;
    if (row->id != at->rows || row->from_revision < 1 || row->from_revision > at->newest ||
        (row->until_revision != 0 &&
         (row->until_revision <= row->from_revision || row->until_revision > at->newest))) {
        add_about_row(at, FINDING_CHECK_REVISION_NUMBER, "id, from or until", NULL);
        at->rows = row->id;
    }
    if (row->until_revision == 0) {
        at->tally.current++;
        at->tally.measure += row->measure;
    } else {
        at->tally.closed++;
    }
    kbs_code code = check_geometry(at);
    if (code == KBS_OK) {
        check_digest(at);
        base_sha256_add(at->chain, at->digest, BASE_SHA256_BYTES);
    }
    if (code == KBS_OK && ++at->check->done % ROWS_BETWEEN_TELLS == 0) {
        code = store_check_tell(at->check);
    }
    return code;
}

static kbs_code next_row(kind_check *at)
{
    kbs_code code = store_scan_next(at->scan, &at->row);
    at->has_row = code == KBS_OK;
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code add_closed(kind_check *at, int64_t revision)
{
    base_findings *error = &at->check->city->error;
    store_bind_int(at->closed, 1, revision);
    kbs_code code;
    while ((code = store_step(at->closed, error)) == KBS_OK) {
        uint64_t id = (uint64_t)store_column_int(at->closed, 0);
        uint8_t bytes[8];
        for (size_t b = 0; b < sizeof bytes; b++) {
            bytes[b] = (uint8_t)(id >> (8 * b));
        }
        base_sha256_add(at->chain, bytes, sizeof bytes);
    }
    return code == KBS_END ? KBS_OK : code;
}

/* The revision in the row of `revisions`: id, digest, digest of the one before, first_row, rows written. */
static kbs_code check_revision(kind_check *at)
{
    int64_t id = store_column_int(at->revisions, 0);
    int64_t first_row = store_column_int(at->revisions, 3);
    int64_t written = 0;
    char hex[BASE_SHA256_HEX];
    base_buffer start;
    base_buffer_init(&start, 1024);
    base_buffer_text(&start, store_column_text(at->revisions, 2));
    base_buffer_le64(&start, (uint64_t)id);
    base_buffer_le32(&start, (uint32_t)at->kind->kind);
    kbs_code code = start.failed ? base_findings_no_memory(&at->check->city->error) : KBS_OK;
    if (code == KBS_OK) {
        base_sha256_add(at->chain, start.data, start.length);
    }
    base_buffer_release(&start);
    while (code == KBS_OK && at->has_row && at->row.from_revision <= id) {
        if (written == 0 && at->row.id != first_row) {
            add_about_row(at, FINDING_CHECK_REVISION_NUMBER, "first row", NULL);
        }
        written++;
        code = check_row(at);
        if (code == KBS_OK) {
            code = next_row(at);
        }
    }
    if (code == KBS_OK) {
        code = add_closed(at, id);
    }
    base_sha256_end(at->chain, at->digest);
    base_sha256_to_hex(at->digest, hex);
    if (code == KBS_OK && strcmp(hex, store_column_text(at->revisions, 1)) != 0) {
        add_about_kind(at, FINDING_CHECK_REVISION_DIGEST, id, id, "digest");
    }
    if (code == KBS_OK && written != store_column_int(at->revisions, 4)) {
        add_about_kind(at, FINDING_CHECK_COUNT, written, store_column_int(at->revisions, 4),
                       "inserted");
    }
    return code;
}

static kbs_code check_tally(kind_check *at)
{
    store_tally kept;
    kbs_code code = store_tally_read(at->check->city, at->kind, &kept);
    if (code != KBS_OK) {
        return code;
    }
    if (kept.current != at->tally.current) {
        add_about_kind(at, FINDING_CHECK_COUNT, at->tally.current, kept.current, "current");
    }
    if (kept.closed != at->tally.closed) {
        add_about_kind(at, FINDING_CHECK_COUNT, at->tally.closed, kept.closed, "closed");
    }
    if (fabs(kept.measure - at->tally.measure) > 1e-3 + 1e-9 * fabs(kept.measure)) {
        add_about_kind(at, FINDING_CHECK_COUNT, (int64_t)at->tally.measure, (int64_t)kept.measure,
                       at->kind->measure);
    }
    kbs_box both = geo_box_join(kept.extent, at->tally.extent);
    if (memcmp(&kept.extent, &both, sizeof both) != 0 ||
        memcmp(&at->tally.extent, &both, sizeof both) != 0) {
        add_about_kind(at, FINDING_CHECK_COUNT, 0, 0, "extent");
    }
    return KBS_OK;
}

static kbs_code prepare(kind_check *at, store_statement **out, const char *before,
                        const char *after)
{
    base_findings *error = &at->check->city->error;
    base_buffer sql;
    base_buffer_init(&sql, 1024);
    base_buffer_text(&sql, before);
    base_buffer_text(&sql, at->kind->table);
    base_buffer_text(&sql, after);
    kbs_code code = sql.failed
                        ? base_findings_no_memory(error)
                        : store_database_prepare(at->check->city->database, out, sql.data, error);
    base_buffer_release(&sql);
    return code;
}

static kbs_code start(kind_check *at)
{
    kbs_city *city = at->check->city;
    at->sha = base_sha256_new();
    at->chain = base_sha256_new();
    if (at->sha == NULL || at->chain == NULL) {
        return base_findings_no_memory(&city->error);
    }
    kbs_code code = store_city_revision(city, &at->newest);
    if (code == KBS_OK) {
        code = store_database_prepare(city->database, &at->revisions,
                                      "SELECT r.id, r.digest, coalesce((SELECT p.digest FROM "
                                      "revision AS p WHERE p.id < r.id ORDER BY p.id DESC "
                                      "LIMIT 1), ''), r.first_row, r.inserted + r.updated FROM "
                                      "revision AS r WHERE r.kind = ?1 ORDER BY r.id",
                                      &city->error);
    }
    if (code == KBS_OK) {
        store_bind_text(at->revisions, 1, kbs_kind_name(at->kind->kind));
        code =
            prepare(at, &at->closed, "SELECT id FROM ", " WHERE until_revision = ?1 ORDER BY id");
    }
    if (code == KBS_OK) {
        code = prepare(at, &at->index, "SELECT xmin, xmax, ymin, ymax FROM idx_",
                       "_geometry WHERE pkid = ?1");
    }
    return code == KBS_OK ? store_scan_new(&at->scan, city, at->kind->kind, NULL, -1, true) : code;
}

kbs_code store_check_kind(store_check *check, const store_kind *kind)
{
    kind_check at = { .check = check, .kind = kind, .tally.extent = geo_box_empty() };
    geo_shape_init(&at.shape);
    kbs_code code = start(&at);
    if (code == KBS_OK) {
        code = next_row(&at);
    }
    while (code == KBS_OK && (code = store_step(at.revisions, &check->city->error)) == KBS_OK) {
        code = check_revision(&at);
    }
    code = code == KBS_END ? KBS_OK : code;
    if (code == KBS_OK && at.has_row) {
        add_about_row(&at, FINDING_CHECK_REVISION_NUMBER, "from", NULL);
    }
    if (code == KBS_OK) {
        code = check_tally(&at);
    }
    store_scan_free(at.scan);
    store_statement_free(at.revisions);
    store_statement_free(at.closed);
    store_statement_free(at.index);
    base_sha256_free(at.sha);
    base_sha256_free(at.chain);
    geo_shape_release(&at.shape);
    return code;
}
