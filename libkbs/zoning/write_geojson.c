/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* An answer as a GeoJSON feature (RFC 7946: longitude and latitude of WGS 84): the outline of the parcel or area, and the members of the
 * JSON answer as properties. Where the outline cannot be brought to WGS 84 the geometry is null. */
#include <math.h>

#include "base/finding.h"
#include "geo/measure.h"
#include "geo/proj.h"
#include "zoning/answer.h"
#include "zoning/write.h"

#define WGS84 "EPSG:4326"
#define DECIMALS 9 /* a tenth of a millimetre */

/* The outline in degrees, shells counter-clockwise. False: there is none, or it cannot be brought there. */
static bool to_degrees(geo_shape *shape, const kbs_zoning *answer)
{
    const geo_shape *outline = zoning_answer_outline(answer);
    geo_transform *way = NULL;
    base_findings unheard;
    base_findings_init(&unheard);
    bool good =
        outline != NULL && geo_shape_copy(shape, outline) &&
        geo_transform_new(&way, answer->crs, WGS84, geo_shape_box(outline), &unheard) == KBS_OK &&
        geo_transform_vertices(way, shape->vertices, shape->vertex_count, NULL);
    geo_transform_free(way);
    base_findings_release(&unheard);
    if (good) {
        geo_shape_orient(shape, true);
    }
    return good;
}

static void write_ring(base_json *json, const geo_shape *shape, size_t ring)
{
    size_t count;
    const geo_vertex *vertices = geo_shape_ring(shape, ring, &count);
    base_json_array(json, NULL);
    for (size_t i = 0; i < count; i++) {
        base_json_array(json, NULL);
        base_json_fixed(json, NULL, vertices[i].east, DECIMALS);
        base_json_fixed(json, NULL, vertices[i].north, DECIMALS);
        base_json_array_end(json);
    }
    base_json_array_end(json);
}

static void write_geometry(base_json *json, const geo_shape *shape)
{
    base_json_object(json, "geometry");
    base_json_text(json, "type", "MultiPolygon");
    base_json_array(json, "coordinates");
    for (size_t part = 0; part < shape->part_count; part++) {
        size_t first, end;
        geo_shape_part(shape, part, &first, &end);
        base_json_array(json, NULL);
        for (size_t ring = first; ring < end; ring++) {
            write_ring(json, shape, ring);
        }
        base_json_array_end(json);
    }
    base_json_array_end(json);
    base_json_object_end(json);
}

void zoning_write_geojson(base_buffer *out, const kbs_zoning *answer)
{
    base_json writer = base_json_start(out, false);
    base_json *json = &writer;
    geo_shape shape;
    geo_shape_init(&shape);
    base_json_object(json, NULL);
    base_json_text(json, "type", "Feature");
    if (to_degrees(&shape, answer)) {
        write_geometry(json, &shape);
    } else {
        base_json_null(json, "geometry");
    }
    base_json_object(json, "properties");
    zoning_json_members(json, answer);
    base_json_object_end(json);
    base_json_object_end(json);
    base_buffer_char(out, '\n');
    geo_shape_release(&shape);
}
