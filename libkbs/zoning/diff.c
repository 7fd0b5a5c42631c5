/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Two revisions compared: each key that can have another answer is answered on both, and the answers are compared. */
#include "zoning/diff.h"

#include "zoning/past.h"
#include "zoning/status.h"

/* The answer about a row on a revision; NULL when there is none. */
static kbs_code answer_on(zoning_state *state, int64_t revision, int64_t id, const kbs_zoning **out)
{
    *out = NULL;
    state->moment.known_on = revision;
    kbs_code code = id != 0 ? zoning_collect_id(state, id) : KBS_END;
    if (code == KBS_OK) {
        code = zoning_answer_collected(state, out);
    }
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code visit_key(zoning_state *state, const zoning_diff_key *key, int64_t from, int64_t to,
                          kbs_zoning_change_cb visit, void *user)
{
    kbs_zoning_change change = { .from = from, .to = to };
    kbs_code code = answer_on(state, from, key->from_id, &change.before);
    if (code == KBS_OK) {
        code = answer_on(state, to, key->to_id, &change.after);
    }
    bool same = change.before == NULL || change.after == NULL
                    ? change.before == change.after
                    : zoning_answers_are_same(change.before, change.after);
    if (code == KBS_OK && !same && !visit(&change, user)) {
        code =
            base_findings_fail_with(&state->city->error, FINDING_CALL_CANCELLED, NULL, NULL, NULL);
    }
    kbs_zoning_free(change.before);
    kbs_zoning_free(change.after);
    return code;
}

static kbs_code compare(zoning_state *state, const char *from_text, const char *to_text,
                        kbs_zoning_change_cb visit, void *user)
{
    int64_t from = 0, to = 0;
    zoning_diff_keys keys = { 0 };
    kbs_code code = zoning_read_revision(state->city, from_text, &from);
    if (code == KBS_OK) {
        code = zoning_read_revision(state->city, to_text, &to);
    }
    if (code == KBS_OK && from != to) {
        code = zoning_diff_keys_find(&keys, state, from, to);
    }
    for (size_t i = 0; code == KBS_OK && i < keys.count; i++) {
        code = visit_key(state, &keys.items[i], from, to, visit, user);
    }
    zoning_diff_keys_release(&keys);
    return code;
}

kbs_code kbs_zoning_diff(kbs_city *city, const char *from, const char *to,
                         kbs_zoning_change_cb visit, void *user)
{
    zoning_state *state = NULL;
    kbs_code code = store_city_enter(city);
    if (code != KBS_OK) {
        return code;
    }
    if (from == NULL || to == NULL || visit == NULL) {
        kbs_finding finding = base_finding_of(FINDING_CALL_ARGUMENT);
        finding.field = from == NULL ? "from" : (to == NULL ? "to" : "visit");
        finding.found = "NULL";
        finding.expected = from == NULL || to == NULL ? "a revision or a time" : "a function";
        return base_findings_fail(&city->error, &finding);
    }
    code = zoning_state_of(city, &state);
    if (code == KBS_OK) {
        code = store_city_begin_read(city);
    }
    if (code == KBS_OK) {
        zoning_moment kept = state->moment;
        code = compare(state, from, to, visit, user);
        state->moment = kept;
        store_city_end_read(city);
    }
    return code;
}
