/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Where things are in a NetCAD drawing (NCZ). Offsets count from the start of a block, whose header is its kind (one byte) and
 * the length of what follows (four bytes, little endian). A short string is a length byte and a room of fixed size. */
#ifndef IMPORT_NCZ_LAYOUT_H
#define IMPORT_NCZ_LAYOUT_H

#define NCZ_HEADER_BYTES 5u
#define NCZ_MOST_FILE_BYTES (512u * 1024u * 1024u)
#define NCZ_MOST_COORDINATE 1e8
#define NCZ_MOST_VERTICES 1000000u /* of one object */

enum ncz_kind {
    NCZ_KIND_HEADER = 1,
    NCZ_KIND_USER = 2,
    NCZ_KIND_THREE = 3,
    NCZ_KIND_VIEW = 4,
    NCZ_KIND_FIVE = 5,
    NCZ_KIND_LAYERS = 6,
    NCZ_KIND_LINE_TYPES = 8,
    NCZ_KIND_FONTS = 11,
    NCZ_KIND_SYMBOLS = 12,
    NCZ_KIND_THIRTEEN = 13,
    NCZ_KIND_PREVIEW = 14,
    NCZ_KIND_OBJECT = 21,
    NCZ_KIND_GIS_OBJECT = 22, /* with NCZ_GIS_BYTES inserted behind the common part */
    NCZ_KIND_TWENTY_THREE = 23,
    NCZ_KIND_VERSION = 25,
    NCZ_KIND_TWENTY_SIX = 26,
    NCZ_KIND_INDEX = 27,
    NCZ_KIND_NAMED = 28,
    NCZ_KIND_EMPTY_INDEX = 29
};

enum ncz_type {
    NCZ_DELETED = 0,
    NCZ_POINT = 1,
    NCZ_LINE = 2,
    NCZ_CIRCLE = 3,
    NCZ_ARC = 4,
    NCZ_TEXT = 5,
    NCZ_SYMBOL = 6,
    NCZ_POLYLINE = 7,
    NCZ_SPIRAL = 8,
    NCZ_CONTOUR = 9,
    NCZ_RECTANGLE = 10,
    NCZ_SHEET = 11,
    NCZ_TRIANGLE = 12,
    NCZ_INSERT = 13,
    NCZ_MARK = 14,
    NCZ_SMART = 15,
    NCZ_TYPE_COUNT
};

/* File header, block kind 1. */
#define NCZ_FILE_HEADER_LENGTH 120u
#define NCZ_FILE_AT_SIZE 5u

/* Common part of an object. */
#define NCZ_AT_NESTED 5u /* 0; in records inside of other blocks the type once more */
#define NCZ_AT_TYPE 6u
#define NCZ_AT_LAYER 7u
#define NCZ_AT_NORTH 8u
#define NCZ_AT_EAST 16u
#define NCZ_AT_HEIGHT 24u
#define NCZ_AT_COLOUR 37u
#define NCZ_AT_BOX 50u /* f64 minN, minE, maxN, maxE */
#define NCZ_COMMON_BYTES 86u
#define NCZ_COMMON_LENGTH (NCZ_COMMON_BYTES - NCZ_HEADER_BYTES) /* least length of an object */
#define NCZ_SMART_MISSING 81u /* what the length of a smart object leaves out */

/* The insert of kind 22, from NCZ_COMMON_BYTES on. */
#define NCZ_GIS_BYTES 28u
#define NCZ_AT_CLASS 86u
#define NCZ_CLASS_ROOM 10u
#define NCZ_AT_KEY 97u
#define NCZ_KEY_ROOM 16u

/* Polyline; all that follows the common part moves by NCZ_GIS_BYTES in kind 22. */
#define NCZ_NAME_ROOM 16u
#define NCZ_AREA_NAME_ROOM 10u
#define NCZ_AT_FLAGS 101u
#define NCZ_AT_VERTICES 113u
#define NCZ_VERTEX_BYTES 24u
enum { NCZ_FLAG_CLOSED = 1, NCZ_FLAG_FILLED = 2, NCZ_FLAG_SPLINE = 4, NCZ_FLAG_SMOOTH = 64 };

/* Contour. */
#define NCZ_AT_STEPS 122u
#define NCZ_STEP_BYTES 18u

/* Block insertion. */
#define NCZ_INSERT_NAME_ROOM 31u
#define NCZ_AT_INSERT_ANGLE 118u
#define NCZ_INSERT_BYTES 122u

/* Layer table, kind 6. */
#define NCZ_LAYERS_AT_COUNT 16u
#define NCZ_LAYERS_AT_FIRST 18u
#define NCZ_LAYER_BYTES 29u
#define NCZ_LAYER_AT_NAME 4u
#define NCZ_LAYER_NAME_ROOM 20u
#define NCZ_LAYER_AT_COLOUR 25u

/* Named blocks, kind 28. */
#define NCZ_AT_BLOCK_NAME 5u
#define NCZ_BLOCK_NAME_ROOM 10u
#define NCZ_AT_BLOCK_DATA 16u
#define NCZ_MPROJ_AT_PROJECTION 16u
#define NCZ_MPROJ_AT_DATUM 17u
#define NCZ_MPROJ_AT_ZONE 21u
#define NCZ_MPROJ_AT_SEMI_MAJOR 25u
#define NCZ_MPROJ_BYTES 41u
#define NCZ_STYLES_AT_COUNT 20u
#define NCZ_STYLES_AT_COLOUR 79u
#define NCZ_STYLE_BYTES 256u
#define NCZ_STYLES_LENGTH 275u /* and 256 for each layer */

#endif
