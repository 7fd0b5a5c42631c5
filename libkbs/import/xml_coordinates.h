/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Judges the text of coordinates in KML and GML, which comes in pieces. */
#ifndef IMPORT_XML_COORDINATES_H
#define IMPORT_XML_COORDINATES_H

#include "base/finding.h"

typedef enum xml_coordinate_form {
    XML_TUPLES =
        1, /* "29.1,40.2,0 29.2,40.3": KML, GML 2; two or three numbers, no blank beside a comma */
    XML_NUMBERS = 2 /* "29.1 40.2 29.2 40.3": GML 3; a multiple of the dimension */
} xml_coordinate_form;

typedef struct xml_coordinates {
    xml_coordinate_form form;
    unsigned dimension; /* 2 or 3; 0 = not stated: a multiple of 2 */
    bool is_degrees;    /* longitude, latitude: within 180 and 90 */
    char number[64];
    size_t length;  /* of the number being read */
    uint64_t count; /* numbers of the tuple, or of the list */
    bool after_comma;
    bool is_wrong;
    base_finding_code code;
    char found[40];
} xml_coordinates;

void xml_coordinates_begin(xml_coordinates *judge, xml_coordinate_form form, unsigned dimension,
                           bool is_degrees);
void xml_coordinates_feed(xml_coordinates *judge, const char *text, size_t length);
/* False when something is wrong: code and found say what. */
bool xml_coordinates_end(xml_coordinates *judge);

#endif
