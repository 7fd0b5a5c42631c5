/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* kbs export: writes a layer of a city with any vector format of GDAL. */
#include <stdio.h>

#include "common/session.h"
#include "verbs.h"

int kbs_export_verb(tool_context *context)
{
    kbs_export_options export = KBS_EXPORT_OPTIONS_INIT;
    const char *kind = NULL, *path = NULL;
    const tool_option options[] = {
        { "as",
          '\0',
          TOOL_TEXT,
          "KIND",
          { "neighbourhood, parcel, road, plan-area, restriction, building, address, point",
            "neighbourhood, parcel, road, plan-area, restriction, building, address, point" },
          &kind },
        { "output",
          'o',
          TOOL_TEXT,
          "FILE",
          { "the file; its extension chooses the format", "dosya; uzantısı biçimi belirler" },
          &path },
        { "driver",
          '\0',
          TOOL_TEXT,
          "NAME",
          { "GDAL's name of the format instead", "bunun yerine biçimin GDAL'daki adı" },
          &export.format },
        { "crs",
          '\0',
          TOOL_TEXT,
          "CODE",
          { "coordinate system of the file", "dosyanın koordinat sistemi" },
          &export.crs },
        { "closed",
          '\0',
          TOOL_FLAG,
          NULL,
          { "also rows that are closed", "kapatılmış satırlar da" },
          &export.closed },
        { "replace",
          '\0',
          TOOL_FLAG,
          NULL,
          { "an existing file is replaced", "var olan dosya değiştirilir" },
          &export.replace },
    };
    const tool_verb_help help = {
        "kbs export CITY --as KIND -o FILE [options]",
        { "Writes one kind with the English field names of the API.",
          "Bir türü API'nin İngilizce alan adlarıyla yazar." },
        { "", "" },
    };
    char **rest;
    int count, status = tool_options_parse(context, &help, options,
                                           sizeof options / sizeof options[0], &rest, &count);
    if (status >= 0) {
        return status;
    }
    if (count != 1 || kind == NULL || path == NULL ||
        kbs_kind_from_name(kind, &export.kind) != KBS_OK) {
        return tool_usage_error(context, "give one CITY, --as KIND and -o FILE",
                                "bir KENT, --as TÜR ve -o DOSYA verin", kind == NULL ? "" : kind);
    }
    kbs_city *city = NULL;
    int64_t written = 0;
    tool_catch_signals();
    status = tool_open_city(context, rest[0], false, &city);
    if (status >= 0) {
        return status;
    }
    export.progress = tool_progress;
    export.user = context;
    kbs_code code = kbs_export(city, path, &export, &written);
    tool_progress_clear();
    if (code == KBS_OK) {
        printf(context->lang == KBS_LANG_TR ? "%lld kayıt %s dosyasına yazıldı\n"
                                            : "%lld records were written to %s\n",
               (long long)written, path);
        status = fflush(stdout) == 0 ? 0 : 4;
    } else {
        status = tool_fail(context, city, code);
    }
    kbs_city_free(city);
    return status;
}
