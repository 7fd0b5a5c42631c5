/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Journals that were left behind. */
#include "store/side_files.h"

#include <sys/stat.h>

#include "base/buffer.h"

kbs_code store_side_files_check(const char *path, base_findings *report)
{
    static const char *const tails[] = { "-wal", "-journal" };
    kbs_code code = KBS_OK;
    for (size_t i = 0; code == KBS_OK && i < sizeof tails / sizeof tails[0]; i++) {
        struct stat status;
        base_buffer name;
        base_buffer_init(&name, 65536);
        base_buffer_text(&name, path);
        base_buffer_text(&name, tails[i]);
        if (name.failed) {
            code = base_findings_no_memory(report);
        } else if (lstat(name.data, &status) == 0 && status.st_size > 0) {
            code = base_findings_fail_with(report, FINDING_CITY_SIDE_FILES_LEFT, path, name.data,
                                           NULL);
        }
        base_buffer_release(&name);
    }
    return code;
}
