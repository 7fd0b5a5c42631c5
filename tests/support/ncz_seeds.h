/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Small NetCAD drawings that together have every kind of block and object: seeds for fuzzing and for damage in unit tests. */
#ifndef TEST_NCZ_SEEDS_H
#define TEST_NCZ_SEEDS_H

#include "ncz_build.h"

#define NCZ_SEED_COUNT 10u

/* Seed number 0 .. NCZ_SEED_COUNT - 1, finished; its name without extension. */
ncz_build *ncz_seed(size_t number, const char **name);

#endif
