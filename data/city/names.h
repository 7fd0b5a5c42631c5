/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Turkish names, made up from common words: neighbourhoods, streets, plans. */
#ifndef CITY_NAMES_H
#define CITY_NAMES_H

#include <stddef.h>
#include <stdint.h>

enum { NAME_SIZE = 64 };

/* The name of the neighbourhood with this number (0, 1, ...); no two numbers share one. */
void name_neighbourhood(uint64_t seed, int number, char *out, size_t size);

/* A side street of a neighbourhood: a name for the first numbers, "1204. Sokak" after them. */
void name_street(uint64_t seed, int neighbourhood, int number, char *out, size_t size);

/* A main street of a neighbourhood (Cadde). */
void name_avenue(uint64_t seed, int number, char *out, size_t size);

/* Boulevards from the centre outwards, and the ring roads. */
void name_boulevard(int number, char *out, size_t size);
void name_ring(int number, char *out, size_t size);

#endif
