/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Setting the clocks, and what a plan is on a day. */
#include "zoning/clocks.h"

#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "store/revision.h"
#include "zoning/state.h"
#include "zoning/status.h"

bool zoning_moment_is_now(const zoning_moment *moment)
{
    return moment->known_on == 0 && moment->valid_on.year == 0;
}

static const store_value *value_of(const store_scanned *row, const char *name)
{
    int at = store_kind_field(store_kind_of(KBS_PLAN_AREA), name);
    return at >= 0 ? &row->values[at] : NULL;
}

static bool is_text(const store_value *value, const char *text)
{
    return value != NULL && value->type == STORE_VALUE_TEXT && value->length == strlen(text) &&
           memcmp(value->text, text, value->length) == 0;
}

/* Year 0 when the row does not give it. */
static kbs_date date_of(const store_scanned *row, const char *name)
{
    kbs_date date = { 0 };
    const store_value *value = value_of(row, name);
    if (value == NULL || value->type != STORE_VALUE_TEXT ||
        !base_date_parse(value->text, value->length, &date)) {
        date.year = 0;
    }
    return date;
}

zoning_standing zoning_plan_standing(const store_scanned *row, kbs_date on)
{
    const store_value *status = value_of(row, "plan_status");
    kbs_date from = date_of(row, "valid_from"), until = date_of(row, "valid_until");
    bool on_display = is_text(status, "on-display");
    if (from.year == 0 && !on_display) {
        from = date_of(row, "approval_date");
    }
    bool begun = from.year == 0 || base_date_compare(from, on) <= 0;
    bool ended = until.year != 0 && base_date_compare(until, on) <= 0;
    if (!begun || ended || is_text(status, "annulled") ||
        (is_text(status, "superseded") && until.year == 0)) {
        return ZONING_STANDS_NOT;
    }
    return on_display ? ZONING_ON_DISPLAY : ZONING_STANDS;
}

static kbs_code refuse(kbs_city *city, base_finding_code code, const char *found)
{
    return base_findings_fail_with(&city->error, code, NULL, found, NULL);
}

static bool keep_nothing(const kbs_revision *revision, void *user)
{
    (void)revision;
    (void)user;
    return true;
}

/* "2026", "2026-01", "2026-01-31", "2026-01-31T09:15:00", with or without Z: the whole of what is named counts. */
static bool is_time(const char *text, size_t *length)
{
    static const char *const form = "dddd-dd-ddTdd:dd:dd";
    size_t at = 0;
    for (; text[at] != '\0' && text[at] != 'Z'; at++) {
        bool digit = text[at] >= '0' && text[at] <= '9';
        char wanted = at < strlen(form) ? form[at] : '\0';
        if (wanted == '\0' || (wanted == 'd' ? !digit : text[at] != wanted)) {
            return false;
        }
    }
    *length = at;
    return (at == 10 || at == 16 || at == 19) && (text[at] == '\0' || text[at + 1] == '\0');
}

kbs_code zoning_read_revision(kbs_city *city, const char *text, int64_t *out)
{
    size_t length = strlen(text);
    if (length > 0 && length <= 9 && strspn(text, "0123456789") == length) {
        kbs_code code = base_number_parse_int(text, length, out) && *out > 0
                            ? store_revision_by_id(city, *out, keep_nothing, NULL)
                            : KBS_NOT_FOUND;
        return code == KBS_NOT_FOUND ? refuse(city, FINDING_CLOCK_REVISION_UNKNOWN, text) : code;
    }
    if (!is_time(text, &length)) {
        return refuse(city, FINDING_CLOCK_TIME_FORM, text);
    }
    kbs_code code = store_revision_at(city, text, length, out);
    return code == KBS_OK && *out == 0 ? refuse(city, FINDING_CLOCK_TIME_BEFORE, text) : code;
}

kbs_code kbs_zoning_clocks_set(kbs_city *city, const kbs_zoning_clocks *clocks)
{
    zoning_state *state = NULL;
    zoning_moment moment = { 0 };
    kbs_code code = store_city_enter(city);
    if (code == KBS_OK) {
        code = zoning_state_of(city, &state);
    }
    if (code == KBS_OK && clocks != NULL && clocks->known_on != NULL) {
        code = zoning_read_revision(city, clocks->known_on, &moment.known_on);
    }
    if (code == KBS_OK && clocks != NULL && clocks->valid_on != NULL &&
        !base_date_parse(clocks->valid_on, strlen(clocks->valid_on), &moment.valid_on)) {
        code = refuse(city, FINDING_CLOCK_DATE_FORM, clocks->valid_on);
    }
    if (code == KBS_OK) {
        state->moment = moment;
    }
    return code;
}
