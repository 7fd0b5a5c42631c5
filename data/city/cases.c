/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The special cases that a city is made to hold. */
#include <stdio.h>

#include "cases.h"
#include "shape.h"

struct case_text {
    const char *name;
    const char *note;
};

/* In the order of enum city_case. */
static const struct case_text texts[CASE_COUNT] = {
    { "l-shape", "L-shaped: takes the rear of its neighbour" },
    { "concave", "U-shaped: surrounds the rear of a neighbour's front parcel" },
    { "flag", "flag lot: reaches its road by a strip 2 to 5 m wide" },
    { "landlocked", "touches no road" },
    { "lettered", "made by a division that kept the number and added a letter" },
    { "hole", "has a hole: a transformer parcel lies inside" },
    { "transformer", "transformer parcel inside another parcel" },
    { "triangle", "three corners" },
    { "corner", "lies at the corner of two roads" },
    { "through", "reaches from one road to the road behind" },
    { "beside-park", "shares a side with a park, no road between" },
    { "curved-front", "its front is a curve of many vertices" },
    { "split-plan", "cut by the border of two plan areas" },
    { "plan-road", "a strip of it lies in a road of the plan (yola terk)" },
    { "partly-unplanned", "the plan ends inside it" },
    { "plan-overlap", "two plan areas overlap here by 0.60 m" },
    { "two-restrictions", "touched by at least two restrictions" },
    { "block-zero", "rural parcel, block 0, outside the plan" },
    { "area-misfit", "registered and computed area differ by more than the legal tolerance" }
};

bool cases_want(struct cases *c, enum city_case which, struct random *r, double chance)
{
    const bool drawn = random_chance(r, chance);

    /* whether a border of the plan cuts a parcel well is only known once the block is written */
    const bool by_list = which >= CASE_SPLIT_PLAN && which <= CASE_PLAN_OVERLAP;

    return (by_list ? c->listed[which] : c->made[which]) == 0 || drawn;
}

bool cases_full(const struct cases *c, enum city_case which)
{
    return c->listed[which] >= CASES_EACH;
}

void cases_list(struct cases *c, enum city_case which, const char *neighbourhood, const char *block,
                const char *parcel)
{
    if (cases_full(c, which)) {
        return;
    }
    struct case_entry *e = &c->entry[which][c->listed[which]++];

    (void)snprintf(e->neighbourhood, sizeof e->neighbourhood, "%s", neighbourhood);
    (void)snprintf(e->block, sizeof e->block, "%s", block);
    (void)snprintf(e->parcel, sizeof e->parcel, "%s", parcel);
}

void cases_write(const struct cases *c, const char *folder)
{
    char path[4096];

    if (snprintf(path, sizeof path, "%s/cases.csv", folder) >= (int)sizeof path) {
        city_fail("the name of the folder is too long");
    }
    FILE *f = fopen(path, "wb");

    if (f == NULL) {
        city_fail("cannot write cases.csv");
    }
    (void)fprintf(f, "case,neighbourhood,block,parcel,note\n");
    for (int i = 0; i < CASE_COUNT; i++) {
        for (int k = 0; k < c->listed[i]; k++) {
            const struct case_entry *e = &c->entry[i][k];

            (void)fprintf(f, "%s,%s,%s,%s,\"%s\"\n", texts[i].name, e->neighbourhood, e->block,
                          e->parcel, texts[i].note);
        }
    }
    const int bad = ferror(f);

    if (fclose(f) != 0 || bad) {
        city_fail("cannot write cases.csv");
    }
}
