/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* bench_site CITY [QUESTIONS]: edges and buildable areas of a city that was imported before, which stays as it is: all parcels
 * without and with geometry, then single ones. Each line gives the time on the clock and the processor time, which a busy
 * machine does not change. */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "bench_common.h"

typedef struct tally {
    int64_t *ids;
    size_t count, capacity;
    size_t edges, classes[6], parts, envelopes, least, subtractions;
    double envelope_m2, base_m2;
} tally;

static bool take(const kbs_site *site, void *user)
{
    tally *t = user;
    if (t->count == t->capacity) {
        size_t capacity = t->capacity == 0 ? 1024 : 2 * t->capacity;
        int64_t *ids = realloc(t->ids, capacity * sizeof *ids);
        if (ids == NULL) {
            return false;
        }
        t->ids = ids;
        t->capacity = capacity;
    }
    t->ids[t->count++] = site->parcel_id;
    t->edges += site->edge_count;
    for (size_t i = 0; i < site->edge_count; i++) {
        t->classes[site->edges[i].edge_class]++;
    }
    for (size_t i = 0; i < site->buildable_count; i++) {
        const kbs_buildable *b = &site->buildable[i];
        t->parts++;
        t->envelopes += b->has_envelope;
        t->least += b->is_least;
        t->subtractions += b->subtraction_count;
        t->envelope_m2 += b->has_envelope ? b->envelope.area_m2 : 0;
        t->base_m2 += b->base_area_m2 != KBS_NO_VALUE ? b->base_area_m2 : 0;
    }
    return true;
}

static int run_all(kbs_city *city, bool geometry, tally *t)
{
    double clock = bench_seconds(CLOCK_MONOTONIC), cpu = bench_seconds(CLOCK_PROCESS_CPUTIME_ID);
    if (kbs_zoning_site_all(city, geometry, take, t) != KBS_OK) {
        return bench_fail("bench_site", city, "all sites");
    }
    clock = bench_seconds(CLOCK_MONOTONIC) - clock;
    cpu = bench_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("all sites, %s geometry: %zu in %.2f s, processor %.2f s, %.1f us a parcel\n",
           geometry ? "with" : "without", t->count, clock, cpu, cpu * 1e6 / (double)t->count);
    return 0;
}

static void print_tally(const tally *t)
{
    printf("edges %zu: front %zu, side %zu, rear %zu, attached %zu, undetermined %zu\n", t->edges,
           t->classes[KBS_EDGE_FRONT], t->classes[KBS_EDGE_SIDE], t->classes[KBS_EDGE_REAR],
           t->classes[KBS_EDGE_ATTACHED], t->classes[KBS_EDGE_UNDETERMINED]);
    printf("parts %zu, with an envelope %zu, of these least %zu; subtractions %zu\n", t->parts,
           t->envelopes, t->least, t->subtractions);
    printf("envelopes %.2f m2, bases %.2f m2\n", t->envelope_m2, t->base_m2);
}

static int compare(const void *a, const void *b)
{
    double p = *(const double *)a;
    double q = *(const double *)b;
    return (p > q) - (p < q);
}

static int run_single(kbs_city *city, const tally *t, size_t questions)
{
    double *micros = calloc(questions, sizeof *micros);
    unsigned long long state = 1;
    if (micros == NULL || t->count == 0) {
        free(micros);
        return bench_fail("bench_site", NULL, "no parcels or no memory");
    }
    for (size_t i = 0; i < questions; i++) {
        const kbs_site *site = NULL;
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        double before = bench_seconds(CLOCK_MONOTONIC);
        kbs_code code = kbs_zoning_site(city, t->ids[(size_t)(state >> 33) % t->count], &site);
        micros[i] = (bench_seconds(CLOCK_MONOTONIC) - before) * 1e6;
        kbs_site_free(site);
        if (code != KBS_OK) {
            free(micros);
            return bench_fail("bench_site", city, "one site");
        }
    }
    qsort(micros, questions, sizeof *micros, compare);
    printf("single sites: %zu at random, p50 %.0f us, p99 %.0f us\n", questions,
           micros[questions / 2], micros[questions * 99 / 100]);
    free(micros);
    return 0;
}

int main(int count, char **words)
{
    size_t questions = count > 2 ? (size_t)strtoul(words[2], NULL, 10) : 2000;
    tally quick = { .count = 0 }, full = { .count = 0 };
    struct rusage usage;
    kbs_city *city = NULL;
    if (count < 2 || questions == 0) {
        fprintf(stderr, "bench_site CITY [QUESTIONS]\n");
        return 2;
    }
    if (kbs_city_new(&city) != KBS_OK || kbs_city_open(city, words[1], NULL) != KBS_OK) {
        return bench_fail("bench_site", city, words[1]);
    }
    int status = run_all(city, false, &quick);
    if (status == 0) {
        print_tally(&quick);
        status = run_all(city, true, &full);
    }
    if (status == 0) {
        status = run_single(city, &quick, questions);
    }
    (void)getrusage(RUSAGE_SELF, &usage);
    printf("resident at most %ld MiB\n", usage.ru_maxrss / 1024);
    free(quick.ids);
    free(full.ids);
    kbs_city_free(city);
    return status;
}
