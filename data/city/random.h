/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Random numbers that are the same on every machine: splitmix64 and what is drawn from it. */
#ifndef CITY_RANDOM_H
#define CITY_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

/* A stream of its own for (seed, subject, number): what one block draws never moves another
 * block. */
struct random random_stream(uint64_t seed, uint64_t subject, uint64_t number);

uint64_t random_bits(struct random *r);
double random_unit(struct random *r);                             /* 0 <= value < 1 */
double random_between(struct random *r, double low, double high); /* low <= value < high */
int random_index(struct random *r, int count);                    /* 0 .. count - 1 */
bool random_chance(struct random *r, double probability);

#endif
