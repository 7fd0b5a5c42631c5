/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Profile files: sections of "field = COLUMN, COLUMN, ..." lines. */
#include "import/profile.h"

#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/text.h"
#include "import/drawing_roles.h"
#include "import/profile_names.h"

#define MOST_PROFILE_BYTES (1u << 20)
#define MOST_NAMES 4096

extern const char import_turkey_profile[];

struct import_profile {
    base_arena *texts;
    import_profile_name *names; /* in the order of the file */
    size_t count, capacity;
};

/* The place in the file while it is parsed. */
typedef struct parser {
    import_profile *profile;
    const char *file;
    base_findings *report;
    int64_t line;
    const store_kind *kind; /* of the section; NULL in [owner] and [drawing-layers] */
    bool in_owner, in_layers;
} parser;

static kbs_code fail(parser *p, base_finding_code code, const char *text, size_t length,
                     const char *expected)
{
    base_buffer found;
    base_buffer_init(&found, 1024);
    base_text_escape(&found, text, length, 60);
    kbs_finding finding = base_finding_of(code);
    finding.file = p->file;
    finding.line = p->line;
    finding.found = found.failed ? NULL : found.data;
    finding.expected = expected;
    kbs_code result = base_findings_fail(p->report, &finding);
    base_buffer_release(&found);
    return result;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && is_blank((*text)[0])) {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && is_blank((*text)[*length - 1])) {
        (*length)--;
    }
}

static kbs_code add_name(parser *p, int field, import_profile_role role, const char *text,
                         size_t length)
{
    import_profile *profile = p->profile;
    void *items = profile->names;
    if (!base_array_grow(&items, &profile->capacity, profile->count + 1, sizeof profile->names[0],
                         MOST_NAMES)) {
        return profile->count >= MOST_NAMES ? fail(p, FINDING_PROFILE_TOO_LARGE, text, length, NULL)
                                            : base_findings_no_memory(p->report);
    }
    profile->names = items;
    char *copy = base_arena_text_n(profile->texts, text, length);
    if (copy == NULL) {
        return base_findings_no_memory(p->report);
    }
    profile->names[profile->count++] =
        (import_profile_name){ .kind = p->kind, .field = field, .role = role, .text = copy };
    return KBS_OK;
}

static kbs_code parse_section(parser *p, const char *text, size_t length)
{
    char name[32] = "";
    if (length < 3 || length > sizeof name || text[length - 1] != ']') {
        return fail(p, FINDING_PROFILE_LINE, text, length, "[kind]");
    }
    memcpy(name, text + 1, length - 2);
    p->in_owner = strcmp(name, "owner") == 0;
    p->in_layers = strcmp(name, "drawing-layers") == 0;
    p->kind = NULL;
    kbs_kind kind;
    if (!p->in_owner && !p->in_layers) {
        if (kbs_kind_from_name(name, &kind) != KBS_OK) {
            return fail(p, FINDING_PROFILE_KIND, text, length,
                        "neighbourhood, parcel, road, plan-area, …");
        }
        p->kind = store_kind_of(kind);
    }
    return KBS_OK;
}

/* What stands left of the "=": a field of the kind, or a list of owner words. */
static kbs_code parse_left(parser *p, const char *text, size_t length, int *field,
                           import_profile_role *role)
{
    char name[64] = "";
    *field = -1;
    *role = IMPORT_PROFILE_COLUMN;
    if (length == 0 || length >= sizeof name) {
        return fail(p, FINDING_PROFILE_LINE, text, length, "field = COLUMN, COLUMN");
    }
    memcpy(name, text, length);
    if (p->in_owner) {
        if (strcmp(name, "words") == 0) {
            *role = IMPORT_PROFILE_OWNER_WORD;
        } else if (strcmp(name, "exact") == 0) {
            *role = IMPORT_PROFILE_OWNER_EXACT;
        } else if (strcmp(name, "not") == 0) {
            *role = IMPORT_PROFILE_OWNER_NOT;
        } else {
            return fail(p, FINDING_PROFILE_FIELD, text, length, "words, exact, not");
        }
        return KBS_OK;
    }
    if (p->in_layers) {
        *role = IMPORT_PROFILE_LAYER;
        *field = (int)drawing_role_from_name(name);
        return *field > 0
                   ? KBS_OK
                   : fail(p, FINDING_PROFILE_FIELD, text, length,
                          "parcel, parcel-lines, parcel-texts, block, block-texts, building, road, "
                          "point, …");
    }
    if (p->kind == NULL) {
        return fail(p, FINDING_PROFILE_LINE, text, length, "[kind]");
    }
    *field = store_kind_field(p->kind, name);
    return *field >= 0 ? KBS_OK
                       : fail(p, FINDING_PROFILE_FIELD, text, length, kbs_kind_name(p->kind->kind));
}

static kbs_code parse_line(parser *p, const char *text, size_t length)
{
    trim(&text, &length);
    if (length == 0 || text[0] == '#') {
        return KBS_OK;
    }
    if (text[0] == '[') {
        return parse_section(p, text, length);
    }
    const char *equals = memchr(text, '=', length);
    if (equals == NULL) {
        return fail(p, FINDING_PROFILE_LINE, text, length, "field = COLUMN, COLUMN");
    }
    const char *left = text, *right = equals + 1;
    size_t left_length = (size_t)(equals - text), right_length = length - left_length - 1;
    trim(&left, &left_length);
    trim(&right, &right_length);
    int field = -1;
    import_profile_role role = IMPORT_PROFILE_COLUMN;
    kbs_code code = parse_left(p, left, left_length, &field, &role);
    if (code != KBS_OK) {
        return code;
    }
    if (right_length >= 2 && right[0] == '"' && right[right_length - 1] == '"' &&
        role == IMPORT_PROFILE_COLUMN) {
        return add_name(p, field, IMPORT_PROFILE_CONSTANT, right + 1, right_length - 2);
    }
    while (code == KBS_OK && right_length > 0) {
        const char *comma = memchr(right, ',', right_length);
        size_t one = comma == NULL ? right_length : (size_t)(comma - right);
        const char *word = right;
        size_t word_length = one;
        trim(&word, &word_length);
        if (word_length == 0) {
            return fail(p, FINDING_PROFILE_LINE, text, length, "field = COLUMN, COLUMN");
        }
        code = add_name(p, field, role, word, word_length);
        right += comma == NULL ? one : one + 1;
        right_length -= comma == NULL ? one : one + 1;
    }
    return code;
}

kbs_code import_profile_parse(import_profile **out, const char *text, size_t length,
                              const char *name, base_findings *report)
{
    *out = NULL;
    parser p = { .file = name, .report = report };
    kbs_code code = KBS_OK;
    size_t bad_at = 0;
    p.profile = base_new(sizeof *p.profile);
    if (p.profile == NULL || (p.profile->texts = base_arena_new()) == NULL) {
        code = base_findings_no_memory(report);
        goto done;
    }
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    if (!base_text_is_utf8(text, length, &bad_at)) {
        code = fail(&p, FINDING_PROFILE_LINE, text + bad_at, 1, "UTF-8");
        goto done;
    }
    while (code == KBS_OK && length > 0) {
        const char *end = memchr(text, '\n', length);
        size_t line = end == NULL ? length : (size_t)(end - text);
        p.line++;
        code = parse_line(&p, text, line);
        text += end == NULL ? line : line + 1;
        length -= end == NULL ? line : line + 1;
    }
done:
    if (code == KBS_OK) {
        *out = p.profile;
    } else {
        import_profile_free(p.profile);
    }
    return code;
}

kbs_code import_profile_load(import_profile **out, const char *path, base_findings *report)
{
    *out = NULL;
    if (path == NULL) {
        return import_profile_parse(out, import_turkey_profile, strlen(import_turkey_profile),
                                    "turkey.profile", report);
    }
    base_file file;
    base_buffer text;
    base_buffer_init(&text, MOST_PROFILE_BYTES);
    kbs_code code = base_file_open(&file, path, MOST_PROFILE_BYTES, false, report);
    if (code == KBS_OK) {
        code = base_file_read_all(&file, &text, report);
        base_file_close(&file);
    }
    if (code == KBS_OK) {
        code = import_profile_parse(out, text.data, text.length, path, report);
    }
    base_buffer_release(&text);
    return code;
}

void import_profile_free(import_profile *profile)
{
    if (profile != NULL) {
        base_arena_free(profile->texts);
        base_free(profile->names);
        base_free(profile);
    }
}

const import_profile_name *import_profile_names(const import_profile *profile, size_t *count)
{
    *count = profile == NULL ? 0 : profile->count;
    return profile == NULL ? NULL : profile->names;
}
