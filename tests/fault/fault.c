/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Preloaded into the tool by test_fault.py: counts the calls that change files below one folder, over all threads and processes, and makes
 * call number n fail, or all from there on.
 *
 * KBS_FAULT_FOLDER  the folder, as /proc/self/fd shows it
 * KBS_FAULT_COUNTER a file of 64 bytes: the count of calls, then the name of the call that failed first
 * KBS_FAULT_AT      n, from 1; 0 = none
 * KBS_FAULT_ERROR   errno of the failure
 * KBS_FAULT_STAYS   1 = as on a full disk, all later calls fail too
 * KBS_FAULT_CALL    count and fail these only ("mkdir"); all where it is not given
 *
 * What the C library writes for itself (the end of a buffered stream) does not come by here; such streams fail when they are
 * flushed or closed. The shared memory of a WAL is a mapped file and is not counted either. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct fault_counter {
    _Atomic uint64_t calls;
    char first[56];
} fault_counter;

static fault_counter *counter;
static const char *folder, *only;
static uint64_t fail_at;
static int fail_with;
static bool stays;

__attribute__((constructor)) static void start(void)
{
    const char *path = getenv("KBS_FAULT_COUNTER");
    const char *at = getenv("KBS_FAULT_AT"), *with = getenv("KBS_FAULT_ERROR");
    int descriptor = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
    if (descriptor >= 0) {
        void *memory =
            mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
        counter = memory == MAP_FAILED ? NULL : memory;
        (void)close(descriptor);
    }
    folder = getenv("KBS_FAULT_FOLDER");
    fail_at = at == NULL ? 0 : strtoull(at, NULL, 10);
    fail_with = with == NULL ? EIO : atoi(with);
    stays = getenv("KBS_FAULT_STAYS") != NULL;
    only = getenv("KBS_FAULT_CALL");
}

/* Counts a call; true when it is to fail, errno is then set. */
static bool must_fail(const char *call)
{
    if (only != NULL && strcmp(only, call) != 0) {
        return false;
    }
    uint64_t number = atomic_fetch_add(&counter->calls, 1) + 1;
    if (fail_at == 0 || number < fail_at || (number > fail_at && !stays)) {
        return false;
    }
    if (number == fail_at) {
        (void)snprintf(counter->first, sizeof counter->first, "%s", call);
    }
    errno = fail_with;
    return true;
}

static bool is_below(const char *path)
{
    return strncmp(path, folder, strlen(folder)) == 0;
}

static bool descriptor_must_fail(const char *call, int descriptor)
{
    char link[40], path[PATH_MAX];
    if (counter == NULL || folder == NULL) {
        return false;
    }
    int before = errno;
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    if (length <= 0) {
        return false;
    }
    path[length] = '\0';
    return is_below(path) && must_fail(call);
}

/* The tool works in the folder, so a relative path is below it. */
static bool path_must_fail(const char *call, const char *path)
{
    return counter != NULL && folder != NULL && (path[0] != '/' || is_below(path)) &&
           must_fail(call);
}

static bool stream_must_fail(const char *call, FILE *stream)
{
    int descriptor = stream == NULL ? -1 : fileno(stream);
    int flags = descriptor < 0 ? O_RDONLY : fcntl(descriptor, F_GETFL);
    return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY && descriptor_must_fail(call, descriptor);
}

/* The function that this one stands before. A pointer to a function cannot be cast from void *, but copied. */
static void find_real(const char *name, void *function, size_t size)
{
    void *symbol = dlsym(RTLD_NEXT, name);
    memcpy(function, &symbol, size);
}

#define REAL(name)                                                                                 \
    static __typeof__(&name) real;                                                                 \
    if (real == NULL) {                                                                            \
        find_real(#name, &real, sizeof real);                                                      \
    }

ssize_t write(int descriptor, const void *bytes, size_t count)
{
    REAL(write)
    return descriptor_must_fail("write", descriptor) ? -1 : real(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t at)
{
    REAL(pwrite)
    return descriptor_must_fail("pwrite", descriptor) ? -1 : real(descriptor, bytes, count, at);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t at)
{
    REAL(pwrite64)
    return descriptor_must_fail("pwrite", descriptor) ? -1 : real(descriptor, bytes, count, at);
}

int fsync(int descriptor)
{
    REAL(fsync)
    return descriptor_must_fail("fsync", descriptor) ? -1 : real(descriptor);
}

int fdatasync(int descriptor)
{
    REAL(fdatasync)
    return descriptor_must_fail("fdatasync", descriptor) ? -1 : real(descriptor);
}

int ftruncate(int descriptor, off_t length)
{
    REAL(ftruncate)
    return descriptor_must_fail("ftruncate", descriptor) ? -1 : real(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length)
{
    REAL(ftruncate64)
    return descriptor_must_fail("ftruncate", descriptor) ? -1 : real(descriptor, length);
}

int rename(const char *from, const char *to)
{
    REAL(rename)
    return path_must_fail("rename", to) ? -1 : real(from, to);
}

int link(const char *from, const char *to)
{
    REAL(link)
    return path_must_fail("link", to) ? -1 : real(from, to);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir)
    return path_must_fail("mkdir", path) ? -1 : real(path, mode);
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *stream)
{
    REAL(fwrite)
    return stream_must_fail("fwrite", stream) ? 0 : real(bytes, size, count, stream);
}

int fflush(FILE *stream)
{
    REAL(fflush)
    bool fails = stream_must_fail("fflush", stream);
    int error = errno;
    int result = real(stream);
    errno = fails ? error : errno;
    return fails ? EOF : result;
}

int fclose(FILE *stream)
{
    REAL(fclose)
    bool fails = stream_must_fail("fclose", stream);
    int error = errno;
    int result = real(stream);
    errno = fails ? error : errno;
    return fails ? EOF : result;
}
