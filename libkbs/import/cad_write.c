/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* NCN and DXF out. */
#include "import/cad_write.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "geo/measure.h"
#include "import/cad_text.h"

#define FLUSH_BYTES 1048576u
#define MOST_BYTES (64u * 1048576)
#define METRE_DECIMALS 4
#define DEGREE_DECIMALS 10
#define TEXT_HEIGHT_M 2.0

/* Layers as NetCAD users name them, and what is written into the shape. */
typedef struct cad_layer {
    kbs_kind kind;
    const char *outline, *text;
    const char *label[2]; /* fields; two make "block/parcel" */
    int colour;           /* AutoCAD's number */
} cad_layer;

static const cad_layer layers[] = {
    { KBS_NEIGHBOURHOOD, "MAHALLE", "MAHALLE_ADI", { "name", NULL }, 6 },
    { KBS_PARCEL, "PARSEL", "PARSEL_NO", { "block", "parcel" }, 1 },
    { KBS_ROAD, "YOL", "YOL_ADI", { "name", NULL }, 8 },
    { KBS_PLAN_AREA, "PLAN_ALANI", "PLAN_KULLANIM", { "use", NULL }, 3 },
    { KBS_RESTRICTION, "KISIT", "KISIT_TURU", { "type", NULL }, 2 },
    { KBS_BUILDING, "BINA", "BINA_KATADEDI", { "floors", NULL }, 5 },
    { KBS_ADDRESS, "KAPI", "KAPI_NO", { "door_number", NULL }, 4 },
    { KBS_POINT, "NOKTA", "NADI", { "name", NULL }, 7 },
};

struct cad_writer {
    cad_format format;
    const store_kind *kind;
    const cad_layer *layer;
    const char *shown; /* until close */
    int descriptor;
    int decimals;
    double text_height;
    base_buffer out, label;
};

/* ---- the file ---- */

static kbs_code write_failure(cad_writer *w, int error, base_findings *report)
{
    return base_findings_fail_with(report, FINDING_FILE_WRITE, w->shown, strerror(error), NULL);
}

static kbs_code flush(cad_writer *w, size_t least, base_findings *report)
{
    if (w->out.failed) {
        return base_findings_no_memory(report);
    }
    size_t done = 0;
    while (w->out.length >= least && done < w->out.length) {
        ssize_t written = write(w->descriptor, w->out.data + done, w->out.length - done);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return write_failure(w, written < 0 ? errno : ENOSPC, report);
        }
        done += (size_t)written;
    }
    if (done > 0) {
        base_buffer_clear(&w->out);
    }
    return KBS_OK;
}

/* ---- pairs of a DXF ---- */

static void pair_text(cad_writer *w, int code, const char *text)
{
    base_buffer_int(&w->out, code);
    base_buffer_text(&w->out, "\r\n");
    base_buffer_text(&w->out, text);
    base_buffer_text(&w->out, "\r\n");
}

static void pair_int(cad_writer *w, int code, int64_t value)
{
    base_buffer_int(&w->out, code);
    base_buffer_text(&w->out, "\r\n");
    base_buffer_int(&w->out, value);
    base_buffer_text(&w->out, "\r\n");
}

static void pair_real(cad_writer *w, int code, double value)
{
    base_buffer_int(&w->out, code);
    base_buffer_text(&w->out, "\r\n");
    base_buffer_fixed(&w->out, value, w->decimals);
    base_buffer_text(&w->out, "\r\n");
}

/* 10 and 20, or 11 and 21; the height after them. */
static void pair_place(cad_writer *w, int code, geo_vertex at, double height_m)
{
    pair_real(w, code, at.east);
    pair_real(w, code + 10, at.north);
    pair_real(w, code + 20, height_m);
}

static void add_layer(cad_writer *w, const char *name)
{
    pair_text(w, 0, "LAYER");
    pair_text(w, 2, name);
    pair_int(w, 70, 0);
    pair_int(w, 62, w->layer->colour);
    pair_text(w, 6, "CONTINUOUS");
}

/* Units are not part of R12; its names of layers have no blanks and no small letters. */
static void begin_dxf(cad_writer *w)
{
    pair_text(w, 0, "SECTION");
    pair_text(w, 2, "HEADER");
    pair_text(w, 9, "$ACADVER");
    pair_text(w, 1, "AC1009");
    pair_text(w, 9, "$DWGCODEPAGE");
    pair_text(w, 3, "ANSI_1254");
    pair_text(w, 0, "ENDSEC");
    pair_text(w, 0, "SECTION");
    pair_text(w, 2, "TABLES");
    pair_text(w, 0, "TABLE");
    pair_text(w, 2, "LTYPE");
    pair_int(w, 70, 1);
    pair_text(w, 0, "LTYPE");
    pair_text(w, 2, "CONTINUOUS");
    pair_int(w, 70, 0);
    pair_text(w, 3, "Solid line");
    pair_int(w, 72, 65);
    pair_int(w, 73, 0);
    pair_int(w, 40, 0);
    pair_text(w, 0, "ENDTAB");
    pair_text(w, 0, "TABLE");
    pair_text(w, 2, "LAYER");
    pair_int(w, 70, 3);
    pair_text(w, 0, "LAYER");
    pair_text(w, 2, "0");
    pair_int(w, 70, 0);
    pair_int(w, 62, 7);
    pair_text(w, 6, "CONTINUOUS");
    add_layer(w, w->layer->outline);
    add_layer(w, w->layer->text);
    pair_text(w, 0, "ENDTAB");
    pair_text(w, 0, "ENDSEC");
    pair_text(w, 0, "SECTION");
    pair_text(w, 2, "ENTITIES");
}

static void add_polyline(cad_writer *w, const geo_vertex *v, size_t count, bool is_ring)
{
    static const geo_vertex origin = { 0, 0 };
    size_t corners = is_ring && count > 1 ? count - 1 : count; /* the first is not repeated */
    pair_text(w, 0, "POLYLINE");
    pair_text(w, 8, w->layer->outline);
    pair_int(w, 66, 1);
    pair_place(w, 10, origin, 0);
    pair_int(w, 70, is_ring ? 1 : 0);
    for (size_t i = 0; i < corners; i++) {
        pair_text(w, 0, "VERTEX");
        pair_text(w, 8, w->layer->outline);
        pair_place(w, 10, v[i], 0);
    }
    pair_text(w, 0, "SEQEND");
    pair_text(w, 8, w->layer->outline);
}

static void add_point(cad_writer *w, geo_vertex at, double height_m)
{
    pair_text(w, 0, "POINT");
    pair_text(w, 8, w->layer->outline);
    pair_place(w, 10, at, height_m);
}

/* In the middle of the place; beside it for points. */
static void add_text(cad_writer *w, geo_vertex at, bool is_beside)
{
    if (w->label.length == 0) {
        return;
    }
    pair_text(w, 0, "TEXT");
    pair_text(w, 8, w->layer->text);
    pair_place(w, 10, at, 0);
    pair_real(w, 40, w->text_height);
    base_buffer_text(&w->out, "1\r\n");
    (void)cad_text_add(&w->out, w->label.data, w->label.length, true);
    base_buffer_text(&w->out, "\r\n");
    pair_int(w, 72, is_beside ? 0 : 1);
    pair_place(w, 11, at, 0);
    pair_int(w, 73, is_beside ? 1 : 2);
}

/* ---- rows ---- */

static const store_value *value_of(const cad_writer *w, const store_value *values,
                                   const char *field)
{
    int index = field == NULL ? -1 : store_kind_field(w->kind, field);
    return index < 0 || values[index].type == STORE_VALUE_NULL ? NULL : &values[index];
}

static void add_label(cad_writer *w, const store_value *value)
{
    if (value == NULL) {
        return;
    }
    if (w->label.length > 0) {
        base_buffer_char(&w->label, '/');
    }
    if (value->type == STORE_VALUE_TEXT) {
        base_buffer_add(&w->label, value->text, value->length);
    } else if (value->type == STORE_VALUE_INTEGER) {
        base_buffer_int(&w->label, value->integer);
    } else {
        base_buffer_double(&w->label, value->real);
    }
}

static void make_label(cad_writer *w, const store_value *values)
{
    base_buffer_clear(&w->label);
    add_label(w, value_of(w, values, w->layer->label[0]));
    add_label(w, value_of(w, values, w->layer->label[1]));
}

static double height_of(const cad_writer *w, const store_value *values)
{
    const store_value *value =
        w->kind->geometry == STORE_POINTS ? value_of(w, values, "height_m") : NULL;
    return value != NULL && value->type == STORE_VALUE_REAL ? value->real : 0;
}

static void add_shape(cad_writer *w, const store_value *values, const geo_shape *shape)
{
    bool is_area = geo_type_is_area(shape->type);
    bool is_point = shape->type == GEO_POINT || shape->type == GEO_MULTIPOINT;
    for (size_t ring = 0; ring < shape->ring_count; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(shape, ring, &count);
        if (is_point) {
            add_point(w, v[0], height_of(w, values));
        } else {
            add_polyline(w, v, count, is_area);
        }
    }
    if (shape->vertex_count > 0) {
        add_text(w, is_point ? shape->vertices[0] : geo_shape_inner_point(shape), is_point);
    }
}

static kbs_code add_line(cad_writer *w, const store_value *values, int64_t id,
                         const geo_shape *shape, const char *key, base_findings *report)
{
    if (w->label.length == 0) {
        add_label(w, value_of(w, values, "source_id"));
    }
    if (w->label.length == 0) {
        base_buffer_int(&w->label, id);
    }
    bool is_written =
        shape->vertex_count > 0 && !w->label.failed &&
        ncn_write_point(&w->out, w->label.data, w->label.length, shape->vertices[0].east,
                        shape->vertices[0].north, height_of(w, values));
    if (is_written) {
        return KBS_OK;
    }
    kbs_finding finding = base_finding_of(FINDING_EXPORT_POINT_NAME);
    finding.file = w->shown;
    finding.key = key;
    finding.found = w->label.failed ? NULL : w->label.data;
    return base_findings_fail(report, &finding);
}

kbs_code cad_writer_add(cad_writer *w, const store_value *values, int64_t id,
                        const geo_shape *shape, const char *key, base_findings *report)
{
    kbs_code code = KBS_OK;
    make_label(w, values);
    if (w->format == CAD_NCN) {
        code = add_line(w, values, id, shape, key, report);
    } else {
        add_shape(w, values, shape);
    }
    return code == KBS_OK ? flush(w, FLUSH_BYTES, report) : code;
}

/* ---- life ---- */

kbs_code cad_writer_new(cad_writer **out, cad_format format, const char *path, const char *shown,
                        const store_kind *kind, bool degrees, base_findings *report)
{
    *out = NULL;
    if (format == CAD_NCN && (kind->kind != KBS_POINT || degrees)) {
        return base_findings_fail_with(report, FINDING_EXPORT_NCN, shown, NULL, NULL);
    }
    cad_writer *w = base_new(sizeof *w);
    if (w == NULL) {
        return base_findings_no_memory(report);
    }
    w->format = format;
    w->kind = kind;
    w->shown = shown;
    w->decimals = degrees ? DEGREE_DECIMALS : METRE_DECIMALS;
    w->text_height = degrees ? TEXT_HEIGHT_M / 111000 : TEXT_HEIGHT_M;
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++) {
        w->layer = layers[i].kind == kind->kind ? &layers[i] : w->layer;
    }
    base_buffer_init(&w->out, MOST_BYTES * 8u);
    base_buffer_init(&w->label, MOST_BYTES);
    w->descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (w->descriptor < 0) {
        kbs_code code = write_failure(w, errno, report);
        cad_writer_free(w);
        return code;
    }
    if (format == CAD_DXF) {
        begin_dxf(w);
    }
    *out = w;
    return KBS_OK;
}

kbs_code cad_writer_close(cad_writer *w, base_findings *report)
{
    if (w->format == CAD_DXF) {
        pair_text(w, 0, "ENDSEC");
        pair_text(w, 0, "EOF");
    }
    kbs_code code = flush(w, 0, report);
    int descriptor = w->descriptor;
    w->descriptor = -1;
    if (close(descriptor) != 0 && code == KBS_OK) {
        code = write_failure(w, errno, report);
    }
    return code;
}

void cad_writer_free(cad_writer *w)
{
    if (w == NULL) {
        return;
    }
    if (w->descriptor >= 0) {
        (void)close(w->descriptor);
    }
    base_buffer_release(&w->out);
    base_buffer_release(&w->label);
    base_free(w);
}
