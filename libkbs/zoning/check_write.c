/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Findings as GeoJSON points (RFC 7946). Those without a place, or whose place cannot be brought to WGS 84, have no geometry. */
#include <math.h>

#include "base/finding.h"
#include "base/json_write.h"
#include "geo/proj.h"
#include "zoning/check.h"

#define MOST_BYTES ((size_t)1 << 31)
#define SENTENCE_BYTES 1024
#define DECIMALS 9 /* a tenth of a millimetre */
#define WGS84 "EPSG:4326"

static geo_transform *way_of(const kbs_findings *findings, const char *crs)
{
    geo_transform *way = NULL;
    kbs_box box = geo_box_empty();
    base_findings unheard;
    for (size_t i = 0; i < findings->count; i++) {
        geo_vertex place = { findings->items[i].east, findings->items[i].north };
        if (findings->items[i].has_coordinate) {
            box = geo_box_join(box, geo_vertices_box(&place, 1));
        }
    }
    base_findings_init(&unheard);
    if (geo_transform_new(&way, crs, WGS84, box, &unheard) != KBS_OK) {
        way = NULL;
    }
    base_findings_release(&unheard);
    return way;
}

static void write_point(base_json *json, geo_vertex place)
{
    base_json_object(json, "geometry");
    base_json_text(json, "type", "Point");
    base_json_array(json, "coordinates");
    base_json_fixed(json, NULL, place.east, DECIMALS);
    base_json_fixed(json, NULL, place.north, DECIMALS);
    base_json_array_end(json);
    base_json_object_end(json);
}

static void write_feature(base_json *json, geo_transform *way, const char *crs,
                          const kbs_finding *finding, kbs_lang lang)
{
    char sentence[SENTENCE_BYTES];
    geo_vertex place = { finding->east, finding->north };
    bool placed = finding->has_coordinate && way != NULL &&
                  geo_transform_vertices(way, &place, 1, NULL) && fabs(place.east) <= 180 &&
                  fabs(place.north) <= 90;
    (void)kbs_finding_text(finding, lang, sentence, sizeof sentence);
    base_json_object(json, NULL);
    base_json_text(json, "type", "Feature");
    if (placed) {
        write_point(json, place);
    } else {
        base_json_null(json, "geometry");
    }
    base_json_object(json, "properties");
    base_json_text(json, "code", finding->code);
    base_json_text(json, "layer", finding->layer);
    base_json_int(json, "record", finding->record);
    base_json_text(json, "key", finding->key);
    base_json_text(json, "found", finding->found);
    base_json_text(json, "expected", finding->expected);
    base_json_text(json, "text", sentence);
    base_json_text(json, "advice", kbs_finding_advice(finding, lang));
    if (finding->has_coordinate) {
        base_json_number(json, "east", finding->east);
        base_json_number(json, "north", finding->north);
    } else {
        base_json_null(json, "east");
        base_json_null(json, "north");
    }
    base_json_text(json, "crs", crs);
    base_json_object_end(json);
    base_json_object_end(json);
}

kbs_code kbs_findings_geojson(const kbs_findings *findings, const char *crs, kbs_lang lang,
                              char **out)
{
    base_buffer text;
    if (out == NULL || findings == NULL || crs == NULL) {
        return KBS_USAGE;
    }
    geo_transform *way = way_of(findings, crs);
    base_buffer_init(&text, MOST_BYTES);
    base_json json = base_json_start(&text, false);
    base_json_object(&json, NULL);
    base_json_text(&json, "type", "FeatureCollection");
    base_json_array(&json, "features");
    for (size_t i = 0; i < findings->count; i++) {
        base_buffer_char(&text, '\n');
        write_feature(&json, way, crs, &findings->items[i], lang);
    }
    base_json_array_end(&json);
    base_json_object_end(&json);
    base_buffer_char(&text, '\n');
    geo_transform_free(way);
    *out = base_buffer_take(&text);
    base_buffer_release(&text);
    return *out == NULL ? KBS_MEMORY : KBS_OK;
}
