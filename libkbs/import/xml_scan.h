/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The door to expat: GML and KML are read through once before GDAL sees them. A DOCTYPE is refused,
 * depth is limited, features are counted by layer, and coordinates are judged record by record,
 * since GDAL takes "29, 40" or "lat" without a word. */
#ifndef IMPORT_XML_SCAN_H
#define IMPORT_XML_SCAN_H

#include "base/file.h"

#define XML_MOST_DEPTH 32

typedef enum xml_format { XML_GML = 1, XML_KML = 2 } xml_format;

/* GML: elements of one name that are members of the collection. KML: a Document or Folder with its
 * own Placemarks. */
typedef struct xml_layer {
    const char *name; /* "" = a folder without a name */
    int64_t records;
} xml_layer;

/* Why a record cannot be taken; in the order of the file, at most one a record. */
typedef struct xml_fault {
    size_t layer;
    int64_t record; /* in its layer, from 1 */
    int64_t line;
    base_finding_code code;
    char found[40];
} xml_fault;

typedef struct xml_scan {
    xml_layer *layers;
    size_t layer_count, layer_capacity;
    xml_fault *faults;
    size_t fault_count, fault_capacity;
    bool is_city_model; /* CityGML */
    int64_t network_links;
    base_arena *texts;
} xml_scan;

/* Reads the whole file. To be released also after a failure. xml.doctype, xml.depth, xml.syntax,
 * xml.cut, xml.encoding, xml.token-long, xml.layers-many, xml.faults-many. */
kbs_code xml_scan_run(xml_scan *scan, const base_file *file, const char *name, xml_format format,
                      base_findings *report);
void xml_scan_release(xml_scan *scan);

#endif
