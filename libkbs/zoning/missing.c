/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Suggestions: names that differ by a few letters, other parcels of the block, the neighbourhoods
 * of a key. Lists are short, sorted, and the same for the same city. */
#include "zoning/missing.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/names.h"

#define MOST_SUGGESTIONS 5u
#define MOST_LISTED 1000u
#define MOST_DISTANCE 3u
#define MOST_TEXT_BYTES 4096u

typedef struct suggestion {
    const char *text; /* in the arena */
    size_t distance;  /* smaller comes first */
} suggestion;

typedef struct suggestions {
    zoning_state *state;
    base_arena *arena;
    suggestion *items;
    size_t count, capacity;
    bool no_memory;
    const char *wanted;    /* what was looked for, loosely folded, or the parcel number */
    int64_t neighbourhood; /* of the block; 0 = any */
} suggestions;

static bool start(suggestions *s, zoning_state *state)
{
    *s = (suggestions){ .state = state, .arena = base_arena_new() };
    return s->arena != NULL;
}

static void end(suggestions *s)
{
    base_arena_free(s->arena);
    base_free(s->items);
}

static void suggest(suggestions *s, const char *text, size_t distance)
{
    void *items = s->items;
    bool grown = base_array_grow(&items, &s->capacity, s->count + 1, sizeof *s->items, MOST_LISTED);
    s->items = items;
    const char *copy = grown ? base_arena_text(s->arena, text) : NULL;
    if (copy == NULL) {
        s->no_memory = s->count < MOST_LISTED;
        return;
    }
    s->items[s->count++] = (suggestion){ copy, distance };
}

static int compare_suggestions(const void *a, const void *b)
{
    const suggestion *p = a;
    const suggestion *q = b;
    if (p->distance != q->distance) {
        return p->distance < q->distance ? -1 : 1;
    }
    return base_text_compare(p->text, q->text);
}

/* The best few, each once, with commas. */
static void list(suggestions *s, base_buffer *out)
{
    size_t listed = 0;
    if (s->count > 1) {
        qsort(s->items, s->count, sizeof *s->items, compare_suggestions);
    }
    for (size_t i = 0; i < s->count; i++) {
        if (i > 0 && strcmp(s->items[i].text, s->items[i - 1].text) == 0) {
            continue;
        }
        if (listed == MOST_SUGGESTIONS) {
            base_buffer_text(out, ", …");
            break;
        }
        base_buffer_text(out, listed > 0 ? ", " : "");
        base_buffer_text(out, s->items[i].text);
        listed++;
    }
}

/* Ends the suggestions with a finding: `with` when there are some, else `without`. */
static kbs_code fail(suggestions *s, base_finding_code with, base_finding_code without,
                     const char *found)
{
    base_findings *report = &s->state->city->error;
    base_buffer text;
    base_buffer_init(&text, MOST_TEXT_BYTES);
    list(s, &text);
    bool no_memory = s->no_memory || s->arena == NULL || text.failed;
    kbs_code code = no_memory ? base_findings_no_memory(report)
                              : base_findings_fail_with(report, s->count > 0 ? with : without, NULL,
                                                        found, s->count > 0 ? text.data : NULL);
    base_buffer_release(&text);
    end(s);
    return code;
}

static const char *name_of(suggestions *s, const zoning_key *key)
{
    const char *name = base_arena_text_n(s->arena, key->neighbourhood, key->neighbourhood_length);
    s->no_memory = s->no_memory || name == NULL;
    return name != NULL ? name : "";
}

/* The loosely folded name that was asked for, in the arena. */
static const char *folded_name(suggestions *s, const zoning_key *key)
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
    suggestions *s = user;
    (void)id;
    size_t distance = base_text_distance(s->wanted, loose, MOST_DISTANCE);
    bool begins = s->wanted[0] != '\0' && strncmp(loose, s->wanted, strlen(s->wanted)) == 0;
    if (distance < MOST_DISTANCE || begins) {
        suggest(s, name, begins ? 0 : distance);
    }
    return true;
}

kbs_code zoning_no_neighbourhood(zoning_state *state, const zoning_key *key)
{
    suggestions s;
    if (!start(&s, state)) {
        return base_findings_no_memory(&state->city->error);
    }
    s.wanted = folded_name(&s, key);
    kbs_code code = store_name_each(state->city, take_near_name, &s);
    if (code != KBS_OK) {
        end(&s);
        return code;
    }
    return fail(&s, FINDING_ZONING_NEIGHBOURHOOD_NEAR, FINDING_ZONING_NEIGHBOURHOOD_UNKNOWN,
                name_of(&s, key));
}

static bool take_same_name(int64_t id, const char *name, const char *loose, void *user)
{
    suggestions *s = user;
    (void)id;
    if (strcmp(loose, s->wanted) == 0) {
        suggest(s, name, 0);
    }
    return true;
}

kbs_code zoning_neighbourhood_unclear(zoning_state *state, const zoning_key *key)
{
    suggestions s;
    if (!start(&s, state)) {
        return base_findings_no_memory(&state->city->error);
    }
    s.wanted = folded_name(&s, key);
    kbs_code code = store_name_each(state->city, take_same_name, &s);
    if (code != KBS_OK) {
        end(&s);
        return code;
    }
    return fail(&s, FINDING_ZONING_NEIGHBOURHOOD_AMBIGUOUS, FINDING_ZONING_NEIGHBOURHOOD_UNKNOWN,
                name_of(&s, key));
}

static bool take_of_block(int64_t neighbourhood, const char *parcel, void *user)
{
    suggestions *s = user;
    if (s->neighbourhood == 0 || s->neighbourhood == neighbourhood) {
        suggest(s, parcel, base_text_distance(s->wanted, parcel, 8));
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
    suggestions s;
    if (!start(&s, state)) {
        return base_findings_no_memory(report);
    }
    s.wanted = key->parcel;
    s.neighbourhood = neighbourhood;
    code = store_parcel_block(state->finder, key->block, take_of_block, &s);
    if (code != KBS_OK) {
        end(&s);
        return code;
    }
    return fail(&s, FINDING_ZONING_PARCEL_NEAR, FINDING_ZONING_PARCEL_UNKNOWN, text);
}

kbs_code zoning_key_unclear(zoning_state *state, const zoning_key *key, const char *text)
{
    suggestions s;
    if (!start(&s, state)) {
        return base_findings_no_memory(&state->city->error);
    }
    int64_t last_id = 0;
    kbs_code code = store_parcel_seek_key(state->finder, 0, key->block, key->parcel);
    while (code == KBS_OK && (code = store_parcel_step(state->finder)) == KBS_OK) {
        if (store_parcel_id(state->finder) != last_id) {
            int64_t id = store_parcel_neighbourhood(state->finder);
            const char *name = store_name_text(state->city, id);
            suggest(&s, name != NULL && name[0] != '\0' ? name : "-", 0);
            last_id = store_parcel_id(state->finder);
        }
    }
    if (code != KBS_END) {
        end(&s);
        return code;
    }
    return fail(&s, FINDING_ZONING_KEY_AMBIGUOUS, FINDING_ZONING_PARCEL_UNKNOWN, text);
}
