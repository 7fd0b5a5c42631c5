/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Coordinates in KML and GML. */
#include "import/xml_coordinates.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

void xml_coordinates_begin(xml_coordinates *judge, xml_coordinate_form form, unsigned dimension,
                           bool is_degrees)
{
    *judge = (xml_coordinates){ .form = form, .dimension = dimension, .is_degrees = is_degrees };
}

static void complain(xml_coordinates *judge, base_finding_code code)
{
    if (judge->is_wrong) {
        return;
    }
    size_t length = judge->length < sizeof judge->found ? judge->length : sizeof judge->found - 1;
    judge->is_wrong = true;
    judge->code = code;
    memcpy(judge->found, judge->number, length);
    judge->found[length] = '\0';
}

static void end_number(xml_coordinates *judge)
{
    double value;
    if (judge->length == 0) {
        return;
    }
    if (judge->length == sizeof judge->number ||
        !base_number_parse(judge->number, judge->length, &value) || !isfinite(value)) {
        complain(judge, FINDING_XML_NOT_A_NUMBER);
    } else if (judge->is_degrees && judge->count < 2 &&
               fabs(value) > (judge->count == 0 ? 180 : 90)) {
        complain(judge, FINDING_XML_NOT_DEGREES);
    }
    judge->count++;
    judge->after_comma = false;
}

static void end_tuple(xml_coordinates *judge)
{
    if (judge->after_comma) {
        complain(judge, FINDING_XML_BLANK_AFTER_COMMA);
    }
    if (judge->count > 0 && (judge->count < 2 || judge->count > 3)) {
        complain(judge, FINDING_XML_TUPLE);
    }
    judge->count = 0;
    judge->after_comma = false;
}

static void blank(xml_coordinates *judge)
{
    bool was_number = judge->length > 0;
    end_number(judge);
    if (judge->form == XML_TUPLES && (was_number || judge->after_comma)) {
        end_tuple(judge);
    }
    judge->length = 0;
}

static void comma(xml_coordinates *judge)
{
    if (judge->length == 0) {
        complain(judge, FINDING_XML_TUPLE); /* ",,", or a comma after a blank */
    }
    end_number(judge);
    judge->length = 0;
    judge->after_comma = true;
}

void xml_coordinates_feed(xml_coordinates *judge, const char *text, size_t length)
{
    for (size_t i = 0; i < length && !judge->is_wrong; i++) {
        char c = text[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            blank(judge);
        } else if (c == ',' && judge->form == XML_TUPLES) {
            comma(judge);
        } else if (judge->length < sizeof judge->number) {
            judge->number[judge->length++] = c;
        }
    }
}

bool xml_coordinates_end(xml_coordinates *judge)
{
    blank(judge);
    if (judge->form == XML_NUMBERS && judge->count % (judge->dimension == 3 ? 3 : 2) != 0) {
        complain(judge, FINDING_XML_TUPLE);
    }
    return !judge->is_wrong;
}
