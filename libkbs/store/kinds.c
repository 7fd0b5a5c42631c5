/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The eight tables as data. Limits of numbers are those of sense, not of law: what lies outside is a slip of the pen. */
#include "store/kinds.h"

#include <string.h>

/* A city has at most 10^10 m²; the tallest building is under 1 000 m; floors include those of towers. */
#define MOST_AREA_M2 1e10
#define MOST_HEIGHT_M 1000.0
#define MOST_SETBACK_M 500.0
#define MOST_WIDTH_M 500.0
#define MOST_FLOORS 200.0

static const store_field neighbourhood_fields[] = {
    { .name = "name", .type = STORE_NAME, .in_key = true, .required = true },
};

static const store_field parcel_fields[] = {
    { .name = "neighbourhood", .type = STORE_NAME, .in_key = true },
    { .name = "block", .type = STORE_KEY, .in_key = true },
    { .name = "parcel", .type = STORE_KEY, .in_key = true, .required = true },
    { .name = "registered_area_m2",
      .type = STORE_REAL,
      .minimum = 0,
      .maximum = MOST_AREA_M2 },                 /* tapu alanı */
    { .name = "map_sheet", .type = STORE_TEXT }, /* pafta */
    { .name = "land_type", .type = STORE_TEXT }, /* nitelik */
    { .name = "locality", .type = STORE_TEXT },  /* mevki */
};

static const store_field road_fields[] = {
    { .name = "source_id", .type = STORE_TEXT },
    { .name = "name", .type = STORE_TEXT },
    { .name = "class", .type = STORE_TEXT },
    { .name = "width_m", .type = STORE_REAL, .minimum = 0, .maximum = MOST_WIDTH_M },
};

static const store_field plan_area_fields[] = {
    { .name = "source_id", .type = STORE_TEXT },
    { .name = "use_code", .type = STORE_TEXT },
    { .name = "use", .type = STORE_TEXT },            /* kullanım */
    { .name = "building_order", .type = STORE_TEXT }, /* nizam */
    { .name = "floors", .type = STORE_REAL, .minimum = 0, .maximum = MOST_FLOORS },
    { .name = "coverage_ratio", .type = STORE_REAL, .minimum = 0, .maximum = 1 }, /* TAKS */
    { .name = "floor_area_ratio",
      .type = STORE_REAL,
      .minimum = 0,
      .maximum = 50 }, /* KAKS, emsal */
    { .name = "height_max_m",
      .type = STORE_REAL,
      .minimum = 0,
      .maximum = MOST_HEIGHT_M }, /* Yençok */
    { .name = "front_setback_m", .type = STORE_REAL, .minimum = 0, .maximum = MOST_SETBACK_M },
    { .name = "side_setback_m", .type = STORE_REAL, .minimum = 0, .maximum = MOST_SETBACK_M },
    { .name = "rear_setback_m", .type = STORE_REAL, .minimum = 0, .maximum = MOST_SETBACK_M },
    { .name = "plan_number", .type = STORE_TEXT }, /* PİN */
    { .name = "plan_name", .type = STORE_TEXT },
    { .name = "plan_scale", .type = STORE_TEXT },
    { .name = "approval_date", .type = STORE_DATE },
    { .name = "plan_status", .type = STORE_TEXT },
    { .name = "valid_from", .type = STORE_DATE },
    { .name = "valid_until", .type = STORE_DATE },
    { .name = "notes", .type = STORE_TEXT },
};

static const store_field restriction_fields[] = {
    { .name = "source_id", .type = STORE_TEXT }, { .name = "type", .type = STORE_TEXT },
    { .name = "degree", .type = STORE_TEXT },    { .name = "authority", .type = STORE_TEXT },
    { .name = "note", .type = STORE_TEXT },
};

static const store_field building_fields[] = {
    { .name = "source_id", .type = STORE_TEXT },
    { .name = "floors", .type = STORE_REAL, .minimum = 0, .maximum = MOST_FLOORS },
    { .name = "height_m", .type = STORE_REAL, .minimum = 0, .maximum = MOST_HEIGHT_M },
    { .name = "use", .type = STORE_TEXT },
};

static const store_field address_fields[] = {
    { .name = "neighbourhood", .type = STORE_NAME }, { .name = "street", .type = STORE_TEXT },
    { .name = "door_number", .type = STORE_TEXT },   { .name = "uavt_number", .type = STORE_TEXT },
    { .name = "source_id", .type = STORE_TEXT },
};

static const store_field point_fields[] = {
    { .name = "name", .type = STORE_TEXT },
    { .name = "height_m",
      .type = STORE_REAL,
      .minimum = -500,
      .maximum = 9000 }, /* above sea level */
    { .name = "source_id", .type = STORE_TEXT },
};

#define FIELDS(name)                                                                               \
    .fields = name##_fields, .field_count = sizeof name##_fields / sizeof name##_fields[0]

static const store_kind kinds[] = {
    { KBS_NEIGHBOURHOOD, "neighbourhood", STORE_AREAS, "area_m2", FIELDS(neighbourhood) },
    { KBS_PARCEL, "parcel", STORE_AREAS, "area_m2", FIELDS(parcel) },
    { KBS_ROAD, "road", STORE_LINES_OR_AREAS, "length_m", FIELDS(road) },
    { KBS_PLAN_AREA, "plan_area", STORE_AREAS, "area_m2", FIELDS(plan_area) },
    { KBS_RESTRICTION, "restriction", STORE_ANY, "area_m2", FIELDS(restriction) },
    { KBS_BUILDING, "building", STORE_AREAS, "area_m2", FIELDS(building) },
    { KBS_ADDRESS, "address", STORE_POINTS, NULL, FIELDS(address) },
    { KBS_POINT, "point", STORE_POINTS, NULL, FIELDS(point) },
};

const store_kind *store_kind_of(kbs_kind kind)
{
    size_t index = (size_t)kind - KBS_NEIGHBOURHOOD;
    return index < KBS_KIND_COUNT ? &kinds[index] : NULL;
}

int store_kind_field(const store_kind *kind, const char *name)
{
    for (size_t i = 0; i < kind->field_count; i++) {
        if (strcmp(kind->fields[i].name, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

store_identity store_kind_identity(const store_kind *kind)
{
    return kind->fields[0].in_key ? STORE_BY_KEY : STORE_BY_SOURCE;
}
