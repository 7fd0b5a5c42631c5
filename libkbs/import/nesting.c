/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Finding areas by a point: boxes first, then a ray over the shell, exactly; the innermost shell around the point is the area's, since the
 * areas of one connected net do not overlap. Long shells get an index over their edges when they are asked more than once. */
#include "import/nesting.h"

#include <math.h>

#include "base/memory.h"
#include "geo/box_tree.h"
#include "geo/edge_index.h"

#define LONG_SHELL 200 /* corners: from here on an index pays */

struct import_area_finder {
    const import_net_areas *areas;
    const import_line_net *net;
    geo_box_tree *tree;
    geo_edge_index **indexes; /* by area; NULL = not made */
    uint32_t *found;
    size_t found_capacity;
};

import_area_finder *import_area_finder_new(const import_net_areas *areas,
                                           const import_line_net *net)
{
    import_area_finder *finder = base_new(sizeof *finder);
    kbs_box *boxes = base_new_array(areas->area_count + 1, sizeof *boxes);
    if (finder != NULL && boxes != NULL) {
        finder->areas = areas;
        finder->net = net;
        finder->indexes = base_new_array(areas->area_count + 1, sizeof *finder->indexes);
        for (size_t i = 0; i < areas->area_count; i++) {
            boxes[i] = areas->areas[i].box;
        }
        finder->tree = geo_box_tree_new(boxes, areas->area_count);
    }
    base_free(boxes);
    if (finder != NULL && (finder->tree == NULL || finder->indexes == NULL)) {
        import_area_finder_free(finder);
        return NULL;
    }
    return finder;
}

void import_area_finder_free(import_area_finder *finder)
{
    if (finder != NULL) {
        for (size_t i = 0; finder->indexes != NULL && i < finder->areas->area_count; i++) {
            geo_edge_index_free(finder->indexes[i]);
        }
        base_free(finder->indexes);
        base_free(finder->found);
        geo_box_tree_free(finder->tree);
        base_free(finder);
    }
}

/* The shell alone, as an index over its edges. */
static bool make_index(import_area_finder *finder, uint32_t area)
{
    const import_net_ring *shell = &finder->areas->rings[finder->areas->areas[area].shell];
    geo_shape shape;
    geo_shape_init(&shape);
    geo_shape_clear(&shape, GEO_POLYGON);
    bool made = true;
    for (size_t k = 0; made && k <= shell->count; k++) {
        size_t at = shell->first + (k == shell->count ? 0 : k);
        geo_vertex v = finder->net->corners[finder->areas->way[at]];
        made = geo_shape_add_vertex(&shape, v.east, v.north);
    }
    made = made && geo_shape_end_ring(&shape) && geo_shape_end_part(&shape);
    finder->indexes[area] = made ? geo_edge_index_new(&shape) : NULL;
    geo_shape_release(&shape);
    return finder->indexes[area] != NULL;
}

static geo_location locate_in_ring(const import_area_finder *finder, const import_net_ring *ring,
                                   geo_vertex point)
{
    const geo_vertex *corners = finder->net->corners;
    const uint32_t *way = finder->areas->way + ring->first;
    bool inside = false;
    for (size_t k = 0; k < ring->count; k++) {
        geo_vertex a = corners[way[k]], b = corners[way[k + 1 == ring->count ? 0 : k + 1]];
        switch (geo_ray_edge(a, b, point)) {
        case GEO_RAY_MISSES:
            break;
        case GEO_RAY_HITS:
            inside = !inside;
            break;
        case GEO_RAY_ON:
            return GEO_ON_BORDER;
        }
    }
    return inside ? GEO_INSIDE : GEO_OUTSIDE;
}

static bool locate(import_area_finder *finder, uint32_t area, geo_vertex point, geo_location *where)
{
    const import_net_ring *shell = &finder->areas->rings[finder->areas->areas[area].shell];
    if (shell->count < LONG_SHELL) {
        *where = locate_in_ring(finder, shell, point);
        return true;
    }
    if (finder->indexes[area] == NULL && !make_index(finder, area)) {
        return false;
    }
    *where = geo_edge_index_locate(finder->indexes[area], point);
    return true;
}

/* The smallest shell around the point. A point on the border of a shell is in none, unless such shells are to be passed over. */
static bool find(import_area_finder *finder, geo_vertex point, bool pass_borders, uint32_t *area)
{
    kbs_box box = { point.east, point.north, point.east, point.north };
    size_t count = 0;
    double least = HUGE_VAL;
    *area = IMPORT_NO_AREA;
    if (!geo_box_tree_find(finder->tree, box, &finder->found, &finder->found_capacity, &count)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t candidate = finder->found[i];
        geo_location where = GEO_OUTSIDE;
        double size = finder->areas->rings[finder->areas->areas[candidate].shell].area_m2;
        if (size >= least) {
            continue;
        }
        if (!locate(finder, candidate, point, &where)) {
            return false;
        }
        if (where == GEO_INSIDE || (where == GEO_ON_BORDER && !pass_borders)) {
            *area = where == GEO_INSIDE ? candidate : IMPORT_NO_AREA;
            least = size;
        }
    }
    return true;
}

bool import_area_find(import_area_finder *finder, geo_vertex point, uint32_t *area)
{
    return find(finder, point, false, area);
}

bool import_net_nest(const import_net_areas *areas, const import_line_net *net, uint32_t **around)
{
    import_area_finder *finder = import_area_finder_new(areas, net);
    *around = base_new_array(areas->ring_count + 1, sizeof **around);
    bool done = finder != NULL && *around != NULL;
    for (size_t r = 0; done && r < areas->ring_count; r++) {
        const import_net_ring *ring = &areas->rings[r];
        (*around)[r] = IMPORT_NO_AREA;
        if (ring->area == IMPORT_NO_AREA) {
            /* Its corners are on the border of the areas of its own part, so only areas of others have them inside. */
            done = find(finder, net->corners[areas->way[ring->first]], true, &(*around)[r]);
        }
    }
    import_area_finder_free(finder);
    if (!done) {
        base_free(*around);
        *around = NULL;
    }
    return done;
}
