/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* kbs-bench: one task of the benchmarks over the public API. The last line is one JSON object, as tests/bench/README.md says.
 *
 *   kbs-bench import DIR CITY        makes CITY and imports DIR/parseller.shp
 *   kbs-bench city DIR CITY          makes CITY from all layers of DIR
 *   kbs-bench key CITY KEYS.tsv N    N questions by key after 200 to warm up
 *   kbs-bench point CITY PTS.tsv N   N questions by point after 200 to warm up
 *   kbs-bench answers CITY           the kept answer of every parcel
 *   kbs-bench shares DIR CITY        makes CITY, plan areas and restrictions first, so that the import of the parcels computes
 *                                    the shares of every one; counts the time of that stage, reading and writing included */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "bench_common.h"

#define WARM_UP 200
#define MOST_LINE 512

typedef struct tally {
    long rows;
    double share_sum;
} tally;

static double now_s(void)
{
    return bench_seconds(CLOCK_MONOTONIC);
}

static long peak_kb(void)
{
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static int fail(const kbs_city *city, const char *what)
{
    return bench_fail("kbs-bench", city, what);
}

/* Pairs of a parcel with a plan area or a restriction that it meets, border contact included, and the sum of the shares. */
static void count_answer(const kbs_zoning *answer, tally *t)
{
    for (size_t i = 0; i < answer->row_count; i++) {
        const kbs_zoning_row *row = &answer->rows[i];
        if (row->kind == KBS_ROW_PLAN_AREA || row->kind == KBS_ROW_RESTRICTION) {
            t->rows++;
            t->share_sum += row->exact_area_m2 / answer->exact_area_m2;
        }
    }
    t->rows += (long)answer->neighbour_count;
}

/* When the stages of an import began; 0 = not yet. */
typedef struct stages {
    double index_s, tree_s, shares_s, commit_s;
} stages;

static bool note_stage(const kbs_progress *report, void *user)
{
    stages *seen = user;
    if (strcmp(report->stage, "index") == 0 && seen->index_s == 0.0) {
        seen->index_s = now_s();
    } else if (strcmp(report->stage, "index") == 0 && seen->tree_s == 0.0) {
        seen->tree_s = now_s();
    } else if (strcmp(report->stage, "shares") == 0 && seen->shares_s == 0.0) {
        seen->shares_s = now_s();
    } else if (strcmp(report->stage, "commit") == 0 && seen->commit_s == 0.0) {
        seen->commit_s = now_s();
    }
    return true;
}

static int import_layer(kbs_city *city, const char *folder, const char *layer, kbs_kind kind,
                        stages *seen)
{
    char path[4096];
    const kbs_ledger *ledger = NULL;
    kbs_import_options options = KBS_IMPORT_OPTIONS_INIT;
    options.kind = kind;
    options.progress = note_stage;
    options.user = seen;
    *seen = (stages){ 0.0, 0.0, 0.0, 0.0 };
    (void)snprintf(path, sizeof path, "%s/%s.shp", folder, layer);
    double start = now_s();
    kbs_code code = kbs_import(city, path, &options, &ledger);
    if (code == KBS_OK) {
        fprintf(stderr, "%-12s %8lld records, %lld refused, %.2f s", layer,
                (long long)ledger->records, (long long)ledger->refused, now_s() - start);
        double tree_end = seen->shares_s > 0.0 ? seen->shares_s : seen->commit_s;
        fprintf(stderr, ": rows %.2f, keys %.2f, tree %.2f", seen->index_s - start,
                seen->tree_s - seen->index_s, tree_end - seen->tree_s);
        if (seen->shares_s > 0.0) {
            fprintf(stderr, ", shares %.2f", seen->commit_s - seen->shares_s);
        }
        fprintf(stderr, ", commit %.2f s", now_s() - seen->commit_s);
        fputc('\n', stderr);
    }
    kbs_ledger_free(ledger);
    return code == KBS_OK ? 0 : fail(city, path);
}

typedef struct city_layer {
    const char *layer;
    kbs_kind kind;
} city_layer;

static const city_layer parcels_alone[] = { { "parseller", KBS_PARCEL }, { NULL, KBS_PARCEL } };
static const city_layer all_layers[] = { { "mahalleler", KBS_NEIGHBOURHOOD },
                                         { "parseller", KBS_PARCEL },
                                         { "yollar", KBS_ROAD },
                                         { "plan_alan", KBS_PLAN_AREA },
                                         { "kisitlar", KBS_RESTRICTION },
                                         { "binalar", KBS_BUILDING },
                                         { NULL, KBS_PARCEL } };
static const city_layer parcels_last[] = { { "plan_alan", KBS_PLAN_AREA },
                                           { "kisitlar", KBS_RESTRICTION },
                                           { "parseller", KBS_PARCEL },
                                           { NULL, KBS_PARCEL } };

/* Makes a city of the layers; the handle stays open. `seen` is of the last layer. */
static int make_city(const char *folder, const char *path, const city_layer *layers,
                     kbs_city **city, stages *seen)
{
    kbs_city_create_options create = KBS_CITY_CREATE_OPTIONS_INIT;
    create.crs = "EPSG:5254";
    if (kbs_city_new(city) != KBS_OK || kbs_city_create(*city, path, &create) != KBS_OK) {
        return fail(*city, path);
    }
    int status = 0;
    for (size_t i = 0; status == 0 && layers[i].layer != NULL; i++) {
        status = import_layer(*city, folder, layers[i].layer, layers[i].kind, seen);
    }
    return status;
}

static int make(const char *folder, const char *path, const city_layer *layers)
{
    kbs_city *city = NULL;
    stages seen;
    int status = make_city(folder, path, layers, &city, &seen);
    kbs_city_free(city);
    if (status == 0) {
        printf("{\"rss_kb\": %ld}\n", peak_kb());
    }
    return status;
}

static int compare_doubles(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : (p > q ? 1 : 0);
}

static void print_result(size_t count, double seconds, double *micros, const tally *t)
{
    printf("{\"ops\": %zu, \"secs\": %.6f, ", count, seconds);
    if (micros != NULL && count > 0) {
        qsort(micros, count, sizeof *micros, compare_doubles);
        printf("\"p50_us\": %.2f, \"p99_us\": %.2f, ", micros[count / 2],
               micros[(size_t)((double)count * 0.99)]);
    }
    printf("\"rss_kb\": %ld, \"rows\": %ld, \"check\": %.2f}\n", peak_kb(), t->rows, t->share_sum);
}

/* "MAHALLE<tab>ADA<tab>PARSEL" becomes "MAHALLE/ADA/PARSEL". */
static bool read_questions(const char *path, size_t count, char (*lines)[MOST_LINE], size_t *read)
{
    FILE *file = fopen(path, "r");
    *read = 0;
    if (file == NULL) {
        return false;
    }
    while (*read < count && fgets(lines[*read], MOST_LINE, file) != NULL) {
        char *line = lines[(*read)++];
        line[strcspn(line, "\r\n")] = '\0';
        for (char *c = line; *c != '\0'; c++) {
            *c = *c == '\t' ? '/' : *c;
        }
    }
    (void)fclose(file);
    return true;
}

static kbs_code ask(kbs_city *city, bool by_point, const char *line, const kbs_zoning **answer)
{
    if (!by_point) {
        return kbs_zoning_by_key(city, line, answer);
    }
    char *north = NULL;
    double east = strtod(line, &north);
    return kbs_zoning_at_point(city, east, strtod(north + 1, NULL), answer);
}

static int ask_all(const char *path, const char *questions, size_t count, bool by_point)
{
    kbs_city *city = NULL;
    tally t = { 0, 0.0 };
    size_t total = count + WARM_UP, read = 0;
    char(*lines)[MOST_LINE] = calloc(total, sizeof *lines);
    double *micros = calloc(count, sizeof *micros);
    int status = 1;
    if (lines == NULL || micros == NULL || !read_questions(questions, total, lines, &read) ||
        read == 0 || kbs_city_new(&city) != KBS_OK || kbs_city_open(city, path, NULL) != KBS_OK) {
        (void)fail(city, path);
        goto done;
    }
    /* The questions that are counted are the first ones of the list, as for every other column. */
    for (size_t i = 0; i < WARM_UP; i++) {
        const kbs_zoning *answer = NULL;
        (void)ask(city, by_point, lines[(count + i) % read], &answer);
        kbs_zoning_free(answer);
    }
    size_t asked = count < read ? count : read;
    double start = now_s();
    for (size_t i = 0; i < asked; i++) {
        const kbs_zoning *answer = NULL;
        double before = now_s();
        kbs_code code = ask(city, by_point, lines[i], &answer);
        if (code == KBS_OK) {
            count_answer(answer, &t);
        } else if (!by_point || code != KBS_NOT_FOUND) {
            (void)fail(city, lines[i]);
            goto done;
        }
        kbs_zoning_free(answer);
        micros[i] = (now_s() - before) * 1e6;
    }
    print_result(asked, now_s() - start, micros, &t);
    status = 0;
done:
    kbs_city_free(city);
    free(lines);
    free(micros);
    return status;
}

typedef struct all_answers {
    tally t;
    size_t count;
} all_answers;

static bool visit(const kbs_zoning *answer, void *user)
{
    all_answers *all = user;
    count_answer(answer, &all->t);
    all->count++;
    return true;
}

static int answers(const char *path)
{
    kbs_city *city = NULL;
    all_answers all = { { 0, 0.0 }, 0 };
    int status = 1;
    if (kbs_city_new(&city) == KBS_OK && kbs_city_open(city, path, NULL) == KBS_OK) {
        double start = now_s();
        if (kbs_zoning_all(city, visit, &all) == KBS_OK) {
            print_result(all.count, now_s() - start, NULL, &all.t);
            status = 0;
        }
    }
    if (status != 0) {
        (void)fail(city, path);
    }
    kbs_city_free(city);
    return status;
}

static int shares(const char *folder, const char *path)
{
    kbs_city *city = NULL;
    stages seen;
    all_answers all = { { 0, 0.0 }, 0 };
    int status = make_city(folder, path, parcels_last, &city, &seen);
    if (status == 0 && kbs_zoning_all(city, visit, &all) != KBS_OK) {
        status = fail(city, path);
    }
    if (status == 0) {
        print_result(all.count, seen.commit_s - seen.shares_s, NULL, &all.t);
    }
    kbs_city_free(city);
    return status;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "import") == 0) {
        return make(argv[2], argv[3], parcels_alone);
    }
    if (argc == 4 && strcmp(argv[1], "city") == 0) {
        return make(argv[2], argv[3], all_layers);
    }
    if (argc == 4 && strcmp(argv[1], "shares") == 0) {
        return shares(argv[2], argv[3]);
    }
    if (argc == 5 && (strcmp(argv[1], "key") == 0 || strcmp(argv[1], "point") == 0)) {
        return ask_all(argv[2], argv[3], (size_t)strtoul(argv[4], NULL, 10),
                       strcmp(argv[1], "point") == 0);
    }
    if (argc == 3 && strcmp(argv[1], "answers") == 0) {
        return answers(argv[2]);
    }
    fputs(
        "usage: kbs-bench import|city|shares DIR CITY | key|point CITY FILE.tsv N | answers CITY\n",
        stderr);
    return 2;
}
