/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The shapefile reader. GDAL loses records of damaged shapefiles without a word, so this one counts
 * twice: records by the size of .shx and by the header of .dbf, before the first record is given,
 * and the records that were given afterwards. */
#include "import/dbf_encoding.h"
#include "import/shp_record.h"
#include "import/shp_texts.h"
#include "import/sidecars.h"
#include "import/source.h"

#include <string.h>

typedef struct shapefile {
    import_sidecars sidecars;
    shp_part shp;
    shp_part shx;
    shp_part dbf;
    shp_header header;
    shp_index index;
    dbf_table table;
    bool has_table;
    base_encoding encoding;
    const char *encoding_source;
    shp_texts texts;
    shp_records records;
    uint64_t at;      /* records that were passed, deleted ones too */
    uint64_t end;     /* of the last one, in .shp */
    uint64_t deleted; /* by the first pass over the table */
    uint64_t given;
    uint64_t passed_deleted;
    uint64_t deleted_with_geometry;
    int64_t first_deleted_with_geometry;
    kbs_code failed; /* the code that ended the reading; a reader that failed stays failed */
} shapefile;

static int bid(const import_source *source)
{
    import_sidecars sidecars;
    if (source->head_length >= 4 && base_get_be32(source->head) == SHP_FILE_CODE) {
        return 100;
    }
    if (!import_has_extension(source->name, "shp")) {
        return 0;
    }
    /* Damaged, or something else under this name: with the other parts beside it the reader can say
     * so best. */
    bool has_parts =
        import_sidecars_find(&sidecars, source->path, source->name, NULL) == KBS_OK &&
        (sidecars.path[IMPORT_SIDECAR_SHX] != NULL || sidecars.path[IMPORT_SIDECAR_DBF] != NULL);
    import_sidecars_release(&sidecars);
    return has_parts ? 10 : 0;
}

/* A finding that could not be kept would be a loss without a word. */
static kbs_code checked(kbs_code code, base_findings *report)
{
    return code == KBS_OK && report != NULL && report->failed ? base_findings_no_memory(report)
                                                              : code;
}

static kbs_code open_shp(shapefile *file, const import_source *source, base_findings *report)
{
    shp_place place = { .file = source->name, .byte = -1 };
    if (import_has_extension(source->name, "shx")) {
        return shp_report(report, FINDING_SHP_INDEX_GIVEN, place, NULL, NULL);
    }
    kbs_code code = shp_part_open(&file->shp, source->path, source->name, false, report);
    if (code == KBS_OK) {
        code = shp_header_read(&file->shp, &file->header, report);
    }
    if (code == KBS_OK &&
        (shp_type_has_heights(file->header.type) || shp_type_has_measures(file->header.type))) {
        (void)shp_report(report, FINDING_SHP_HEIGHTS, place, shp_type_name(file->header.type),
                         NULL);
    }
    return code;
}

/* Names every part that is missing, so that nobody has to come back for the second one. */
static kbs_code check_parts(const shapefile *file, bool needs_table, base_findings *report)
{
    kbs_code code = KBS_OK;
    const import_sidecars *sidecars = &file->sidecars;
    if (needs_table && sidecars->path[IMPORT_SIDECAR_DBF] == NULL) {
        shp_place place = { .file = sidecars->name[IMPORT_SIDECAR_DBF], .byte = -1 };
        code = shp_report(report, FINDING_SHP_TABLE_MISSING, place, NULL, NULL);
    }
    if (sidecars->path[IMPORT_SIDECAR_SHX] == NULL) {
        shp_place place = { .file = sidecars->name[IMPORT_SIDECAR_SHX], .byte = -1 };
        code = shp_report(report, FINDING_SHP_INDEX_MISSING, place, NULL, NULL);
    }
    return code;
}

static kbs_code open_shx(shapefile *file, base_findings *report)
{
    shp_header header;
    kbs_code code = shp_part_open(&file->shx, file->sidecars.path[IMPORT_SIDECAR_SHX],
                                  file->sidecars.name[IMPORT_SIDECAR_SHX], false, report);
    if (code == KBS_OK) {
        code = shp_header_read(&file->shx, &header, report);
    }
    if (code == KBS_OK) {
        code = shp_index_check(&file->shx, &header, file->shp.file.size, &file->index, report);
    }
    if (code == KBS_OK && header.type != file->header.type) {
        shp_place place = { .file = file->shx.name, .byte = SHP_AT_TYPE };
        (void)shp_report(report, FINDING_SHP_INDEX_TYPE, place, shp_type_name(header.type),
                         shp_type_name(file->header.type));
    }
    return code;
}

static kbs_code open_dbf(shapefile *file, base_findings *report)
{
    kbs_code code = shp_part_open(&file->dbf, file->sidecars.path[IMPORT_SIDECAR_DBF],
                                  file->sidecars.name[IMPORT_SIDECAR_DBF], false, report);
    if (code == KBS_OK) {
        code = dbf_table_open(&file->table, &file->dbf, report);
    }
    if (code == KBS_OK && file->table.row_count != file->index.records) {
        shp_place place = { .file = file->shp.name, .byte = -1 };
        code = shp_report_numbers(report, FINDING_SHP_COUNT, place, (int64_t)file->index.records,
                                  (int64_t)file->table.row_count);
    }
    file->has_table = code == KBS_OK;
    return code;
}

/* Code page, deleted rows and column names of the table. */
static kbs_code read_table(shapefile *file, const import_reader_options *options,
                           base_findings *report)
{
    dbf_scan scan;
    dbf_statement statement =
        dbf_encoding_stated(options->encoding, file->texts.cpg_text, file->texts.cpg_length,
                            file->sidecars.name[IMPORT_SIDECAR_CPG], file->table.language, report);
    kbs_code code = dbf_scan_rows(&scan, &file->table, &file->dbf,
                                  dbf_encoding_needs_texts(&statement), report);
    if (code == KBS_OK) {
        file->deleted = scan.deleted;
        code = dbf_encoding_decide(&statement, &scan, &file->table, &file->encoding,
                                   &file->encoding_source, report);
    }
    return code == KBS_OK ? dbf_name_columns(&file->table, file->encoding, report) : code;
}

static geo_type type_hint(uint32_t type)
{
    switch (type % 10) {
    case SHP_POINT:
        return GEO_POINT;
    case SHP_LINE:
        return GEO_LINE;
    case SHP_POLYGON:
        return GEO_POLYGON;
    case SHP_MULTIPOINT:
        return GEO_MULTIPOINT;
    default:
        return GEO_NONE;
    }
}

static void describe_layer(const shapefile *file, import_layer *layer)
{
    *layer = (import_layer){
        .name = file->sidecars.layer,
        .columns = file->has_table ? file->table.columns : NULL,
        .column_count = file->has_table ? file->table.column_count : 0,
        .records = (int64_t)(file->index.records - file->deleted),
        .excluded = (int64_t)file->deleted,
        .encoding = file->encoding,
        .encoding_source = file->encoding_source,
        .crs = file->texts.crs.length > 0 ? file->texts.crs.data : NULL,
        .crs_source = "prj",
        .box = file->header.box,
        .type_hint = type_hint(file->header.type),
    };
}

static kbs_code open_parts(shapefile *file, const import_source *source,
                           const import_reader_options *options, base_findings *report)
{
    kbs_code code = import_sidecars_find(&file->sidecars, source->path, source->name, report);
    if (code == KBS_OK) {
        code = import_layer_named(options->layer, file->sidecars.layer, source, report);
    }
    if (code == KBS_OK) {
        code = open_shp(file, source, report);
    }
    if (code == KBS_OK) {
        code = check_parts(file, !options->no_attributes, report);
    }
    if (code == KBS_OK) {
        code = open_shx(file, report);
    }
    if (code == KBS_OK && !options->no_attributes) {
        code = open_dbf(file, report);
    }
    if (code == KBS_OK) {
        code = shp_texts_read(&file->texts, &file->sidecars, report);
    }
    if (code == KBS_OK && file->has_table) {
        code = read_table(file, options, report);
    }
    return code;
}

static void close_shapefile(void *state)
{
    shapefile *file = state;
    if (file == NULL) {
        return;
    }
    shp_part_close(&file->shp);
    shp_part_close(&file->shx);
    shp_part_close(&file->dbf);
    dbf_table_release(&file->table);
    shp_texts_release(&file->texts);
    import_sidecars_release(&file->sidecars);
    base_free(file);
}

static kbs_code open_shapefile(void **state, const import_source *source,
                               const import_reader_options *options, import_layer *layer,
                               base_findings *report)
{
    *state = NULL;
    shapefile *file = base_new(sizeof *file);
    if (file == NULL) {
        return base_findings_no_memory(report);
    }
    /* Without a table there is no text. */
    file->encoding = BASE_ENCODING_UTF8;
    file->encoding_source = "format";
    shp_texts_init(&file->texts);
    kbs_code code = checked(open_parts(file, source, options, report), report);
    if (code != KBS_OK) {
        close_shapefile(file);
        return code;
    }
    file->end = SHP_HEADER_SIZE;
    file->records =
        (shp_records){ .shp = &file->shp, .type = file->header.type, .box = geo_box_empty() };
    describe_layer(file, layer);
    *state = file;
    return KBS_OK;
}

/* The row of record `at`; the scan saw all marks, so another one now means that the file
 * changed. */
static kbs_code read_row(shapefile *file, const uint8_t **row, base_findings *report)
{
    kbs_code code = shp_part_at(&file->dbf, dbf_row_offset(&file->table, file->at),
                                file->table.row_length, row, report);
    if (code == KBS_OK && **row != DBF_ROW_PRESENT && **row != DBF_ROW_DELETED) {
        shp_place place = { .file = file->dbf.name,
                            .record = (int64_t)file->at + 1,
                            .byte = (int64_t)dbf_row_offset(&file->table, file->at) };
        code = shp_report_numbers(report, FINDING_SHP_TABLE_ROW, place, **row, DBF_ROW_PRESENT);
    }
    return code;
}

static kbs_code pass_deleted(shapefile *file, shp_entry entry, base_findings *report)
{
    bool has_geometry = false;
    int64_t number = (int64_t)file->at + 1;
    kbs_code code = shp_record_skip(&file->records, entry, number, &has_geometry, report);
    file->passed_deleted++;
    if (has_geometry && file->deleted_with_geometry++ == 0) {
        file->first_deleted_with_geometry = number;
    }
    return code;
}

/* One record or deleted row; *given tells which. */
static kbs_code read_one(shapefile *file, import_record *record, bool *given, base_findings *report)
{
    const uint8_t *bytes = NULL;
    const uint8_t *row = NULL;
    shp_entry entry;
    int64_t number = (int64_t)file->at + 1;
    *given = false;
    kbs_code code = shp_part_at(&file->shx, SHP_HEADER_SIZE + file->at * SHX_ENTRY_SIZE,
                                SHX_ENTRY_SIZE, &bytes, report);
    if (code == KBS_OK) {
        code = shp_entry_read(bytes, number, file->shx.name, file->end, file->shp.file.size, &entry,
                              report);
    }
    if (code == KBS_OK && file->has_table) {
        code = read_row(file, &row, report);
    }
    if (code != KBS_OK) {
        return code;
    }
    file->end = shp_entry_end(entry);
    if (row != NULL && *row == DBF_ROW_DELETED) {
        return pass_deleted(file, entry, report);
    }
    record->number = number;
    record->byte = (int64_t)entry.offset;
    record->line = 0;
    code = shp_record_read(&file->records, entry, number, &record->shape, &record->refused, report);
    record->rings_are_loose = record->shape.type == GEO_POLYGON;
    record->has_heights = shp_type_has_heights(file->header.type);
    if (code == KBS_OK && row != NULL) {
        code = dbf_row_values(&file->table, row, number, file->encoding, record->values, report);
    }
    *given = code == KBS_OK;
    return code;
}

static kbs_code next_record(void *state, import_record *record, base_findings *report)
{
    shapefile *file = state;
    bool given = false;
    while (!given) {
        if (file->failed != KBS_OK) {
            return file->failed;
        }
        if (file->at == file->index.records) {
            return KBS_END;
        }
        kbs_code code = checked(read_one(file, record, &given, report), report);
        if (code != KBS_OK) {
            file->failed = code;
            return code;
        }
        file->at++;
    }
    file->given++;
    return KBS_OK;
}

/* What was noticed on the way, one finding for each kind of thing with the number of cases and the
 * first of them. */
static void report_notes(const shapefile *file, base_findings *report)
{
    const shp_records *records = &file->records;
    shp_place shp = { .file = file->shp.name, .byte = -1 };
    shp_place dbf = { .file = file->dbf.name, .byte = -1 };
    shp.record = records->first_number_wrong;
    shp_note_count(report, FINDING_SHP_RECORD_NUMBERS, shp, records->numbers_wrong);
    shp.record = records->first_box_wrong;
    shp_note_count(report, FINDING_SHP_RECORD_BOXES, shp, records->boxes_wrong);
    shp.record = 0;
    shp_note_count(report, FINDING_SHP_UNUSED_BYTES, shp, file->index.unused_bytes);
    /* The header's box can be judged only when all vertices were seen. */
    if (records->refused == 0 && file->deleted_with_geometry == 0 &&
        !geo_box_is_empty(records->box) && !shp_box_is_near(file->header.box, records->box)) {
        shp.byte = SHP_AT_BOX;
        (void)shp_report(report, FINDING_SHP_HEADER_BOX, shp, NULL, NULL);
    }
    if (!file->has_table) {
        return;
    }
    dbf.record = file->first_deleted_with_geometry;
    shp_note_count(report, FINDING_SHP_DELETED, dbf, file->deleted_with_geometry);
    dbf.record = file->table.first_cut_record;
    dbf.field = file->table.columns[file->table.first_cut_column].name;
    shp_note_count(report, FINDING_SHP_TEXT_CUT, dbf, file->table.texts_cut);
    dbf.field = NULL;
    dbf.record = 0;
    if (file->encoding != BASE_ENCODING_UTF8 && !file->table.some_not_utf8 &&
        file->table.texts_beyond_ascii > 0) {
        char text[SHP_DECIMAL_SIZE];
        (void)shp_report(report, FINDING_SHP_ENCODING_DOUBT, dbf,
                         shp_decimal(text, (int64_t)file->table.texts_beyond_ascii),
                         base_encoding_name(file->encoding));
    }
}

static kbs_code check_all_given(const shapefile *file, base_findings *report)
{
    shp_place place = { .file = file->shp.name, .byte = -1 };
    uint64_t expected = file->index.records - file->deleted;
    if (file->given == expected && file->passed_deleted == file->deleted) {
        return KBS_OK;
    }
    return shp_report_numbers(report, FINDING_SHP_LOST_RECORDS, place, (int64_t)file->given,
                              (int64_t)expected);
}

/* The digest is over the digests of the parts, because .shp, .shx and .dbf are read side by
 * side. */
static kbs_code finish(void *state, base_sha256 *sha, uint64_t *bytes, base_findings *report)
{
    shapefile *file = state;
    shp_part *const parts[] = { &file->shp, &file->shx, &file->dbf, &file->texts.prj,
                                &file->texts.cpg };
    *bytes = 0;
    if (file->failed != KBS_OK) {
        return file->failed;
    }
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        uint8_t digest[BASE_SHA256_BYTES];
        if (!parts[i]->is_open) {
            continue;
        }
        kbs_code code = shp_part_end(parts[i], digest, report);
        if (code != KBS_OK) {
            return code;
        }
        base_sha256_add(sha, digest, sizeof digest);
        *bytes += parts[i]->file.size;
    }
    report_notes(file, report);
    return checked(check_all_given(file, report), report);
}

const import_reader import_reader_shapefile = {
    .format = "ESRI Shapefile",
    .bid = bid,
    .open = open_shapefile,
    .next = next_record,
    .finish = finish,
    .close = close_shapefile,
};
