/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The version of libkbs and of the libraries that it runs with: the line that stands in every answer. */
#include <kbs/version.h>

#include <pthread.h>
#include <string.h>

#include "geo/geos.h"
#include "geo/proj.h"
#include "import/read_ogr.h"
#include "store/database.h"

#define MOST_DETAILS 256u

static char details[MOST_DETAILS];
static size_t details_length;
static pthread_once_t details_once = PTHREAD_ONCE_INIT;

/* Appends up to the first '-' (GEOS says "3.11.1-CAPI-1.17.1"), cut to what fits. */
static void add(const char *text)
{
    size_t length = strcspn(text, "-");
    size_t room = MOST_DETAILS - 1 - details_length;
    length = length < room ? length : room;
    memcpy(details + details_length, text, length);
    details_length += length;
}

static void make_details(void)
{
    const char *const parts[][2] = {
        { "libkbs ", KBS_VERSION },
        { ", GEOS ", geo_geos_version() },
        { ", PROJ ", geo_proj_version() },
        { ", GDAL ", import_gdal_version() },
        { ", SQLite ", store_sqlite_version() },
        { ", SpatiaLite ", store_spatialite_version() },
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        add(parts[i][0]);
        add(parts[i][1]);
    }
}

const char *kbs_version(void)
{
    return KBS_VERSION;
}

const char *kbs_version_details(void)
{
    (void)pthread_once(&details_once, make_details);
    return details;
}
