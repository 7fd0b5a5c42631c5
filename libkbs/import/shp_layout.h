/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Where things stand in a shapefile, and how much of each there may be. Source: ESRI Shapefile
 * Technical Description (July 1998) for .shp and .shx, dBASE III to V and Visual FoxPro for .dbf.
 * Offsets and sizes in bytes. */
#ifndef IMPORT_SHP_LAYOUT_H
#define IMPORT_SHP_LAYOUT_H

/* The header, the same in .shp and .shx: code and length are big endian, the rest little endian. */
#define SHP_HEADER_SIZE 100u
#define SHP_AT_FILE_CODE 0u
#define SHP_AT_LENGTH 24u /* in words of two bytes, this header included */
#define SHP_AT_VERSION 28u
#define SHP_AT_TYPE 32u
#define SHP_AT_BOX 36u /* four f64: west, south, east, north */
#define SHP_FILE_CODE 9994u
#define SHP_VERSION 1000u
#define SHP_WORD 2u /* lengths and offsets count words */

/* An entry of .shx: where a record starts and how long its content is, both big endian and in
 * words. */
#define SHX_ENTRY_SIZE 8u
#define SHX_AT_OFFSET 0u
#define SHX_AT_LENGTH 4u

/* A record of .shp: number (from 1) and length of the content, big endian, then the content. */
#define SHP_RECORD_HEADER_SIZE 8u
#define SHP_AT_NUMBER 0u
#define SHP_AT_CONTENT_LENGTH 4u

/* The content, little endian; offsets from its first byte. Point: type, east, north. */
#define SHP_NULL_SIZE 4u
#define SHP_AT_POINT 4u
#define SHP_POINT_SIZE 20u
/* Multipoint: type, box, count, vertices. */
#define SHP_AT_RECORD_BOX 4u
#define SHP_AT_MULTIPOINT_COUNT 36u
#define SHP_MULTIPOINT_SIZE 40u
/* Line and polygon: type, box, parts, vertices, first vertex of each part, then the vertices. */
#define SHP_AT_PART_COUNT 36u
#define SHP_AT_VERTEX_COUNT 40u
#define SHP_PARTS_SIZE 44u
#define SHP_VERTEX_SIZE 16u
/* Heights and measures stand behind the vertices: for lists a range of two f64, then one f64 a
 * vertex. */
#define SHP_RANGE_SIZE 16u
#define SHP_MEASURE_SIZE 8u

enum shp_type {
    SHP_NULL = 0,
    SHP_POINT = 1,
    SHP_LINE = 3,
    SHP_POLYGON = 5,
    SHP_MULTIPOINT = 8,
    SHP_POINT_Z = 11,
    SHP_LINE_Z = 13,
    SHP_POLYGON_Z = 15,
    SHP_MULTIPOINT_Z = 18,
    SHP_POINT_M = 21,
    SHP_LINE_M = 23,
    SHP_POLYGON_M = 25,
    SHP_MULTIPOINT_M = 28,
    SHP_MULTIPATCH = 31
};

/* The table: header, one description a field, 0x0D, rows, 0x1A. Little endian. */
#define DBF_HEADER_SIZE 32u
#define DBF_AT_VERSION 0u
#define DBF_AT_RECORD_COUNT 4u
#define DBF_AT_HEADER_LENGTH 8u
#define DBF_AT_ROW_LENGTH 10u
#define DBF_AT_LANGUAGE 29u
#define DBF_FIELD_SIZE 32u
#define DBF_FIELD_NAME_SIZE 11u
#define DBF_AT_FIELD_TYPE 11u
#define DBF_AT_FIELD_WIDTH 16u
#define DBF_END_OF_FIELDS 0x0Du
#define DBF_END_OF_FILE 0x1Au
#define DBF_ROW_PRESENT 0x20u /* first byte of a row */
#define DBF_ROW_DELETED 0x2Au
#define DBF_FOXPRO_BACKLINK 263u /* Visual FoxPro keeps a path behind the fields */

/* Ceilings. */
#define SHP_MOST_PART_BYTES (2048ull * 1024 * 1024)
#define SHP_MOST_RECORDS 10000000u
#define SHP_MOST_PARTS 100000u /* of one record */
#define SHP_MOST_RING_VERTICES 1000000u
#define SHP_MOST_COORDINATE 1e8 /* absolute value */
#define SHP_MOST_PRJ_BYTES 65536u
#define SHP_MOST_CPG_BYTES 64u
#define DBF_MOST_FIELDS 255u

#endif
