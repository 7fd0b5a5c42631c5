/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Opening a source: what is it, which reader takes it, which member of an archive is meant. */
#include <string.h>

#include "import/archive.h"
#include "import/format.h"
#include "import/source.h"

#define MOST_RECORDS 10000000
#define MOST_FIELDS 255
#define MOST_FIELD_NAME 64

/* What stays while a source is open. */
typedef struct opened_source {
    base_file archive; /* the file that the caller named, when it is an archive */
    bool is_archive;
    import_archive unpacked;
    char *path, *name; /* of the source that a reader opens */
} opened_source;

static void owned_free(opened_source *owned)
{
    if (owned == NULL) {
        return;
    }
    if (owned->is_archive) {
        base_file_close(&owned->archive);
        import_archive_release(&owned->unpacked);
    }
    base_free(owned->path);
    base_free(owned->name);
    base_free(owned);
}

/* Fills the source from an open file. */
static kbs_code look(import_source *source, const base_file *file, base_findings *report)
{
    source->size = file->size;
    source->head_length =
        file->size < sizeof source->head ? (size_t)file->size : sizeof source->head;
    return source->head_length == 0
               ? KBS_OK
               : base_file_read_at(file, 0, source->head, source->head_length, report);
}

static kbs_code look_at_path(import_source *source, const char *path, base_findings *report)
{
    base_file file;
    kbs_code code = base_file_open(&file, path, 0, true, report);
    if (code == KBS_OK) {
        code = look(source, &file, report);
        base_file_close(&file);
    }
    return code;
}

/* The reader that is surest; NULL when none is sure at all. */
static const import_reader *best_reader(const import_source *source)
{
    const import_reader *best = NULL;
    int most = 0;
    for (size_t i = 0; import_readers[i] != NULL; i++) {
        int sure = import_readers[i]->bid(source);
        if (sure > most) {
            most = sure;
            best = import_readers[i];
        }
    }
    return best;
}

/* A member that may be meant. */
typedef struct candidate {
    const archive_member *member;
    const import_reader *reader;
} candidate;

typedef struct choice {
    opened_source *owned;
    import_source *source;
    const import_reader_options *options;
    base_findings *report;
    candidate *candidates;
    size_t count;
    bool layer_is_used; /* options->layer named the member */
} choice;

/* Members that some reader takes. Parts of a shapefile beside its .shp are none of them: only the
 * .shp has bytes that a reader knows, but the .shx begins the same way. */
static kbs_code find_candidates(choice *c)
{
    const import_archive *archive = &c->owned->unpacked;
    import_source *source = base_new(sizeof *source);
    kbs_code code = source == NULL ? base_findings_no_memory(c->report) : KBS_OK;
    for (size_t i = 0; code == KBS_OK && i < archive->count; i++) {
        const char *format = import_format_by_extension(archive->members[i].name);
        if (import_format_is_part(archive->members[i].name)) {
            continue;
        }
        source->path = archive->members[i].path;
        source->name = archive->members[i].name;
        source->work_folder = c->source->work_folder;
        code = look_at_path(source, source->path, c->report);
        const import_reader *reader = code == KBS_OK ? best_reader(source) : NULL;
        bool broken_but_meant = reader == NULL && format != NULL;
        if (reader != NULL || broken_but_meant) {
            c->candidates[c->count++] = (candidate){ &archive->members[i], reader };
        }
    }
    base_free(source);
    return code;
}

static bool is_named(const archive_member *member, const char *wanted)
{
    if (strcmp(member->name, wanted) == 0 ||
        import_names_match(base_file_name(member->name), wanted)) {
        return true;
    }
    char *base = import_base_name(member->name);
    bool same = base != NULL && import_names_match(base, wanted);
    base_free(base);
    return same;
}

/* A KMZ has its main file in doc.kml; other KML files in it are linked from there. */
static bool choose_main_kml(const choice *c, size_t *chosen)
{
    bool found = false;
    for (size_t i = 0; i < c->count; i++) {
        const char *format = import_format_by_extension(c->candidates[i].member->name);
        if (format == NULL || strcmp(format, "KML") != 0) {
            return false;
        }
        if (strcmp(c->candidates[i].member->name, "doc.kml") == 0) {
            *chosen = i;
            found = true;
        }
    }
    return found;
}

static kbs_code choose_candidate(choice *c, size_t *chosen)
{
    const char *wanted = c->options->layer;
    size_t matches = 0;
    for (size_t i = 0; wanted != NULL && i < c->count; i++) {
        if (is_named(c->candidates[i].member, wanted)) {
            *chosen = i;
            matches++;
        }
    }
    c->layer_is_used = matches == 1;
    if (matches == 1) {
        return KBS_OK;
    }
    if (c->count == 1 || (matches == 0 && choose_main_kml(c, chosen))) {
        *chosen = c->count == 1 ? 0 : *chosen;
        return KBS_OK;
    }
    const char **names = base_new_array(c->count, sizeof *names);
    if (names == NULL) {
        return base_findings_no_memory(c->report);
    }
    for (size_t i = 0; i < c->count; i++) {
        names[i] = c->candidates[i].member->name;
    }
    kbs_code code =
        import_which_one(FINDING_ARCHIVE_WHICH_ONE, names, c->count, wanted, c->source, c->report);
    base_free(names);
    return code;
}

static kbs_code nothing_inside(const choice *c, const char *shown)
{
    char extension[16];
    import_extension(shown, extension, sizeof extension);
    bool kml = strcmp(extension, "kmz") == 0 || strcmp(extension, "kml") == 0;
    return base_findings_fail_with(c->report,
                                   kml ? FINDING_ARCHIVE_NO_KML : FINDING_ARCHIVE_NOTHING_INSIDE,
                                   shown, NULL, kml ? "doc.kml" : IMPORT_FORMATS);
}

static kbs_code name_member(choice *c, const char *shown, const archive_member *member)
{
    base_buffer name;
    base_buffer_init(&name, 65536);
    base_buffer_text(&name, shown);
    base_buffer_char(&name, '/');
    base_buffer_text(&name, member->name);
    c->owned->name = base_buffer_take(&name);
    c->owned->path = base_text_copy(member->path);
    return c->owned->name == NULL || c->owned->path == NULL ? base_findings_no_memory(c->report)
                                                            : KBS_OK;
}

/* The archive is unpacked, one member becomes the source. */
static kbs_code enter_archive(choice *c, const char *shown)
{
    opened_source *owned = c->owned;
    kbs_code code = import_archive_unpack(&owned->unpacked, &owned->archive, shown,
                                          c->source->work_folder, c->report);
    if (code != KBS_OK) {
        return code;
    }
    c->candidates = base_new_array(owned->unpacked.count + 1, sizeof *c->candidates);
    if (c->candidates == NULL) {
        return base_findings_no_memory(c->report);
    }
    size_t chosen = 0;
    code = find_candidates(c);
    if (code == KBS_OK) {
        code = c->count == 0 ? nothing_inside(c, shown) : choose_candidate(c, &chosen);
    }
    if (code == KBS_OK) {
        code = name_member(c, shown, c->candidates[chosen].member);
    }
    if (code == KBS_OK) {
        c->source->path = owned->path;
        c->source->name = owned->name;
        code = look_at_path(c->source, owned->path, c->report);
    }
    base_free(c->candidates);
    return code;
}

/* The file that the caller names, and the member that is meant when it is an archive. */
static kbs_code find_source(choice *c, const char *path)
{
    opened_source *owned = c->owned;
    import_source *source = c->source;
    kbs_code code = base_file_open(&owned->archive, path, 0, false, c->report);
    if (code != KBS_OK) {
        return code;
    }
    source->name = path;
    code = look(source, &owned->archive, c->report);
    const char *looks = import_looks_like(source->head, source->head_length);
    owned->is_archive = code == KBS_OK && looks != NULL && strcmp(looks, "ZIP") == 0;
    if (owned->is_archive) {
        return enter_archive(c, path);
    }
    base_file_close(&owned->archive);
    owned->path = base_text_copy(path);
    owned->name = base_text_copy(path);
    if (code == KBS_OK && (owned->path == NULL || owned->name == NULL)) {
        code = base_findings_no_memory(c->report);
    }
    source->path = owned->path;
    source->name = owned->name;
    return code;
}

/* Limits that hold for every format. */
static kbs_code check_layer(const import_layer *layer, const import_source *source,
                            base_findings *report)
{
    kbs_finding finding = base_finding_of(FINDING_SOURCE_RECORDS_MANY);
    finding.file = source->name;
    finding.layer = layer->name;
    if (layer->records > MOST_RECORDS) {
        finding.expected = "10000000";
        return base_findings_fail(report, &finding);
    }
    if (layer->column_count > MOST_FIELDS) {
        finding.code = base_finding_catalogue(FINDING_SOURCE_FIELDS_MANY)->code;
        finding.expected = "255";
        return base_findings_fail(report, &finding);
    }
    for (size_t i = 0; i < layer->column_count; i++) {
        if (strlen(layer->columns[i].name) > MOST_FIELD_NAME) {
            finding.code = base_finding_catalogue(FINDING_SOURCE_FIELD_LONG)->code;
            finding.found = layer->columns[i].name;
            finding.expected = "64";
            return base_findings_fail(report, &finding);
        }
    }
    return KBS_OK;
}

kbs_code import_open(import_opened *opened, const char *path, const char *work_folder,
                     const import_reader_options *options, base_findings *report)
{
    static const import_reader_options defaults = { .layer = NULL };
    memset(opened, 0, sizeof *opened);
    opened_source *owned = base_new(sizeof *owned);
    if (owned == NULL) {
        return base_findings_no_memory(report);
    }
    import_reader_options used = options == NULL ? defaults : *options;
    choice c = { .owned = owned, .source = &opened->source, .options = &used, .report = report };
    opened->owned = owned;
    opened->source.work_folder = work_folder;
    kbs_code code = find_source(&c, path);
    if (code == KBS_OK) {
        opened->reader = best_reader(&opened->source);
        code = import_format_judge(&opened->source, opened->reader, report);
    }
    if (code == KBS_OK) {
        used.layer = c.layer_is_used ? NULL : used.layer;
        code = opened->reader->open(&opened->state, &opened->source, &used, &opened->layer, report);
    }
    if (code == KBS_OK) {
        code = check_layer(&opened->layer, &opened->source, report);
    }
    if (code != KBS_OK) {
        import_opened_close(opened);
    }
    return code;
}

kbs_code import_opened_finish(import_opened *opened, char sha256_hex[BASE_SHA256_HEX],
                              uint64_t *bytes, base_findings *report)
{
    opened_source *owned = opened->owned;
    base_sha256 *sha = base_sha256_new();
    uint8_t digest[BASE_SHA256_BYTES];
    sha256_hex[0] = '\0';
    *bytes = 0;
    if (sha == NULL) {
        return base_findings_no_memory(report);
    }
    kbs_code code = opened->reader->finish(opened->state, sha, bytes, report);
    if (code == KBS_OK && owned->is_archive) {
        base_sha256_end(
            sha, digest); /* forgets what the member gave: the archive is what the caller has */
        *bytes = 0;
        code = import_file_digest(&owned->archive, sha, bytes, report);
    }
    if (code == KBS_OK) {
        base_sha256_end(sha, digest);
        base_sha256_to_hex(digest, sha256_hex);
    }
    base_sha256_free(sha);
    return code;
}

void import_opened_close(import_opened *opened)
{
    if (opened->reader != NULL && opened->state != NULL) {
        opened->reader->close(opened->state);
    }
    owned_free(opened->owned);
    memset(opened, 0, sizeof *opened);
}
