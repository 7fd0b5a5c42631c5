/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Finds the neighbourhood that a question names. */
#include "zoning/neighbourhood.h"

#include <string.h>

#include "base/text.h"
#include "store/names.h"

/* "Çınar Mahallesi" is asked for where the city says "Çınar". Loosely folded, longest first. */
static const char *const suffixes[] = {
    " mahallesi", " mahalle", " mah.", " mah", " koyu", " koy"
};

/* Length of the name without such a word, in bytes as given; the same length when there is none. */
static size_t without_suffix(const char *name, size_t length)
{
    base_buffer tail;
    base_buffer_init(&tail, 1024);
    size_t shorter = length;
    for (size_t at = length; at > 0 && shorter == length; at--) {
        if (name[at - 1] != ' ') {
            continue;
        }
        base_buffer_clear(&tail);
        base_text_fold_loose(&tail, name + at, length - at);
        for (size_t i = 0; !tail.failed && i < sizeof suffixes / sizeof suffixes[0]; i++) {
            bool same = tail.data != NULL && strcmp(tail.data, suffixes[i] + 1) == 0;
            shorter = same && shorter == length ? at - 1 : shorter;
        }
        break;
    }
    base_buffer_release(&tail);
    return shorter;
}

kbs_code zoning_find_neighbourhood(kbs_city *city, const zoning_key *key, int64_t *id)
{
    *id = 0;
    if (key->neighbourhood_length == 0) {
        return KBS_OK;
    }
    kbs_code code = store_name_find(city, key->neighbourhood, key->neighbourhood_length, id);
    if (code == KBS_NOT_FOUND) {
        size_t shorter = without_suffix(key->neighbourhood, key->neighbourhood_length);
        if (shorter > 0 && shorter < key->neighbourhood_length) {
            code = store_name_find(city, key->neighbourhood, shorter, id);
        }
    }
    return code;
}
