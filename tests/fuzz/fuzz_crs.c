/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Definitions of coordinate systems: every text gives a system or a finding, and a system transforms a point or says why not. */
#include <stdlib.h>
#include <string.h>

#include "geo/proj.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    base_findings report;
    geo_transform *transform = NULL;
    char *text = malloc(size + 1);
    if (text == NULL) {
        return 0;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    base_findings_init(&report);
    kbs_code code = geo_transform_new(&transform, text, "EPSG:5254", geo_box_empty(), &report);
    if (code == KBS_OK) {
        geo_vertex vertex = { 480000.0, 4420000.0 };
        (void)geo_transform_vertices(transform, &vertex, 1, NULL);
    } else if (report.count == 0) {
        abort(); /* a failure without a reason */
    }
    geo_transform_free(transform);
    base_findings_release(&report);
    free(text);
    return 0;
}
