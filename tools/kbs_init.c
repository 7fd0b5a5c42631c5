/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* kbs init: makes a new city. */
#include <stdio.h>

#include "common/session.h"
#include "verbs.h"

int kbs_init_verb(tool_context *context)
{
    kbs_city_create_options create = KBS_CITY_CREATE_OPTIONS_INIT;
    const tool_option options[] = {
        { "crs",
          '\0',
          TOOL_TEXT,
          "CODE",
          { "projected, metric coordinate system, e.g. EPSG:5254 (TUREF / TM30)",
            "metre birimli izdüşüm sistemi, örneğin EPSG:5254 (TUREF / TM30)" },
          &create.crs },
        { "name",
          '\0',
          TOOL_TEXT,
          "TEXT",
          { "name of the municipality", "belediyenin adı" },
          &create.name },
    };
    const tool_verb_help help = {
        "kbs init CITY --crs EPSG:5254 [--name N]",
        { "Makes a new, empty city file. An existing file is never overwritten.",
          "Yeni, boş bir kent dosyası oluşturur. Var olan bir dosyanın üzerine yazmaz." },
        { "", "" },
    };
    char **rest;
    int count, status = tool_options_parse(context, &help, options,
                                           sizeof options / sizeof options[0], &rest, &count);
    if (status >= 0) {
        return status;
    }
    if (count != 1 || create.crs == NULL) {
        return tool_usage_error(context, "give one CITY and --crs", "bir KENT ve --crs verin", "");
    }
    kbs_city *city = NULL;
    kbs_code code = kbs_city_new(&city);
    if (code == KBS_OK) {
        code = kbs_city_create(city, rest[0], &create);
    }
    status = code == KBS_OK ? 0 : tool_fail(context, city, code);
    if (code == KBS_OK) {
        printf(context->lang == KBS_LANG_TR ? "%s oluşturuldu (%s)\n" : "%s was made (%s)\n",
               rest[0], create.crs);
        status = fflush(stdout) == 0 ? 0 : 4;
    }
    kbs_city_free(city);
    return status;
}
