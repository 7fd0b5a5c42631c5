/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Who writes the city: a small file beside it, CITY-lock, with process id and start time. It locks nothing (SQLite does);
 * it only lets a "busy" name the one who is. */
#ifndef STORE_WRITER_NOTE_H
#define STORE_WRITER_NOTE_H

#include <stdbool.h>

#define STORE_WRITER_NOTE_SIZE 64

/* Written by who holds the write lock. A folder that does not allow it is no error. */
void store_writer_note_leave(const char *city_path);
void store_writer_note_remove(const char *city_path);
/* "4711, 2026-01-31T10:32:00Z"; false when there is none or the process it names is gone. */
bool store_writer_note_read(const char *city_path, char text[STORE_WRITER_NOTE_SIZE]);

#endif
