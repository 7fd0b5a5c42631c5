/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The file that says who writes the city. */
#include "store/writer_note.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/memory.h"
#include "base/number.h"

#define MOST_PATH 8192

static char *note_path(const char *city_path)
{
    base_buffer path;
    base_buffer_init(&path, MOST_PATH);
    base_buffer_text(&path, city_path);
    base_buffer_text(&path, "-lock");
    return base_buffer_take(&path);
}

void store_writer_note_leave(const char *city_path)
{
    char *path = note_path(city_path);
    char time[21];
    base_buffer text;
    base_buffer_init(&text, STORE_WRITER_NOTE_SIZE);
    base_clock_utc(time);
    base_buffer_int(&text, (int64_t)getpid());
    base_buffer_text(&text, ", ");
    base_buffer_text(&text, time);
    if (path != NULL && !text.failed) {
        int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0664);
        if (file >= 0) {
            /* A note that could not be written whole is not understood and so not believed. */
            ssize_t written = write(file, text.data, text.length);
            (void)written;
            close(file);
        }
    }
    base_buffer_release(&text);
    base_free(path);
}

void store_writer_note_remove(const char *city_path)
{
    char *path = note_path(city_path);
    if (path != NULL) {
        unlink(path);
    }
    base_free(path);
}

bool store_writer_note_read(const char *city_path, char text[STORE_WRITER_NOTE_SIZE])
{
    bool good = false;
    char *path = note_path(city_path);
    int file = path == NULL ? -1 : open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    if (file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
        ssize_t length = read(file, text, STORE_WRITER_NOTE_SIZE - 1);
        if (length > 0) {
            text[length] = '\0';
            const char *comma = strchr(text, ',');
            int64_t process = 0;
            good = comma != NULL && base_number_parse_int(text, (size_t)(comma - text), &process) &&
                   process > 0 && process <= INT32_MAX &&
                   (kill((pid_t)process, 0) == 0 || errno == EPERM);
        }
    }
    if (file >= 0) {
        close(file);
    }
    base_free(path);
    return good;
}
