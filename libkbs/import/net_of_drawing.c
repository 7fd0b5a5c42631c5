/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The net of a drawing's borders. Named areas give their borders too: a neighbour drawn with loose lines need not draw the common border again. */
#include "base/memory.h"
#include "import/parcel_lines.h"

static bool is_line(const drawing_object *object)
{
    return object->vertex_count >= 2 && object->type != DRAWING_TEXT;
}

static bool gives_border(const parcel_lines *work, size_t object, bool of_blocks)
{
    const drawing_object *o = &work->d->objects[object];
    drawing_role role = (drawing_role)work->choice->roles[o->layer];
    bool block = role == DRAWING_ROLE_BLOCK && work->choice->kind == KBS_PARCEL &&
                 work->choice->only_layer < 0;
    switch ((drawing_fate)work->choice->fates[object]) {
    case DRAWING_BORDER:
        return is_line(o) && block == of_blocks;
    case DRAWING_BLOCK_AREA:
        return is_line(o) && of_blocks;
    case DRAWING_RECORD:
    case DRAWING_OPEN:
        return is_line(o) && !of_blocks;
    case DRAWING_NOT_TAKEN:
    case DRAWING_LABEL:
    case DRAWING_BLOCK_TEXT:
    case DRAWING_BROKEN:
    case DRAWING_FATE_COUNT:
        return false;
    }
    return false;
}

/* Borders of parcels first, so that the first line of an area tells whether anything but blocks is around it. */
static bool list_lines(parcel_lines *work)
{
    const drawing *d = work->d;
    work->lines = base_new_array(d->object_count + 1, sizeof *work->lines);
    work->line_object = base_new_array(d->object_count + 1, sizeof *work->line_object);
    if (work->lines == NULL || work->line_object == NULL) {
        return false;
    }
    for (int of_blocks = 0; of_blocks < 2; of_blocks++) {
        for (size_t i = 0; i < d->object_count; i++) {
            if (gives_border(work, i, of_blocks != 0)) {
                const drawing_object *o = &d->objects[i];
                work->lines[work->line_count] =
                    (import_net_line){ drawing_vertices(d, o), o->vertex_count };
                work->line_object[work->line_count++] = (uint32_t)i;
            }
        }
        work->first_block_line = of_blocks == 0 ? work->line_count : work->first_block_line;
    }
    return true;
}

bool parcel_lines_build_net(parcel_lines *work, kbs_code *code)
{
    if (!list_lines(work)) {
        return false;
    }
    import_net_result result =
        import_net_snap(&work->net, work->lines, work->line_count, work->snap_m);
    if (result == IMPORT_NET_DONE) {
        result = import_net_node(&work->net, work->snap_m);
    }
    if (result == IMPORT_NET_TOO_COMPLEX) {
        *code = base_findings_fail_with(work->report, FINDING_DRAWING_TOO_COMPLEX, work->file, NULL,
                                        NULL);
        return true;
    }
    if (result != IMPORT_NET_DONE || !import_net_polygonise(&work->areas, &work->net)) {
        return false;
    }
    if (work->areas.area_count != work->areas.expected) {
        *code = base_findings_fail_with(work->report, FINDING_INTERNAL_DEFECT, work->file,
                                        "polygons", NULL);
        return true;
    }
    work->finder = import_area_finder_new(&work->areas, &work->net);
    return work->finder != NULL;
}
