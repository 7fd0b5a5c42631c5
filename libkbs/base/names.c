/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Names of codes, kinds and severities, and the end of texts that calls have given. */
#include <string.h>

#include <kbs/error.h>
#include <kbs/types.h>

#include "base/memory.h"

const char *kbs_code_name(kbs_code code)
{
    switch (code) {
    case KBS_OK:
        return "ok";
    case KBS_NOT_FOUND:
        return "not-found";
    case KBS_AMBIGUOUS:
        return "ambiguous";
    case KBS_USAGE:
        return "usage";
    case KBS_INPUT:
        return "input";
    case KBS_UNSUPPORTED:
        return "unsupported";
    case KBS_IO:
        return "io";
    case KBS_BUSY:
        return "busy";
    case KBS_MEMORY:
        return "memory";
    case KBS_CORRUPT:
        return "corrupt";
    case KBS_INTERNAL:
        return "internal";
    case KBS_CANCELLED:
        return "cancelled";
    case KBS_END:
        return "end";
    }
    return "unknown";
}

static const char *const kind_names[KBS_KIND_COUNT] = { "neighbourhood", "parcel",      "road",
                                                        "plan-area",     "restriction", "building",
                                                        "address",       "point" };

const char *kbs_kind_name(kbs_kind kind)
{
    return kind >= KBS_NEIGHBOURHOOD && kind <= KBS_POINT ? kind_names[kind - KBS_NEIGHBOURHOOD]
                                                          : NULL;
}

kbs_code kbs_kind_from_name(const char *name, kbs_kind *out)
{
    if (name == NULL || out == NULL) {
        return KBS_USAGE;
    }
    for (size_t i = 0; i < KBS_KIND_COUNT; i++) {
        if (strcmp(name, kind_names[i]) == 0) {
            *out = (kbs_kind)(i + KBS_NEIGHBOURHOOD);
            return KBS_OK;
        }
    }
    return KBS_NOT_FOUND;
}

const char *kbs_severity_name(kbs_severity severity)
{
    switch (severity) {
    case KBS_NOTE:
        return "note";
    case KBS_MENDED:
        return "mended";
    case KBS_REFUSED:
        return "refused";
    case KBS_FATAL:
        return "fatal";
    }
    return "unknown";
}

void kbs_text_free(char *text)
{
    base_free(text);
}
