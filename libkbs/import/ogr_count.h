/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* How many records a file has, found without GDAL: GDAL's own loop ends early without a word when a
 * file is cut. */
#ifndef IMPORT_OGR_COUNT_H
#define IMPORT_OGR_COUNT_H

#include "base/file.h"

/* Walks over the size of each feature to the end of the file. ogr.cut; source.records-lost when the
 * header says another number. */
kbs_code ogr_count_flatgeobuf(const base_file *file, const char *name, int64_t *records,
                              base_findings *report);
/* The .dat of a MapInfo table: its header, and the mark of deletion of each record. ogr.cut. */
kbs_code ogr_count_dat(const base_file *file, const char *name, int64_t *records, int64_t *deleted,
                       base_findings *report);
/* The objects of a .mif. */
kbs_code ogr_count_mif(const base_file *file, int64_t *records, base_findings *report);
/* The .mid of a MapInfo interchange pair has one line a record. */
kbs_code ogr_count_mid(const base_file *file, int64_t *records, base_findings *report);

/* ogr.count: the file has `counted` records where `stated` are expected. */
kbs_code ogr_counts_disagree(const char *name, uint64_t stated, int64_t counted,
                             base_findings *report);

#endif
