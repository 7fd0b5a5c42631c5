/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reading a NetCAD drawing alone, with its ledger: makes one of 450 000 objects and 72 MB in the folder given (or reads the
 * drawing given), reads it some times and says how long the fastest took and how much memory a process that reads it once needs.
 *
 *   bench_ncz FOLDER|FILE [ROUNDS] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/date.h"
#include "import/drawing.h"
#include "ncz_build.h"

#define OBJECTS 450000u

/* Parcels of 5 to 8 corners, their points, lines and texts, as a cadastral drawing has them. */
static void make(const char *path)
{
    ncz_build *b = ncz_build_new();
    (void)ncz_build_layers(b, "0|PARSEL|NADI|HAT|PARSEL_NO|SEMBOL");
    (void)ncz_build_mproj(b, 3, 1, 30);
    for (size_t i = 0; i < OBJECTS; i++) {
        double east = 450000 + (double)(i % 700) * 60, north = 4400000 + (double)(i / 700) * 60;
        size_t corners = 5 + i / 6 % 4;
        double ring[18];
        char name[16];
        for (size_t k = 0; k <= corners; k++) {
            ring[2 * k] = east + 25 * (double)(k % corners % 3);
            ring[2 * k + 1] = north + 11.25 * (double)(k % corners);
        }
        snprintf(name, sizeof name, "%zu/%zu", 100 + i / 3000, i % 3000 / 3 + 1);
        switch (i % 6) {
        case 0:
        case 1:
            b->layer = 1;
            (void)ncz_build_polyline(b, name, 17, ring, corners + 1);
            break;
        case 2:
            b->layer = 2;
            (void)ncz_build_point(b, name, ring[2], ring[3]);
            break;
        case 3:
            b->layer = 3;
            (void)ncz_build_line(b, ring[0], ring[1], ring[2], ring[3]);
            break;
        case 4:
            b->layer = 4;
            (void)ncz_build_text(b, name, ring[2], ring[3], 2.5f, 0);
            break;
        default:
            b->layer = 5;
            (void)ncz_build_symbol(b, 0, 240, ring[0], ring[1], 1, 0);
            break;
        }
    }
    ncz_build_done(b);
    ncz_build_write(b, path);
    ncz_build_free(b);
}

static long peak_kb(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0;
}

/* What a process that reads one drawing tells. */
typedef struct told {
    bool done;
    double seconds, cpu_seconds;
    long peak_kb;
    uint64_t found, kept, vertices, findings;
} told;

static double cpu_seconds(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) != 0
               ? 0
               : (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6 +
                     (double)usage.ru_stime.tv_sec + (double)usage.ru_stime.tv_usec / 1e6;
}

static told read_one(const char *path)
{
    drawing d;
    base_findings report;
    told answer = { .done = false };
    drawing_init(&d);
    base_findings_init(&report);
    double cpu = cpu_seconds(), start = base_clock_seconds();
    kbs_code code = drawing_format_ncz.read(&d, path, path, &report);
    answer.seconds = base_clock_seconds() - start;
    answer.cpu_seconds = cpu_seconds() - cpu;
    answer.done = code == KBS_OK;
    if (!answer.done) {
        char text[1024];
        (void)kbs_finding_text(base_findings_last(&report), KBS_LANG_EN, text, sizeof text);
        fprintf(stderr, "%s\n", text);
    }
    answer.peak_kb = peak_kb();
    answer.found = d.found;
    answer.kept = d.object_count;
    answer.vertices = d.vertex_count;
    answer.findings = report.count;
    drawing_release(&d);
    base_findings_release(&report);
    return answer;
}

/* In a process of its own, so that memory and page faults are those of one reading. */
static told read_apart(const char *path)
{
    told answer = { .done = false };
    int ends[2];
    if (pipe(ends) != 0) {
        return answer;
    }
    pid_t child = fork();
    if (child == 0) {
        answer = read_one(path);
        _exit(write(ends[1], &answer, sizeof answer) == (ssize_t)sizeof answer ? 0 : 1);
    }
    (void)close(ends[1]);
    if (read(ends[0], &answer, sizeof answer) != (ssize_t)sizeof answer) {
        answer.done = false;
    }
    (void)close(ends[0]);
    (void)waitpid(child, NULL, 0);
    return answer;
}

static int read_rounds(const char *path, long rounds)
{
    told best = { .seconds = 1e9, .cpu_seconds = 1e9 };
    struct stat facts;
    if (stat(path, &facts) != 0) {
        return 1;
    }
    for (long i = 0; i < rounds; i++) {
        told one = read_apart(path);
        if (!one.done) {
            return 1;
        }
        double seconds = one.seconds < best.seconds ? one.seconds : best.seconds;
        double cpu = one.cpu_seconds < best.cpu_seconds ? one.cpu_seconds : best.cpu_seconds;
        best = one;
        best.seconds = seconds;
        best.cpu_seconds = cpu;
    }
    printf("{\"file_bytes\": %lld, \"found\": %llu, \"kept\": %llu, \"vertices\": %llu, "
           "\"findings\": %llu, \"ms\": %.1f, \"cpu_ms\": %.1f, \"rss_kb\": %ld, "
           "\"rss_per_file\": %.2f}\n",
           (long long)facts.st_size, (unsigned long long)best.found, (unsigned long long)best.kept,
           (unsigned long long)best.vertices, (unsigned long long)best.findings,
           best.seconds * 1000, best.cpu_seconds * 1000, best.peak_kb,
           (double)best.peak_kb * 1024 / (double)facts.st_size);
    return 0;
}

/* Makes the drawing in a process of its own too. */
static int make_apart(const char *path)
{
    int status = 1;
    pid_t child = fork();
    if (child == 0) {
        make(path);
        _exit(0);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    char path[4096];
    struct stat facts;
    if (argc < 2 || stat(argv[1], &facts) != 0) {
        fprintf(stderr, "usage: %s FOLDER|FILE [ROUNDS]\n", argv[0]);
        return 2;
    }
    const long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 7;
    const bool is_folder = S_ISDIR(facts.st_mode);
    snprintf(path, sizeof path, is_folder ? "%s/bench.ncz" : "%s", argv[1]);
    if (is_folder && make_apart(path) != 0) {
        return 1;
    }
    const int status = read_rounds(path, rounds);
    if (is_folder) {
        (void)unlink(path);
    }
    return status;
}
