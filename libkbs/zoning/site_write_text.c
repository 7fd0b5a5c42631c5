/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A site for people, in columns; numbers follow the language. */
#include "base/finding.h"
#include "zoning/page.h"
#include "zoning/site_write.h"

/* What a text says, in English and Turkish. */
typedef const char *const say[2];

static say title = { "Site of the parcel", "Parselin yapılaşma durumu" };
static say not_determined = { "Not determined", "Belirlenemedi" };
static say form_word = { "form", "biçim" };
static say depth_word = { "depth (EC-08)", "derinlik (EC-08)" };
static say edges_word = { "Edges", "Kenarlar" };
static say width_word = { "width", "genişlik" };
static say measured_word = { "measured", "ölçüldü" };
static say setback_word = { "setback", "çekme" };
static say parcel_front = { "parcel front, EC-01", "parsel cephesi, EC-01" };
static say buildable_word = { "Buildable area", "Yapı yapılabilecek alan" };
static say no_plan = { "no plan area to build on lies over it",
                       "üzerinde yapı yapılabilecek bir plan alanı yok" };
static say part_word = { "part of the parcel", "parselin bu alandaki kısmı" };
static say net_word = { "net area", "net alan" };
static say envelope_word = { "envelope", "yapı yaklaşma alanı" };
static say least_word = { "at least", "en az" };
static say coverage_word = { "base by TAKS", "TAKS'a göre taban" };
static say base_word = { "largest base", "en büyük taban alanı" };
static say by_coverage = { "TAKS decides", "belirleyen TAKS" };
static say by_envelope = { "the setbacks decide", "belirleyen çekme mesafeleri" };
static say floor_area_word = { "largest floor area", "en büyük kat alanı" };
static say floors_word = { "floors", "kat adedi" };
static say height_word = { "height at most", "en çok yükseklik" };
static say missing_word = { "missing", "eksik" };

static const char *pick(const zoning_page *p, say words)
{
    return words[p->lang == KBS_LANG_TR];
}

typedef struct named {
    const char *name;
    say words;
} named;

static const named names[] = {
    { "front", { "front", "ön" } },
    { "side", { "side", "yan" } },
    { "rear", { "rear", "arka" } },
    { "attached", { "attached", "bitişik" } },
    { "undetermined", { "undetermined", "belirsiz" } },
    { "nothing", { "nothing recorded", "kayıt yok" } },
    { "parcel", { "parcel", "parsel" } },
    { "road", { "road", "yol" } },
    { "pedestrian-road", { "pedestrian road", "yaya yolu" } },
    { "gap", { "way between blocks", "ada arası boşluk" } },
    { "park", { "park", "park" } },
    { "public-area", { "public area", "umumi hizmet alanı" } },
    { "water-or-rail", { "water or railway", "su ya da demiryolu" } },
    { "interior", { "interior", "ara parsel" } },
    { "corner", { "corner", "köşe parsel" } },
    { "through", { "through", "iki yola cepheli" } },
    { "several-roads", { "on several roads", "çok yola cepheli" } },
    { "flag", { "flag", "bayrak parsel" } },
    { "landlocked", { "landlocked", "yola cephesi yok" } },
    { "cession", { "cession to road", "yola terk" } },
    { "other-use", { "other use or no plan", "başka kullanım ya da plansız" } },
    { "public", { "along park or public area", "park ya da kamusal alan boyunca" } },
    { "restriction", { "restriction", "kısıtlama" } },
    { "building-line", { "beyond the building line", "yapı yaklaşma sınırı dışı" } },
    { "building_order", { "building order", "nizam" } },
    { "floors", { "floors or height", "kat adedi ya da yükseklik" } },
    { "attached_side", { "which side is attached", "hangi yanın bitişik olduğu" } },
    { "road_front", { "an edge on a road", "yola bakan kenar" } },
    { "edge_class", { "class of an edge", "bir kenarın sınıfı" } },
    { "flag_edge_class",
      { "side or rear for the neck of the flag", "bayrağın boynu için yan mı arka mı" } },
    { "coverage_ratio", { "TAKS", "TAKS" } },
    { "floor_area_ratio", { "KAKS, or TAKS and floors", "KAKS ya da TAKS ve kat adedi" } },
    { "overlay_in_time", { "an overlay within the time limit", "süre içinde biten çakıştırma" } },
    { "sound_overlay", { "geometry that can be overlaid", "çakıştırılabilen geometri" } },
    { "one_plan_area",
      { "one plan area alone (plans overlap)", "tek plan alanı (planlar çakışıyor)" } },
    { "fewer_plan_areas", { "fewer plan areas", "daha az plan alanı" } },
    { "side_of_building_line",
      { "side of the building line (drawn as a line)", "yapı yaklaşma sınırının hangi yanı" } },
    { "extent_of_restriction", { "extent of a restriction", "bir kısıtlamanın alanı" } },
    { "too_many_subtractions", { "room for more subtractions", "daha çok çıkarma için yer" } },
};

static const char *word_of(const zoning_page *p, const char *name)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *a = names[i].name, *b = name;
        while (*a != '\0' && *a == *b) {
            a++;
            b++;
        }
        if (*a == *b) {
            return pick(p, names[i].words);
        }
    }
    return name;
}

static void rule(zoning_page *p, const char *id)
{
    if (id[0] != '\0') {
        zoning_page_add(p, " (");
        zoning_page_add(p, id);
        zoning_page_add(p, ")");
    }
}

static void write_road(zoning_page *p, const kbs_site_edge *e)
{
    if (e->road_name[0] != '\0') {
        zoning_page_add(p, " ");
        zoning_page_source_text(p, e->road_name);
    }
    if (e->road_width_m != KBS_NO_VALUE) {
        zoning_page_add(p, ", ");
        zoning_page_add(p, pick(p, width_word));
        zoning_page_add(p, " ");
        zoning_page_number(p, e->road_width_m, 2);
        zoning_page_add(p, " m");
        if (e->road_width_is_measured) {
            zoning_page_add(p, " ");
            zoning_page_add(p, pick(p, measured_word));
        }
    }
}

static void write_edge(zoning_page *p, const kbs_site_edge *e)
{
    zoning_page_fixed_right(p, "", e->length_m, 2, 12, " m");
    zoning_page_add(p, "  ");
    zoning_page_add(p, word_of(p, kbs_edge_class_name(e->edge_class)));
    zoning_page_tab_to(p, 28);
    zoning_page_add(p, word_of(p, kbs_edge_beyond_name(e->beyond)));
    write_road(p, e);
    if (e->is_parcel_front) {
        zoning_page_add(p, "; ");
        zoning_page_add(p, pick(p, parcel_front));
    }
    zoning_page_end_line(p);
    zoning_page_tab_to(p, 14);
    if (e->setback_m != KBS_NO_VALUE) {
        zoning_page_add(p, pick(p, setback_word));
        zoning_page_add(p, " ");
        zoning_page_fixed(p, e->setback_m, 2);
        zoning_page_add(p, " m");
        rule(p, e->setback_rule);
        zoning_page_add(p, "; ");
    }
    zoning_page_add(p, p->lang == KBS_LANG_TR ? e->reason_tr : e->reason_en);
    rule(p, e->rule);
    zoning_page_end_line(p);
}

static void amount(zoning_page *p, double value, const char *unit, int decimals)
{
    if (value == KBS_NO_VALUE) {
        zoning_page_add(p, "           -  ");
    } else {
        zoning_page_fixed_right(p, "", value, decimals, 12, unit);
    }
    zoning_page_tab_to(p, 18);
}

static void line(zoning_page *p, double value, const char *unit, int decimals, say words,
                 const char *rule_id)
{
    amount(p, value, unit, decimals);
    zoning_page_add(p, pick(p, words));
    rule(p, rule_id);
    zoning_page_end_line(p);
}

static void write_subtraction(zoning_page *p, const kbs_subtraction *s)
{
    zoning_page_fixed_right(p, "− ", s->area.area_m2, 2, 12, " m²");
    zoning_page_tab_to(p, 18);
    zoning_page_add(p, word_of(p, kbs_subtraction_kind_name(s->kind)));
    if (s->restriction != NULL) {
        zoning_page_add(p, " ");
        zoning_page_source_text(p, s->restriction->type);
        zoning_page_add(p, " [");
        zoning_page_source_text(p, s->restriction->source_id);
        zoning_page_add(p, "]");
    }
    rule(p, s->rule);
    zoning_page_end_line(p);
}

static void write_missing(zoning_page *p, const kbs_buildable *b)
{
    if (b->missing_count == 0) {
        return;
    }
    zoning_page_tab_to(p, 18);
    zoning_page_add(p, pick(p, missing_word));
    zoning_page_add(p, ": ");
    for (size_t i = 0; i < b->missing_count; i++) {
        zoning_page_add(p, i > 0 ? ", " : "");
        zoning_page_add(p, word_of(p, b->missing[i]));
    }
    zoning_page_end_line(p);
}

static void write_buildable(zoning_page *p, const kbs_buildable *b)
{
    zoning_page_end_line(p);
    zoning_page_add(p, pick(p, buildable_word));
    zoning_page_add(p, ": ");
    zoning_page_source_text(p, b->plan_area->use);
    zoning_page_add(p, " [");
    zoning_page_source_text(p, b->plan_area->source_id);
    zoning_page_add(p, "]");
    zoning_page_end_line(p);
    line(p, b->part_area_m2, " m²", 2, part_word, "");
    for (size_t i = 0; i < b->subtraction_count; i++) {
        write_subtraction(p, &b->subtractions[i]);
    }
    amount(p, b->has_envelope ? b->envelope.area_m2 : KBS_NO_VALUE, " m²", 2);
    zoning_page_add(p, pick(p, envelope_word));
    if (b->has_envelope && b->is_least) {
        zoning_page_add(p, ", ");
        zoning_page_add(p, pick(p, least_word));
    }
    zoning_page_end_line(p);
    line(p, b->net_area_m2, " m²", 2, net_word, "");
    line(p, b->coverage_area_m2, " m²", 2, coverage_word, b->coverage_rule);
    amount(p, b->base_area_m2, " m²", 2);
    zoning_page_add(p, pick(p, base_word));
    zoning_page_add(p, " (TK-04)");
    if (b->binding != KBS_BINDING_NONE) {
        zoning_page_add(p, ": ");
        zoning_page_add(p, pick(p, b->binding == KBS_BINDING_COVERAGE ? by_coverage : by_envelope));
    }
    zoning_page_end_line(p);
    line(p, b->floor_area_m2, " m²", 2, floor_area_word, b->floor_area_rule);
    line(p, b->floors, "  ", 0, floors_word, b->floors_rule);
    line(p, b->height_max_m, " m", 2, height_word, "");
    write_missing(p, b);
}

static void write_head(zoning_page *p, const kbs_site *site)
{
    zoning_page_add(p, pick(p, title));
    zoning_page_add(p, "  ");
    if (site->neighbourhood[0] != '\0') {
        zoning_page_source_text(p, site->neighbourhood);
        zoning_page_add(p, " ");
    }
    zoning_page_source_text(p, site->block[0] != '\0' ? site->block : "-");
    zoning_page_add(p, "/");
    zoning_page_source_text(p, site->parcel);
    zoning_page_end_line(p);
    if (site->form[0] == '\0') {
        return;
    }
    zoning_page_add(p, pick(p, form_word));
    zoning_page_add(p, ": ");
    zoning_page_add(p, word_of(p, site->form));
    if (site->depth_m != KBS_NO_VALUE) {
        zoning_page_add(p, ", ");
        zoning_page_add(p, pick(p, depth_word));
        zoning_page_add(p, " ");
        zoning_page_fixed(p, site->depth_m, 2);
        zoning_page_add(p, " m");
    }
    zoning_page_end_line(p);
}

void zoning_site_write_text(base_buffer *out, const kbs_site *site, kbs_lang lang)
{
    zoning_page page = { .out = out, .lang = lang, .line_start = out->length };
    zoning_page *p = &page;
    write_head(p, site);
    if (site->not_determined[0] != '\0') {
        char text[1024];
        kbs_finding reason = { .code = site->not_determined, .severity = KBS_NOTE, .byte = -1 };
        kbs_finding_text(&reason, lang, text, sizeof text);
        zoning_page_add(p, pick(p, not_determined));
        zoning_page_add(p, ": ");
        zoning_page_add(p, text);
        zoning_page_end_line(p);
        return;
    }
    zoning_page_end_line(p);
    zoning_page_add(p, pick(p, edges_word));
    zoning_page_end_line(p);
    for (size_t i = 0; i < site->edge_count; i++) {
        write_edge(p, &site->edges[i]);
    }
    for (size_t i = 0; i < site->buildable_count; i++) {
        write_buildable(p, &site->buildable[i]);
    }
    if (site->buildable_count == 0) {
        zoning_page_end_line(p);
        zoning_page_add(p, pick(p, buildable_word));
        zoning_page_add(p, ": ");
        zoning_page_add(p, pick(p, no_plan));
        zoning_page_end_line(p);
    }
}
