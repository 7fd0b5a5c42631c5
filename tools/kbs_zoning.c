/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* kbs zoning: the zoning status (imar durumu) of parcels. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/output.h"
#include "common/session.h"
#include "verbs.h"

/* The command line of one question. */
typedef struct zoning_command {
    tool_context *context;
    kbs_city *city;
    kbs_zoning_format format;
    FILE *out;
    size_t answers;
    bool many;     /* JSON: an array */
    bool site;     /* edges and buildable area too */
    kbs_code code; /* of the last writing */
} zoning_command;

/* The line between an answer and the one before it. */
static void write_separator(zoning_command *command)
{
    if (command->answers > 0) {
        static const char *const between[] = { [KBS_ZONING_TEXT] = "\n",
                                               [KBS_ZONING_JSON] = ",\n",
                                               [KBS_ZONING_CSV] = "",
                                               [KBS_ZONING_GEOJSON] = "," };
        fputs(between[command->format], command->out);
    }
    command->answers++;
}

static bool write_answer(const kbs_zoning *answer, void *user)
{
    zoning_command *command = user;
    char *text = NULL;
    command->code = kbs_zoning_write(answer, command->format, command->context->lang, &text);
    if (command->code == KBS_OK) {
        write_separator(command);
        fputs(text, command->out);
    }
    kbs_text_free(text);
    return command->code == KBS_OK && ferror(command->out) == 0 && !tool_was_interrupted();
}

static bool write_site(const kbs_site *site, void *user)
{
    zoning_command *command = user;
    char *text = NULL;
    command->code = kbs_site_write(site, command->format, command->context->lang, &text);
    if (command->code == KBS_OK) {
        write_separator(command);
        fputs(text, command->out);
    }
    kbs_text_free(text);
    return command->code == KBS_OK && ferror(command->out) == 0 && !tool_was_interrupted();
}

/* The status as text, then the site; as JSON the site alone. */
static bool write_answer_and_site(zoning_command *command, const kbs_zoning *answer)
{
    const kbs_site *site = NULL;
    if (command->format == KBS_ZONING_TEXT && !write_answer(answer, command)) {
        return false;
    }
    command->code = kbs_zoning_site(command->city, answer->parcel_id, &site);
    bool written = command->code == KBS_OK && write_site(site, command);
    if (command->code != KBS_OK) {
        (void)tool_fail(command->context, command->city, command->code);
    }
    kbs_site_free(site);
    return written;
}

/* Asks one question; what is not found is said on standard error and makes the status 1. */
static int answer_one(zoning_command *command, kbs_code code, const kbs_zoning *answer)
{
    if (code != KBS_OK) {
        return tool_fail(command->context, command->city, code);
    }
    bool written =
        command->site ? write_answer_and_site(command, answer) : write_answer(answer, command);
    kbs_zoning_free(answer);
    if (tool_was_interrupted()) {
        tool_end_by_signal();
    }
    return written ? 0 : 4;
}

/* A decimal number without regard to the locale; the whole text must be one. */
static bool parse_number(const char *text, size_t length, double *out)
{
    double value = 0.0, scale = 1.0;
    bool negative = length > 0 && text[0] == '-', point = false, digits = false;
    if (length == 0 || length > 24) {
        return false;
    }
    for (size_t i = negative ? 1 : 0; i < length; i++) {
        if (text[i] == '.' && !point) {
            point = true;
        } else if (text[i] >= '0' && text[i] <= '9') {
            value = value * 10.0 + (text[i] - '0');
            scale *= point ? 10.0 : 1.0;
            digits = true;
        } else {
            return false;
        }
    }
    *out = (negative ? -value : value) / scale;
    return digits;
}

/* "E,N" or "E,N@CRS". */
static int answer_point(zoning_command *command, const char *point)
{
    const char *comma = strchr(point, ','), *at = strchr(point, '@');
    double east, north;
    size_t length = at == NULL ? strlen(point) : (size_t)(at - point);
    if (comma == NULL || (size_t)(comma - point) >= length ||
        !parse_number(point, (size_t)(comma - point), &east) ||
        !parse_number(comma + 1, length - (size_t)(comma - point) - 1, &north)) {
        return tool_usage_error(command->context, "--point is EAST,NORTH or EAST,NORTH@CRS",
                                "--point DOĞU,KUZEY ya da DOĞU,KUZEY@SİSTEM biçimindedir", point);
    }
    const kbs_zoning *answer = NULL;
    kbs_code code = at == NULL
                        ? kbs_zoning_at_point(command->city, east, north, &answer)
                        : kbs_zoning_at_point_in(command->city, east, north, at + 1, &answer);
    return answer_one(command, code, answer);
}

static int answer_keys(zoning_command *command, char **keys, int count)
{
    int worst = 0;
    for (int i = 0; i < count; i++) {
        const kbs_zoning *answer = NULL;
        kbs_code code = kbs_zoning_by_key(command->city, keys[i], &answer);
        int status = answer_one(command, code, answer);
        worst = status > worst ? status : worst;
    }
    return worst;
}

static int answer_all(zoning_command *command)
{
    kbs_code code = command->site ? kbs_zoning_site_all(command->city, true, write_site, command)
                                  : kbs_zoning_all(command->city, write_answer, command);
    if (code == KBS_CANCELLED) {
        tool_end_by_signal();
        return command->code == KBS_OK ? 4 : tool_exit_status(command->code);
    }
    return code == KBS_OK ? 0 : tool_fail(command->context, command->city, code);
}

static int answer_address(zoning_command *command, const char *address)
{
    const kbs_zoning *answer = NULL;
    kbs_code code = kbs_zoning_by_address(command->city, address, &answer);
    return answer_one(command, code, answer);
}

static int answer_area(zoning_command *command, const char *path, const char *crs)
{
    const kbs_zoning *answer = NULL;
    kbs_code code = kbs_zoning_at_file(command->city, path, crs, &answer);
    return answer_one(command, code, answer);
}

static int worse(int a, int b)
{
    return a > b ? a : b;
}

/* What is asked on one command line. */
typedef struct questions {
    const char *point, *address, *area, *crs;
    kbs_zoning_clocks clocks;
    const char *plan, *restriction; /* the other way round: alone on the line */
    bool all;
    char **keys;
    int key_count;
} questions;

static int count_of(const questions *asked)
{
    return asked->key_count + (asked->point != NULL) + (asked->address != NULL) +
           (asked->area != NULL);
}

/* The parcels under a plan or a restriction. */
static int answer_under(zoning_command *command, const questions *asked)
{
    const kbs_zoning_under *under = NULL;
    char *text = NULL;
    kbs_code code = asked->plan != NULL
                        ? kbs_zoning_under_plan(command->city, asked->plan, &under)
                        : kbs_zoning_under_restriction(command->city, asked->restriction, &under);
    if (code != KBS_OK) {
        return tool_fail(command->context, command->city, code);
    }
    code = kbs_zoning_under_write(under, command->format, command->context->lang, &text);
    if (code == KBS_OK) {
        if (command->format == KBS_ZONING_CSV) {
            fprintf(command->out, "%s\n", kbs_zoning_under_csv_header());
        }
        fputs(text, command->out);
    }
    kbs_text_free(text);
    kbs_zoning_under_free(under);
    return code == KBS_OK ? 0 : tool_exit_status(code);
}

static int answer(zoning_command *command, const questions *asked)
{
    if (asked->plan != NULL || asked->restriction != NULL) {
        return answer_under(command, asked);
    }
    command->many = asked->all || count_of(asked) > 1;
    if (command->format == KBS_ZONING_CSV) {
        fprintf(command->out, "%s\n", kbs_zoning_csv_header());
    } else if (command->format == KBS_ZONING_JSON && command->many) {
        fputs("[\n", command->out);
    } else if (command->format == KBS_ZONING_GEOJSON) {
        fputs("{\"type\":\"FeatureCollection\",\"features\":[\n", command->out);
    }
    int status = asked->all ? answer_all(command) : 0;
    if (asked->point != NULL) {
        status = worse(status, answer_point(command, asked->point));
    }
    if (asked->address != NULL) {
        status = worse(status, answer_address(command, asked->address));
    }
    if (asked->area != NULL) {
        status = worse(status, answer_area(command, asked->area, asked->crs));
    }
    status = worse(status, answer_keys(command, asked->keys, asked->key_count));
    if (command->format == KBS_ZONING_JSON && command->many) {
        fputs("]\n", command->out);
    } else if (command->format == KBS_ZONING_GEOJSON) {
        fputs("]}\n", command->out);
    }
    return status;
}

/* Keys, an address and a point may stand together; all others stand alone. */
static bool is_one_question(const questions *asked)
{
    int alone = asked->all + (asked->plan != NULL) + (asked->restriction != NULL);
    return (asked->crs == NULL || asked->area != NULL) &&
           (alone == 0 ? count_of(asked) > 0 : alone == 1 && count_of(asked) == 0);
}

/* Sites are of parcels as they are today, and have no table and no GeoJSON form. */
static bool may_have_site(const zoning_command *command, const questions *asked)
{
    return (command->format == KBS_ZONING_TEXT || command->format == KBS_ZONING_JSON) &&
           asked->area == NULL && asked->plan == NULL && asked->restriction == NULL &&
           asked->clocks.valid_on == NULL && asked->clocks.known_on == NULL;
}

static bool parse_format(const char *text, kbs_zoning_format *out)
{
    static const char *const names[] = { "text", "json", "csv", "geojson" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(text, names[i]) == 0) {
            *out = (kbs_zoning_format)(i + 1);
            return true;
        }
    }
    return false;
}

int kbs_zoning_verb(tool_context *context)
{
    zoning_command command = { .context = context, .code = KBS_OK };
    const char *format = "text", *path = NULL;
    questions asked = { .clocks = KBS_ZONING_CLOCKS_INIT };
    const tool_option options[] = {
        { "point",
          '\0',
          TOOL_TEXT,
          "E,N[@CRS]",
          { "the parcel at this point", "bu noktadaki parsel" },
          &asked.point },
        { "address",
          '\0',
          TOOL_TEXT,
          "MAHALLE, SOKAK, NO",
          { "the parcel at this address", "bu adresteki parsel" },
          &asked.address },
        { "area",
          '\0',
          TOOL_TEXT,
          "FILE",
          { "a free area: a GeoJSON polygon", "serbest bir alan: GeoJSON poligonu" },
          &asked.area },
        { "crs",
          '\0',
          TOOL_TEXT,
          "C",
          { "the coordinate system of --area, when its file names none or the wrong one",
            "dosyası ad vermiyorsa ya da yanlış veriyorsa --area koordinat sistemi" },
          &asked.crs },
        { "valid-on",
          '\0',
          TOOL_TEXT,
          "DATE",
          { "plans in force on this day count, those on display are notices",
            "bu gün yürürlükte olan planlar sayılır, askıdakiler bildirilir" },
          &asked.clocks.valid_on },
        { "known-on",
          '\0',
          TOOL_TEXT,
          "REVISION|TIME",
          { "as the city was known then", "kentin o sıradaki bilinen durumu" },
          &asked.clocks.known_on },
        { "plan",
          '\0',
          TOOL_TEXT,
          "PIN",
          { "the parcels under the plan areas of this plan number or source id",
            "bu plan numaralı (PİN) ya da kaynak kimlikli plan alanlarının altındaki parseller" },
          &asked.plan },
        { "restriction",
          '\0',
          TOOL_TEXT,
          "ID",
          { "the parcels under the restriction of this source id",
            "bu kaynak kimlikli kısıtın altındaki parseller" },
          &asked.restriction },
        { "all",
          '\0',
          TOOL_FLAG,
          NULL,
          { "all parcels in the order of their keys", "anahtar sırasıyla bütün parseller" },
          &asked.all },
        { "site",
          '\0',
          TOOL_FLAG,
          NULL,
          { "classed edges and buildable area too", "sınıflı kenarlar ve yapılaşma alanı da" },
          &command.site },
        { "format",
          '\0',
          TOOL_TEXT,
          "text|json|csv|geojson",
          { "form of the answer", "yanıtın biçimi" },
          &format },
        { "output",
          'o',
          TOOL_TEXT,
          "FILE",
          { "write there instead of standard output", "standart çıktı yerine buraya yaz" },
          &path },
    };
    const tool_verb_help help = {
        "kbs zoning CITY KEY… | --address \"MAHALLE, SOKAK, NO\" | --point E,N[@CRS] | --area FILE "
        "|\n"
        "                --plan PIN | --restriction ID | --all",
        { "The zoning status (imar durumu) of parcels: plan areas with exact areas and shares, the "
          "uncovered\n"
          "remainder, overlaps of plans, restrictions, sources. KEY is MAHALLE/ADA/PARSEL, or "
          "ADA/PARSEL\n"
          "where that is unique; case and Turkish letters do not matter.",
          "Parsellerin imar durumu: kesin alan ve paylarıyla plan alanları, plansız kalan kısım, "
          "plan\n"
          "çakışmaları, kısıtlar, kaynaklar. ANAHTAR MAHALLE/ADA/PARSEL, tek olduğu yerde "
          "ADA/PARSEL\n"
          "biçimindedir; büyük küçük harf ve Türkçe harfler fark etmez." },
        { "", "" },
    };
    char **rest;
    int count, status = tool_options_parse(context, &help, options,
                                           sizeof options / sizeof options[0], &rest, &count);
    if (status >= 0) {
        return status;
    }
    asked.keys = rest + 1;
    asked.key_count = count - 1;
    bool alone = asked.all || asked.plan != NULL || asked.restriction != NULL;
    if (count < 1 || !is_one_question(&asked) || !parse_format(format, &command.format) ||
        (alone && command.format == KBS_ZONING_GEOJSON) ||
        (command.site && !may_have_site(&command, &asked))) {
        return tool_usage_error(
            context,
            "give CITY and KEY…, --address, --point or --area, or one of --plan, --restriction, "
            "--all; --format is text, json, csv or (not with these three) geojson; --site with "
            "KEY, "
            "--address, --point or --all, as text or json, of today",
            "KENT ve ANAHTAR…, --address, --point ya da --area, veya --plan, --restriction, "
            "--all'dan birini verin; --format text, json, csv ya da (bu üçünde değil) geojson "
            "olur; --site ANAHTAR, --address, --point ya da --all ile, text ya da json olarak, "
            "bugün için",
            "");
    }
    tool_output output;
    tool_catch_signals();
    status = tool_open_city(context, rest[0], false, &command.city);
    if (status >= 0) {
        return status;
    }
    kbs_code clocked = kbs_zoning_clocks_set(command.city, &asked.clocks);
    if (clocked != KBS_OK) {
        status = tool_fail(context, command.city, clocked);
        kbs_city_free(command.city);
        return status;
    }
    status = tool_output_open(&output, context, path);
    if (status < 0) {
        command.out = output.stream;
        int answered = answer(&command, &asked);
        status = answered <= 1 ? tool_output_commit(&output, context) : answered;
        status = status < 0 ? answered : status;
    }
    tool_output_discard(&output);
    kbs_city_free(command.city);
    return status;
}
