/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The findings of a ledger that have a place, as GeoJSON points (RFC 7946: longitude and latitude of WGS 84), so that the draughtsman finds them. */
#include <math.h>

#include "base/finding_write.h"
#include "geo/proj.h"
#include "import/ledger.h"

#define MOST_BYTES ((size_t)1 << 31)
#define SENTENCE_BYTES 1024
#define DECIMALS 9 /* a tenth of a millimetre */
#define WGS84 "EPSG:4326"

/* The ways from the two systems that coordinates of findings have. NULL = not known, or there is none. */
typedef struct place_writer {
    geo_transform *from_city, *from_source;
} place_writer;

static kbs_box box_of(const kbs_ledger *ledger, bool in_source)
{
    kbs_box box = geo_box_empty();
    for (size_t i = 0; i < ledger->finding_count; i++) {
        const kbs_finding *f = &ledger->findings[i];
        if (f->has_coordinate && f->in_source_crs == in_source && isfinite(f->east) &&
            isfinite(f->north)) {
            const geo_vertex v = { f->east, f->north };
            box = geo_box_join(box, geo_vertices_box(&v, 1));
        }
    }
    return box;
}

/* A failure leaves NULL: the features then have no geometry, and their numbers in the properties. */
static geo_transform *way_from(const char *definition, kbs_box box)
{
    geo_transform *transform = NULL;
    base_findings unheard;
    base_findings_init(&unheard);
    if (definition == NULL || definition[0] == '\0' || geo_box_is_empty(box) ||
        geo_transform_new(&transform, definition, WGS84, box, &unheard) != KBS_OK) {
        transform = NULL;
    }
    base_findings_release(&unheard);
    return transform;
}

static bool to_degrees(const place_writer *places, const kbs_finding *finding, geo_vertex *out)
{
    geo_transform *way = finding->in_source_crs ? places->from_source : places->from_city;
    size_t bad = 0;
    *out = (geo_vertex){ finding->east, finding->north };
    return way != NULL && isfinite(out->east) && isfinite(out->north) &&
           geo_transform_vertices(way, out, 1, &bad) && fabs(out->east) <= 180 &&
           fabs(out->north) <= 90;
}

static void write_optional(base_json *json, const char *key, const char *text)
{
    if (text == NULL) {
        base_json_null(json, key);
    } else {
        base_json_text(json, key, text);
    }
}

static void write_properties(base_json *json, const kbs_ledger *ledger, const char *source_crs,
                             const kbs_finding *finding, kbs_lang lang)
{
    char sentence[SENTENCE_BYTES];
    (void)kbs_finding_text(finding, lang, sentence, sizeof sentence);
    base_json_object(json, "properties");
    base_json_text(json, "code", finding->code);
    base_json_text(json, "severity", kbs_severity_name(finding->severity));
    write_optional(json, "layer", finding->layer);
    if (finding->record > 0) {
        base_json_int(json, "record", finding->record);
    } else {
        base_json_null(json, "record");
    }
    write_optional(json, "key", finding->key);
    write_optional(json, "found", finding->found);
    write_optional(json, "expected", finding->expected);
    base_json_text(json, "text", sentence);
    base_json_text(json, "advice", kbs_finding_advice(finding, lang));
    base_json_number(json, "east", finding->east);
    base_json_number(json, "north", finding->north);
    base_json_text(json, "crs", finding->in_source_crs ? source_crs : ledger->city_crs);
    base_json_object_end(json);
}

static void write_feature(base_json *json, const place_writer *places, const kbs_ledger *ledger,
                          const char *source_crs, const kbs_finding *finding, kbs_lang lang)
{
    geo_vertex place;
    base_json_object(json, NULL);
    base_json_text(json, "type", "Feature");
    if (to_degrees(places, finding, &place)) {
        base_json_object(json, "geometry");
        base_json_text(json, "type", "Point");
        base_json_array(json, "coordinates");
        base_json_fixed(json, NULL, place.east, DECIMALS);
        base_json_fixed(json, NULL, place.north, DECIMALS);
        base_json_array_end(json);
        base_json_object_end(json);
    } else {
        base_json_null(json, "geometry");
    }
    write_properties(json, ledger, source_crs, finding, lang);
    base_json_object_end(json);
}

kbs_code kbs_ledger_geojson(const kbs_ledger *ledger, kbs_lang lang, char **out)
{
    /* The public part stands first in what the import made. */
    const import_ledger *whole = (const import_ledger *)(const void *)ledger;
    place_writer places = { way_from(ledger->city_crs, box_of(ledger, false)),
                            way_from(whole->source_crs, box_of(ledger, true)) };
    base_buffer text;
    base_buffer_init(&text, MOST_BYTES);
    base_json json = base_json_start(&text, false);
    base_json_object(&json, NULL);
    base_json_text(&json, "type", "FeatureCollection");
    base_json_array(&json, "features");
    for (size_t i = 0; i < ledger->finding_count; i++) {
        if (ledger->findings[i].has_coordinate) {
            base_buffer_char(&text, '\n');
            write_feature(&json, &places, ledger, whole->source_crs, &ledger->findings[i], lang);
        }
    }
    base_json_array_end(&json);
    base_json_object_end(&json);
    base_buffer_char(&text, '\n');
    geo_transform_free(places.from_city);
    geo_transform_free(places.from_source);
    *out = base_buffer_take(&text);
    return *out == NULL ? KBS_MEMORY : KBS_OK;
}
