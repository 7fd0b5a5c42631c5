/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The answer at a point of the city's system. */
#ifndef ZONING_POINT_H
#define ZONING_POINT_H

#include "geo/shape.h"
#include "zoning/state.h"

/* As kbs_zoning_at_point, without its checks. */
kbs_code zoning_answer_at(zoning_state *state, geo_vertex point, const kbs_zoning **out);

#endif
