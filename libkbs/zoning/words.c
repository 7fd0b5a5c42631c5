/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* English and Turkish side by side, as zoning certificates (imar durumu belgesi) say it. */
#include "zoning/words.h"

#include <string.h>

static const char *const words[ZONING_WORD_COUNT][2] = {
    [ZONING_WORD_TITLE] = { "Zoning status", "İmar durumu" },
    [ZONING_WORD_NEIGHBOURHOOD] = { "Neighbourhood", "Mahalle" },
    [ZONING_WORD_BLOCK_PARCEL] = { "Block / parcel", "Ada / parsel" },
    [ZONING_WORD_MAP_SHEET] = { "Map sheet", "Pafta" },
    [ZONING_WORD_LAND_TYPE] = { "Land type", "Nitelik" },
    [ZONING_WORD_COMPUTED_AREA] = { "Computed area", "Hesap alanı" },
    [ZONING_WORD_REGISTERED_AREA] = { "Registered area", "Tapu alanı" },
    [ZONING_WORD_NOT_GIVEN] = { "not given", "verilmemiş" },
    [ZONING_WORD_TOLERANCE] = { "area tolerance (AT-01)", "yanılma sınırı (AT-01)" },
    [ZONING_WORD_DIFFERENCE] = { "difference", "fark" },
    [ZONING_WORD_WITHIN] = { "within it", "sınır içinde" },
    [ZONING_WORD_BEYOND] = { "beyond it", "sınır aşılıyor" },
    [ZONING_WORD_POINT] = { "Point inside", "İç nokta" },
    [ZONING_WORD_EAST] = { "E", "Y" }, /* Turkish practice: Y to the right, X up */
    [ZONING_WORD_NORTH] = { "N", "X" },
    [ZONING_WORD_NOT_DETERMINED] = { "Not determined", "Belirlenemedi" },
    [ZONING_WORD_PLAN_AREAS] = { "Plan areas", "Plan alanları" },
    [ZONING_WORD_UNCOVERED] = { "not covered by any plan area", "plan alanı dışında kalan" },
    [ZONING_WORD_OVERLAP] = { "of it covered more than once by",
                              "bunun birden çok alanla örtülen kısmı:" },
    [ZONING_WORD_RESTRICTIONS] = { "Restrictions", "Kısıtlamalar" },
    [ZONING_WORD_NONE] = { "none", "yok" },
    [ZONING_WORD_TOUCHES] = { "touches", "değiyor" },
    [ZONING_WORD_INSIDE] = { "inside", "içinde" },
    [ZONING_WORD_NEIGHBOURS] = { "Only touching", "Yalnız değen alanlar" },
    [ZONING_WORD_WITHOUT_USE] = { "use not given", "kullanım verilmemiş" },
    [ZONING_WORD_BUILDING_ORDER] = { "order", "nizam" },
    [ZONING_WORD_FLOORS] = { "floors", "kat" },
    [ZONING_WORD_COVERAGE] = { "coverage (TAKS)", "TAKS" },
    [ZONING_WORD_FLOOR_AREA] = { "floor area (KAKS)", "KAKS (emsal)" },
    [ZONING_WORD_HEIGHT] = { "height at most", "Yençok" },
    [ZONING_WORD_FRONT] = { "front setback", "ön bahçe" },
    [ZONING_WORD_SIDE] = { "side setback", "yan bahçe" },
    [ZONING_WORD_REAR] = { "rear setback", "arka bahçe" },
    [ZONING_WORD_PLAN_NUMBER] = { "plan number", "PİN" },
    [ZONING_WORD_APPROVED] = { "approved", "tasdik" },
    [ZONING_WORD_VALID_FROM] = { "valid from", "başlangıç" },
    [ZONING_WORD_VALID_UNTIL] = { "valid until", "bitiş" },
    [ZONING_WORD_NOTES] = { "notes", "plan notu" },
    [ZONING_WORD_UNREAD] = { "not readable as numbers", "sayı olarak okunamayan" },
    [ZONING_WORD_DEGREE] = { "degree", "derece" },
    [ZONING_WORD_AUTHORITY] = { "authority", "kurum" },
    [ZONING_WORD_SOURCES] = { "Sources", "Kaynaklar" },
    [ZONING_WORD_REVISION] = { "revision", "sürüm" },
    [ZONING_WORD_RECORD] = { "record", "kayıt" },
    [ZONING_WORD_CITY_REVISION] = { "City revision", "Kent sürümü" },
    [ZONING_WORD_COMPUTED_NOW] = { "computed when asked", "sorulunca hesaplandı" },
    [ZONING_WORD_VERSIONS] = { "Made by", "Üreten" },
    [ZONING_WORD_INFORMATION_ONLY] = { "For information only; not a zoning certificate and not to "
                                       "be used in official acts.",
                                       "Bilgi amaçlıdır; imar durumu belgesi değildir, resmi "
                                       "işlemlerde kullanılamaz." },
    [ZONING_WORD_IN_FORCE] = { "in force", "yürürlükte" },
    [ZONING_WORD_ON_DISPLAY] = { "on display", "askıda" },
    [ZONING_WORD_ANNULLED] = { "annulled", "iptal" },
    [ZONING_WORD_SUPERSEDED] = { "superseded", "yürürlükten kalkmış" },
    [ZONING_WORD_FREE_AREA] = { "free area", "serbest alan" },
    [ZONING_WORD_NOTICES] = { "On display (do not count yet)", "Askıda (henüz sayılmaz)" },
    [ZONING_WORD_KNOWN_ON] = { "Known on revision", "Bilindiği sürüm" },
    [ZONING_WORD_VALID_ON] = { "Plans valid on", "Planların günü" },
};

const char *zoning_word_text(zoning_word word, kbs_lang lang)
{
    return words[word][lang == KBS_LANG_TR];
}

const char *zoning_plan_status_text(const char *plan_status, kbs_lang lang)
{
    static const struct {
        const char *name;
        zoning_word word;
    } states[] = {
        { "in-force", ZONING_WORD_IN_FORCE },
        { "on-display", ZONING_WORD_ON_DISPLAY },
        { "annulled", ZONING_WORD_ANNULLED },
        { "superseded", ZONING_WORD_SUPERSEDED },
    };
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (strcmp(plan_status, states[i].name) == 0) {
            return zoning_word_text(states[i].word, lang);
        }
    }
    return plan_status;
}
