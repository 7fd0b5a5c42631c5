/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* kbs import: one layer, one revision, in a supervised child. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/output.h"
#include "common/session.h"
#include "common/supervise.h"
#include "list_source.h"
#include "verbs.h"

#define MEMORY_LIMIT_BYTES (UINT64_C(4) << 30)
#define CPU_LIMIT_SECONDS 120     /* and */
#define CPU_LIMIT_SECONDS_A_MIB 4 /* of the source */

/* The command line of one import. */
typedef struct import_command {
    tool_context *context;
    const char *city_path, *source;
    const char *kind, *ledger_path, *geo_path, *valid_from, *valid_until, *format, *snap;
    bool quiet, list;
    tool_list map;
    kbs_mapping mappings[TOOL_MOST_VALUES];
    kbs_import_options options;
} import_command;

static void print_list(FILE *out, const char *label, const char *const *items, size_t count)
{
    if (count > 0) {
        fprintf(out, "  %s: ", label);
        for (size_t i = 0; i < count; i++) {
            fprintf(out, "%s%s", i == 0 ? "" : ", ", items[i]);
        }
        fputc('\n', out);
    }
}

static bool show_plan(const kbs_import_plan *plan, void *user)
{
    const import_command *command = user;
    bool tr = command->context->lang == KBS_LANG_TR;
    if (command->quiet) {
        return !tool_was_interrupted();
    }
    fprintf(stderr, tr ? "%s: %s, katman %s, %lld kayıt\n" : "%s: %s, layer %s, %lld records\n",
            plan->file, plan->format, plan->layer, (long long)plan->records);
    fprintf(stderr,
            tr ? "  kodlama %s (%s), koordinat sistemi %s"
               : "  encoding %s (%s), coordinate system %s",
            plan->encoding, plan->encoding_source, plan->crs);
    if (plan->transformation[0] != '\0') {
        fprintf(stderr, " → %s", plan->transformation);
        if (plan->accuracy_m >= 0.0) {
            fprintf(stderr, tr ? " (doğruluk %.2f m)" : " (accuracy %.2f m)", plan->accuracy_m);
        }
    }
    fputc('\n', stderr);
    for (size_t i = 0; i < plan->matched_count; i++) {
        fprintf(stderr, "  %-20s = %s\n", plan->matched[i].field, plan->matched[i].column);
    }
    print_list(stderr, tr ? "eşleşmeyen sütunlar" : "columns not matched", plan->unmatched_columns,
               plan->unmatched_column_count);
    print_list(stderr, tr ? "doldurulmayan alanlar" : "fields not filled", plan->missing_fields,
               plan->missing_field_count);
    print_list(stderr, tr ? "malik verisi, alınmaz" : "owner data, never taken",
               plan->owner_columns, plan->owner_column_count);
    return !tool_was_interrupted();
}

static bool show_progress(const kbs_progress *report, void *user)
{
    return tool_progress(report, ((const import_command *)user)->context);
}

static int write_ledger(const import_command *command, const kbs_ledger *ledger)
{
    int status = -1;
    char *text = NULL;
    bool json = strcmp(command->format, "json") == 0;
    kbs_code code = json ? kbs_ledger_json(ledger, command->context->lang, &text)
                         : kbs_ledger_text(ledger, command->context->lang, &text);
    if (code == KBS_OK) {
        fputs(text, stdout);
    }
    kbs_text_free(text);
    text = NULL;
    if (code == KBS_OK && command->ledger_path != NULL) {
        tool_output output;
        code = kbs_ledger_json(ledger, command->context->lang, &text);
        status =
            code == KBS_OK ? tool_output_open(&output, command->context, command->ledger_path) : 4;
        if (status < 0) {
            fputs(text, output.stream);
            status = tool_output_commit(&output, command->context);
        }
        if (code == KBS_OK) {
            tool_output_discard(&output);
        }
        kbs_text_free(text);
    }
    if (code != KBS_OK) {
        return tool_exit_status(code);
    }
    return fflush(stdout) == 0 ? status : 4;
}

/* Also of an import that failed: then above all somebody has to find the places. -1, or the exit status. */
static int write_places(const import_command *command, const kbs_ledger *ledger)
{
    char *text = NULL;
    tool_output output;
    kbs_code code = kbs_ledger_geojson(ledger, command->context->lang, &text);
    if (code != KBS_OK) {
        return tool_exit_status(code);
    }
    int status = tool_output_open(&output, command->context, command->geo_path);
    if (status < 0) {
        fputs(text, output.stream);
        status = tool_output_commit(&output, command->context);
        tool_output_discard(&output);
    }
    kbs_text_free(text);
    return status;
}

/* In the child. */
static int run_import(void *user)
{
    import_command *command = user;
    kbs_city *city = NULL;
    const kbs_ledger *ledger = NULL;
    int status = tool_open_city(command->context, command->city_path, true, &city);
    if (status >= 0) {
        return status;
    }
    kbs_code code = kbs_import(city, command->source, &command->options, &ledger);
    tool_progress_clear();
    bool refused = ledger != NULL && ledger->refused > 0;
    int written = ledger != NULL && code != KBS_CANCELLED && ledger->file[0] != '\0'
                      ? write_ledger(command, ledger)
                      : -1;
    if (written < 0 && ledger != NULL && command->geo_path != NULL) {
        written = write_places(command, ledger);
    }
    status = code == KBS_OK ? (refused ? 1 : 0) : tool_fail(command->context, city, code);
    kbs_ledger_free(ledger);
    kbs_city_free(city);
    return written >= 0 ? written : status;
}

/* In the child. */
static int run_list(void *user)
{
    const import_command *command = user;
    return tool_list_source(command->context, command->source, &command->options,
                            strcmp(command->format, "json") == 0);
}

static int parse_map(import_command *command)
{
    for (size_t i = 0; i < command->map.count; i++) {
        const char *text = command->map.values[i];
        const char *equals = strchr(text, '=');
        if (equals == NULL || equals == text || equals[1] == '\0') {
            return tool_usage_error(command->context, "--map is FIELD=COLUMN",
                                    "--map ALAN=SÜTUN biçimindedir", text);
        }
        char *field = strdup(text);
        if (field == NULL) {
            return 4;
        }
        field[equals - text] = '\0';
        command->mappings[i] = (kbs_mapping){ field, equals + 1 };
    }
    command->options.map = command->mappings;
    command->options.map_count = command->map.count;
    return -1;
}

static bool parse_date(const char *text, kbs_date *out)
{
    /* The library judges whether the day exists; here only the form YYYY-MM-DD. */
    unsigned digits[8], count = 0;
    for (size_t i = 0; text[i] != '\0'; i++) {
        bool dash = i == 4 || i == 7;
        if (i > 9 || (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9')) {
            return false;
        }
        if (!dash) {
            digits[count++] = (unsigned)(text[i] - '0');
        }
    }
    if (count != 8) {
        return false;
    }
    out->year = (int16_t)(digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]);
    out->month = (uint8_t)(digits[4] * 10 + digits[5]);
    out->day = (uint8_t)(digits[6] * 10 + digits[7]);
    return out->year > 0;
}

/* Metres with a decimal point, at most four digits before and nine behind it; independent of the locale. */
static bool parse_metres(const char *text, double *out)
{
    double value = 0, unit = 1;
    size_t before = 0, behind = 0;
    bool fraction = false;
    for (; *text != '\0'; text++) {
        if (*text == '.' && !fraction) {
            fraction = true;
        } else if (*text < '0' || *text > '9' || before > 4 || behind > 9) {
            return false;
        } else if (fraction) {
            unit /= 10;
            value += unit * (*text - '0');
            behind++;
        } else {
            value = value * 10 + (*text - '0');
            before++;
        }
    }
    *out = value;
    return before + behind > 0;
}

static int finish_options(import_command *command, char **rest, int count)
{
    kbs_import_options *options = &command->options;
    bool json_or_text =
        strcmp(command->format, "text") == 0 || strcmp(command->format, "json") == 0;
    if (command->list && count == 1 && json_or_text) {
        command->source = rest[0];
        return -1;
    }
    if (count != 2 || command->kind == NULL) {
        return tool_usage_error(command->context, "give CITY, SOURCE and --as KIND",
                                "KENT, KAYNAK ve --as TÜR verin", "");
    }
    if (kbs_kind_from_name(command->kind, &options->kind) != KBS_OK) {
        return tool_usage_error(command->context, "--as is not a kind", "--as bir tür değil",
                                command->kind);
    }
    if (command->valid_from != NULL && !parse_date(command->valid_from, &options->valid_from)) {
        return tool_usage_error(command->context, "--valid-from is YYYY-MM-DD",
                                "--valid-from YYYY-AA-GG biçimindedir", command->valid_from);
    }
    if (command->valid_until != NULL && !parse_date(command->valid_until, &options->valid_until)) {
        return tool_usage_error(command->context, "--valid-until is YYYY-MM-DD",
                                "--valid-until YYYY-AA-GG biçimindedir", command->valid_until);
    }
    if (strcmp(command->format, "text") != 0 && strcmp(command->format, "json") != 0) {
        return tool_usage_error(command->context, "--format is text or json",
                                "--format text ya da json olur", command->format);
    }
    if (command->snap != NULL) {
        if (!parse_metres(command->snap, &options->snap_m) || options->snap_m > 1) {
            return tool_usage_error(command->context, "--snap is 0 to 1 metre",
                                    "--snap 0 ile 1 metre arasındadır", command->snap);
        }
        options->snap_m = options->snap_m == 0 ? -1 : options->snap_m; /* 0 would be the default */
    }
    command->city_path = rest[0];
    command->source = rest[1];
    options->plan_cb = show_plan;
    options->progress = show_progress;
    options->user = command;
    return parse_map(command);
}

/* "  parcel: neighbourhood, block, …" for the help; the caller frees. */
static char *describe_fields(void)
{
    size_t size = 8192, used = 0;
    char *text = calloc(1, size);
    for (int kind = 1; text != NULL && kind <= KBS_KIND_COUNT; kind++) {
        used += (size_t)snprintf(text + used, size - used, "%s  %s:", kind == 1 ? "" : "\n",
                                 kbs_kind_name((kbs_kind)kind));
        for (size_t i = 0; used < size && kbs_kind_field((kbs_kind)kind, i) != NULL; i++) {
            used += (size_t)snprintf(text + used, size - used, "%s %s", i == 0 ? "" : ",",
                                     kbs_kind_field((kbs_kind)kind, i));
        }
        if (used >= size) {
            text[0] = '\0';
            break;
        }
    }
    return text;
}

static int parse(import_command *command)
{
    kbs_import_options *o = &command->options;
    const tool_option options[] = {
        { "as",
          '\0',
          TOOL_TEXT,
          "KIND",
          { "what the layer is (see below)", "katmanın ne olduğu (aşağıya bakın)" },
          &command->kind },
        { "list",
          '\0',
          TOOL_FLAG,
          NULL,
          { "only show what is in SOURCE: layers, counts, system, extent; give no CITY",
            "yalnızca KAYNAK'ta ne olduğunu göster: katmanlar, sayılar, sistem, kapsam; KENT "
            "verilmez" },
          &command->list },
        { "layer",
          '\0',
          TOOL_TEXT,
          "NAME",
          { "which layer or member of an archive", "hangi katman ya da arşiv üyesi" },
          &o->layer },
        { "crs",
          '\0',
          TOOL_TEXT,
          "CODE",
          { "coordinate system where the source has none", "kaynakta yoksa koordinat sistemi" },
          &o->crs },
        { "crs-override",
          '\0',
          TOOL_FLAG,
          NULL,
          { "--crs wins over what the source says", "--crs kaynaktakinin yerine geçer" },
          &o->crs_overrides },
        { "encoding",
          '\0',
          TOOL_TEXT,
          "NAME",
          { "UTF-8, windows-1254, cp857, ISO-8859-9, …",
            "UTF-8, windows-1254, cp857, ISO-8859-9, …" },
          &o->encoding },
        { "map",
          '\0',
          TOOL_LIST,
          "FIELD=COLUMN",
          { "a column for a field; a value in quotes is a constant",
            "bir alanın sütunu; tırnak içindeki değer sabittir" },
          &command->map },
        { "profile",
          '\0',
          TOOL_TEXT,
          "FILE",
          { "names of columns as the office uses them", "birimin kullandığı sütun adları" },
          &o->profile },
        { "dataset",
          '\0',
          TOOL_TEXT,
          "NAME",
          { "name of the data set; default: the file's name",
            "veri kümesinin adı; varsayılan: dosya adı" },
          &o->dataset },
        { "replace",
          '\0',
          TOOL_FLAG,
          NULL,
          { "close rows of the data set that the source no longer has",
            "kaynakta artık olmayan satırları kapat" },
          &o->replace },
        { "plan",
          '\0',
          TOOL_TEXT,
          "PIN",
          { "plan number (PİN) of all plan areas", "plan alanlarının plan işlem numarası (PİN)" },
          &o->plan_number },
        { "plan-status",
          '\0',
          TOOL_TEXT,
          "STATUS",
          { "in-force, on-display, annulled, superseded",
            "in-force (yürürlükte), on-display (askıda), annulled (iptal), superseded "
            "(yenilenmiş)" },
          &o->plan_status },
        { "valid-from",
          '\0',
          TOOL_TEXT,
          "DATE",
          { "of the plan, YYYY-MM-DD", "planın başlangıcı, YYYY-AA-GG" },
          &command->valid_from },
        { "valid-until",
          '\0',
          TOOL_TEXT,
          "DATE",
          { "of the plan, YYYY-MM-DD", "planın sonu, YYYY-AA-GG" },
          &command->valid_until },
        { "strict",
          '\0',
          TOOL_FLAG,
          NULL,
          { "any skipped record stops the import", "alınmayan her kayıt işlemi durdurur" },
          &o->strict },
        { "repair",
          '\0',
          TOOL_FLAG,
          NULL,
          { "mend rings that cross themselves, and say so",
            "kendini kesen sınırları onar ve bildir" },
          &o->repair },
        { "all-states",
          '\0',
          TOOL_FLAG,
          NULL,
          { "of TKGM data also passive parcels and drafts",
            "TKGM verisinde pasif ve taslak parseller de" },
          &o->all_states },
        { "no-attributes",
          '\0',
          TOOL_FLAG,
          NULL,
          { "a shapefile without .dbf", ".dbf dosyası olmayan shapefile" },
          &o->no_attributes },
        { "ledger",
          '\0',
          TOOL_TEXT,
          "FILE",
          { "write the whole ledger there as JSON", "defterin tamamını JSON olarak buraya yaz" },
          &command->ledger_path },
        { "ledger-geo",
          '\0',
          TOOL_TEXT,
          "FILE",
          { "write the places of the findings there as GeoJSON points",
            "bulguların yerlerini GeoJSON noktaları olarak buraya yaz" },
          &command->geo_path },
        { "snap",
          '\0',
          TOOL_TEXT,
          "METRES",
          { "in a drawing: line ends within this are one corner; default 0.02, 0 = none",
            "çizimde: bu uzaklıktaki çizgi uçları tek köşedir; varsayılan 0.02, 0 = yok" },
          &command->snap },
        { "join",
          '\0',
          TOOL_TEXT,
          "FILE",
          { "a second table that fills empty fields, by neighbourhood, block and parcel",
            "boş alanları mahalle, ada ve parsele göre dolduran ikinci tablo" },
          &o->join },
        { "format",
          '\0',
          TOOL_TEXT,
          "text|json",
          { "form of the ledger on standard output", "standart çıktıdaki defterin biçimi" },
          &command->format },
        { "quiet",
          'q',
          TOOL_FLAG,
          NULL,
          { "do not list the matched columns", "eşleşen sütunları yazma" },
          &command->quiet },
    };
    char *fields = describe_fields();
    tool_verb_help help = {
        "kbs import CITY SOURCE --as KIND [options]\n       kbs import --list SOURCE",
        { "Brings one layer into the city: one transaction, one revision, all of it or none of "
          "it.\n"
          "SOURCE is a shapefile, GeoPackage, GeoJSON, GML, KML/KMZ, FlatGeobuf, MapInfo file, a "
          "NetCAD\ndrawing (NCZ, NCN, CKS, KTB, PLT) or DXF, or a ZIP of one.",
          "Bir katmanı kente alır: tek işlem, tek sürüm, ya hepsi ya hiçbiri.\n"
          "KAYNAK bir shapefile, GeoPackage, GeoJSON, GML, KML/KMZ, FlatGeobuf, MapInfo dosyası, "
          "NetCAD\nçizimi (NCZ, NCN, CKS, KTB, PLT), DXF ya da bunların ZIP'idir." },
        { fields, fields },
    };
    char **rest;
    int count, status = tool_options_parse(command->context, &help, options,
                                           sizeof options / sizeof options[0], &rest, &count);
    free(fields);
    return status >= 0 ? status : finish_options(command, rest, count);
}

int kbs_import_verb(tool_context *context)
{
    import_command command = { .context = context,
                               .format = "text",
                               .options = KBS_IMPORT_OPTIONS_INIT };
    int status = parse(&command);
    if (status < 0) {
        struct stat file;
        uint64_t mib = stat(command.source, &file) == 0 ? (uint64_t)file.st_size >> 20 : 0;
        tool_limits limits = { MEMORY_LIMIT_BYTES,
                               CPU_LIMIT_SECONDS + CPU_LIMIT_SECONDS_A_MIB * mib };
        status = tool_supervise(context, &limits, command.list ? run_list : run_import, &command);
    }
    for (size_t i = 0; i < command.map.count; i++) {
        free((char *)(uintptr_t)command.mappings[i].field);
    }
    return status;
}
