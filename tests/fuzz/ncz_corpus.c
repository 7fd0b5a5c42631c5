/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Writes the seeds of corpus/ncz into the folder given. The size in the header is 0: the target sets it right. */
#include <stdio.h>

#include "ncz_seeds.h"

int main(int argc, char **argv)
{
    for (size_t i = 0; argc == 2 && i < NCZ_SEED_COUNT; i++) {
        const char *name;
        char path[4096];
        ncz_build *b = ncz_seed(i, &name);
        snprintf(path, sizeof path, "%s/%s.ncz", argv[1], name);
        ncz_build_put_le32(b, 5, 0);
        ncz_build_write(b, path);
        ncz_build_free(b);
    }
    return argc == 2 ? 0 : 2;
}
