/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Random numbers that are the same on every machine. */
#include "random.h"

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

struct random random_stream(uint64_t seed, uint64_t subject, uint64_t number)
{
    uint64_t state = mix(seed + UINT64_C(0x9e3779b97f4a7c15));

    state = mix(state ^ (subject * UINT64_C(0xd6e8feb86659fd93)));
    state = mix(state ^ (number * UINT64_C(0xa0761d6478bd642f)));
    return (struct random){ state };
}

uint64_t random_bits(struct random *r)
{
    r->state += UINT64_C(0x9e3779b97f4a7c15);
    return mix(r->state);
}

double random_unit(struct random *r)
{
    return (double)(random_bits(r) >> 11) * 0x1p-53;
}

double random_between(struct random *r, double low, double high)
{
    return low + (high - low) * random_unit(r);
}

int random_index(struct random *r, int count)
{
    return (int)(random_bits(r) % (uint64_t)count);
}

bool random_chance(struct random *r, double probability)
{
    return random_unit(r) < probability;
}
