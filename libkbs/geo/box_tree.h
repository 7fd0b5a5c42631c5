/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A packed R-tree in memory over boxes, sorted along a Hilbert curve: built once, immutable, read by many threads. */
#ifndef GEO_BOX_TREE_H
#define GEO_BOX_TREE_H

#include "geo/shape.h"

typedef struct geo_box_tree geo_box_tree;
/* Boxes by index 0..count-1. NULL = no memory. Empty boxes are never found. */
geo_box_tree *geo_box_tree_new(const kbs_box *boxes, size_t count);
void geo_box_tree_free(geo_box_tree *tree);
/* Calls visit for each index whose box meets `box` (borders count), in no promised order; visit returns false to stop. */
void geo_box_tree_search(const geo_box_tree *tree, kbs_box box,
                         bool (*visit)(uint32_t index, void *user), void *user);
/* The same into an array that grows; returns false when memory is out. Indexes ascend. */
bool geo_box_tree_find(const geo_box_tree *tree, kbs_box box, uint32_t **found, size_t *capacity,
                       size_t *count);
/* The order of boxes along a Hilbert curve over their common extent: fills order[count] with indexes. For bulk writing of an R-tree. False = no memory. */
bool geo_hilbert_order(const kbs_box *boxes, size_t count, uint32_t *order);

#endif
