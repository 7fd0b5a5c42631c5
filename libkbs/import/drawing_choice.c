/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The fate of each object of a drawing. An area that is named "106/20" is a parcel wherever it is drawn, unless its layer is for something else:
 * the name is what NetCAD's cadastral delivery asks for. Everything else goes by the role of its layer, or of its GIS class. */
#include "import/drawing_choice.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "import/parcel_name.h"
#include "store/kinds.h"

#define MOST_COORDINATE 1e8

double drawing_gap_m(const drawing *d, const drawing_object *object)
{
    if (object->vertex_count == 0) {
        return 0;
    }
    const geo_vertex *v = drawing_vertices(d, object);
    geo_vertex first = v[0], last = v[object->vertex_count - 1];
    return hypot(first.east - last.east, first.north - last.north);
}

bool drawing_is_ring(const drawing *d, const drawing_object *object, double snap_m)
{
    bool line = object->type == DRAWING_LINE || object->type == DRAWING_CIRCLE;
    bool closed = (object->flags & DRAWING_CLOSED) != 0;
    return line && object->vertex_count >= 4 && (closed || drawing_gap_m(d, object) <= snap_m);
}

static bool is_sane(const drawing *d, const drawing_object *object)
{
    const geo_vertex *v = drawing_vertices(d, object);
    for (size_t i = 0; i < object->vertex_count; i++) {
        if (!(fabs(v[i].east) <= MOST_COORDINATE && fabs(v[i].north) <= MOST_COORDINATE)) {
            return false;
        }
    }
    return object->vertex_count > 0;
}

static bool is_linear(const drawing_object *object)
{
    return (object->type == DRAWING_LINE || object->type == DRAWING_ARC ||
            object->type == DRAWING_CIRCLE) &&
           object->vertex_count >= 2;
}

typedef struct chooser {
    drawing_choice *choice;
    const drawing_patterns *patterns;
    double snap_m;
    bool any_role; /* the layer is given: its objects are of the kind */
} chooser;

/* Of the object's class where that says something, else of its layer. */
static drawing_role role_of(const chooser *c, const drawing_object *object)
{
    drawing_role of_layer = (drawing_role)c->choice->roles[object->layer];
    if (object->class_name != 0 && of_layer != DRAWING_ROLE_IGNORED) {
        drawing_role of_class =
            drawing_role_of(c->patterns, drawing_text_of(c->choice->d, object->class_name));
        return of_class == DRAWING_ROLE_NONE ? of_layer : of_class;
    }
    return of_layer;
}

static drawing_fate fate_of_text(const chooser *c, const drawing_object *object, drawing_role role)
{
    const char *text = drawing_text_of(c->choice->d, object->name);
    import_parcel_name name;
    char block[IMPORT_NUMBER_BYTES];
    if (role == DRAWING_ROLE_BLOCK_TEXTS || role == DRAWING_ROLE_BLOCK) {
        return import_block_name(text, strlen(text), block) ? DRAWING_BLOCK_TEXT
                                                            : DRAWING_NOT_TAKEN;
    }
    if (role == DRAWING_ROLE_PARCEL || role == DRAWING_ROLE_PARCEL_TEXTS) {
        return import_parcel_name_split(text, strlen(text), &name) ? DRAWING_LABEL
                                                                   : DRAWING_NOT_TAKEN;
    }
    return DRAWING_NOT_TAKEN;
}

static drawing_fate fate_of_line(const chooser *c, const drawing_object *object, drawing_role role)
{
    const char *text = drawing_text_of(c->choice->d, object->name);
    import_parcel_name name;
    bool named = import_parcel_name_split(text, strlen(text), &name);
    bool own = role == DRAWING_ROLE_PARCEL || role == DRAWING_ROLE_PARCEL_LINES;
    bool ring = drawing_is_ring(c->choice->d, object, c->snap_m);
    if (named && (own || (role == DRAWING_ROLE_NONE && name.block[0] != '\0'))) {
        if (ring) {
            return DRAWING_RECORD;
        }
        bool piece = object->type == DRAWING_LINE && object->vertex_count >= 3;
        return piece ? DRAWING_OPEN : (own ? DRAWING_BORDER : DRAWING_NOT_TAKEN);
    }
    if (role == DRAWING_ROLE_BLOCK) {
        return ring ? DRAWING_BLOCK_AREA : DRAWING_BORDER;
    }
    return own ? DRAWING_BORDER : DRAWING_NOT_TAKEN;
}

static drawing_fate fate_as_parcel(const chooser *c, const drawing_object *object,
                                   drawing_role role)
{
    bool other_layer = c->any_role && object->layer != c->choice->only_layer;
    if (object->type == DRAWING_TEXT) {
        drawing_role as = c->any_role && !other_layer ? DRAWING_ROLE_PARCEL : role;
        return fate_of_text(c, object, as);
    }
    if (!is_linear(object) || other_layer) {
        return DRAWING_NOT_TAKEN;
    }
    return fate_of_line(c, object, c->any_role ? DRAWING_ROLE_PARCEL : role);
}

/* Areas of other kinds: rings, and what loose lines enclose. */
static drawing_fate fate_as_area(const chooser *c, const drawing_object *object)
{
    if (!is_linear(object)) {
        return DRAWING_NOT_TAKEN;
    }
    return drawing_is_ring(c->choice->d, object, c->snap_m) ? DRAWING_RECORD : DRAWING_BORDER;
}

static drawing_fate fate_of(const chooser *c, const drawing_object *object)
{
    kbs_kind kind = c->choice->kind;
    drawing_role role = role_of(c, object);
    if (kind == 0) {
        return is_linear(object) || object->type == DRAWING_POINT ? DRAWING_RECORD
                                                                  : DRAWING_NOT_TAKEN;
    }
    if (kind == KBS_PARCEL) {
        return fate_as_parcel(c, object, role);
    }
    bool own = c->any_role ? object->layer == c->choice->only_layer : role == c->choice->role;
    bool point = object->type == DRAWING_POINT;
    if (kind == KBS_POINT) {
        own = c->any_role ? own : role != DRAWING_ROLE_IGNORED;
        return own && point ? DRAWING_RECORD : DRAWING_NOT_TAKEN;
    }
    if (!own) {
        return DRAWING_NOT_TAKEN;
    }
    switch (store_kind_of(kind)->geometry) {
    case STORE_AREAS:
        return fate_as_area(c, object);
    case STORE_LINES_OR_AREAS:
        return is_linear(object) ? DRAWING_RECORD : DRAWING_NOT_TAKEN;
    case STORE_POINTS:
        return (point && object->name != 0) || object->type == DRAWING_TEXT ? DRAWING_RECORD
                                                                            : DRAWING_NOT_TAKEN;
    case STORE_ANY:
        return is_linear(object) || point ? DRAWING_RECORD : DRAWING_NOT_TAKEN;
    }
    return DRAWING_NOT_TAKEN;
}

static void choose_all(chooser *c)
{
    drawing_choice *choice = c->choice;
    memset(choice->counts, 0, sizeof choice->counts);
    for (size_t i = 0; i < choice->d->object_count; i++) {
        const drawing_object *object = &choice->d->objects[i];
        drawing_fate fate = fate_of(c, object);
        if (fate != DRAWING_NOT_TAKEN && !is_sane(choice->d, object)) {
            fate = DRAWING_BROKEN;
        }
        choice->fates[i] = (uint8_t)fate;
        choice->counts[fate]++;
    }
}

/* The layer of all objects; -1 when they are on several. */
static int single_layer(const drawing *d)
{
    for (size_t i = 1; i < d->object_count; i++) {
        if (d->objects[i].layer != d->objects[0].layer) {
            return -1;
        }
    }
    return d->object_count == 0 ? -1 : d->objects[0].layer;
}

bool drawing_choose(drawing_choice *choice, const drawing *d, kbs_kind kind, int only_layer,
                    double snap_m, const drawing_patterns *patterns)
{
    memset(choice, 0, sizeof *choice);
    choice->d = d;
    choice->kind = kind;
    choice->only_layer = only_layer;
    choice->role = drawing_role_of_kind(kind);
    choice->roles = base_new_array(d->layer_count + 1, sizeof *choice->roles);
    choice->fates = base_new_array(d->object_count + 1, sizeof *choice->fates);
    if (choice->roles == NULL || choice->fates == NULL) {
        return false;
    }
    for (size_t i = 0; i < d->layer_count; i++) {
        const char *name = drawing_text_of(d, d->layers[i].name);
        choice->roles[i] = (uint8_t)drawing_role_of(patterns, name);
    }
    chooser c = { choice, patterns, snap_m, only_layer >= 0 };
    choose_all(&c);
    bool nothing = choice->counts[DRAWING_RECORD] + choice->counts[DRAWING_BORDER] +
                       choice->counts[DRAWING_OPEN] ==
                   0;
    if (nothing && only_layer < 0 && single_layer(d) >= 0) {
        choice->only_layer = single_layer(d);
        choice->is_only_one = true;
        c.any_role = true;
        choose_all(&c);
    }
    return true;
}

void drawing_choice_release(drawing_choice *choice)
{
    base_free(choice->roles);
    base_free(choice->fates);
    memset(choice, 0, sizeof *choice);
}
