/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Runs a fuzz target without libFuzzer: every file of its corpus, then mutations of them from a fixed seed.
 *
 *   fuzz_NAME CORPUS MUTATIONS SECONDS
 *
 * The same corpus gives the same inputs on every machine; only how many of them fit into the time differs. The input that runs is
 * always in the file last-input.bin of the working folder, so that it is there after a crash. */
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define MOST_FILES 4096u
#define MOST_BYTES (1u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct input {
    char *name;
    uint8_t *bytes;
    size_t size;
} input;

static input inputs[MOST_FILES];
static size_t input_count;
static uint8_t *last_input; /* MOST_BYTES + 8, shared with the file */

/* --- a generator that is the same everywhere (splitmix64) --- */

static uint64_t seed = 0x6b6273; /* "kbs" */

static uint64_t next_random(void)
{
    uint64_t z = (seed += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static size_t below(size_t limit)
{
    return limit == 0 ? 0 : (size_t)(next_random() % limit);
}

/* --- corpus --- */

static int compare_inputs(const void *a, const void *b)
{
    return strcmp(((const input *)a)->name, ((const input *)b)->name);
}

static bool load(const char *folder, const char *name)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) {
        return false;
    }
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(MOST_BYTES);
    if (file == NULL || bytes == NULL) {
        perror(path);
        return false;
    }
    input *one = &inputs[input_count++];
    one->size = fread(bytes, 1, MOST_BYTES, file);
    one->bytes = bytes;
    one->name = strdup(name);
    return fclose(file) == 0 && one->name != NULL;
}

static bool load_all(const char *folder)
{
    DIR *entries = opendir(folder);
    struct dirent *entry;
    if (entries == NULL) {
        perror(folder);
        return false;
    }
    while ((entry = readdir(entries)) != NULL && input_count < MOST_FILES) {
        if (entry->d_name[0] != '.' && !load(folder, entry->d_name)) {
            (void)closedir(entries);
            return false;
        }
    }
    (void)closedir(entries);
    qsort(inputs, input_count, sizeof inputs[0], compare_inputs);
    return input_count > 0;
}

/* --- mutations --- */

static void overwrite(uint8_t *bytes, size_t size)
{
    static const uint64_t telling[] = { 0,          1,          0x7f,      0x80,       0xff,
                                        0x7fff,     0xffff,     0x8000,    0x7fffffff, 0x80000000,
                                        0xffffffff, 0xfffffffe, 0x10000000 };
    uint64_t value = telling[below(sizeof telling / sizeof telling[0])];
    size_t width = (size_t)1 << below(4);
    size_t at = below(size);
    bool big = below(2) == 1;
    for (size_t i = 0; i < width && at + i < size; i++) {
        size_t shift = 8 * (big ? width - 1 - i : i);
        bytes[at + i] = (uint8_t)(value >> shift);
    }
}

static size_t splice(uint8_t *bytes, size_t size)
{
    const input *other = &inputs[below(input_count)];
    size_t from = below(other->size);
    size_t count = below(other->size - from + 1);
    size_t at = below(size + 1);
    if (count > MOST_BYTES - at) {
        count = MOST_BYTES - at;
    }
    memcpy(bytes + at, other->bytes + from, count);
    return at + count > size ? at + count : size;
}

static size_t repeat(uint8_t *bytes, size_t size)
{
    size_t at = below(size);
    size_t count = below(size - at + 1);
    if (count > MOST_BYTES - size) {
        count = MOST_BYTES - size;
    }
    memmove(bytes + at + count, bytes + at, size - at);
    return size + count;
}

static size_t mutate(uint8_t *bytes, size_t size)
{
    size_t changes = 1 + below(6);
    for (size_t i = 0; i < changes && size > 0; i++) {
        switch (below(7)) {
        case 0:
            bytes[below(size)] ^= (uint8_t)(1u << below(8));
            break;
        case 1:
            bytes[below(size)] = (uint8_t)next_random();
            break;
        case 2:
            overwrite(bytes, size);
            break;
        case 3:
            size = below(size);
            break;
        case 4:
            size = splice(bytes, size);
            break;
        case 5:
            size = repeat(bytes, size);
            break;
        default: {
            size_t at = below(size);
            size_t count = below(size - at);
            memmove(bytes + at, bytes + at + count, size - at - count);
            size -= count;
            break;
        }
        }
    }
    return size;
}

/* --- running --- */

/* From memory of exactly this size, so that AddressSanitizer sees a read past the end. */
static bool run(const uint8_t *bytes, size_t size)
{
    uint8_t *exact = malloc(size > 0 ? size : 1);
    if (exact == NULL) {
        return false;
    }
    memcpy(exact, bytes, size);
    memcpy(last_input, bytes, size);
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return true;
}

static bool open_last_input(void)
{
    int file = open("last-input.bin", O_RDWR | O_CREAT | O_TRUNC, 0644);
    if (file < 0 || ftruncate(file, MOST_BYTES) != 0) {
        return false;
    }
    last_input = mmap(NULL, MOST_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    (void)close(file);
    return last_input != MAP_FAILED;
}

static double now_s(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(int argc, char **argv)
{
    static uint8_t bytes[MOST_BYTES];
    if (argc != 4 || !open_last_input() || !load_all(argv[1])) {
        fputs("usage: fuzz_NAME CORPUS MUTATIONS SECONDS; the corpus must have a file\n", stderr);
        return 2;
    }
    long mutations = strtol(argv[2], NULL, 10);
    double end_s = now_s() + strtod(argv[3], NULL);
    long done = 0;
    for (size_t i = 0; i < input_count; i++) {
        if (!run(inputs[i].bytes, inputs[i].size)) {
            return 2;
        }
    }
    for (; done < mutations && now_s() < end_s; done++) {
        const input *from = &inputs[below(input_count)];
        memcpy(bytes, from->bytes, from->size);
        if (!run(bytes, mutate(bytes, from->size))) {
            return 2;
        }
    }
    printf("%zu files, %ld mutations\n", input_count, done);
    for (size_t i = 0; i < input_count; i++) {
        free(inputs[i].name);
        free(inputs[i].bytes);
    }
    return 0;
}
