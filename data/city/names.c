/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Turkish names. */
#include <stdio.h>

#include "names.h"
#include "random.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* The centre and the first quarters: between them all special letters, large and small. */
static const char *const first_quarters[] = {
    "Çarşıbaşı",    "Işıklar",    "İnönü",      "Şirinevler", "Öğretmenler",   "Üçpınar",
    "Gülbağı",      "Kâğıthane",  "Ağaçlı",     "Hacıilyas",  "Çankaya",       "İstasyon",
    "Yeşilöz",      "Ümraniye",   "Mevlâna",    "Söğütözü",   "Iğdır Bağları", "Şıhlar",
    "Özgürlük",     "Dâvûtlar",   "Câmiikebîr", "Cumhuriyet", "İhsaniye",      "Göçmenler",
    "Kırkağaç",     "Bağlarbaşı", "Sığırcık",   "Ömerağa",    "Hürriyet",      "Çiğdemtepe",
    "Ilıcak",       "Uluönder",   "Şükraniye",  "Gökmeydan",  "Akarbaşı",      "Büyükdere",
    "Ertuğrulgazi", "Vişnelik",   "Yıldıztepe", "Eskibağlar"
};

static const char *const first_parts[] = {
    "Ak",   "Kara", "Gül",   "Çam",    "Taş",   "Kızıl", "Gök",   "Yeşil", "Sarı",  "Boz",
    "Üç",   "Beş",  "Demir", "Altın",  "Gümüş", "Ulu",   "Koca",  "Bağ",   "Kum",   "Kaya",
    "Çay",  "Dağ",  "Kuş",   "Arı",    "Elma",  "Ceviz", "İncir", "Söğüt", "Kavak", "Meşe",
    "Işık", "Gün",  "Ay",    "Yıldız", "Şeker", "Öz",    "Ilgın", "Ünlü",  "Çınar", "Dere"
};
static const char *const second_parts[] = { "pınar", "dere",  "tepe",  "köy",   "kaya", "taş",
                                            "ova",   "çayır", "ören",  "göl",   "yurt", "kent",
                                            "evler", "bahçe", "konak", "hisar", "kule", "çeşme",
                                            "köprü", "oluk",  "yayla", "koru",  "başı", "öğüt" };
static const char *const places[] = { "",      "Yukarı ", "Aşağı ", "Yeni ",
                                      "Eski ", "Büyük ",  "Küçük ", "Orta " };

static const char *const streets[] = {
    "Akasya",  "Çınaraltı",    "Menekşe",    "Gül",         "Lâle",       "Sümbül",
    "Zambak",  "Papatya",      "Karanfil",   "Leylâk",      "Ihlamur",    "Söğüt",
    "Kavaklı", "Çamlık",       "Fındık",     "Ceviz",       "Bağ",        "Pınar",
    "Çeşme",   "Değirmen",     "Fırın",      "Hamam",       "Tekke",      "Medrese",
    "Kuyu",    "Bakırcılar",   "Demirciler", "Yorgancılar", "Semerciler", "Kâtip",
    "Müftü",   "Şehit Er Ali", "Öğüt",       "Özlem",       "Umut",       "Ümit",
    "Sevgi",   "Işık",         "Güneş",      "Ay",          "Yıldız",     "Şafak",
    "Şimşek",  "Gökkuşağı",    "Irmak",      "Dere Boyu",   "Köprü",      "Ada",
    "Okul",    "Çocuk",        "Kardeşler",  "İpek",        "İncirli",    "İğde",
    "Dut",     "Nar",          "Kızılcık",   "Vişne",       "Badem",      "Zeytin",
    "Ardıç",   "Ladin",        "Sedir",      "Meşe",        "Turna",      "Kırlangıç",
    "Bülbül",  "Keklik",       "Şahin",      "Doğan",       "Üveyik",     "Güvercin"
};
static const char *const avenues[] = { "Atatürk",     "Cumhuriyet",      "İstiklâl",
                                       "Yunus Emre",  "Mimar Sinan",     "Fatih",
                                       "Barbaros",    "Ziya Gökalp",     "Namık Kemal",
                                       "Âşık Veysel", "Kâzım Karabekir", "Fevzi Çakmak",
                                       "Piri Reis",   "Evliya Çelebi",   "Nasreddin Hoca",
                                       "Karacaoğlan", "Köroğlu",         "Dadaloğlu",
                                       "Şehitler",    "Gaziler",         "Ordu",
                                       "Üniversite",  "Çevre",           "Sağlık" };
static const char *const boulevards[] = { "Atatürk Bulvarı",   "İnönü Bulvarı",
                                          "Gazi Bulvarı",      "Çiftehavuzlar Bulvarı",
                                          "Şehitler Bulvarı",  "İstasyon Bulvarı",
                                          "Üniversite Bulvarı" };
/* the first one as an office typed it, in capitals */
static const char *const rings[] = { "BAĞDAT CADDESİ",    "Barış Caddesi",    "Çevre Yolu",
                                     "Kardeşlik Caddesi", "Özgürlük Caddesi", "Dış Çevre Yolu" };

/* A walk over 0 .. count - 1 that meets each number once and depends on the seed. No step
 * divides the counts it is used with (products of 2, 3 and 5). */
static int shuffled(uint64_t seed, int number, int count)
{
    static const uint64_t steps[] = { 7, 11, 13, 17, 19, 23, 29, 31, 37, 41 };

    return (int)(((uint64_t)number * steps[seed % COUNT(steps)] + seed / 10) % (uint64_t)count);
}

void name_neighbourhood(uint64_t seed, int number, char *out, size_t size)
{
    const int compounds = COUNT(first_parts) * COUNT(second_parts);

    if (number < COUNT(first_quarters)) {
        (void)snprintf(out, size, "%s", first_quarters[number]);
        return;
    }
    const int later = number - COUNT(first_quarters);
    const int k = shuffled(seed, later % compounds, compounds);
    const char *const place = places[(later / compounds) % COUNT(places)];
    const int round = later / compounds / COUNT(places);

    if (round == 0) {
        (void)snprintf(out, size, "%s%s%s", place, first_parts[k / COUNT(second_parts)],
                       second_parts[k % COUNT(second_parts)]);
    } else {
        (void)snprintf(out, size, "%s%s%s %d", place, first_parts[k / COUNT(second_parts)],
                       second_parts[k % COUNT(second_parts)], round + 1);
    }
}

void name_street(uint64_t seed, int neighbourhood, int number, char *out, size_t size)
{
    struct random r = random_stream(seed, 71, (uint64_t)neighbourhood);
    const int start = random_index(&r, COUNT(streets));
    /* newer quarters count their streets, older ones name them */
    const int named = 6 + random_index(&r, 14);

    if (number < named) {
        (void)snprintf(out, size, "%s Sokağı", streets[(start + number * 5) % COUNT(streets)]);
    } else {
        (void)snprintf(out, size, "%d. Sokak", 1000 + (neighbourhood * 60 + number) % 9000);
    }
}

void name_avenue(uint64_t seed, int number, char *out, size_t size)
{
    const int k = shuffled(seed, number % COUNT(avenues), COUNT(avenues));
    const int round = number / COUNT(avenues);

    if (round == 0) {
        (void)snprintf(out, size, "%s Caddesi", avenues[k]);
    } else {
        (void)snprintf(out, size, "%s %d. Caddesi", avenues[k], round + 1);
    }
}

void name_boulevard(int number, char *out, size_t size)
{
    (void)snprintf(out, size, "%s", boulevards[number % COUNT(boulevards)]);
}

void name_ring(int number, char *out, size_t size)
{
    if (number < COUNT(rings)) {
        (void)snprintf(out, size, "%s", rings[number]);
    } else {
        (void)snprintf(out, size, "%d. Çevre Caddesi", number - COUNT(rings) + 3);
    }
}
