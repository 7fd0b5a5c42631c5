/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Suggestions: names that differ by a few letters, other parcels of the block, the neighbourhoods
 * of a key. Lists are short, sorted, and the same for the same city. */
#include "zoning/missing.h"

#include <string.h>

#include "base/text.h"
#include "store/names.h"
#include "zoning/suggest.h"

#define MOST_DISTANCE 3u
#define MOST_TEXT_BYTES 4096u

static const char *name_of(zoning_suggestions *s, const zoning_key *key)
{
    const char *name = base_arena_text_n(s->arena, key->neighbourhood, key->neighbourhood_length);
    s->no_memory = s->no_memory || name == NULL;
    return name != NULL ? name : "";
}

/* The loosely folded name that was asked for, in the arena. */
static const char *folded_name(zoning_suggestions *s, const zoning_key *key)
{
    base_buffer folded;
    base_buffer_init(&folded, MOST_TEXT_BYTES);
    base_text_fold_loose(&folded, key->neighbourhood, key->neighbourhood_length);
    const char *text = folded.failed ? NULL : base_arena_text(s->arena, folded.data);
    s->no_memory = s->no_memory || text == NULL;
    base_buffer_release(&folded);
    return text != NULL ? text : "";
}

static bool take_near_name(int64_t id, const char *name, const char *loose, void *user)
{
    zoning_suggestions *s = user;
    (void)id;
    size_t distance = base_text_distance(s->wanted, loose, MOST_DISTANCE);
    bool begins = s->wanted[0] != '\0' && strncmp(loose, s->wanted, strlen(s->wanted)) == 0;
    if (distance < MOST_DISTANCE || begins) {
        zoning_suggest(s, name, begins ? 0 : distance);
    }
    return true;
}

kbs_code zoning_no_neighbourhood(zoning_state *state, const zoning_key *key)
{
    zoning_suggestions s;
    if (!zoning_suggestions_start(&s, state)) {
        return base_findings_no_memory(&state->city->error);
    }
    s.wanted = folded_name(&s, key);
    kbs_code code = store_name_each(state->city, take_near_name, &s);
    if (code != KBS_OK) {
        zoning_suggestions_end(&s);
        return code;
    }
    return zoning_suggestions_fail(&s, FINDING_ZONING_NEIGHBOURHOOD_NEAR,
                                   FINDING_ZONING_NEIGHBOURHOOD_UNKNOWN, name_of(&s, key));
}

static bool take_same_name(int64_t id, const char *name, const char *loose, void *user)
{
    zoning_suggestions *s = user;
    (void)id;
    if (strcmp(loose, s->wanted) == 0) {
        zoning_suggest(s, name, 0);
    }
    return true;
}

kbs_code zoning_neighbourhood_unclear(zoning_state *state, const zoning_key *key)
{
    zoning_suggestions s;
    if (!zoning_suggestions_start(&s, state)) {
        return base_findings_no_memory(&state->city->error);
    }
    s.wanted = folded_name(&s, key);
    kbs_code code = store_name_each(state->city, take_same_name, &s);
    if (code != KBS_OK) {
        zoning_suggestions_end(&s);
        return code;
    }
    return zoning_suggestions_fail(&s, FINDING_ZONING_NEIGHBOURHOOD_AMBIGUOUS,
                                   FINDING_ZONING_NEIGHBOURHOOD_UNKNOWN, name_of(&s, key));
}

static bool take_of_block(int64_t neighbourhood, const char *parcel, void *user)
{
    zoning_suggestions *s = user;
    if (s->neighbourhood == 0 || s->neighbourhood == neighbourhood) {
        zoning_suggest(s, parcel, base_text_distance(s->wanted, parcel, 8));
    }
    return !s->no_memory;
}

kbs_code zoning_no_parcel(zoning_state *state, const zoning_key *key, int64_t neighbourhood,
                          const char *text)
{
    base_findings *report = &state->city->error;
    int64_t closed = 0;
    kbs_code code =
        store_parcel_closed_in(state->finder, neighbourhood, key->block, key->parcel, &closed);
    if (code != KBS_OK) {
        return code;
    }
    if (closed > 0) {
        base_buffer number;
        base_buffer_init(&number, 64);
        base_buffer_int(&number, closed);
        code = number.failed ? base_findings_no_memory(report)
                             : base_findings_fail_with(report, FINDING_ZONING_PARCEL_CLOSED, NULL,
                                                       text, number.data);
        base_buffer_release(&number);
        return code;
    }
    zoning_suggestions s;
    if (!zoning_suggestions_start(&s, state)) {
        return base_findings_no_memory(report);
    }
    s.wanted = key->parcel;
    s.neighbourhood = neighbourhood;
    code = store_parcel_block(state->finder, key->block, take_of_block, &s);
    if (code != KBS_OK) {
        zoning_suggestions_end(&s);
        return code;
    }
    return zoning_suggestions_fail(&s, FINDING_ZONING_PARCEL_NEAR, FINDING_ZONING_PARCEL_UNKNOWN,
                                   text);
}

kbs_code zoning_key_unclear(zoning_state *state, const zoning_key *key, const char *text)
{
    zoning_suggestions s;
    if (!zoning_suggestions_start(&s, state)) {
        return base_findings_no_memory(&state->city->error);
    }
    int64_t last_id = 0;
    kbs_code code = store_parcel_seek_key(state->finder, 0, key->block, key->parcel);
    while (code == KBS_OK && (code = store_parcel_step(state->finder)) == KBS_OK) {
        if (store_parcel_id(state->finder) != last_id) {
            int64_t id = store_parcel_neighbourhood(state->finder);
            const char *name = store_name_text(state->city, id);
            zoning_suggest(&s, name != NULL && name[0] != '\0' ? name : "-", 0);
            last_id = store_parcel_id(state->finder);
        }
    }
    if (code != KBS_END) {
        zoning_suggestions_end(&s);
        return code;
    }
    return zoning_suggestions_fail(&s, FINDING_ZONING_KEY_AMBIGUOUS, FINDING_ZONING_PARCEL_UNKNOWN,
                                   text);
}
