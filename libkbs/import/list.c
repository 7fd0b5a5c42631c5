/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Listing what a source holds. A source with several layers is opened once for each. */
#include <string.h>

#include "geo/proj.h"
#include "import/listing.h"
#include "import/profile.h"
#include "import/work_folder.h"

#define MOST_LAYERS 65536u
#define LIST_NAME "kbs-list"

typedef struct lister {
    import_listing *listing;
    const char *source;
    char *folder;
    int lock;
    import_profile *profile, *builtin;
    import_reader_options options;
} lister;

kbs_source_layer *import_listing_add_layer(import_listing *listing, const char *name)
{
    void *layers = listing->layers;
    if (!base_array_grow(&layers, &listing->layer_capacity, listing->shown.layer_count + 1,
                         sizeof *listing->layers, MOST_LAYERS)) {
        return NULL;
    }
    listing->layers = layers;
    listing->shown.layers = listing->layers;
    kbs_source_layer *added = &listing->layers[listing->shown.layer_count++];
    *added = (kbs_source_layer){ .becomes = "", .box = geo_box_empty() };
    added->name = base_arena_text(listing->texts, name);
    return added->name == NULL ? NULL : added;
}

static bool fits(const store_kind *kind, geo_type type)
{
    bool area = geo_type_is_area(type), line = type == GEO_LINE || type == GEO_MULTILINE;
    switch (kind->geometry) {
    case STORE_AREAS:
        return type == GEO_NONE || area;
    case STORE_LINES_OR_AREAS:
        return type == GEO_NONE || line;
    case STORE_POINTS:
        return type == GEO_NONE || type == GEO_POINT || type == GEO_MULTIPOINT;
    case STORE_ANY:
        return true;
    }
    return false;
}

/* The kind with the most fields that the columns fill, all that it requires among them; "" when no kind has more than one. */
static const char *guess_kind(const lister *l, const import_layer *layer)
{
    const char *best = "";
    size_t most = 1;
    kbs_import_options options = KBS_IMPORT_OPTIONS_INIT;
    for (int k = 1; k <= KBS_KIND_COUNT; k++) {
        const store_kind *kind = store_kind_of((kbs_kind)k);
        import_match match;
        base_findings unheard;
        base_findings_init(&unheard);
        kbs_code code = import_match_columns(&match, kind, layer, &options, l->profile, l->builtin,
                                             l->source, &unheard);
        if (code == KBS_OK && match.matched_count > most && fits(kind, layer->type_hint)) {
            most = match.matched_count;
            best = kbs_kind_name((kbs_kind)k);
        }
        import_match_release(&match);
        base_findings_release(&unheard);
    }
    return best;
}

static bool add_columns(import_listing *listing, kbs_source_layer *out, const import_layer *layer)
{
    const char **columns =
        base_arena_alloc(listing->texts, layer->column_count + 1, sizeof *columns);
    for (size_t i = 0; columns != NULL && i < layer->column_count; i++) {
        columns[i] = base_arena_text(listing->texts, layer->columns[i].name);
        if (columns[i] == NULL) {
            return false;
        }
    }
    out->columns = columns;
    out->column_count = layer->column_count;
    return columns != NULL;
}

/* The source's own words, of its first layer. */
static bool describe(import_listing *listing, const import_opened *opened)
{
    kbs_listing *shown = &listing->shown;
    const import_layer *layer = &opened->layer;
    base_arena *texts = listing->texts;
    shown->file = base_arena_text(texts, opened->source.name);
    shown->format =
        base_arena_text(texts, layer->format != NULL ? layer->format : opened->reader->format);
    shown->encoding = base_arena_text(texts, base_encoding_name(layer->encoding));
    shown->crs = base_arena_text(texts, layer->crs);
    shown->crs_source = base_arena_text(texts, layer->crs_source);
    shown->deleted += layer->excluded;
    return shown->file != NULL && shown->format != NULL && shown->encoding != NULL &&
           shown->crs != NULL && shown->crs_source != NULL;
}

/* By its code where it has one: a definition of a page says nothing to people. */
static void shorten_crs(import_listing *listing)
{
    geo_crs *crs = NULL;
    base_findings unheard;
    base_findings_init(&unheard);
    if (listing->shown.crs[0] != '\0' &&
        geo_crs_new(&crs, listing->shown.crs, &unheard) == KBS_OK) {
        const char *code = geo_crs_code(crs);
        const char *copy =
            base_arena_text(listing->texts, code[0] == '\0' ? geo_crs_name(crs) : code);
        listing->shown.crs = copy == NULL ? listing->shown.crs : copy;
    }
    geo_crs_free(crs);
    base_findings_release(&unheard);
    base_buffer candidates;
    base_buffer_init(&candidates, 8192);
    if (listing->shown.crs[0] == '\0' && !geo_box_is_empty(listing->shown.box)) {
        geo_crs_candidates(listing->shown.box, &candidates);
    }
    const char *copy = candidates.failed ? NULL : base_arena_text(listing->texts, candidates.data);
    listing->shown.crs_candidates = copy == NULL ? "" : copy;
    base_buffer_release(&candidates);
}

static bool add_opened(lister *l, const import_opened *opened)
{
    import_listing *listing = l->listing;
    const import_layer *layer = &opened->layer;
    if (!describe(listing, opened)) {
        return false;
    }
    if (opened->reader == &import_reader_drawing) {
        return import_listing_add_drawing(listing, opened);
    }
    kbs_source_layer *added = import_listing_add_layer(listing, layer->name);
    if (added == NULL || !add_columns(listing, added, layer)) {
        return false;
    }
    added->records = layer->records;
    added->box = layer->box;
    added->becomes = guess_kind(l, layer);
    listing->shown.box = geo_box_join(listing->shown.box, layer->box);
    return true;
}

static kbs_code list_one(lister *l, const char *layer, base_findings *report)
{
    import_opened opened;
    import_reader_options options = l->options;
    options.layer = layer;
    kbs_code code = import_open(&opened, l->source, l->folder, &options, report);
    if (code == KBS_OK) {
        code = add_opened(l, &opened) ? KBS_OK : base_findings_no_memory(report);
        import_opened_close(&opened);
    }
    return code;
}

/* A source with several layers says which ones when it is opened without a name; then each is opened by its name. */
static kbs_code list_all(lister *l)
{
    base_findings first;
    size_t listed = 0;
    base_findings_init(&first);
    kbs_code code = list_one(l, NULL, &first);
    for (size_t i = 0; code != KBS_OK && i < first.count; i++) {
        const kbs_finding *f = &first.items[i];
        if (f->severity == KBS_NOTE && strcmp(f->code, "layer.candidate") == 0 &&
            f->layer != NULL) {
            listed += list_one(l, f->layer, &l->listing->findings) == KBS_OK ? 1 : 0;
        }
    }
    if (listed > 0) {
        code = KBS_OK;
    } else {
        base_findings_join(&l->listing->findings, &first);
    }
    base_findings_release(&first);
    return code;
}

static kbs_code prepare(lister *l, const kbs_list_options *options)
{
    base_findings *report = &l->listing->findings;
    base_buffer path;
    kbs_code code = KBS_OK;
    if (options->encoding != NULL) {
        l->options.encoding = base_encoding_from_name(options->encoding, strlen(options->encoding));
        if (l->options.encoding == BASE_ENCODING_UNKNOWN) {
            return base_findings_fail_with(report, FINDING_CALL_ARGUMENT, NULL, options->encoding,
                                           "UTF-8, windows-1254, cp857, ISO-8859-9");
        }
    }
    if (options->profile != NULL) {
        code = import_profile_load(&l->profile, options->profile, report);
    }
    if (code == KBS_OK) {
        code = import_profile_load(&l->builtin, NULL, report);
    }
    l->options.profile = l->profile;
    l->options.builtin = l->builtin;
    base_buffer_init(&path, 65536);
    base_buffer_text(&path, options->folder == NULL ? "/tmp" : options->folder);
    base_buffer_text(&path, "/" LIST_NAME);
    if (code == KBS_OK) {
        code = path.failed ? base_findings_no_memory(report)
                           : import_work_folder_new(&l->folder, &l->lock, path.data, report);
    }
    base_buffer_release(&path);
    return code;
}

static import_listing *listing_new(void)
{
    import_listing *listing = base_new(sizeof *listing);
    if (listing == NULL) {
        return NULL;
    }
    base_findings_init(&listing->findings);
    listing->texts = base_arena_new();
    if (listing->texts == NULL) {
        base_free(listing);
        return NULL;
    }
    kbs_listing *shown = &listing->shown;
    shown->file = shown->format = shown->version = shown->encoding = "";
    shown->crs = shown->crs_source = shown->crs_candidates = "";
    shown->box = geo_box_empty();
    return listing;
}

void kbs_listing_free(const kbs_listing *listing)
{
    /* `shown` is the first member, so the caller's pointer is the one that listing_new gave. */
    import_listing *whole = (import_listing *)(uintptr_t)listing;
    if (whole != NULL) {
        base_findings_release(&whole->findings);
        base_arena_free(whole->texts);
        base_free(whole->layers);
        base_free(whole);
    }
}

kbs_code kbs_source_list(const char *source, const kbs_list_options *options,
                         const kbs_listing **out)
{
    static const kbs_list_options defaults = KBS_LIST_OPTIONS_INIT;
    lister l = { .source = source, .lock = -1, .listing = listing_new() };
    *out = NULL;
    if (l.listing == NULL) {
        return KBS_MEMORY;
    }
    options = options == NULL ? &defaults : options;
    kbs_code code;
    if (source == NULL || source[0] == '\0' || options->size != sizeof *options) {
        code = base_findings_fail_with(&l.listing->findings, FINDING_CALL_ARGUMENT, NULL,
                                       source == NULL ? "source" : "options.size",
                                       "KBS_LIST_OPTIONS_INIT");
    } else {
        code = prepare(&l, options);
    }
    if (code == KBS_OK) {
        code = list_all(&l);
    }
    if (code == KBS_OK) {
        shorten_crs(l.listing);
    }
    import_work_folder_remove(l.folder, l.lock);
    import_profile_free(l.profile);
    import_profile_free(l.builtin);
    l.listing->shown.findings = l.listing->findings.items;
    l.listing->shown.finding_count = l.listing->findings.count;
    *out = &l.listing->shown;
    return code;
}
