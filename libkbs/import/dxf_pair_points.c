/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Points of a DXF and of the list beside it. */
#include "import/dxf_pair_points.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "import/text_drawings.h"

#define TOLERANCE_M 0.001
#define CELL_M 0.002
#define MOST_IN_CELL 16u /* points of the list in 2 mm x 2 mm that are compared */

typedef struct listed {
    int64_t column, row; /* of its cell */
    size_t object;
} listed;

static int compare_listed(const void *a, const void *b)
{
    const listed *first = a, *second = b;
    if (first->column != second->column) {
        return first->column < second->column ? -1 : 1;
    }
    if (first->row != second->row) {
        return first->row < second->row ? -1 : 1;
    }
    return (first->object > second->object) - (first->object < second->object);
}

static size_t lower_bound(const listed *items, size_t count, int64_t column, int64_t row)
{
    listed wanted = { column, row, 0 };
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_listed(&items[middle], &wanted) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static const drawing_object *match_in_cell(const drawing *list, const listed *items, size_t count,
                                           int64_t column, int64_t row, geo_vertex at)
{
    size_t i = lower_bound(items, count, column, row);
    for (size_t tried = 0; i < count && tried < MOST_IN_CELL; i++, tried++) {
        if (items[i].column != column || items[i].row != row) {
            break;
        }
        const drawing_object *point = &list->objects[items[i].object];
        const geo_vertex *v = drawing_vertices(list, point);
        if (fabs(v->east - at.east) <= TOLERANCE_M + 1e-7 &&
            fabs(v->north - at.north) <= TOLERANCE_M + 1e-7) {
            return point;
        }
    }
    return NULL;
}

static const drawing_object *match(const drawing *list, const listed *items, size_t count,
                                   geo_vertex at)
{
    int64_t column = (int64_t)floor(at.east / CELL_M), row = (int64_t)floor(at.north / CELL_M);
    const drawing_object *found = match_in_cell(list, items, count, column, row, at);
    for (int64_t c = column - 1; found == NULL && c <= column + 1; c++) {
        for (int64_t n = row - 1; found == NULL && n <= row + 1; n++) {
            found = match_in_cell(list, items, count, c, n, at);
        }
    }
    return found;
}

static kbs_code take_names(drawing *d, const drawing *list, uint64_t *named, base_findings *report)
{
    listed *items = base_new_array(list->object_count + 1, sizeof *items);
    bool is_done = items != NULL;
    for (size_t i = 0; is_done && i < list->object_count; i++) {
        const geo_vertex *v = drawing_vertices(list, &list->objects[i]);
        items[i] =
            (listed){ (int64_t)floor(v->east / CELL_M), (int64_t)floor(v->north / CELL_M), i };
    }
    if (is_done) {
        qsort(items, list->object_count, sizeof *items, compare_listed);
    }
    for (size_t i = 0; is_done && i < d->object_count; i++) {
        drawing_object *object = &d->objects[i];
        if (object->type != DRAWING_POINT || object->name != 0) {
            continue;
        }
        const drawing_object *found =
            match(list, items, list->object_count, *drawing_vertices(d, object));
        if (found == NULL) {
            continue;
        }
        const char *text = drawing_text_of(list, found->name);
        is_done = drawing_add_text(d, text, strlen(text), &object->name);
        if ((found->flags & DRAWING_HAS_HEIGHT) != 0) {
            object->height_m = found->height_m;
            object->flags |= DRAWING_HAS_HEIGHT;
        }
        *named += 1;
    }
    base_free(items);
    return is_done ? KBS_OK : base_findings_no_memory(report);
}

/* The path with another ending; caller frees. NULL = no memory, or the path has none. */
static char *beside(const char *path, const char *ending)
{
    size_t length = strlen(path), end = strlen(ending);
    if (length < end) {
        return NULL;
    }
    char *other = base_text_copy(path);
    if (other != NULL) {
        memcpy(other + length - end, ending, end);
    }
    return other;
}

static bool is_file(const char *path)
{
    base_file file;
    bool is_there = base_file_open(&file, path, 0, true, NULL) == KBS_OK;
    if (is_there) {
        base_file_close(&file);
    }
    return is_there;
}

static bool has_points(const drawing *d)
{
    for (size_t i = 0; i < d->object_count; i++) {
        if (d->objects[i].type == DRAWING_POINT && d->objects[i].name == 0) {
            return true;
        }
    }
    return false;
}

static kbs_code pair_with(drawing *d, const char *list_path, const char *name,
                          base_findings *report)
{
    drawing list;
    base_findings own;
    uint64_t named = 0;
    base_buffer count;
    drawing_init(&list);
    base_findings_init(&own);
    base_buffer_init(&count, 32);
    const char *list_name = base_file_name(list_path);
    kbs_code code = drawing_format_ncn.read(&list, list_path, list_name, &own);
    if (code == KBS_OK) {
        code = take_names(d, &list, &named, report);
        base_buffer_int(&count, (int64_t)named);
        kbs_finding finding = base_finding_of(FINDING_DXF_PAIRED);
        finding.file = name;
        finding.found = count.data;
        finding.expected = list_name;
        base_findings_add(report, &finding);
    } else if (code == KBS_MEMORY) {
        code = base_findings_no_memory(report);
    } else {
        kbs_finding finding = base_finding_of(FINDING_DXF_NOT_PAIRED);
        finding.file = name;
        finding.found = list_name;
        base_findings_add(report, &finding);
        code = KBS_OK;
    }
    base_buffer_release(&count);
    base_findings_release(&own);
    drawing_release(&list);
    return code;
}

kbs_code dxf_pair_points(drawing *d, const char *path, const char *name, base_findings *report)
{
    static const char *const endings[] = { ".ncn", ".NCN", ".Ncn" };
    kbs_code code = KBS_OK;
    bool is_paired = !has_points(d);
    for (size_t i = 0; code == KBS_OK && !is_paired && i < sizeof endings / sizeof endings[0];
         i++) {
        char *other = beside(path, endings[i]);
        if (other != NULL && is_file(other)) {
            code = pair_with(d, other, name, report);
            is_paired = true;
        }
        base_free(other);
    }
    return code;
}
