/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reading GML and KML through with expat. */
#include "import/xml_scan.h"

#include <expat.h>
#include <string.h>

#include "import/xml_coordinates.h"

#define CHUNK_BYTES 1048576
#define MOST_TOKEN_BYTES (8 * 1048576) /* of one tag with its attributes */
#define MOST_LAYERS 10000u
#define MOST_FAULTS 1000000u
#define MOST_NAME 256u

#define NO_LAYER SIZE_MAX

/* An element that is open. */
typedef struct open_element {
    bool is_members;    /* GML: its children are features */
    bool is_container;  /* KML: Document or Folder */
    size_t layer;       /* of a container */
    unsigned dimension; /* srsDimension here or above; 0 = not stated */
} open_element;

typedef struct scanning {
    xml_scan *scan;
    XML_Parser parser;
    xml_format format;
    const char *name;
    base_findings *report;
    kbs_code code; /* KBS_OK until something stops the scan */
    int depth;
    open_element open[XML_MOST_DEPTH + 1];
    size_t layer; /* of the feature at hand; NO_LAYER = outside */
    int feature_depth;
    bool is_faulty; /* the feature has its fault already */
    bool in_coordinates;
    xml_coordinates coordinates;
    int name_depth; /* KML: depth of the <name> of a container; 0 = not inside */
    base_buffer text;
} scanning;

static void stop(scanning *s, base_finding_code code, const char *found, const char *expected)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = s->name;
    finding.line = (int64_t)XML_GetCurrentLineNumber(s->parser);
    finding.column = (int64_t)XML_GetCurrentColumnNumber(s->parser) + 1;
    finding.byte = (int64_t)XML_GetCurrentByteIndex(s->parser);
    finding.found = found;
    finding.expected = expected;
    s->code = base_findings_fail(s->report, &finding);
    (void)XML_StopParser(s->parser, XML_FALSE);
}

static void stop_no_memory(scanning *s)
{
    s->code = base_findings_no_memory(s->report);
    (void)XML_StopParser(s->parser, XML_FALSE);
}

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

static bool ends_with(const char *text, const char *end)
{
    size_t a = strlen(text), b = strlen(end);
    return a >= b && strcmp(text + a - b, end) == 0;
}

static const char *attribute(const char **attributes, const char *local)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(local_name(attributes[i]), local) == 0) {
            return attributes[i + 1];
        }
    }
    return NULL;
}

static size_t add_layer(scanning *s, const char *name)
{
    xml_scan *scan = s->scan;
    const char *copy = base_arena_text(scan->texts, name);
    if (scan->layer_count == MOST_LAYERS) {
        stop(s, FINDING_XML_LAYERS_MANY, NULL, "10000");
        return NO_LAYER;
    }
    void *items = scan->layers;
    bool grown = base_array_grow(&items, &scan->layer_capacity, scan->layer_count + 1,
                                 sizeof *scan->layers, MOST_LAYERS);
    scan->layers = items;
    if (copy == NULL || !grown) {
        stop_no_memory(s);
        return NO_LAYER;
    }
    scan->layers[scan->layer_count] = (xml_layer){ copy, 0 };
    return scan->layer_count++;
}

static size_t layer_of_name(scanning *s, const char *name)
{
    for (size_t i = 0; i < s->scan->layer_count; i++) {
        if (strcmp(s->scan->layers[i].name, name) == 0) {
            return i;
        }
    }
    return add_layer(s, name);
}

static void begin_feature(scanning *s, size_t layer)
{
    s->layer = layer;
    s->feature_depth = s->depth;
    s->is_faulty = false;
    if (layer != NO_LAYER) {
        s->scan->layers[layer].records++;
    }
}

static void add_fault(scanning *s, base_finding_code code, const char *found)
{
    xml_scan *scan = s->scan;
    if (s->layer == NO_LAYER || s->is_faulty) {
        return;
    }
    s->is_faulty = true;
    if (scan->fault_count == MOST_FAULTS) {
        stop(s, FINDING_XML_FAULTS_MANY, NULL, "1000000");
        return;
    }
    void *items = scan->faults;
    bool grown = base_array_grow(&items, &scan->fault_capacity, scan->fault_count + 1,
                                 sizeof *scan->faults, MOST_FAULTS);
    scan->faults = items;
    if (!grown) {
        stop_no_memory(s);
        return;
    }
    xml_fault *fault = &scan->faults[scan->fault_count++];
    *fault = (xml_fault){ .layer = s->layer,
                          .record = scan->layers[s->layer].records,
                          .line = (int64_t)XML_GetCurrentLineNumber(s->parser),
                          .code = code };
    size_t length = strlen(found) < sizeof fault->found ? strlen(found) : sizeof fault->found - 1;
    memcpy(fault->found, found, length);
}

/* The namespaces of the root say whether it is CityGML. */
static void look_at_root(scanning *s, const char *name, const char **attributes)
{
    s->scan->is_city_model = strcmp(local_name(name), "CityModel") == 0;
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        bool is_namespace = strncmp(attributes[i], "xmlns", 5) == 0;
        if (is_namespace && strstr(attributes[i + 1], "/citygml/") != NULL) {
            s->scan->is_city_model = true;
        }
    }
}

/* Elements that stand for a geometry and only point to it: the geometry would be missing or lose a
 * part. */
static bool is_reference(const char *local, const char **attributes)
{
    static const char *const names[] = { "curveMember",    "surfaceMember", "pointMember",
                                         "geometryMember", "polygonMember", "lineStringMember",
                                         "baseCurve",      "baseSurface",   "exterior",
                                         "interior",       "pointProperty", "curveProperty",
                                         "surfaceProperty" };
    bool geometry = false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        geometry = geometry || strcmp(local, names[i]) == 0;
    }
    return geometry && attribute(attributes, "href") != NULL;
}

static unsigned stated_dimension(const char **attributes, unsigned above)
{
    const char *text = attribute(attributes, "srsDimension");
    if (text == NULL) {
        return above;
    }
    return strcmp(text, "3") == 0 ? 3 : 2;
}

static void start_gml(scanning *s, const char *local, const char **attributes)
{
    open_element *here = &s->open[s->depth], *parent = &s->open[s->depth - 1];
    here->is_members = s->depth == 2 && (ends_with(local, "ember") || ends_with(local, "embers"));
    if (s->depth == 3 && parent->is_members) {
        begin_feature(s, layer_of_name(s, local));
    }
    if (s->layer == NO_LAYER) {
        return;
    }
    if (is_reference(local, attributes)) {
        add_fault(s, FINDING_XML_REFERENCE, attribute(attributes, "href"));
    }
    bool is_list = strcmp(local, "posList") == 0 || strcmp(local, "pos") == 0;
    bool is_tuples = strcmp(local, "coordinates") == 0 && attribute(attributes, "cs") == NULL &&
                     attribute(attributes, "ts") == NULL &&
                     attribute(attributes, "decimal") == NULL;
    if (is_list || is_tuples) {
        s->in_coordinates = true;
        xml_coordinates_begin(&s->coordinates, is_list ? XML_NUMBERS : XML_TUPLES, here->dimension,
                              false);
    }
}

static void start_kml(scanning *s, const char *local)
{
    open_element *here = &s->open[s->depth];
    const open_element *parent = &s->open[s->depth - 1];
    here->is_container = strcmp(local, "Document") == 0 || strcmp(local, "Folder") == 0;
    if (here->is_container) {
        here->layer = add_layer(s, "");
    } else if (strcmp(local, "Placemark") == 0 && s->layer == NO_LAYER) {
        size_t layer = parent->is_container ? parent->layer : layer_of_name(s, "");
        begin_feature(s, layer);
    } else if (strcmp(local, "NetworkLink") == 0) {
        s->scan->network_links++;
    } else if (strcmp(local, "name") == 0 && parent->is_container) {
        s->name_depth = s->depth;
        base_buffer_clear(&s->text);
    } else if (strcmp(local, "coordinates") == 0 && s->layer != NO_LAYER) {
        s->in_coordinates = true;
        xml_coordinates_begin(&s->coordinates, XML_TUPLES, 0, true);
    }
}

static void XMLCALL on_start(void *user, const char *name, const char **attributes)
{
    scanning *s = user;
    const char *local = local_name(name);
    if (s->code != KBS_OK) {
        return;
    }
    if (s->depth == XML_MOST_DEPTH) {
        stop(s, FINDING_XML_DEPTH, NULL, "32");
        return;
    }
    s->depth++;
    s->open[s->depth] = (open_element){ .layer = NO_LAYER,
                                        .dimension = stated_dimension(
                                            attributes, s->open[s->depth - 1].dimension) };
    if (s->depth == 1) {
        look_at_root(s, name, attributes);
    }
    if (s->format == XML_GML) {
        start_gml(s, local, attributes);
    } else {
        start_kml(s, local);
    }
}

static void end_container_name(scanning *s)
{
    size_t layer = s->open[s->depth - 1].layer;
    const char *text = s->text.failed || s->text.length == 0 ? "" : s->text.data;
    const char *copy = base_arena_text(s->scan->texts, text);
    s->name_depth = 0;
    if (copy == NULL) {
        stop_no_memory(s);
    } else if (layer != NO_LAYER) {
        s->scan->layers[layer].name = copy;
    }
}

static void XMLCALL on_end(void *user, const char *name)
{
    scanning *s = user;
    (void)name;
    if (s->code != KBS_OK) {
        return;
    }
    if (s->in_coordinates) {
        s->in_coordinates = false;
        if (!xml_coordinates_end(&s->coordinates)) {
            add_fault(s, s->coordinates.code, s->coordinates.found);
        }
    }
    if (s->name_depth == s->depth && s->depth > 0) {
        end_container_name(s);
    }
    if (s->layer != NO_LAYER && s->depth == s->feature_depth) {
        s->layer = NO_LAYER;
    }
    s->depth--;
}

static void XMLCALL on_text(void *user, const char *text, int length)
{
    scanning *s = user;
    if (s->in_coordinates) {
        xml_coordinates_feed(&s->coordinates, text, (size_t)length);
    } else if (s->name_depth > 0 && s->depth == s->name_depth &&
               s->text.length + (size_t)length <= MOST_NAME) {
        base_buffer_add(&s->text, text, (size_t)length);
    }
}

static void XMLCALL on_doctype(void *user, const char *name, const char *system,
                               const char *public_id, int has_subset)
{
    (void)system;
    (void)public_id;
    (void)has_subset;
    scanning *s = user;
    stop(s, FINDING_XML_DOCTYPE, name, NULL);
}

static void explain(scanning *s)
{
    enum XML_Error error = XML_GetErrorCode(s->parser);
    if (s->code != KBS_OK || error == XML_ERROR_ABORTED) {
        return;
    }
    base_finding_code code = FINDING_XML_SYNTAX;
    if (error == XML_ERROR_NO_MEMORY) {
        s->code = base_findings_no_memory(s->report);
        return;
    }
    if (error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN ||
        error == XML_ERROR_PARTIAL_CHAR || error == XML_ERROR_UNCLOSED_CDATA_SECTION) {
        code = FINDING_XML_CUT;
    } else if (error == XML_ERROR_UNKNOWN_ENCODING || error == XML_ERROR_INCORRECT_ENCODING) {
        code = FINDING_XML_ENCODING;
    }
    stop(s, code, XML_ErrorString(error), NULL);
}

static void feed(scanning *s, const base_file *file)
{
    uint64_t at = 0;
    do {
        uint64_t left = file->size - at;
        int count = left < CHUNK_BYTES ? (int)left : CHUNK_BYTES;
        void *chunk = XML_GetBuffer(s->parser, count == 0 ? 1 : count);
        if (chunk == NULL) {
            s->code = base_findings_no_memory(s->report);
            return;
        }
        s->code = base_file_read_at(file, at, chunk, (size_t)count, s->report);
        if (s->code != KBS_OK) {
            return;
        }
        at += (uint64_t)count;
        if (XML_ParseBuffer(s->parser, count, at == file->size) == XML_STATUS_ERROR) {
            explain(s);
            return;
        }
        XML_Index passed = XML_GetCurrentByteIndex(s->parser);
        if (passed >= 0 && at - (uint64_t)passed > MOST_TOKEN_BYTES) {
            stop(s, FINDING_XML_TOKEN_LONG, NULL, "8388608");
        }
    } while (s->code == KBS_OK && at < file->size);
}

kbs_code xml_scan_run(xml_scan *scan, const base_file *file, const char *name, xml_format format,
                      base_findings *report)
{
    memset(scan, 0, sizeof *scan);
    scanning *s = base_new(sizeof *s);
    scan->texts = base_arena_new();
    kbs_code code = KBS_MEMORY;
    if (s == NULL || scan->texts == NULL) {
        base_free(s);
        return base_findings_no_memory(report);
    }
    *s = (scanning){
        .scan = scan, .format = format, .name = name, .report = report, .layer = NO_LAYER
    };
    base_buffer_init(&s->text, MOST_NAME + 1);
    s->parser = XML_ParserCreate(NULL);
    if (s->parser == NULL) {
        code = base_findings_no_memory(report);
        goto done;
    }
    XML_SetUserData(s->parser, s);
    XML_SetElementHandler(s->parser, on_start, on_end);
    XML_SetCharacterDataHandler(s->parser, on_text);
    XML_SetStartDoctypeDeclHandler(s->parser, on_doctype);
    feed(s, file);
    code = s->code;
    XML_ParserFree(s->parser);
done:
    base_buffer_release(&s->text);
    base_free(s);
    return code;
}

void xml_scan_release(xml_scan *scan)
{
    base_free(scan->layers);
    base_free(scan->faults);
    base_arena_free(scan->texts);
    memset(scan, 0, sizeof *scan);
}
