/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Texts of a NetCAD drawing: short strings in windows-1254, and the names of its types. */
#include <string.h>

#include "base/encoding.h"
#include "import/ncz.h"

const char *ncz_type_name(uint8_t type, char room[NCZ_TYPE_NAME_SIZE])
{
    static const char *const names[NCZ_TYPE_COUNT] = {
        "odeleted (0)", "opoint (1)",  "oline (2)",       "ocircle (3)",
        "oarc (4)",     "otext (5)",   "oshape (6)",      "opline (7)",
        "ospiral (8)",  "oizohdr (9)", "orectangle (10)", "ostpafta (11)",
        "otriang (12)", "oblock (13)", "omark (14)",      "akıllı nesne (15)"
    };
    static const char other[] = "type ";
    size_t length = sizeof other - 1;
    if (type < NCZ_TYPE_COUNT) {
        return names[type];
    }
    memcpy(room, other, length);
    for (unsigned power = 100; power > 0; power /= 10) {
        if (type >= power || power == 1) {
            room[length++] = (char)('0' + type / power % 10);
        }
    }
    room[length] = '\0';
    return room;
}

/* No letter beyond ASCII, and no NUL, which would end the text where it is kept. */
static bool is_plain(const uint8_t *bytes, size_t length)
{
    unsigned bad = 0;
    for (size_t i = 0; i < length; i++) {
        bad |= (unsigned)(bytes[i] == 0) | (unsigned)(bytes[i] >= 0x80);
    }
    return bad == 0;
}

static size_t decode(ncz *z, const uint8_t *bytes, size_t length)
{
    size_t bad = 0;
    while (length > 0) {
        const uint8_t *zero = memchr(bytes, 0, length);
        size_t part = zero == NULL ? length : (size_t)(zero - bytes);
        base_encoding_decode(&z->text, BASE_ENCODING_CP1254, (const char *)bytes, part, &bad);
        if (zero != NULL) {
            base_buffer_text(&z->text, "\xEF\xBF\xBD");
            bad++;
            part++;
        }
        bytes += part;
        length -= part;
    }
    return bad;
}

bool ncz_text(ncz *z, const uint8_t *bytes, size_t room, ncz_place place)
{
    size_t length = bytes[0];
    if (length > room) {
        (void)ncz_say_numbers(z, FINDING_NCZ_NAME_CUT, place, (int64_t)length, (int64_t)room);
        length = room;
    }
    base_buffer_clear(&z->text);
    if (is_plain(bytes + 1, length)) {
        base_buffer_add(&z->text, bytes + 1, length);
    } else if (decode(z, bytes + 1, length) > 0) {
        (void)ncz_say(z, FINDING_NCZ_LETTER_UNKNOWN, place, z->text.failed ? NULL : z->text.data,
                      NULL);
    }
    return !z->text.failed;
}

bool ncz_text_keep(ncz *z, drawing_text *out)
{
    return drawing_add_text(z->out, z->text.data, z->text.length, out);
}
