/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The files that SQLite keeps beside a city. */
#ifndef STORE_SIDE_FILES_H
#define STORE_SIDE_FILES_H

#include "base/finding.h"

/* Before a file is put under this name: a -wal or -journal that an earlier file of this name left behind would be played into the
 * new one (SQLite knows it by its name alone), so its presence is refused. */
kbs_code store_side_files_check(const char *path, base_findings *report);

#endif
