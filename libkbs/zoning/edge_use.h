/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What a use of a plan area, a class of a road, a building order or a type of restriction means for
 * edges and for building, read from the words of the source. */
#ifndef ZONING_EDGE_USE_H
#define ZONING_EDGE_USE_H

#include <stdbool.h>

typedef enum zoning_use {
    ZONING_USE_BUILDING = 0, /* whatever else: may carry buildings of its own plan values */
    ZONING_USE_ROAD,
    ZONING_USE_PEDESTRIAN, /* pedestrian road or square: a road by EC-09 */
    ZONING_USE_PARK,
    ZONING_USE_PUBLIC, /* public service area (umumi hizmet alanı) */
    ZONING_USE_BARRIER /* water, railway: not a road */
} zoning_use;

/* Of a plan area, by its use in words and its code. */
zoning_use zoning_use_of_plan(const char *use, const char *use_code);
/* Of a road by its class: ZONING_USE_PEDESTRIAN, ZONING_USE_BARRIER or ZONING_USE_ROAD. */
zoning_use zoning_use_of_road(const char *road_class);

typedef enum zoning_order {
    ZONING_ORDER_NONE = 0, /* not given: detached (PR-02) */
    ZONING_ORDER_DETACHED, /* ayrık, A */
    ZONING_ORDER_ATTACHED, /* bitişik, B */
    ZONING_ORDER_BLOCK,    /* blok, BL */
    ZONING_ORDER_TWIN,     /* ikiz, İ (PR-03) */
    ZONING_ORDER_FREE,     /* serbest */
    ZONING_ORDER_UNKNOWN   /* a word that is none of these */
} zoning_order;
zoning_order zoning_order_of(const char *building_order);

typedef enum zoning_ban {
    ZONING_BAN_NONE = 0, /* the restriction asks for a permission; building is not forbidden */
    ZONING_BAN_BUILDING, /* its words forbid building */
    ZONING_BAN_BEYOND /* a building line (yapı yaklaşma sınırı): building only inside (SB-09) */
} zoning_ban;
zoning_ban zoning_ban_of(const char *type, const char *degree, const char *note);

#endif
