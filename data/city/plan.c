/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The implementation plan. Figures as Turkish plans have them: KAKS = TAKS x floors, Yencok 0.50
 * m plus 3.00 m a floor in older plans, side and rear gardens half a metre wider for each floor
 * above four. */
#include <stdio.h>
#include <string.h>

#include "plan.h"

enum rule_number {
    RULE_OLD_2,
    RULE_OLD_3,
    RULE_OLD_SHOP,
    RULE_INNER_B4,
    RULE_INNER_BL5,
    RULE_INNER_SHOP,
    RULE_GRID_3,
    RULE_GRID_4,
    RULE_GRID_5,
    RULE_GRID_6,
    RULE_GRID_SHOP,
    RULE_TWIN,
    RULE_VILLA_2,
    RULE_VILLA_LOW,
    RULE_ESTATE,
    RULE_WORKSHOP,
    RULE_PARK,
    RULE_GREEN,
    RULE_WATER,
    RULE_SCHOOL,
    RULE_MOSQUE,
    RULE_HEALTH,
    RULE_OFFICES,
    RULE_SQUARE,
    RULE_CEMETERY,
    RULE_SPORT
};

/* In the order of enum rule_number. */
static const struct plan_rule rules[] = {
    { "Yerleşik Konut Alanı", "B", 2, -1, -1, 6.5, 0, 0, 3, "Mevcut teşekküle uyulacaktır." },
    { "Yerleşik Konut Alanı", "B", 3, -1, -1, 9.5, 0, 0, 3, "Mevcut teşekküle uyulacaktır." },
    { "Ticaret Alanı", "B", 3, -1, -1, 9.5, 0, 0, 3, "Zemin kat yüksekliği 4.50 m'yi geçemez." },
    { "Yerleşik Konut Alanı", "B", 4, -1, -1, 12.5, 5, 0, 3,
      "Blok başlarında yan bahçe mesafesi 3.00 m'dir." },
    { "Yerleşik Konut Alanı", "BL", 5, 0.4, 2.0, 15.5, 5, 3.5, 3.5, "" },
    { "Ticaret-Konut Alanı", "B", 5, -1, 3.0, 16.8, 0, 0, 3.5,
      "Zemin katlar ticaret olarak kullanılır." },
    { "Gelişme Konut Alanı", "A", 3, 0.35, 1.05, 9.5, 5, 3, 3, "" },
    { "Gelişme Konut Alanı", "A", 4, 0.35, 1.4, 12.5, 5, 3, 3, "" },
    { "Gelişme Konut Alanı", "A", 5, 0.3, 1.5, 15.5, 5, 3.5, 3.5,
      "Otopark parsel içinde çözülecektir." },
    { "Gelişme Konut Alanı", "A", 6, 0.25, 1.5, 18.5, 5, 4, 4,
      "Otopark parsel içinde çözülecektir." },
    { "Ticaret-Konut Alanı", "BL", 5, 0.45, 2.25, 16.8, 5, 3.5, 3.5,
      "Zemin katlar ticaret olarak kullanılır." },
    { "Gelişme Konut Alanı", "İ", 2, 0.35, 0.7, 6.5, 5, 3, 3, "İkiz nizam." },
    { "Gelişme Konut Alanı", "A", 2, 0.3, 0.6, 6.5, 5, 3, 3, "" },
    { "Gelişme Konut Alanı", "A", 2, 0.2, 0.4, 6.5, 5, 4, 4, "Bağ evi dokusu korunacaktır." },
    { "Gelişme Konut Alanı", "", -1, -1, 1.6, 24.5, 10, 5, 5,
      "Toplu konut; E=1.60, kitle düzeni serbesttir." },
    { "Küçük Sanayi Alanı", "A", 2, 0.5, 1.0, 9.5, 10, 5, 5,
      "Sağlık koruma bandı mülkiyet içinde bırakılacaktır." },
    { "Park", "", -1, -1, -1, -1, -1, -1, -1, "" },
    { "Pasif Yeşil Alan", "", -1, -1, -1, -1, -1, -1, -1, "" },
    { "Su Yüzeyi", "", -1, -1, -1, -1, -1, -1, -1, "" },
    { "İlkokul Alanı", "A", 4, 0.4, 1.6, 14.9, 10, 10, 10, "" },
    { "Cami", "A", -1, 0.4, -1, -1, 5, 5, 5, "" },
    { "Aile Sağlığı Merkezi", "A", 2, 0.4, 0.8, 8.5, 5, 5, 5, "" },
    { "Belediye Hizmet Alanı", "A", 4, 0.4, 1.6, 14.9, 5, 5, 5, "" },
    { "Meydan", "", -1, -1, -1, -1, -1, -1, -1, "" },
    { "Mezarlık Alanı", "", -1, -1, -1, -1, -1, -1, -1, "" },
    { "Açık Spor Tesisi Alanı", "A", 1, 0.1, 0.1, 6.5, 10, 5, 5, "" }
};

static enum rule_number housing_rule(const struct plot *p, const struct quarter *q,
                                     struct random *r)
{
    static const enum rule_number by_quarter[] = { RULE_GRID_4, RULE_GRID_3, RULE_GRID_5,
                                                   RULE_GRID_4, RULE_GRID_6 };

    switch (q->kind) {
    case QUARTER_OLD:
        return p->block->main_road || random_chance(r, 0.25) ? RULE_OLD_SHOP
               : random_chance(r, 0.5)                       ? RULE_OLD_2
                                                             : RULE_OLD_3;
    case QUARTER_INNER:
        return random_chance(r, 0.6) ? RULE_INNER_B4 : RULE_INNER_BL5;
    case QUARTER_GRID:
        return random_chance(r, 0.8)   ? by_quarter[q->number % 5]
               : random_chance(r, 0.5) ? RULE_GRID_3
                                       : RULE_TWIN;
    case QUARTER_VILLA:
    case QUARTER_RURAL:
        return random_chance(r, 0.7) ? RULE_VILLA_2 : RULE_VILLA_LOW;
    case QUARTER_INDUSTRY:
        return RULE_WORKSHOP;
    }
    return RULE_GRID_4;
}

static enum rule_number shop_rule(const struct quarter *q)
{
    switch (q->kind) {
    case QUARTER_OLD:
        return RULE_OLD_SHOP;
    case QUARTER_INNER:
        return RULE_INNER_SHOP;
    case QUARTER_GRID:
        return RULE_GRID_SHOP;
    case QUARTER_VILLA:
    case QUARTER_RURAL:
        return RULE_TWIN;
    case QUARTER_INDUSTRY:
        return RULE_WORKSHOP;
    }
    return RULE_GRID_SHOP;
}

static enum rule_number lot_rule(enum lot_use use)
{
    switch (use) {
    case LOT_HOUSE:
        return RULE_GRID_4;
    case LOT_WORKSHOP:
        return RULE_WORKSHOP;
    case LOT_PARK:
        return RULE_PARK;
    case LOT_SCHOOL:
        return RULE_SCHOOL;
    case LOT_MOSQUE:
        return RULE_MOSQUE;
    case LOT_HEALTH:
        return RULE_HEALTH;
    case LOT_OFFICES:
        return RULE_OFFICES;
    case LOT_SQUARE:
        return RULE_SQUARE;
    case LOT_CEMETERY:
        return RULE_CEMETERY;
    case LOT_SPORT:
        return RULE_SPORT;
    case LOT_ESTATE:
    case LOT_TRANSFORMER:
        return RULE_ESTATE;
    case LOT_FIELD:
        return RULE_GREEN;
    }
    return RULE_PARK;
}

static void add_plan(struct plot *p, const struct shape *s, enum rule_number rule)
{
    if (p->plan_count >= PLOT_PLANS) {
        city_fail("a block has too many plan areas");
    }
    shape_copy(&p->plan[p->plan_count].shape, s);
    p->plan[p->plan_count++].rule = &rules[rule];
}

static void add_part(struct plot *p, const struct shape *s, struct line l, enum rule_number rule)
{
    struct shape pieces[SHAPE_PIECES];
    const int count = shape_cut(s, l, pieces);

    for (int i = 0; i < count; i++) {
        add_plan(p, &pieces[i], rule);
    }
}

static void set_border(struct plot *p, struct line l, enum city_case which)
{
    p->plan_cut = true;
    p->plan_line = l;
    p->plan_case = which;
}

/* Shops at one end of the block. The border follows a parcel boundary or, one time in three,
 * does not. */
static void split_block(struct plot *p, const struct shape *s, enum rule_number low,
                        enum rule_number high, struct cases *cases)
{
    struct random *r = &p->random;
    const int k = p->cuts / 3 + random_index(r, p->cuts / 3 + 1);
    struct line l = p->cut[k];
    const double step = k + 1 < p->cuts ? p->cut[k + 1].offset - l.offset : 8.0;
    const bool through = cases_want(cases, CASE_SPLIT_PLAN, r, 0.35);
    const bool overlap = through && cases->listed[CASE_SPLIT_PLAN] > 0 &&
                         cases_want(cases, CASE_PLAN_OVERLAP, r, 0.06);

    if (through) {
        l.offset += (step > 4.0 && step < 60.0 ? step : 8.0) * random_between(r, 0.3, 0.7);
    }
    add_part(p, s, line_reversed(l), low);
    add_part(p, s, (struct line){ l.normal, overlap ? l.offset - 0.6 : l.offset }, high);
    if (overlap) {
        set_border(p, (struct line){ l.normal, l.offset - 0.3 }, CASE_PLAN_OVERLAP);
    } else if (through) {
        set_border(p, l, CASE_SPLIT_PLAN);
    }
}

/* Shops along one road: the border runs between the rows, or a few metres beside it. */
static void split_rows(struct plot *p, const struct shape *s, enum rule_number low,
                       enum rule_number high)
{
    const double shift =
        random_chance(&p->random, 0.5) ? random_between(&p->random, 2.5, 5.5) : 0.0;
    const struct line l = { p->row_line.normal, p->row_line.offset + shift };

    add_part(p, s, line_reversed(l), low);
    add_part(p, s, l, high);
    if (shift > 0.0) {
        set_border(p, l, CASE_SPLIT_PLAN);
    }
}

/* Where the low side of s lies at a place along the axis. */
static bool low_side(const struct shape *s, struct spot axis, double place, struct spot *at)
{
    struct extent chord;

    if (shape_chords(s, (struct line){ axis, place }, &chord, 1) != 1) {
        return false;
    }
    *at = spot_in_frame(axis, place, chord.low);
    return true;
}

/* The plan widens the road on one side of the block: 2 to 3 m of its parcels are to become road. */
static bool widen_road(struct plot *p, const struct shape *s, enum rule_number rule)
{
    const struct extent u = shape_extent(s, p->block->axis);
    const double inset = (u.high - u.low) * 0.15;
    struct spot from;
    struct spot to;

    if (!low_side(s, p->block->axis, u.low + inset, &from) ||
        !low_side(s, p->block->axis, u.high - inset, &to)) {
        return false;
    }
    const double length = spot_distance(from, to);
    const struct spot normal =
        spot_turned((struct spot){ (to.u - from.u) / length, (to.v - from.v) / length });
    const struct line l = { normal, spot_dot(normal, from) + random_between(&p->random, 2.0, 3.0) };

    add_part(p, s, l, rule);
    set_border(p, l, CASE_PLAN_ROAD);
    return true;
}

static void plan_houses(struct plot *p, const struct shape *s, const struct quarter *q,
                        struct cases *cases)
{
    struct random *r = &p->random;
    const enum rule_number rule = housing_rule(p, q, r);
    const bool splittable = p->cuts >= 4 && p->park_cut > 1e9;
    const double old = q->kind == QUARTER_OLD ? 0.22 : 0.03;

    if (splittable && p->block->main_road && cases_want(cases, CASE_SPLIT_PLAN, r, 0.5)) {
        if (p->two_rows && random_chance(r, 0.3) && cases->listed[CASE_SPLIT_PLAN] > 0) {
            split_rows(p, s, rule, shop_rule(q));
        } else {
            split_block(p, s, rule, shop_rule(q), cases);
        }
    } else if (splittable && p->two_rows && cases_want(cases, CASE_PLAN_ROAD, r, old) &&
               widen_road(p, s, rule)) {
    } else if (splittable && q->closeness > 0.45 &&
               cases_want(cases, CASE_PARTLY_UNPLANNED, r, 0.015)) {
        const struct line l = { p->cut[p->cuts / 2].normal, p->cut[p->cuts / 2].offset + 6.0 };

        add_part(p, s, l, rule);
        set_border(p, l, CASE_PARTLY_UNPLANNED);
    } else {
        add_plan(p, s, rule);
    }
}

void plan_make(struct plot *p, const struct quarter *q, struct cases *cases)
{
    const struct shape *s = &p->block->outline;
    struct shape part;

    p->plan_count = 0;
    p->plan_cut = false;
    switch (p->block->use) {
    case BLOCK_FIELDS:
        break; /* the plan ends before the fields */
    case BLOCK_HOUSES:
    case BLOCK_WORKSHOPS:
        plan_houses(p, s, q, cases);
        break;
    case BLOCK_HOUSES_AND_PARK:
        shape_copy(&part, s);
        if (shape_keep(&part, line_reversed((struct line){ p->block->axis, p->park_cut }))) {
            plan_houses(p, &part, q, cases);
        }
        add_part(p, s, (struct line){ p->block->axis, p->park_cut }, RULE_PARK);
        break;
    case BLOCK_SQUARE:
    case BLOCK_PUBLIC:
    case BLOCK_ESTATE:
    case BLOCK_SCHOOL:
    case BLOCK_PARK:
    case BLOCK_RIVERSIDE:
    case BLOCK_CEMETERY:
    case BLOCK_SPORT:
        for (int i = 0; i < p->lot_count; i++) {
            if (p->lot[i].use != LOT_TRANSFORMER) {
                add_plan(p, &p->piece[p->lot[i].piece[0]], lot_rule(p->lot[i].use));
            }
        }
        break;
    case BLOCK_GREEN:
        add_plan(p, s, RULE_GREEN);
        break;
    case BLOCK_WATER:
        add_plan(p, s, RULE_WATER);
        break;
    }
}

void plan_sheet_of(const struct quarter *q, struct plan_sheet *sheet)
{
    static const char *const stages[] = { "1. Etap", "2. Etap", "3. Etap", "4. Etap" };
    const int stage = q->number / 6;

    switch (q->kind) {
    case QUARTER_OLD:
        (void)snprintf(sheet->name, sizeof sheet->name,
                       "Kent Merkezi Koruma Amaçlı Uygulama İmar Planı");
        (void)snprintf(sheet->pin, sizeof sheet->pin, "KUİP-2601001");
        (void)snprintf(sheet->approved, sizeof sheet->approved, "20140318");
        return;
    case QUARTER_INDUSTRY:
        (void)snprintf(sheet->name, sizeof sheet->name,
                       "%s Küçük Sanayi Sitesi Uygulama İmar Planı", q->name);
        break;
    case QUARTER_INNER:
    case QUARTER_GRID:
    case QUARTER_VILLA:
    case QUARTER_RURAL:
        if (stage < 4) {
            (void)snprintf(sheet->name, sizeof sheet->name, "%s Uygulama İmar Planı",
                           stages[stage]);
        } else {
            (void)snprintf(sheet->name, sizeof sheet->name, "%s Mahallesi Uygulama İmar Planı",
                           q->name);
        }
        break;
    }
    (void)snprintf(sheet->pin, sizeof sheet->pin, "UİP-26%05d",
                   1010 + (stage < 4 && q->kind != QUARTER_INDUSTRY ? stage : q->number));
    (void)snprintf(sheet->approved, sizeof sheet->approved, "%04d%02d%02d", 2008 + stage % 17,
                   1 + stage * 5 % 12, 1 + stage * 11 % 28);
}

const struct plan_rule *plan_rule_of_lot(const struct plot *p, int lot)
{
    const struct spot m = shape_middle(&p->piece[p->lot[lot].piece[0]]);

    for (int i = 0; i < p->plan_count; i++) {
        if (shape_contains(&p->plan[i].shape, m)) {
            return p->plan[i].rule;
        }
    }
    return NULL;
}
