/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The ledger as JSON (docs/schema/ledger.json) and as a table for people. */
#include <string.h>

#include "base/finding_write.h"
#include "import/ledger.h"

#define MOST_LEDGER_BYTES ((size_t)1 << 31)
#define SENTENCE_BYTES 1024
#define MOST_LINES_A_CODE 20 /* in the table for people; the JSON has all */

kbs_code kbs_ledger_json(const kbs_ledger *ledger, kbs_lang lang, char **out)
{
    base_buffer text;
    base_buffer_init(&text, MOST_LEDGER_BYTES);
    base_json json = base_json_start(&text, true);
    base_json_object(&json, NULL);
    base_json_text(&json, "file", ledger->file);
    base_json_text(&json, "layer", ledger->layer);
    base_json_text(&json, "format", ledger->format);
    base_json_text(&json, "kind", kbs_kind_name(ledger->kind));
    base_json_text(&json, "encoding", ledger->encoding);
    base_json_text(&json, "crs", ledger->crs);
    base_json_text(&json, "transformation", ledger->transformation);
    base_json_fixed(&json, "accuracy_m", ledger->accuracy_m, 2);
    if (ledger->revision > 0) {
        base_json_int(&json, "revision", ledger->revision);
    } else {
        base_json_null(&json, "revision");
    }
    base_json_int(&json, "records", ledger->records);
    base_json_int(&json, "imported", ledger->imported);
    base_json_int(&json, "mended", ledger->mended);
    base_json_int(&json, "refused", ledger->refused);
    base_json_int(&json, "excluded", ledger->excluded);
    base_json_int(&json, "inserted", ledger->inserted);
    base_json_int(&json, "updated", ledger->updated);
    base_json_int(&json, "unchanged", ledger->unchanged);
    base_json_int(&json, "closed", ledger->closed);
    base_json_fixed(&json, "area_m2", ledger->area_m2, 2);
    base_json_fixed(&json, "length_m", ledger->length_m, 2);
    base_json_array(&json, "findings");
    for (size_t i = 0; i < ledger->finding_count; i++) {
        base_finding_write_json(&json, &ledger->findings[i], lang);
    }
    base_json_array_end(&json);
    base_json_object_end(&json);
    base_buffer_char(&text, '\n');
    *out = base_buffer_take(&text);
    return *out == NULL ? KBS_MEMORY : KBS_OK;
}

/* Label and number of one line of the table, in both languages. */
typedef struct table_line {
    const char *label[2];
    int64_t value;
} table_line;

static void write_count(base_buffer *out, const char *label, int64_t value)
{
    /* Labels are padded by their characters, not their bytes. */
    size_t characters = 0;
    for (const char *c = label; *c != '\0'; c++) {
        characters += ((unsigned char)*c & 0xC0) != 0x80 ? 1 : 0;
    }
    base_buffer_text(out, "  ");
    base_buffer_text(out, label);
    for (; characters < 22; characters++) {
        base_buffer_char(out, ' ');
    }
    base_buffer number;
    base_buffer_init(&number, 64);
    base_buffer_int(&number, value);
    for (size_t width = number.length; width < 10; width++) {
        base_buffer_char(out, ' ');
    }
    base_buffer_text(out, number.data);
    base_buffer_char(out, '\n');
    base_buffer_release(&number);
}

static void write_counts(base_buffer *out, const kbs_ledger *ledger, kbs_lang lang)
{
    const table_line lines[] = {
        { { "records in the source", "kaynaktaki kayıt" }, ledger->records },
        { { "imported", "alınan" }, ledger->imported },
        { { "repaired", "onarılan" }, ledger->mended },
        { { "skipped", "alınmayan" }, ledger->refused },
    };
    const table_line effects[] = {
        { { "marked as deleted", "silinmiş işaretli" }, ledger->excluded },
        { { "new rows", "yeni satır" }, ledger->inserted },
        { { "updated rows", "güncellenen satır" }, ledger->updated },
        { { "unchanged rows", "değişmeyen satır" }, ledger->unchanged },
        { { "closed rows", "kapatılan satır" }, ledger->closed },
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        write_count(out, lines[i].label[lang], lines[i].value);
    }
    for (size_t i = 0; i < sizeof effects / sizeof effects[0]; i++) {
        if (effects[i].value > 0) {
            write_count(out, effects[i].label[lang], effects[i].value);
        }
    }
}

/* A code that occurs, where it occurs first and how often. */
typedef struct code_count {
    size_t first, all;
} code_count;

static size_t count_codes(const kbs_ledger *ledger, code_count *codes)
{
    size_t count = 0;
    for (size_t i = 0; i < ledger->finding_count; i++) {
        size_t at = 0;
        while (at < count &&
               strcmp(ledger->findings[codes[at].first].code, ledger->findings[i].code) != 0) {
            at++;
        }
        if (at == count) {
            codes[count++] = (code_count){ i, 0 };
        }
        codes[at].all++;
    }
    return count;
}

static void write_lines_of_code(base_buffer *out, const kbs_ledger *ledger, size_t first,
                                size_t all, kbs_lang lang)
{
    char sentence[SENTENCE_BYTES];
    size_t shown = 0;
    const kbs_finding *one = &ledger->findings[first];
    write_count(out, one->code, (int64_t)all);
    for (size_t i = first; i < ledger->finding_count && shown < MOST_LINES_A_CODE; i++) {
        if (ledger->findings[i].code == one->code) {
            (void)kbs_finding_text(&ledger->findings[i], lang, sentence, sizeof sentence);
            base_buffer_text(out, "      ");
            base_buffer_text(out, sentence);
            base_buffer_char(out, '\n');
            shown++;
        }
    }
    if (all > shown) {
        base_buffer_text(out, "      … ");
        base_buffer_int(out, (int64_t)(all - shown));
        base_buffer_text(out, lang == KBS_LANG_TR ? " satır daha (tümü JSON defterinde)\n"
                                                  : " more (all in the JSON ledger)\n");
    }
    const char *advice = kbs_finding_advice(one, lang);
    if (advice[0] != '\0') {
        base_buffer_text(out, "      → ");
        base_buffer_text(out, advice);
        base_buffer_char(out, '\n');
    }
}

kbs_code kbs_ledger_text(const kbs_ledger *ledger, kbs_lang lang, char **out)
{
    base_buffer text;
    base_buffer_init(&text, MOST_LEDGER_BYTES);
    base_buffer_text(&text, ledger->file);
    base_buffer_text(&text, " → ");
    base_buffer_text(&text,
                     kbs_kind_name(ledger->kind) == NULL ? "?" : kbs_kind_name(ledger->kind));
    if (ledger->revision > 0) {
        base_buffer_text(&text, lang == KBS_LANG_TR ? ", sürüm " : ", revision ");
        base_buffer_int(&text, ledger->revision);
    }
    base_buffer_char(&text, '\n');
    write_counts(&text, ledger, lang);
    code_count codes[FINDING_CODE_COUNT];
    size_t count = count_codes(ledger, codes);
    for (size_t i = 0; i < count; i++) {
        write_lines_of_code(&text, ledger, codes[i].first, codes[i].all, lang);
    }
    *out = base_buffer_take(&text);
    return *out == NULL ? KBS_MEMORY : KBS_OK;
}
