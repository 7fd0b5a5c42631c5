/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The zoning status by address: the parcel in which the address point lies. Several addresses may answer a question (a street in two
 * neighbourhoods, a cadde and a sokak of one name, a door imported twice); it is answered when they lie in one parcel. */
#include <string.h>

#include "base/text.h"
#include "geo/blob.h"
#include "store/names.h"
#include "store/scan.h"
#include "zoning/address_list.h"
#include "zoning/address_text.h"
#include "zoning/missing.h"
#include "zoning/neighbourhood.h"
#include "zoning/point.h"
#include "zoning/status.h"
#include "zoning/suggest.h"

#define MOST_FOLDED_BYTES 65536u
#define MOST_DISTANCE 3u
#define MOST_MATCHES 1000u

/* A question on its way. */
typedef struct asking {
    zoning_state *state;
    const char *text; /* as it was asked */
    zoning_address parts;
    int64_t neighbourhood; /* 0 = any */
    base_buffer street, exact, door;
    const char *kind;
    const zoning_address_list *list;
    const zoning_door *found[MOST_MATCHES];
    size_t found_count;
    bool street_is_there;
} asking;

static const char *text_of(const base_buffer *buffer)
{
    return buffer->data == NULL ? "" : buffer->data;
}

static bool in_neighbourhood(const asking *a, const zoning_street *street)
{
    return a->neighbourhood == 0 || street->neighbourhood == a->neighbourhood;
}

/* How well a street is meant: 0 not; 1 a word for its kind is missing on one side; 2 as it is written. */
static int fit(const asking *a, const zoning_street *street)
{
    if (strcmp(street->folded, text_of(&a->street)) != 0) {
        return 0;
    }
    if (strcmp(street->kind, a->kind) == 0) {
        return 2;
    }
    return street->kind[0] == '\0' || a->kind[0] == '\0' ? 1 : 0;
}

/* Does the street fold exactly to what was asked? It tells Işık from İşik where the city has both. */
static bool is_exact(const asking *a, const zoning_street *street)
{
    base_buffer exact;
    base_buffer_init(&exact, MOST_FOLDED_BYTES);
    base_text_fold(&exact, street->text, strlen(street->text));
    bool same = !exact.failed && strcmp(text_of(&exact), text_of(&a->exact)) == 0;
    base_buffer_release(&exact);
    return same;
}

static bool has_door(const asking *a, const zoning_street *street, const char *number)
{
    bool has = false;
    for (size_t i = street->first_door; !has && i < street->end_door; i++) {
        has = strcmp(a->list->doors[i].folded, number) == 0;
    }
    return has;
}

/* Keeps the doors of a street that have this number. */
static void take_doors(asking *a, const zoning_street *street, const char *number)
{
    for (size_t i = street->first_door; i < street->end_door; i++) {
        const zoning_door *door = &a->list->doors[i];
        if (strcmp(door->folded, number) == 0 && a->found_count < MOST_MATCHES) {
            a->found[a->found_count++] = door;
        }
    }
}

/* The doors of the streets that fit best: of those that have the number at all. */
static void find_doors(asking *a, const char *number)
{
    int best = 0;
    for (size_t i = 0; i < a->list->street_count; i++) {
        const zoning_street *street = &a->list->streets[i];
        int now = in_neighbourhood(a, street) ? fit(a, street) : 0;
        now += now == 2 && is_exact(a, street) ? 1 : 0;
        a->street_is_there = a->street_is_there || now > 0;
        if (now > 0 && now >= best && has_door(a, street, number)) {
            a->found_count = now > best ? 0 : a->found_count;
            best = now;
            take_doors(a, street, number);
        }
    }
}

/* A flat "12/3" is in the house 12. */
static void find_house(asking *a)
{
    const char *door = text_of(&a->door);
    const char *slash = strrchr(door, '/');
    find_doors(a, door);
    if (a->found_count == 0 && slash != NULL) {
        char house[64];
        size_t length = (size_t)(slash - door);
        if (length < sizeof house) {
            memcpy(house, door, length);
            house[length] = '\0';
            find_doors(a, house);
        }
    }
}

/* "Çınar, Atatürk Caddesi", the neighbourhood only where the question had none, or another. */
static void add_street_name(const asking *a, const zoning_street *street, base_buffer *out)
{
    const char *name = in_neighbourhood(a, street) && a->neighbourhood != 0
                           ? NULL
                           : store_name_text(a->state->city, street->neighbourhood);
    if (name != NULL && name[0] != '\0') {
        base_buffer_text(out, name);
        base_buffer_text(out, ", ");
    }
    base_buffer_text(out, street->text);
}

static void suggest_street(zoning_suggestions *s, const asking *a, const zoning_street *street,
                           size_t distance)
{
    base_buffer text;
    base_buffer_init(&text, MOST_FOLDED_BYTES);
    add_street_name(a, street, &text);
    s->no_memory = s->no_memory || text.failed;
    zoning_suggest(s, text_of(&text), distance);
    base_buffer_release(&text);
}

/* Streets whose names differ by little, or go on where the question ends; the same street in other neighbourhoods too. */
static kbs_code no_street(asking *a)
{
    zoning_suggestions s;
    if (!zoning_suggestions_start(&s, a->state)) {
        return base_findings_no_memory(&a->state->city->error);
    }
    const char *wanted = text_of(&a->street);
    for (size_t i = 0; i < a->list->street_count; i++) {
        const zoning_street *street = &a->list->streets[i];
        size_t distance = base_text_distance(wanted, street->folded, MOST_DISTANCE);
        bool begins = strlen(wanted) >= 2 && strncmp(street->folded, wanted, strlen(wanted)) == 0;
        distance = begins && distance > 1 ? 1 : distance;
        if (distance < MOST_DISTANCE && (in_neighbourhood(a, street) || distance == 0)) {
            suggest_street(&s, a, street, distance);
        }
    }
    base_finding_code without =
        a->list->door_count == 0 ? FINDING_ADDRESS_NONE : FINDING_ADDRESS_STREET_UNKNOWN;
    return zoning_suggestions_fail(&s, FINDING_ADDRESS_STREET_NEAR, without, a->text);
}

static size_t number_of(const char *door)
{
    size_t value = 0;
    for (; *door >= '0' && *door <= '9' && value < 1000000; door++) {
        value = value * 10 + (size_t)(*door - '0');
    }
    return value;
}

/* The nearest numbers of the street. */
static kbs_code no_door(asking *a)
{
    zoning_suggestions s;
    if (!zoning_suggestions_start(&s, a->state)) {
        return base_findings_no_memory(&a->state->city->error);
    }
    size_t wanted = number_of(text_of(&a->door));
    for (size_t i = 0; i < a->list->door_count; i++) {
        const zoning_door *door = &a->list->doors[i];
        const zoning_street *street = &a->list->streets[door->street];
        if (in_neighbourhood(a, street) && fit(a, street) > 0) {
            size_t number = number_of(door->folded);
            zoning_suggest(&s, door->text, number > wanted ? number - wanted : wanted - number);
        }
    }
    return zoning_suggestions_fail(&s, FINDING_ADDRESS_DOOR_NEAR, FINDING_ADDRESS_DOOR_UNKNOWN,
                                   a->text);
}

static kbs_code collect_parcel(zoning_state *state, int64_t id)
{
    int64_t more;
    kbs_code code = store_parcel_seek_id(state->finder, id);
    return code == KBS_OK ? zoning_collect(state, &more) : code;
}

/* "Çınar, Atatürk Caddesi 5 (Çınar/101/5)" */
static kbs_code suggest_door(zoning_suggestions *s, asking *a, const zoning_door *door)
{
    zoning_state *state = a->state;
    base_buffer text;
    base_buffer_init(&text, MOST_FOLDED_BYTES);
    add_street_name(a, &a->list->streets[door->street], &text);
    base_buffer_char(&text, ' ');
    base_buffer_text(&text, door->text);
    kbs_code code = door->parcel != 0 ? collect_parcel(state, door->parcel) : KBS_END;
    if (code == KBS_OK) {
        const store_parcel *row = &state->collected.row;
        const char *name = store_name_text(state->city, row->neighbourhood);
        base_buffer_text(&text, " (");
        base_buffer_text(&text, name != NULL ? name : "");
        base_buffer_char(&text, '/');
        base_buffer_text(&text, row->block);
        base_buffer_char(&text, '/');
        base_buffer_text(&text, row->parcel);
        base_buffer_char(&text, ')');
    }
    s->no_memory = s->no_memory || text.failed;
    zoning_suggest(s, text_of(&text), 0);
    base_buffer_release(&text);
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code unclear(asking *a)
{
    zoning_suggestions s;
    kbs_code code = KBS_OK;
    if (!zoning_suggestions_start(&s, a->state)) {
        return base_findings_no_memory(&a->state->city->error);
    }
    for (size_t i = 0; code == KBS_OK && i < a->found_count; i++) {
        code = suggest_door(&s, a, a->found[i]);
    }
    if (code != KBS_OK) {
        zoning_suggestions_end(&s);
        return code;
    }
    return zoning_suggestions_fail(&s, FINDING_ADDRESS_AMBIGUOUS, FINDING_ADDRESS_OUTSIDE, a->text);
}

static bool take_place(const store_scanned *row, void *user)
{
    kbs_box *box = user;
    if (geo_blob_box(row->blob, row->blob_length, box) != GEO_BLOB_OK) {
        *box = geo_box_empty();
    }
    return true;
}

/* At another time the place of the address may have lain in another parcel. */
static kbs_code answer_past(asking *a, int64_t parcel, const kbs_zoning **out)
{
    kbs_box box = geo_box_empty();
    const zoning_door *door = a->found[0];
    for (size_t i = 0; i < a->found_count && door->parcel != parcel; i++) {
        door = a->found[i];
    }
    kbs_code code = store_row_by_id(a->state->city, KBS_ADDRESS, door->id, take_place, &box);
    if (code != KBS_OK || geo_box_is_empty(box)) {
        return code == KBS_OK || code == KBS_NOT_FOUND
                   ? base_findings_fail_with(&a->state->city->error, FINDING_CITY_DAMAGED,
                                             a->state->city->path, "address", NULL)
                   : code;
    }
    return zoning_answer_at(a->state, (geo_vertex){ box.east_min, box.north_min }, out);
}

/* Addresses that lie in no parcel say nothing when another does. */
static kbs_code answer_found(asking *a, const kbs_zoning **out)
{
    int64_t parcel = 0;
    for (size_t i = 0; i < a->found_count; i++) {
        int64_t id = a->found[i]->parcel;
        if (id != 0 && parcel != 0 && id != parcel) {
            return unclear(a);
        }
        parcel = id != 0 ? id : parcel;
    }
    if (parcel != 0 && !zoning_moment_is_now(&a->state->moment)) {
        return answer_past(a, parcel, out);
    }
    kbs_code code = parcel != 0 ? collect_parcel(a->state, parcel) : KBS_END;
    if (code == KBS_END) {
        return base_findings_fail_with(&a->state->city->error, FINDING_ADDRESS_OUTSIDE, NULL,
                                       a->text, NULL);
    }
    return code == KBS_OK ? zoning_answer_collected(a->state, out) : code;
}

static kbs_code answer(asking *a, const kbs_zoning **out)
{
    zoning_key name = { .neighbourhood = a->parts.neighbourhood,
                        .neighbourhood_length = a->parts.neighbourhood_length };
    kbs_code code = zoning_address_list_of(a->state, &a->list); /* takes the snapshot */
    if (code == KBS_OK) {
        code = zoning_find_neighbourhood(a->state->city, &name, &a->neighbourhood);
    }
    if (code == KBS_NOT_FOUND) {
        return zoning_no_neighbourhood(a->state, &name);
    }
    if (code == KBS_AMBIGUOUS) {
        return zoning_neighbourhood_unclear(a->state, &name);
    }
    if (code != KBS_OK) {
        return code;
    }
    find_house(a);
    if (a->found_count == 0) {
        return a->street_is_there ? no_door(a) : no_street(a);
    }
    return answer_found(a, out);
}

static bool fold_question(asking *a)
{
    base_buffer_init(&a->street, MOST_FOLDED_BYTES);
    base_buffer_init(&a->exact, MOST_FOLDED_BYTES);
    base_buffer_init(&a->door, MOST_FOLDED_BYTES);
    a->kind = zoning_street_fold(&a->street, a->parts.street, a->parts.street_length);
    base_text_fold(&a->exact, a->parts.street, a->parts.street_length);
    zoning_door_fold(&a->door, a->parts.door, a->parts.door_length);
    return !a->street.failed && !a->exact.failed && !a->door.failed;
}

static kbs_code ask(zoning_state *state, const char *text, const zoning_address *parts,
                    const kbs_zoning **out)
{
    kbs_city *city = state->city;
    asking *a = base_new(sizeof *a);
    if (a == NULL) {
        return base_findings_no_memory(&city->error);
    }
    a->state = state;
    a->text = text;
    a->parts = *parts;
    kbs_code code =
        fold_question(a) ? store_city_begin_read(city) : base_findings_no_memory(&city->error);
    if (code == KBS_OK) {
        code = answer(a, out);
        store_parcel_stop(state->finder);
        store_city_end_read(city);
    }
    base_buffer_release(&a->street);
    base_buffer_release(&a->exact);
    base_buffer_release(&a->door);
    base_free(a);
    return code;
}

kbs_code kbs_zoning_by_address(kbs_city *city, const char *address, const kbs_zoning **out)
{
    zoning_state *state = NULL;
    zoning_address parts;
    if (out != NULL) {
        *out = NULL;
    }
    kbs_code code = store_city_enter(city);
    if (code != KBS_OK) {
        return code;
    }
    if (out == NULL || address == NULL) {
        kbs_finding finding = base_finding_of(FINDING_CALL_ARGUMENT);
        finding.field = out == NULL ? "out" : "address";
        finding.found = "NULL";
        finding.expected = out == NULL ? "a place for the answer" : "Mahalle, Sokak, No";
        return base_findings_fail(&city->error, &finding);
    }
    if (!zoning_address_parse(address, &parts)) {
        return base_findings_fail_with(&city->error, FINDING_ADDRESS_FORM, NULL, address, NULL);
    }
    code = zoning_state_of(city, &state);
    return code == KBS_OK ? ask(state, address, &parts, out) : code;
}
