/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Text from outside, decoded, folded, escaped, compared: always UTF-8, and doing it twice changes nothing. The first byte
 * chooses the code page. */
#include <stdlib.h>
#include <string.h>

#include "base/encoding.h"
#include "base/json_write.h"
#include "base/memory.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool true_always)
{
    if (!true_always) {
        abort();
    }
}

typedef void (*folding)(base_buffer *out, const char *utf8, size_t length);

/* The text folded is UTF-8, and folded again it is the same. */
static void check_folding(folding fold, const char *text, size_t size)
{
    base_buffer once, twice;
    base_buffer_init(&once, SIZE_MAX);
    base_buffer_init(&twice, SIZE_MAX);
    fold(&once, text, size);
    base_buffer_add(&once, "", 0);
    expect(!once.failed && base_text_is_utf8(once.data, once.length, NULL));
    fold(&twice, once.data, once.length);
    base_buffer_add(&twice, "", 0);
    expect(once.length == twice.length && memcmp(once.data, twice.data, once.length) == 0);
    base_buffer_release(&once);
    base_buffer_release(&twice);
}

static void escape_80(base_buffer *out, const char *utf8, size_t length)
{
    base_text_escape(out, utf8, length, 80);
}

static void check_decoding(base_encoding encoding, const char *text, size_t size)
{
    base_buffer out;
    size_t bad = 0;
    base_buffer_init(&out, SIZE_MAX);
    base_encoding_decode(&out, encoding, text, size, &bad);
    base_buffer_add(&out, "", 0);
    expect(!out.failed && bad <= size && base_text_is_utf8(out.data, out.length, NULL));
    if (encoding == BASE_ENCODING_UTF8) {
        expect((bad == 0) == base_text_is_utf8(text, size, NULL));
    }
    base_buffer_release(&out);
}

static void check_guess(const char *text, size_t size)
{
    base_encoding_guess guess;
    bool sure;
    memset(&guess, 0, sizeof guess);
    base_encoding_guess_feed(&guess, text, size / 2);
    base_encoding_guess_feed(&guess, text + size / 2, size - size / 2);
    const base_encoding result = base_encoding_guess_result(&guess, &sure);
    expect(guess.bytes == size && (result == BASE_ENCODING_ASCII) == (guess.high_bytes == 0));
}

static void check_order(const char *text, size_t size)
{
    char *a = base_text_copy_n(text, size / 2);
    char *b = base_text_copy_n(text + size / 2, size - size / 2);
    expect(a != NULL && b != NULL);
    const int ab = base_text_compare(a, b);
    const int ba = base_text_compare(b, a);
    expect((ab > 0) == (ba < 0) && (ab < 0) == (ba > 0) && (ab == 0) == (strcmp(a, b) == 0));
    expect(base_text_distance(a, b, 5) == base_text_distance(b, a, 5));
    base_buffer out;
    base_buffer_init(&out, SIZE_MAX);
    base_json json = base_json_start(&out, false);
    base_json_text(&json, NULL, a);
    expect(!out.failed && base_text_is_utf8(out.data, out.length, NULL));
    base_buffer_release(&out);
    base_free(a);
    base_free(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    const char *text = (const char *)data + 1;
    size--;
    check_decoding((base_encoding)(data[0] % (BASE_ENCODING_ISO8859_2 + 1)), text, size);
    check_folding(base_text_fold, text, size);
    check_folding(base_text_fold_loose, text, size);
    check_folding(base_text_fold_name, text, size);
    check_folding(escape_80, text, size);
    check_guess(text, size);
    check_order(text, size);
    return 0;
}
