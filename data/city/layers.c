/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The shapefiles of a city and their columns. */
#include "layers.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

static const struct shapefile_field neighbourhood_fields[] = { { "ad", 'C', 40, 0 } };
static const struct shapefile_field block_fields[] = { { "mahalle", 'C', 40, 0 },
                                                       { "ada_no", 'C', 8, 0 } };
static const struct shapefile_field parcel_fields[] = {
    { "mahalle", 'C', 40, 0 }, { "ada_no", 'C', 8, 0 },   { "parsel_no", 'C', 8, 0 },
    { "alan", 'N', 12, 2 },    { "nitelik", 'C', 40, 0 }, { "pafta", 'C', 16, 0 }
};
static const struct shapefile_field road_fields[] = { { "ad", 'C', 40, 0 },
                                                      { "sinif", 'C', 16, 0 },
                                                      { "genislik", 'N', 5, 1 } };
static const struct shapefile_field plan_fields[] = {
    { "plan_id", 'C', 12, 0 },   { "pin", 'C', 16, 0 },      { "kullanim", 'C', 40, 0 },
    { "taks", 'N', 5, 2 },       { "kaks", 'N', 5, 2 },      { "yencok", 'N', 6, 2 },
    { "kat", 'N', 3, 0 },        { "nizam", 'C', 4, 0 },     { "on_cekme", 'N', 5, 2 },
    { "yan_cekme", 'N', 5, 2 },  { "ark_cekme", 'N', 5, 2 }, { "plan_adi", 'C', 80, 0 },
    { "plan_notu", 'C', 80, 0 }, { "onay_tar", 'D', 8, 0 }
};
static const struct shapefile_field restriction_fields[] = { { "kisit_id", 'C', 10, 0 },
                                                             { "tur", 'C', 24, 0 },
                                                             { "kurum", 'C', 60, 0 },
                                                             { "derece", 'C', 16, 0 },
                                                             { "aciklama", 'C', 120, 0 } };
static const struct shapefile_field building_fields[] = { { "bina_id", 'N', 9, 0 },
                                                          { "kat", 'N', 3, 0 },
                                                          { "yukseklik", 'N', 6, 2 },
                                                          { "kullanim", 'C', 32, 0 } };
static const struct shapefile_field address_fields[] = { { "mahalle", 'C', 40, 0 },
                                                         { "sokak", 'C', 40, 0 },
                                                         { "kapi_no", 'C', 8, 0 },
                                                         { "uavt", 'C', 10, 0 } };
static const struct shapefile_field point_fields[] = { { "ad", 'C', 12, 0 }, { "kot", 'N', 8, 2 } };

void layers_create(struct layers *l, const char *folder, enum encoding encoding)
{
    l->neighbourhoods =
        shapefile_create(folder, "mahalleler", SHAPEFILE_POLYGON, neighbourhood_fields,
                         COUNT(neighbourhood_fields), encoding);
    l->blocks = shapefile_create(folder, "adalar", SHAPEFILE_POLYGON, block_fields,
                                 COUNT(block_fields), encoding);
    l->parcels = shapefile_create(folder, "parseller", SHAPEFILE_POLYGON, parcel_fields,
                                  COUNT(parcel_fields), encoding);
    l->roads = shapefile_create(folder, "yollar", SHAPEFILE_LINE, road_fields, COUNT(road_fields),
                                encoding);
    l->plans = shapefile_create(folder, "plan_alan", SHAPEFILE_POLYGON, plan_fields,
                                COUNT(plan_fields), encoding);
    l->restrictions = shapefile_create(folder, "kisitlar", SHAPEFILE_POLYGON, restriction_fields,
                                       COUNT(restriction_fields), encoding);
    l->buildings = shapefile_create(folder, "binalar", SHAPEFILE_POLYGON, building_fields,
                                    COUNT(building_fields), encoding);
    l->addresses = shapefile_create(folder, "adresler", SHAPEFILE_POINT, address_fields,
                                    COUNT(address_fields), encoding);
    l->points = shapefile_create(folder, "noktalar", SHAPEFILE_POINT, point_fields,
                                 COUNT(point_fields), encoding);
}

void layers_close(struct layers *l)
{
    shapefile_close(l->neighbourhoods);
    shapefile_close(l->blocks);
    shapefile_close(l->parcels);
    shapefile_close(l->roads);
    shapefile_close(l->plans);
    shapefile_close(l->restrictions);
    shapefile_close(l->buildings);
    shapefile_close(l->addresses);
    shapefile_close(l->points);
}
