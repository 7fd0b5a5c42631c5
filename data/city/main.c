/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* kbs-make-city: a made-up Turkish town as shapefiles, the same bytes for the same number and
 * seed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "records.h"

static const char usage[] =
    "usage: kbs-make-city --parcels N [--seed S] [--encoding utf-8|cp1254] -o DIR\n"
    "Writes a made-up town of N parcels (1000 to 2000000) as shapefiles into the folder DIR,\n"
    "which must exist, and a list of its special cases, cases.csv.\n";

struct wishes {
    int64_t parcels;
    uint64_t seed;
    enum encoding encoding;
    const char *folder;
};

/* A whole number of at most 18 digits, or -1. */
static int64_t whole_number(const char *text)
{
    int64_t value = 0;
    int digits = 0;

    for (; text[digits] >= '0' && text[digits] <= '9' && digits < 18; digits++) {
        value = value * 10 + (text[digits] - '0');
    }
    return digits > 0 && text[digits] == '\0' ? value : -1;
}

static bool read_arguments(int argc, char **argv, struct wishes *w)
{
    *w = (struct wishes){ -1, 1, ENCODING_UTF8, NULL };
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *const value = argv[i + 1];

        if (strcmp(argv[i], "--parcels") == 0) {
            w->parcels = whole_number(value);
        } else if (strcmp(argv[i], "--seed") == 0) {
            const int64_t seed = whole_number(value);

            if (seed < 0) {
                return false;
            }
            w->seed = (uint64_t)seed;
        } else if (strcmp(argv[i], "--encoding") == 0 && strcmp(value, "cp1254") == 0) {
            w->encoding = ENCODING_CP1254;
        } else if (strcmp(argv[i], "--encoding") == 0 && strcmp(value, "utf-8") == 0) {
            w->encoding = ENCODING_UTF8;
        } else if (strcmp(argv[i], "-o") == 0) {
            w->folder = value;
        } else {
            return false;
        }
    }
    return argc % 2 == 1 && w->folder != NULL && w->parcels >= 1000 && w->parcels <= 2000000;
}

/* The town grows outwards; what no longer fits stays country. One parcel in eighteen is a field,
 * and the fields make the number exact. */
static void grow(struct records *r, struct town *t)
{
    const int64_t urban = t->parcels - t->parcels / 18;
    int refused = 0;

    for (int k = 0; k < t->quarter_count; k++) {
        struct quarter *q = &t->quarter[t->by_order[k]];
        const bool tight = urban - r->parcels < 4000;

        if (refused < 4 && (!tight || records_count_quarter(r, q) <= urban - r->parcels)) {
            records_write_quarter(r, q);
        } else {
            q->kind = QUARTER_RURAL;
            refused++;
        }
    }
    for (int k = 0; k < t->quarter_count && r->parcels < t->parcels; k++) {
        struct quarter *q = &t->quarter[t->by_order[k]];

        if (!q->built) {
            records_write_quarter(r, q);
        }
    }
    if (r->parcels != t->parcels) {
        city_fail("the town ran out of land");
    }
}

int main(int argc, char **argv)
{
    struct wishes wishes;
    static struct town town;
    struct layers layers;
    struct restrictions restrictions;

    if (!read_arguments(argc, argv, &wishes)) {
        (void)fputs(usage, stderr);
        return 2;
    }
    struct records *r = calloc(1, sizeof *r);

    if (r == NULL) {
        city_fail("out of memory");
    }
    town_plan(&town, wishes.parcels, wishes.seed);
    restrictions_make(&restrictions, &town);
    layers_create(&layers, wishes.folder, wishes.encoding);
    r->town = &town;
    r->layers = &layers;
    r->restrictions = &restrictions;
    r->next_block = 101;
    grow(r, &town);
    records_write_main_roads(r);
    restrictions_write(&restrictions, &town, &layers);
    layers_close(&layers);
    cases_write(&r->cases, wishes.folder);
    (void)printf("%lld parcels in %d blocks, %lld buildings, %lld addresses, %lld plan areas\n",
                 (long long)r->parcels, r->next_block - 101, (long long)r->buildings,
                 (long long)r->addresses, (long long)r->plans);
    mesh_free(&r->mesh);
    free(r);
    restrictions_free(&restrictions);
    town_free(&town);
    return 0;
}
