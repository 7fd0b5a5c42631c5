/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Words are compared in their loose form, in which ç is c and ı is i. */
#include "zoning/edge_use.h"

#include <string.h>

#include "base/text.h"

#define MOST_WORDS 2000

/* The loose form between blanks, "" when memory is out or the text is too long: then no word is
 * found in it. */
static void fold(base_buffer *out, const char *text)
{
    size_t length = strlen(text);
    base_buffer_init(out, (size_t)4 * MOST_WORDS);
    base_buffer_char(out, ' ');
    base_text_fold_loose(out, text, length < MOST_WORDS ? length : MOST_WORDS);
    base_buffer_char(out, ' ');
}

static bool has_any(const base_buffer *folded, const char *const *words, size_t count)
{
    for (size_t i = 0; !folded->failed && i < count; i++) {
        if (strstr(folded->data, words[i]) != NULL) {
            return true;
        }
    }
    return false;
}
#define HAS_ANY(folded, words) has_any(folded, words, sizeof words / sizeof words[0])

/* Each begins where a word begins. */
static const char *const pedestrian_words[] = { " yaya", " meydan" };
static const char *const road_words[] = { " yol ",     " yolu ",    " tasit yolu", " karayolu",
                                          " kaldirim", " tretuvar", " refuj",      " otoyol",
                                          " bulvar",   " kavsak" };
static const char *const park_words[] = { " park ",     " parki ",     " yesil",   " cocuk bahce",
                                          " mesire",    " rekreasyon", " koru ",   " agaclandir",
                                          " oyun alan", " spor alan",  " mezarlik" };
static const char *const barrier_words[] = { " su yuzeyi", " dere",       " akarsu", " nehir",
                                             " kanal",     " gol ",       " deniz",  " baraj",
                                             " demiryolu", " demir yolu", " tren " };
static const char *const public_words[] = {
    " okul",    " ilkokul", " ortaokul", " lise",        " egitim",    " cami",
    " ibadet",  " saglik",  " hastane",  " belediye",    " resmi",     " kultur",
    " umumi",   " kamu",    " idari",    " spor tesis",  " acik spor", " pazar",
    " otopark", " trafo",   " kres",     " sosyal tesis"
};

zoning_use zoning_use_of_plan(const char *use, const char *use_code)
{
    base_buffer folded;
    zoning_use found = ZONING_USE_BUILDING;
    fold(&folded, use[0] != '\0' ? use : use_code);
    /* "saglik koruma bandi" is no health centre, "demiryolu" no road. */
    if (HAS_ANY(&folded, barrier_words)) {
        found = ZONING_USE_BARRIER;
    } else if (HAS_ANY(&folded, pedestrian_words)) {
        found = ZONING_USE_PEDESTRIAN;
    } else if (HAS_ANY(&folded, park_words)) {
        found = ZONING_USE_PARK;
    } else if (HAS_ANY(&folded, public_words)) {
        found = ZONING_USE_PUBLIC;
    } else if (HAS_ANY(&folded, road_words)) {
        found = ZONING_USE_ROAD;
    }
    base_buffer_release(&folded);
    return found;
}

zoning_use zoning_use_of_road(const char *road_class)
{
    base_buffer folded;
    fold(&folded, road_class);
    zoning_use found = HAS_ANY(&folded, barrier_words)      ? ZONING_USE_BARRIER
                       : HAS_ANY(&folded, pedestrian_words) ? ZONING_USE_PEDESTRIAN
                                                            : ZONING_USE_ROAD;
    base_buffer_release(&folded);
    return found;
}

zoning_order zoning_order_of(const char *building_order)
{
    static const struct {
        const char *word;
        zoning_order order;
    } orders[] = {
        { "a", ZONING_ORDER_DETACHED }, { "ayrik", ZONING_ORDER_DETACHED },
        { "b", ZONING_ORDER_ATTACHED }, { "bitisik", ZONING_ORDER_ATTACHED },
        { "bl", ZONING_ORDER_BLOCK },   { "blok", ZONING_ORDER_BLOCK },
        { "i", ZONING_ORDER_TWIN },     { "ikiz", ZONING_ORDER_TWIN },
        { "s", ZONING_ORDER_FREE },     { "serbest", ZONING_ORDER_FREE },
    };
    base_buffer folded;
    zoning_order found = ZONING_ORDER_UNKNOWN;
    fold(&folded, building_order);
    const char *word = folded.failed ? "" : folded.data + strspn(folded.data, " ");
    size_t length = strspn(word, "abcdefghijklmnopqrstuvwxyz");
    if (!folded.failed && word[0] == '\0') {
        found = ZONING_ORDER_NONE;
    }
    for (size_t i = 0; length > 0 && i < sizeof orders / sizeof orders[0]; i++) {
        if (strlen(orders[i].word) == length && strncmp(orders[i].word, word, length) == 0) {
            found = orders[i].order;
        }
    }
    base_buffer_release(&folded);
    return found;
}

/* Only what the record itself says forbids building: what a kind of restriction means by law is not
 * guessed from its name. */
static const char *const ban_words[] = {
    " yapi yapilamaz", " yapilasma yasag", " yapi yasag",
    " insaat yasag",   " yapilasamaz",     " kesin yapi yasak"
};
static const char *const line_words[] = { " yapi yaklasma sinir", " yapi siniri" };

zoning_ban zoning_ban_of(const char *type, const char *degree, const char *note)
{
    base_buffer words[3];
    const char *const texts[3] = { type, degree, note };
    zoning_ban found = ZONING_BAN_NONE;
    for (size_t i = 0; i < 3; i++) {
        fold(&words[i], texts[i]);
        if (HAS_ANY(&words[i], ban_words)) {
            found = ZONING_BAN_BUILDING;
        }
    }
    if (HAS_ANY(&words[0], line_words)) {
        found = ZONING_BAN_BEYOND;
    }
    for (size_t i = 0; i < 3; i++) {
        base_buffer_release(&words[i]);
    }
    return found;
}
