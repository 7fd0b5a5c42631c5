/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The shapefiles of a city and their columns, named as Turkish offices name them. */
#ifndef CITY_LAYERS_H
#define CITY_LAYERS_H

#include "shapefile_writer.h"

struct layers {
    struct shapefile *neighbourhoods; /* mahalleler */
    struct shapefile *blocks;         /* adalar */
    struct shapefile *parcels;        /* parseller */
    struct shapefile *roads;          /* yollar: centre lines */
    struct shapefile *plans;          /* plan_alan */
    struct shapefile *restrictions;   /* kisitlar */
    struct shapefile *buildings;      /* binalar */
    struct shapefile *addresses;      /* adresler */
    struct shapefile *points;         /* noktalar */
};

void layers_create(struct layers *l, const char *folder, enum encoding encoding);
void layers_close(struct layers *l);

#endif
