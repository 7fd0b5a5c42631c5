/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Every tolerance of the classification of edges and of the buildable area, in one place. Metres,
 * degrees and square metres. None of them is a figure of law. */
#ifndef ZONING_EDGE_LIMITS_H
#define ZONING_EDGE_LIMITS_H

/* Vertices nearer to each other are one. */
#define ZONING_VERTEX_M 0.001
/* A piece of an edge shorter than this goes with the longer piece beside it. */
#define ZONING_PIECE_LEAST_M 0.30
/* Edges shorter than this have no direction of their own: a jog in a border. */
#define ZONING_JOG_M 0.50
/* Two parcels nearer to each other are neighbours: what is between them is a defect of the
 * records, not a way. */
#define ZONING_SLIT_M 1.50
/* How far a neighbour may reach into the parcel and still be its neighbour. */
#define ZONING_INTRUSION_M 0.50
/* How far outside an edge its ground is asked for its use: beyond the usual misfit of plan and
 * cadastre. */
#define ZONING_PROBE_M 1.50
/* How far the other side of a road may be. */
#define ZONING_REACH_M 60.0
/* A recorded road is the one in front of an edge up to half its width, times the first and plus
 * the second. */
#define ZONING_ROAD_STRETCH 1.5
#define ZONING_ROAD_SLACK_M 6.0
/* Half the width of a road without one, for that. */
#define ZONING_ROAD_HALF_UNKNOWN_M 15.0
/* An edge up to this near a corridor of a road is not the edge of a park behind it. */
#define ZONING_ROAD_BESIDE_M 2.0
/* Roads whose widths differ by less are equally wide (EC-01). */
#define ZONING_WIDTH_EQUAL_M 0.10
/* The same where one of them was measured. */
#define ZONING_WIDTH_MEASURED_EQUAL_M 0.50
/* An edge turning by less goes on with the one before (sides, EC-03). Ours: the law has no
 * figure. */
#define ZONING_TURN_DEG 45.0
/* Fronts on one road are two where they turn by this much, at once or within the length; both
 * arms must be long enough to have a direction. */
#define ZONING_CORNER_DEG 60.0
#define ZONING_CORNER_ARC_M 12.0
#define ZONING_CORNER_ARM_M 3.0
/* A front at most so long, from which the parcel widens, is the stem of a flag. */
#define ZONING_STEM_MOST_M 6.0
/* A part of the parcel is a misfit of the drawing when it has no more area than a strip so wide
 * along the root of the parcel's area. */
#define ZONING_SLIVER_M 0.30
/* What the plan leaves open along a road is a road of the plan (yola terk) up to this thickness
 * (twice its area by its perimeter); more is land without a plan. */
#define ZONING_CESSION_MOST_M 10.0
/* A corner of a part lies on a piece of the parcel's border when it is so near. */
#define ZONING_ON_BORDER_M 0.01
/* Most time that the overlays of one parcel may take, seconds. */
#define ZONING_SITE_DEADLINE_S 1.0
/* Arcs about reflex corners are chords that leave them by at most this. */
#define ZONING_ARC_M 0.001
/* What the checks of a constructed envelope forgive. */
#define ZONING_ENVELOPE_M 1e-6
/* Most vertices of a parcel whose edges are classed. */
#define ZONING_MOST_SITE_VERTICES 5000u

#endif
