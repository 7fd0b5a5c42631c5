/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The JSON writer; jansson reads what was written. */
#include "test_base.h"

#include <jansson.h>
#include <math.h>

#include "base/json_write.h"

static void write_all(base_json *json)
{
    base_json_object(json, NULL);
    base_json_text(json, "neighbourhood", "Çankaya");
    base_json_null(json, "none");
    base_json_text(json, "missing", NULL);
    base_json_bool(json, "yes", true);
    base_json_int(json, "revision", -12);
    base_json_fixed(json, "area_m2", 1234.5, 2);
    base_json_number(json, "share", 0.1);
    base_json_fixed(json, "nan", NAN, 2);
    base_json_number(json, "inf", INFINITY);
    base_json_array(json, "rows");
    base_json_object(json, NULL);
    base_json_object_end(json);
    base_json_array(json, NULL);
    base_json_array_end(json);
    base_json_int(json, NULL, 1);
    base_json_bool(json, NULL, false);
    base_json_array_end(json);
    base_json_object_end(json);
}

static void compact__by_hand(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, 10000);
    base_json json = base_json_start(&buffer, false);
    write_all(&json);
    assert_buffer(
        &buffer,
        "{\"neighbourhood\":\"Çankaya\",\"none\":null,\"missing\":null,\"yes\":true,\"revision\":-"
        "12,"
        "\"area_m2\":1234.50,\"share\":0.1,\"nan\":null,\"inf\":null,\"rows\":[{},[],1,false]}");
    base_buffer_release(&buffer);
}

static void pretty__by_hand(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, 10000);
    base_json json = base_json_start(&buffer, true);
    write_all(&json);
    assert_buffer(&buffer, "{\n"
                           "  \"neighbourhood\": \"Çankaya\",\n"
                           "  \"none\": null,\n"
                           "  \"missing\": null,\n"
                           "  \"yes\": true,\n"
                           "  \"revision\": -12,\n"
                           "  \"area_m2\": 1234.50,\n"
                           "  \"share\": 0.1,\n"
                           "  \"nan\": null,\n"
                           "  \"inf\": null,\n"
                           "  \"rows\": [\n"
                           "    {},\n"
                           "    [],\n"
                           "    1,\n"
                           "    false\n"
                           "  ]\n"
                           "}");
    base_buffer_release(&buffer);
}

static void text__escapes(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, 10000);
    base_json json = base_json_start(&buffer, false);
    base_json_text(&json, NULL, "a\"b\\c/\n\r\t\x01\x1F\x7F\xE2\x80\xA8\xE2\x80\xA9<ğ>\xFF\xC7x");
    assert_buffer(
        &buffer,
        "\"a\\\"b\\\\c/\\n\\r\\t\\u0001\\u001f\\u007f\\u2028\\u2029<ğ>\xEF\xBF\xBD\xEF\xBF\xBDx\"");
    base_buffer_release(&buffer);
}

/* Every character but NUL and the surrogates comes back from a parser that is not ours. */
static void text__is_read_back(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, 100000);
    uint64_t seed = 5;
    for (int i = 0; i < 300; i++) {
        char text[512];
        size_t length = 0;
        while (length < 400) {
            const uint32_t c = 1 + (uint32_t)(test_random(&seed) % (i % 2 == 0 ? 0x17F : 0x2FFF));
            if (c < 0x80) {
                text[length++] = (char)c;
            } else if (c < 0x800) {
                text[length++] = (char)(0xC0 | c >> 6);
                text[length++] = (char)(0x80 | (c & 0x3F));
            } else {
                text[length++] = (char)(0xE0 | c >> 12);
                text[length++] = (char)(0x80 | (c >> 6 & 0x3F));
                text[length++] = (char)(0x80 | (c & 0x3F));
            }
        }
        text[length] = '\0';
        base_json json = base_json_start(&buffer, i % 3 == 0);
        base_json_object(&json, NULL);
        base_json_text(&json, text, text);
        base_json_object_end(&json);
        assert_false(buffer.failed);
        json_t *read = json_loadb(buffer.data, buffer.length, 0, NULL);
        assert_non_null(read);
        assert_string_equal(json_string_value(json_object_get(read, text)), text);
        json_decref(read);
        base_buffer_clear(&buffer);
    }
    base_buffer_release(&buffer);
}

static void depth__is_limited(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, 10000);
    base_json json = base_json_start(&buffer, true);
    for (int i = 0; i < 32; i++) {
        base_json_array(&json, NULL);
    }
    assert_false(buffer.failed);
    base_json_int(&json, NULL, 1);
    for (int i = 0; i < 32; i++) {
        base_json_array_end(&json);
    }
    assert_false(buffer.failed);
    assert_int_equal(json.depth, 0);
    json_t *read = json_loadb(buffer.data, buffer.length, 0, NULL);
    assert_non_null(read);
    json_decref(read);
    base_json_array_end(&json); /* one too many */
    assert_true(buffer.failed);
    base_buffer_clear(&buffer);
    json = base_json_start(&buffer, true);
    for (int i = 0; i < 33; i++) {
        base_json_object(&json, NULL);
    }
    assert_true(buffer.failed);
    base_buffer_release(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compact__by_hand),  cmocka_unit_test(pretty__by_hand),
        cmocka_unit_test(text__escapes),     cmocka_unit_test(text__is_read_back),
        cmocka_unit_test(depth__is_limited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
