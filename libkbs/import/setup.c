/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Preparing an import. */
#include "import/setup.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "import/join.h"
#include "import/work_folder.h"

#define MOST_SNAP_M 1.0
#define MOST_CONSTANTS 4 /* of the plan: number, status, valid from, valid until */

/* One preparation at work. */
typedef struct preparation {
    import_setup *setup;
    kbs_city *city;
    const kbs_import_options *options;
    const char *source;
    import_ledger *ledger;
    base_findings *report; /* the ledger's */
} preparation;

static kbs_code wrong_option(const preparation *p, const char *option, const char *found,
                             const char *expected)
{
    kbs_finding finding = base_finding_of(FINDING_CALL_ARGUMENT);
    finding.field = option;
    finding.found = found;
    finding.expected = expected;
    return base_findings_fail(p->report, &finding);
}

static bool is_plan_status(const char *status)
{
    static const char *const known[] = { "in-force", "on-display", "annulled", "superseded" };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(status, known[i]) == 0) {
            return true;
        }
    }
    return false;
}

static kbs_code check_options(const preparation *p)
{
    const kbs_import_options *options = p->options;
    if (options == NULL || options->size != sizeof *options) {
        return wrong_option(p, "options.size", "-", "KBS_IMPORT_OPTIONS_INIT");
    }
    if (kbs_kind_name(options->kind) == NULL) {
        return wrong_option(
            p, "kind", "-",
            "neighbourhood, parcel, road, plan-area, restriction, building, address, point");
    }
    if (p->source == NULL || p->source[0] == '\0') {
        return wrong_option(p, "source", "-", "file");
    }
    bool plan_option = options->plan_number != NULL || options->plan_status != NULL ||
                       options->valid_from.year != 0 || options->valid_until.year != 0;
    if (plan_option && options->kind != KBS_PLAN_AREA) {
        return wrong_option(p, "plan", kbs_kind_name(options->kind), "plan-area");
    }
    if (options->plan_status != NULL && !is_plan_status(options->plan_status)) {
        return wrong_option(p, "plan-status", options->plan_status,
                            "in-force, on-display, annulled, superseded");
    }
    if (options->join != NULL && options->kind != KBS_PARCEL) {
        return wrong_option(p, "join", kbs_kind_name(options->kind), "parcel");
    }
    if (!(options->snap_m <= MOST_SNAP_M)) {
        return wrong_option(p, "snap", "-", "0 … 1 m");
    }
    bool dates = (options->valid_from.year == 0 || base_date_is_valid(options->valid_from)) &&
                 (options->valid_until.year == 0 || base_date_is_valid(options->valid_until));
    if (!dates) {
        return wrong_option(p, "valid-from, valid-until", "-", "YYYY-MM-DD");
    }
    if (options->encoding != NULL &&
        base_encoding_from_name(options->encoding, strlen(options->encoding)) ==
            BASE_ENCODING_UNKNOWN) {
        return wrong_option(p, "encoding", options->encoding,
                            "UTF-8, windows-1254, cp857, ISO-8859-9");
    }
    return KBS_OK;
}

/* The office's names of columns and layers, and the built-in ones. */
static kbs_code load_profiles(preparation *p)
{
    kbs_code code = KBS_OK;
    if (p->options->profile != NULL) {
        code = import_profile_load(&p->setup->profile, p->options->profile, p->report);
    }
    return code == KBS_OK ? import_profile_load(&p->setup->builtin, NULL, p->report) : code;
}

static kbs_code open_source(preparation *p)
{
    import_setup *setup = p->setup;
    import_reader_options reader_options = { .layer = p->options->layer,
                                             .no_attributes = p->options->no_attributes,
                                             .strict = p->options->strict,
                                             .kind = p->options->kind,
                                             .snap_m = p->options->snap_m,
                                             .profile = setup->profile,
                                             .builtin = setup->builtin };
    if (p->options->encoding != NULL) {
        reader_options.encoding =
            base_encoding_from_name(p->options->encoding, strlen(p->options->encoding));
    }
    kbs_code code =
        import_work_folder_new(&setup->work_folder, &setup->work_lock, p->city->path, p->report);
    if (code == KBS_OK) {
        code =
            import_open(&setup->opened, p->source, setup->work_folder, &reader_options, p->report);
        setup->is_open = code == KBS_OK;
    }
    return code;
}

static bool add_constant(import_setup *setup, const char *field, const char *value)
{
    base_buffer quoted;
    base_buffer_init(&quoted, 70000);
    base_buffer_char(&quoted, '"');
    base_buffer_text(&quoted, value);
    base_buffer_char(&quoted, '"');
    char *copy = quoted.failed ? NULL : base_arena_text(setup->texts, quoted.data);
    base_buffer_release(&quoted);
    if (copy != NULL) {
        setup->map[setup->map_count++] = (kbs_mapping){ field, copy };
    }
    return copy != NULL;
}

/* The caller's map, then what the options say of the plan. */
static kbs_code build_map(preparation *p)
{
    import_setup *setup = p->setup;
    const kbs_import_options *options = p->options;
    char from[11], until[11];
    bool kept = true;
    setup->map =
        base_arena_alloc(setup->texts, options->map_count + MOST_CONSTANTS, sizeof *setup->map);
    if (setup->map == NULL) {
        return base_findings_no_memory(p->report);
    }
    for (size_t i = 0; i < options->map_count; i++) {
        setup->map[setup->map_count++] = options->map[i];
    }
    base_date_format(options->valid_from, from);
    base_date_format(options->valid_until, until);
    if (options->plan_number != NULL) {
        kept = kept && add_constant(setup, "plan_number", options->plan_number);
    }
    if (options->plan_status != NULL) {
        kept = kept && add_constant(setup, "plan_status", options->plan_status);
    }
    if (from[0] != '\0') {
        kept = kept && add_constant(setup, "valid_from", from);
    }
    if (until[0] != '\0') {
        kept = kept && add_constant(setup, "valid_until", until);
    }
    return kept ? KBS_OK : base_findings_no_memory(p->report);
}

static kbs_code match_columns(preparation *p)
{
    import_setup *setup = p->setup;
    kbs_import_options with_map = *p->options;
    kbs_code code = build_map(p);
    with_map.map = setup->map;
    with_map.map_count = setup->map_count;
    if (code == KBS_OK) {
        code = import_match_columns(&setup->match, setup->kind, &setup->opened.layer, &with_map,
                                    setup->profile, setup->builtin, setup->opened.source.name,
                                    p->report);
    }
    return code;
}

static kbs_code crs_missing(const preparation *p)
{
    const import_opened *opened = &p->setup->opened;
    base_buffer candidates;
    base_buffer_init(&candidates, 8192);
    geo_crs_candidates(opened->layer.box, &candidates);
    bool somewhere = !candidates.failed && candidates.length > 0;
    kbs_finding finding =
        base_finding_of(somewhere ? FINDING_IMPORT_CRS_MISSING : FINDING_IMPORT_CRS_NOWHERE);
    finding.file = opened->source.name;
    finding.layer = opened->layer.name;
    finding.expected = somewhere ? candidates.data : NULL;
    kbs_code code = base_findings_fail(p->report, &finding);
    base_buffer_release(&candidates);
    return code;
}

/* What the door to PROJ says knows of no file. */
static void join_findings(const preparation *p, base_findings *from)
{
    for (size_t i = 0; i < from->count; i++) {
        from->items[i].file = p->setup->opened.source.name;
        from->items[i].layer = p->setup->opened.layer.name;
    }
    base_findings_join(p->report, from);
}

/* The system by this definition, and the way from there into the city's. */
static kbs_code take_crs(preparation *p, const char *definition, base_findings *report)
{
    import_setup *setup = p->setup;
    kbs_code code = geo_crs_new(&setup->source_crs, definition, report);
    if (code == KBS_OK) {
        /* By its code where it has one, so that what was to be noted of the definition is not noted twice. */
        const char *code_of_source = geo_crs_code(setup->source_crs);
        p->ledger->source_crs = base_arena_text(
            p->ledger->texts, code_of_source[0] != '\0' ? code_of_source : definition);
        code = geo_transform_new(&setup->transform,
                                 code_of_source[0] != '\0' ? code_of_source : definition,
                                 p->city->crs, setup->opened.layer.box, report);
    }
    return code;
}

/* Against --crs the source's word stands, unless it says the same. */
static kbs_code check_conflict(const preparation *p, base_findings *report)
{
    geo_crs *other = NULL;
    kbs_code code = geo_crs_new(&other, p->options->crs, report);
    if (code == KBS_OK && !geo_crs_same(p->setup->source_crs, other)) {
        kbs_finding finding = base_finding_of(FINDING_IMPORT_CRS_CONFLICT);
        finding.found = geo_crs_name(p->setup->source_crs);
        finding.expected = geo_crs_name(other);
        code = base_findings_fail(report, &finding);
    }
    geo_crs_free(other);
    return code;
}

/* A definition that says no system which is known cannot contradict --crs, so --crs is taken in its place. */
static kbs_code replace_crs(preparation *p, base_findings *report)
{
    const kbs_finding *last = base_findings_last(report);
    kbs_finding finding = base_finding_of(FINDING_IMPORT_CRS_REPLACED);
    geo_crs_free(p->setup->source_crs);
    p->setup->source_crs = NULL;
    finding.found = last == NULL ? NULL : last->code;
    finding.expected = p->options->crs;
    base_findings_clear(report);
    base_findings_add(report, &finding);
    return take_crs(p, p->options->crs, report);
}

/* The system of the source: what it says, or --crs where it says nothing; a contradiction stops the import. */
static kbs_code choose_crs(preparation *p)
{
    import_setup *setup = p->setup;
    const import_layer *layer = &setup->opened.layer;
    const char *said = layer->crs, *given = p->options->crs;
    bool only_by_format = layer->crs_source != NULL && strcmp(layer->crs_source, "format") == 0;
    if (said == NULL && given == NULL) {
        return crs_missing(p);
    }
    bool override = given != NULL && (said == NULL || only_by_format || p->options->crs_overrides);
    base_findings report;
    base_findings_init(&report);
    kbs_code code = take_crs(p, override ? given : said, &report);
    if (given != NULL && !override && code != KBS_MEMORY) {
        bool known = setup->source_crs != NULL && geo_crs_code(setup->source_crs)[0] != '\0';
        if (code == KBS_OK) {
            code = check_conflict(p, &report);
        } else if (known) {
            kbs_code conflict = check_conflict(p, &report);
            code = conflict == KBS_OK ? code : conflict;
        } else {
            code = replace_crs(p, &report);
        }
    }
    join_findings(p, &report);
    base_findings_release(&report);
    return code;
}

static void note_transformation(const preparation *p)
{
    const import_setup *setup = p->setup;
    if (geo_transform_is_identity(setup->transform)) {
        return;
    }
    double accuracy_m = geo_transform_accuracy_m(setup->transform);
    base_buffer text;
    base_buffer_init(&text, 64);
    if (accuracy_m < 0.0) {
        base_buffer_text(&text, "?");
    } else {
        base_buffer_fixed(&text, accuracy_m, 2);
    }
    kbs_finding finding = base_finding_of(FINDING_IMPORT_TRANSFORMED);
    finding.file = setup->opened.source.name;
    finding.layer = setup->opened.layer.name;
    finding.found = geo_transform_name(setup->transform);
    finding.expected = text.data;
    base_findings_add(p->report, &finding);
    base_buffer_release(&text);
}

static void note_owner_columns(const preparation *p)
{
    const import_match *match = &p->setup->match;
    if (match->owner_column_count == 0) {
        return;
    }
    base_buffer names;
    base_buffer_init(&names, 1u << 16);
    for (size_t i = 0; i < match->owner_column_count; i++) {
        base_buffer_text(&names, i == 0 ? "" : ", ");
        base_buffer_text(&names, match->owner_columns[i]);
    }
    kbs_finding finding = base_finding_of(FINDING_IMPORT_OWNER_DROPPED);
    finding.file = p->setup->opened.source.name;
    finding.layer = p->setup->opened.layer.name;
    finding.found = names.failed ? NULL : names.data;
    base_findings_add(p->report, &finding);
    base_buffer_release(&names);
}

static void note_encoding(const preparation *p)
{
    const import_layer *layer = &p->setup->opened.layer;
    kbs_finding finding = base_finding_of(FINDING_IMPORT_ENCODING);
    finding.file = p->setup->opened.source.name;
    finding.layer = layer->name;
    finding.found = base_encoding_name(layer->encoding);
    finding.expected = layer->encoding_source;
    base_findings_add(p->report, &finding);
}

/* What the ledger says of the source; texts are copied, since the ledger outlives the reader. */
static kbs_code describe(preparation *p)
{
    const import_setup *setup = p->setup;
    const import_layer *layer = &setup->opened.layer;
    import_ledger *ledger = p->ledger;
    kbs_ledger *shown = &ledger->shown;
    const char *code = geo_crs_code(setup->source_crs);
    shown->file = base_arena_text(ledger->texts, setup->opened.source.name);
    shown->layer = base_arena_text(ledger->texts, layer->name);
    shown->format = base_arena_text(
        ledger->texts, layer->format != NULL ? layer->format : setup->opened.reader->format);
    shown->encoding = base_arena_text(ledger->texts, base_encoding_name(layer->encoding));
    shown->crs =
        base_arena_text(ledger->texts, code[0] == '\0' ? geo_crs_name(setup->source_crs) : code);
    shown->transformation = base_arena_text(ledger->texts, geo_transform_name(setup->transform));
    shown->accuracy_m = geo_transform_is_identity(setup->transform)
                            ? 0.0
                            : geo_transform_accuracy_m(setup->transform);
    shown->kind = p->options->kind;
    shown->records = layer->records;
    shown->excluded = layer->excluded;
    bool kept = shown->file != NULL && shown->layer != NULL && shown->format != NULL &&
                shown->encoding != NULL && shown->crs != NULL && shown->transformation != NULL;
    return kept ? KBS_OK : base_findings_no_memory(p->report);
}

/* File name and layer: "parseller.shp", or "plan.gpkg/plan_alan" where the layer has a name of its own. */
static kbs_code name_dataset(preparation *p)
{
    import_setup *setup = p->setup;
    if (p->options->dataset != NULL) {
        setup->dataset = base_arena_text(setup->texts, p->options->dataset);
    } else {
        const char *file = base_file_name(p->source), *layer = setup->opened.layer.name;
        base_buffer name;
        base_buffer_init(&name, 1u << 16);
        base_buffer_text(&name, file);
        if (strncmp(file, layer, strlen(layer)) != 0) {
            base_buffer_char(&name, '/');
            base_buffer_text(&name, layer);
        }
        setup->dataset = name.failed ? NULL : base_arena_text(setup->texts, name.data);
        base_buffer_release(&name);
    }
    return setup->dataset == NULL ? base_findings_no_memory(p->report) : KBS_OK;
}

static kbs_code show_plan(const preparation *p)
{
    const import_setup *setup = p->setup;
    const kbs_ledger *shown = &p->ledger->shown;
    kbs_import_plan plan = {
        .file = shown->file,
        .layer = shown->layer,
        .format = shown->format,
        .records = shown->records,
        .encoding = shown->encoding,
        .encoding_source = setup->opened.layer.encoding_source,
        .crs = shown->crs,
        .transformation = shown->transformation,
        .accuracy_m = shown->accuracy_m,
        .matched = setup->match.matched,
        .matched_count = setup->match.matched_count,
        .unmatched_columns = setup->match.unmatched_columns,
        .unmatched_column_count = setup->match.unmatched_column_count,
        .missing_fields = setup->match.missing_fields,
        .missing_field_count = setup->match.missing_field_count,
        .owner_columns = setup->match.owner_columns,
        .owner_column_count = setup->match.owner_column_count,
    };
    if (p->options->plan_cb == NULL || p->options->plan_cb(&plan, p->options->user)) {
        return KBS_OK;
    }
    return base_findings_fail_with(p->report, FINDING_CALL_CANCELLED, shown->file, NULL, NULL);
}

static kbs_code open_join(preparation *p)
{
    import_setup *setup = p->setup;
    import_join_setup join = { .path = p->options->join,
                               .city_path = p->city->path,
                               .kind = setup->kind,
                               .profile = setup->profile,
                               .builtin = setup->builtin };
    return join.path == NULL ? KBS_OK : import_join_open(&setup->join, &join, p->report);
}

static kbs_code make_taker(preparation *p)
{
    import_setup *setup = p->setup;
    import_taker_setup taker = {
        .kind = setup->kind,
        .layer = &setup->opened.layer,
        .match = &setup->match,
        .file = setup->opened.source.name,
        .transform = setup->transform,
        .source_is_geographic = geo_crs_is_geographic(setup->source_crs),
        .allowed = geo_box_empty(),
        .srid = p->city->srid,
        .repair = p->options->repair,
        .all_states = p->options->all_states,
        .join = setup->join,
        .report = &setup->report,
    };
    geo_crs *city_crs = NULL;
    kbs_code code = geo_crs_new(&city_crs, p->city->crs, p->report);
    if (code == KBS_OK) {
        taker.allowed = geo_crs_use_box(city_crs);
        geo_crs_free(city_crs);
        setup->taker = import_taker_new(&taker);
        code = setup->taker == NULL ? base_findings_no_memory(p->report) : KBS_OK;
    }
    return code;
}

kbs_code import_setup_open(import_setup *setup, kbs_city *city, const char *source,
                           const kbs_import_options *options, import_ledger *ledger)
{
    preparation p = { setup, city, options, source, ledger, &ledger->findings };
    memset(setup, 0, sizeof *setup);
    base_findings_init(&setup->report);
    kbs_code code = check_options(&p);
    if (code != KBS_OK) {
        return code;
    }
    setup->kind = store_kind_of(options->kind);
    ledger->shown.city_crs = base_arena_text(ledger->texts, city->crs);
    setup->texts = base_arena_new();
    if (setup->texts == NULL) {
        return base_findings_no_memory(p.report);
    }
    kbs_code (*const steps[])(preparation *) = { load_profiles, open_source, match_columns,
                                                 choose_crs,    describe,    name_dataset };
    for (size_t i = 0; code == KBS_OK && i < sizeof steps / sizeof steps[0]; i++) {
        code = steps[i](&p);
    }
    if (code == KBS_OK) {
        note_encoding(&p);
        note_transformation(&p);
        note_owner_columns(&p);
        code = show_plan(&p);
    }
    if (code == KBS_OK) {
        code = open_join(&p);
    }
    return code == KBS_OK ? make_taker(&p) : code;
}

void import_setup_close(import_setup *setup)
{
    import_taker_free(setup->taker);
    import_join_free(setup->join);
    geo_transform_free(setup->transform);
    geo_crs_free(setup->source_crs);
    if (setup->texts != NULL) {
        import_match_release(&setup->match);
    }
    import_profile_free(setup->profile);
    import_profile_free(setup->builtin);
    if (setup->is_open) {
        import_opened_close(&setup->opened);
    }
    import_work_folder_remove(setup->work_folder, setup->work_lock);
    base_findings_release(&setup->report);
    base_arena_free(setup->texts);
}
