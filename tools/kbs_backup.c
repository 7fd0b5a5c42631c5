/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* kbs backup: a verified copy of a city. */
#include <stdio.h>

#include "common/session.h"
#include "verbs.h"

int kbs_backup_verb(tool_context *context)
{
    bool replace = false;
    const tool_option options[] = {
        { "replace",
          '\0',
          TOOL_FLAG,
          NULL,
          { "an existing FILE is replaced", "var olan DOSYA değiştirilir" },
          &replace },
    };
    const tool_verb_help help = {
        "kbs backup CITY FILE [--replace]",
        { "A consistent copy while others read and one writes. The copy is verified before it gets "
          "its name.\n"
          "To restore: stop writers, remove CITY-wal and CITY-shm, put the copy in the place of "
          "the city.",
          "Başkaları okurken ve biri yazarken tutarlı bir kopya. Kopya, adını almadan önce "
          "denetlenir.\n"
          "Geri yüklemek için: yazanları durdurun, KENT-wal ve KENT-shm dosyalarını silin, kopyayı "
          "kentin yerine koyun." },
        { "", "" },
    };
    char **rest;
    int count, status = tool_options_parse(context, &help, options,
                                           sizeof options / sizeof options[0], &rest, &count);
    if (status >= 0) {
        return status;
    }
    if (count != 2) {
        return tool_usage_error(context, "give CITY and FILE", "KENT ve DOSYA verin", "");
    }
    kbs_city *city = NULL;
    tool_catch_signals();
    status = tool_open_city(context, rest[0], false, &city);
    if (status >= 0) {
        return status;
    }
    kbs_code code = kbs_city_backup(city, rest[1], replace, tool_progress, context);
    tool_progress_clear();
    if (code == KBS_OK) {
        printf(context->lang == KBS_LANG_TR ? "%s yazıldı ve denetlendi\n"
                                            : "%s was written and verified\n",
               rest[1]);
        status = fflush(stdout) == 0 ? 0 : 4;
    } else {
        status = tool_fail(context, city, code);
    }
    kbs_city_free(city);
    return status;
}
