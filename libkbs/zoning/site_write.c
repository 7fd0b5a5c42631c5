/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Names of classes, and the door to the forms of a site. */
#include "zoning/site_write.h"

#include "base/memory.h"

#define MOST_SITE_BYTES ((size_t)1 << 28)

const char *kbs_edge_class_name(kbs_edge_class edge_class)
{
    switch (edge_class) {
    case KBS_EDGE_FRONT:
        return "front";
    case KBS_EDGE_SIDE:
        return "side";
    case KBS_EDGE_REAR:
        return "rear";
    case KBS_EDGE_ATTACHED:
        return "attached";
    case KBS_EDGE_UNDETERMINED:
        return "undetermined";
    }
    return "";
}

const char *kbs_edge_beyond_name(kbs_edge_beyond beyond)
{
    switch (beyond) {
    case KBS_BEYOND_NOTHING:
        return "nothing";
    case KBS_BEYOND_PARCEL:
        return "parcel";
    case KBS_BEYOND_ROAD:
        return "road";
    case KBS_BEYOND_PEDESTRIAN_ROAD:
        return "pedestrian-road";
    case KBS_BEYOND_GAP:
        return "gap";
    case KBS_BEYOND_PARK:
        return "park";
    case KBS_BEYOND_PUBLIC_AREA:
        return "public-area";
    case KBS_BEYOND_WATER_OR_RAIL:
        return "water-or-rail";
    }
    return "";
}

const char *kbs_subtraction_kind_name(kbs_subtraction_kind kind)
{
    switch (kind) {
    case KBS_SUBTRACTION_CESSION:
        return "cession";
    case KBS_SUBTRACTION_OTHER_USE:
        return "other-use";
    case KBS_SUBTRACTION_FRONT:
        return "front";
    case KBS_SUBTRACTION_PUBLIC:
        return "public";
    case KBS_SUBTRACTION_SIDE:
        return "side";
    case KBS_SUBTRACTION_REAR:
        return "rear";
    case KBS_SUBTRACTION_RESTRICTION:
        return "restriction";
    case KBS_SUBTRACTION_BUILDING_LINE:
        return "building-line";
    }
    return "";
}

kbs_code kbs_site_write(const kbs_site *site, kbs_zoning_format format, kbs_lang lang, char **out)
{
    if (out == NULL) {
        return KBS_USAGE;
    }
    *out = NULL;
    bool known = format == KBS_ZONING_TEXT || format == KBS_ZONING_JSON;
    if (site == NULL || !known || (lang != KBS_LANG_EN && lang != KBS_LANG_TR)) {
        return KBS_USAGE;
    }
    base_buffer text;
    base_buffer_init(&text, MOST_SITE_BYTES);
    if (format == KBS_ZONING_JSON) {
        zoning_site_write_json(&text, site);
    } else {
        zoning_site_write_text(&text, site, lang);
    }
    *out = base_buffer_take(&text);
    base_buffer_release(&text);
    return *out != NULL ? KBS_OK : KBS_MEMORY;
}
