/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Names, layers and digests of sources. */
#include "import/source.h"

#include <string.h>

#include "base/text.h"

#define DIGEST_CHUNK 262144u
#define MOST_CANDIDATES 100       /* told one by one */
#define MOST_NAMES_SHOWN 1048576u /* bytes of a list of names */

bool import_head_has(const uint8_t *head, size_t length, const char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; i + size <= length; i++) {
        if (memcmp(head + i, word, size) == 0) {
            return true;
        }
    }
    return false;
}

/* Passes what ends with `end`; false when it does not end inside the head. */
static bool pass(const uint8_t *head, size_t length, size_t *at, const char *end)
{
    size_t size = strlen(end);
    for (; *at + size <= length; (*at)++) {
        if (memcmp(head + *at, end, size) == 0) {
            *at += size;
            return true;
        }
    }
    return false;
}

/* Passes a declaration "<!…>", which may hold others between brackets and '>' between quotes. */
static bool pass_declaration(const uint8_t *head, size_t length, size_t *at)
{
    char quote = '\0';
    int brackets = 0;
    for (; *at < length; (*at)++) {
        char c = (char)head[*at];
        if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[' || c == ']') {
            brackets += c == '[' ? 1 : -1;
        } else if (c == '>' && brackets <= 0) {
            (*at)++;
            return true;
        }
    }
    return false;
}

static bool begins(const uint8_t *head, size_t length, size_t at, const char *word)
{
    return length - at >= strlen(word) && memcmp(head + at, word, strlen(word)) == 0;
}

static void pass_blanks(const uint8_t *head, size_t length, size_t *at)
{
    while (*at < length && memchr(" \t\r\n", head[*at], 4) != NULL) {
        (*at)++;
    }
}

bool import_head_root(const uint8_t *head, size_t length, char *root, size_t size)
{
    size_t at = begins(head, length, 0, "\xEF\xBB\xBF") ? 3 : 0;
    bool goes_on = true;
    root[0] = '\0';
    pass_blanks(head, length, &at);
    while (goes_on && begins(head, length, at, "<")) {
        if (begins(head, length, at, "<!--")) {
            goes_on = pass(head, length, &at, "-->");
        } else if (begins(head, length, at, "<?")) {
            goes_on = pass(head, length, &at, "?>");
        } else if (begins(head, length, at, "<!")) {
            goes_on = pass_declaration(head, length, &at);
        } else {
            size_t n = 0;
            for (at++; at < length && n + 1 < size && memchr(" \t\r\n/>", head[at], 6) == NULL;
                 at++) {
                root[n++] = (char)head[at];
            }
            root[n] = '\0';
            return n > 0;
        }
        pass_blanks(head, length, &at);
    }
    return false;
}

/* Where the extension begins (at its dot), or the length of the name. */
static size_t extension_at(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot == NULL || dot == name ? strlen(name) : (size_t)(dot - name);
}

char *import_base_name(const char *path)
{
    const char *name = base_file_name(path);
    return base_text_copy_n(name, extension_at(name));
}

void import_extension(const char *path, char *extension, size_t size)
{
    const char *name = base_file_name(path);
    const char *from = name + extension_at(name);
    size_t length = strlen(from);
    extension[0] = '\0';
    if (length < 2 || length > size) {
        return;
    }
    for (size_t i = 1; i <= length; i++) {
        char c = from[i];
        extension[i - 1] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
}

bool import_names_match(const char *a, const char *b)
{
    base_buffer x, y;
    base_buffer_init(&x, 65536);
    base_buffer_init(&y, 65536);
    base_text_fold_name(&x, a, strlen(a));
    base_text_fold_name(&y, b, strlen(b));
    bool same = !x.failed && !y.failed && x.length == y.length && x.length > 0 &&
                memcmp(x.data, y.data, x.length) == 0;
    base_buffer_release(&x);
    base_buffer_release(&y);
    return same;
}

kbs_code import_which_one(base_finding_code code, const char *const *names, size_t count,
                          const char *wanted, const import_source *source, base_findings *report)
{
    base_buffer list;
    base_buffer_init(&list, MOST_NAMES_SHOWN);
    for (size_t i = 0; i < count && i < MOST_CANDIDATES; i++) {
        kbs_finding candidate = base_finding_of(FINDING_LAYER_CANDIDATE);
        candidate.file = source->name;
        candidate.layer = names[i];
        base_findings_add(report, &candidate);
        base_buffer_text(&list, i == 0 ? "" : ", ");
        base_buffer_text(&list, names[i]);
    }
    kbs_finding finding = base_finding_of(code);
    finding.file = source->name;
    finding.found = wanted;
    finding.expected = list.data;
    kbs_code result = base_findings_fail(report, &finding);
    base_buffer_release(&list);
    return result;
}

kbs_code import_layer_named(const char *wanted, const char *name, const import_source *source,
                            base_findings *report)
{
    if (wanted == NULL || strcmp(wanted, name) == 0 || import_names_match(wanted, name)) {
        return KBS_OK;
    }
    char *base = import_base_name(source->name);
    if (base == NULL) {
        return base_findings_no_memory(report);
    }
    bool is_file = import_names_match(wanted, base);
    base_free(base);
    return is_file ? KBS_OK
                   : import_which_one(FINDING_LAYER_MISSING, &name, 1, wanted, source, report);
}

kbs_code import_layer_choose(const char *const *names, size_t count, const char *wanted,
                             const import_source *source, size_t *index, base_findings *report)
{
    size_t matches = 0;
    if (wanted == NULL) {
        *index = 0;
        return count == 1
                   ? KBS_OK
                   : import_which_one(FINDING_LAYER_WHICH_ONE, names, count, NULL, source, report);
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], wanted) == 0) {
            *index = i;
            return KBS_OK;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (import_names_match(names[i], wanted)) {
            *index = i;
            matches++;
        }
    }
    if (matches == 1) {
        return KBS_OK;
    }
    base_finding_code wrong = matches == 0 ? FINDING_LAYER_MISSING : FINDING_LAYER_WHICH_ONE;
    return import_which_one(wrong, names, count, wanted, source, report);
}

kbs_code import_records_lost(const char *file, const char *layer, int64_t given, int64_t counted,
                             base_findings *report)
{
    base_buffer found, expected;
    base_buffer_init(&found, 32);
    base_buffer_init(&expected, 32);
    base_buffer_int(&found, given);
    base_buffer_int(&expected, counted);
    kbs_finding finding = base_finding_of(FINDING_SOURCE_RECORDS_LOST);
    finding.file = file;
    finding.layer = layer;
    finding.found = found.data;
    finding.expected = expected.data;
    kbs_code code = base_findings_fail(report, &finding);
    base_buffer_release(&found);
    base_buffer_release(&expected);
    return code;
}

kbs_code import_file_digest(const base_file *file, base_sha256 *sha, uint64_t *bytes,
                            base_findings *report)
{
    kbs_code code = KBS_OK;
    uint8_t *chunk = base_new(DIGEST_CHUNK);
    if (chunk == NULL) {
        return base_findings_no_memory(report);
    }
    for (uint64_t at = 0; code == KBS_OK && at < file->size;) {
        uint64_t left = file->size - at;
        size_t count = left < DIGEST_CHUNK ? (size_t)left : DIGEST_CHUNK;
        code = base_file_read_at(file, at, chunk, count, report);
        if (code == KBS_OK) {
            base_sha256_add(sha, chunk, count);
        }
        at += count;
    }
    *bytes += file->size;
    base_free(chunk);
    return code == KBS_OK ? base_file_unchanged(file, report) : code;
}
