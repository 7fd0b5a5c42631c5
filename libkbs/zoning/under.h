/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The parcels under plan areas or restrictions, while they are looked for. */
#ifndef ZONING_UNDER_H
#define ZONING_UNDER_H

#include "store/scan.h"
#include "zoning/state.h"

/* A plan area or a restriction that was asked for. */
typedef struct zoning_asked_cover {
    int64_t id;
    kbs_box box;
    const kbs_plan_area *plan_area;
    const kbs_restriction *restriction;
} zoning_asked_cover;

typedef struct zoning_asked_covers {
    zoning_asked_cover *items; /* by id */
    size_t count, capacity;
} zoning_asked_covers;

/* The rows whose plan number, or where none has it whose source id, is `text` (case and Turkish letters are folded), with their
 * contents in the arena. KBS_NOT_FOUND with a finding that names what is near. In a read transaction. */
kbs_code zoning_asked_covers_find(zoning_asked_covers *covers, zoning_state *state, kbs_kind kind,
                                  const char *text, base_arena *arena);
void zoning_asked_covers_release(zoning_asked_covers *covers);

#endif
