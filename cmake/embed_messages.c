/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Build step: reads the catalogue of findings (data/messages) and writes the enumeration and the table of texts in C.
 *
 *   embed_messages HEADER SOURCE FILE.json...
 *
 * A catalogue file is an object: code -> {severity, result, en, tr, advice_en?, advice_tr?}. */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_CODES 2000

typedef struct entry {
    const char *code;
    json_t *value;
    const char *file;
} entry;

static entry entries[MOST_CODES];
static size_t entry_count;

/* The files read; the entries point into them until the end. */
#define MOST_FILES 100
static json_t *roots[MOST_FILES];

static int compare_entries(const void *a, const void *b)
{
    return strcmp(((const entry *)a)->code, ((const entry *)b)->code);
}

static const char *member(const entry *e, const char *name, bool required)
{
    const char *text = json_string_value(json_object_get(e->value, name));
    if (text == NULL && required) {
        fprintf(stderr, "%s: \"%s\" has no text \"%s\"\n", e->file, e->code, name);
        exit(1);
    }
    return text == NULL ? "" : text;
}

static json_t *load(const char *path)
{
    json_error_t error;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    const char *code;
    json_t *value;
    if (!json_is_object(root)) {
        fprintf(stderr, "%s:%d:%d: %s\n", path, error.line, error.column, error.text);
        exit(1);
    }
    json_object_foreach (root, code, value) {
        if (entry_count == MOST_CODES) {
            fprintf(stderr, "%s: more than %d codes\n", path, MOST_CODES);
            exit(1);
        }
        entries[entry_count++] = (entry){ code, value, path };
    }
    return root;
}

static const char *lookup(const entry *e, const char *name, const char *const (*table)[2])
{
    const char *text = member(e, name, true);
    for (size_t i = 0; table[i][0] != NULL; i++) {
        if (strcmp(table[i][0], text) == 0) {
            return table[i][1];
        }
    }
    fprintf(stderr, "%s: \"%s\": \"%s\" is no %s\n", e->file, e->code, text, name);
    exit(1);
}

static const char *const severities[][2] = { { "note", "KBS_NOTE" },
                                             { "mended", "KBS_MENDED" },
                                             { "refused", "KBS_REFUSED" },
                                             { "fatal", "KBS_FATAL" },
                                             { NULL, NULL } };
static const char *const results[][2] = { { "not-found", "KBS_NOT_FOUND" },
                                          { "ambiguous", "KBS_AMBIGUOUS" },
                                          { "usage", "KBS_USAGE" },
                                          { "input", "KBS_INPUT" },
                                          { "unsupported", "KBS_UNSUPPORTED" },
                                          { "io", "KBS_IO" },
                                          { "busy", "KBS_BUSY" },
                                          { "memory", "KBS_MEMORY" },
                                          { "corrupt", "KBS_CORRUPT" },
                                          { "internal", "KBS_INTERNAL" },
                                          { "cancelled", "KBS_CANCELLED" },
                                          { NULL, NULL } };

static void write_c_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') {
            fputc('\\', out);
            fputc(c, out);
        } else if (c < 0x20) {
            fprintf(out, "\\%03o", c);
        } else {
            fputc(c, out);
        }
    }
    fputc('"', out);
}

static void write_header(FILE *out)
{
    fputs("/* Generated from data/messages; do not edit. */\n#ifndef BASE_FINDING_CODES_H\n#define "
          "BASE_FINDING_CODES_H\n\n"
          "typedef enum base_finding_code {\n",
          out);
    for (size_t i = 0; i < entry_count; i++) {
        fputs("    FINDING_", out);
        for (const char *c = entries[i].code; *c != '\0'; c++) {
            bool small = *c >= 'a' && *c <= 'z';
            fputc(small ? *c - 'a' + 'A' : (*c == '.' || *c == '-' ? '_' : *c), out);
        }
        fprintf(out, " = %zu,\n", i);
    }
    fprintf(out, "    FINDING_CODE_COUNT = %zu\n} base_finding_code;\n\n#endif\n", entry_count);
}

static void write_source(FILE *out)
{
    fputs("/* Generated from data/messages; do not edit. */\n#include \"base/finding_table.h\"\n\n"
          "const base_finding_text base_finding_table[FINDING_CODE_COUNT] = {\n",
          out);
    for (size_t i = 0; i < entry_count; i++) {
        const entry *e = &entries[i];
        fputs("    { ", out);
        write_c_text(out, e->code);
        fprintf(out, ", %s, ", lookup(e, "severity", severities));
        fprintf(out, "%s, { ",
                json_object_get(e->value, "result") != NULL ? lookup(e, "result", results)
                                                            : "KBS_INPUT");
        write_c_text(out, member(e, "en", true));
        fputs(", ", out);
        write_c_text(out, member(e, "tr", true));
        fputs(" }, { ", out);
        write_c_text(out, member(e, "advice_en", false));
        fputs(", ", out);
        write_c_text(out, member(e, "advice_tr", false));
        fputs(" } },\n", out);
    }
    fputs("};\n", out);
}

int main(int argc, char **argv)
{
    if (argc < 4 || argc > 3 + MOST_FILES) {
        fputs("usage: embed_messages HEADER SOURCE FILE.json...\n", stderr);
        return 2;
    }
    for (int i = 3; i < argc; i++) {
        roots[i - 3] = load(argv[i]);
    }
    qsort(entries, entry_count, sizeof entries[0], compare_entries);
    for (size_t i = 1; i < entry_count; i++) {
        if (strcmp(entries[i - 1].code, entries[i].code) == 0) {
            fprintf(stderr, "%s: \"%s\" stands also in %s\n", entries[i].file, entries[i].code,
                    entries[i - 1].file);
            return 1;
        }
    }
    FILE *header = fopen(argv[1], "w");
    FILE *source = fopen(argv[2], "w");
    if (header == NULL || source == NULL) {
        perror("embed_messages");
        return 1;
    }
    write_header(header);
    write_source(source);
    for (size_t i = 0; i < MOST_FILES; i++) {
        json_decref(roots[i]);
    }
    return fclose(header) == 0 && fclose(source) == 0 ? 0 : 1;
}
