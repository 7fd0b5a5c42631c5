/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The zoning status by key. The normal case is one statement of SQLite, which sees one moment, and
 * no transaction. When that brings nothing, or brings shares that must be computed anew, everything
 * is done again inside a read transaction, so that the answer or the reason is of one moment
 * too. */
#include "zoning/status.h"

#include "zoning/key.h"
#include "zoning/missing.h"
#include "zoning/neighbourhood.h"
#include "zoning/past.h"
#include "zoning/state.h"

/* Tries to collect the parcel of the key: KBS_END when there is none. */
static kbs_code collect_by_key(zoning_state *state, const zoning_key *key, int64_t neighbourhood,
                               int64_t *more)
{
    kbs_code code = store_parcel_seek_key(state->finder, neighbourhood, key->block, key->parcel);
    return code == KBS_OK ? zoning_collect(state, more) : code;
}

/* In a read transaction: the answer, or the finding that says why there is none. */
static kbs_code answer_at_length(zoning_state *state, const zoning_key *key, const char *text,
                                 const kbs_zoning **out)
{
    int64_t neighbourhood = 0;
    int64_t more = 0;
    int64_t revision = 0;
    kbs_code code = store_city_revision(
        state->city, &revision); /* takes the snapshot, so that new names are seen */
    if (code != KBS_OK) {
        return code;
    }
    code = zoning_find_neighbourhood(state->city, key, &neighbourhood);
    if (code == KBS_NOT_FOUND) {
        return zoning_no_neighbourhood(state, key);
    }
    if (code == KBS_AMBIGUOUS) {
        return zoning_neighbourhood_unclear(state, key);
    }
    if (code == KBS_OK) {
        code = zoning_moment_is_now(&state->moment)
                   ? collect_by_key(state, key, neighbourhood, &more)
                   : zoning_collect_past_key(state, neighbourhood, key, &more);
    }
    if (code == KBS_END) {
        return zoning_no_parcel(state, key, neighbourhood, text);
    }
    if (code != KBS_OK) {
        return code;
    }
    return more != 0 ? zoning_key_unclear(state, key, text) : zoning_answer_collected(state, out);
}

static kbs_code answer(zoning_state *state, const zoning_key *key, const char *text,
                       const kbs_zoning **out)
{
    int64_t neighbourhood = 0;
    int64_t more = 0;
    kbs_code code = KBS_END;
    if (zoning_moment_is_now(&state->moment)) {
        code = zoning_find_neighbourhood(state->city, key, &neighbourhood);
        if (code == KBS_OK) {
            code = collect_by_key(state, key, neighbourhood, &more);
        }
        if (code == KBS_OK && more == 0 && !zoning_needs_computing(state)) {
            return zoning_answer_collected(state, out);
        }
    }
    if (code != KBS_OK && code != KBS_END && code != KBS_NOT_FOUND && code != KBS_AMBIGUOUS) {
        return code;
    }
    code = store_city_begin_read(state->city);
    if (code == KBS_OK) {
        code = answer_at_length(state, key, text, out);
        store_parcel_stop(state->finder);
        store_city_end_read(state->city);
    }
    return code;
}

kbs_code kbs_zoning_by_key(kbs_city *city, const char *key, const kbs_zoning **out)
{
    if (out != NULL) {
        *out = NULL;
    }
    zoning_state *state = NULL;
    zoning_key parsed;
    kbs_code code = store_city_enter(city);
    if (code != KBS_OK) {
        return code;
    }
    if (out == NULL || key == NULL) {
        kbs_finding finding = base_finding_of(FINDING_CALL_ARGUMENT);
        finding.field = out == NULL ? "out" : "key";
        finding.found = "NULL";
        finding.expected = out == NULL ? "a place for the answer" : "MAHALLE/ADA/PARSEL";
        return base_findings_fail(&city->error, &finding);
    }
    if (!zoning_key_parse(key, &parsed)) {
        return base_findings_fail_with(&city->error, FINDING_ZONING_KEY_FORM, NULL, key, NULL);
    }
    code = zoning_state_of(city, &state);
    return code == KBS_OK ? answer(state, &parsed, key, out) : code;
}
