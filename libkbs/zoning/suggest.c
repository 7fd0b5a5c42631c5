/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Lists of suggestions are short, sorted, and the same for the same city. */
#include "zoning/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define MOST_SUGGESTIONS 5u
#define MOST_LISTED 1000u
#define MOST_TEXT_BYTES 4096u

bool zoning_suggestions_start(zoning_suggestions *s, zoning_state *state)
{
    *s = (zoning_suggestions){ .state = state, .arena = base_arena_new() };
    return s->arena != NULL;
}

void zoning_suggestions_end(zoning_suggestions *s)
{
    base_arena_free(s->arena);
    base_free(s->items);
}

void zoning_suggest(zoning_suggestions *s, const char *text, size_t distance)
{
    void *items = s->items;
    bool grown = base_array_grow(&items, &s->capacity, s->count + 1, sizeof *s->items, MOST_LISTED);
    s->items = items;
    const char *copy = grown ? base_arena_text(s->arena, text) : NULL;
    if (copy == NULL) {
        s->no_memory = s->count < MOST_LISTED;
        return;
    }
    s->items[s->count++] = (zoning_suggestion){ copy, distance };
}

static int compare_suggestions(const void *a, const void *b)
{
    const zoning_suggestion *p = a;
    const zoning_suggestion *q = b;
    if (p->distance != q->distance) {
        return p->distance < q->distance ? -1 : 1;
    }
    return base_text_compare(p->text, q->text);
}

/* The best few, each once, with commas. */
static void list(zoning_suggestions *s, base_buffer *out)
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
kbs_code zoning_suggestions_fail(zoning_suggestions *s, base_finding_code with,
                                 base_finding_code without, const char *found)
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
    zoning_suggestions_end(s);
    return code;
}
