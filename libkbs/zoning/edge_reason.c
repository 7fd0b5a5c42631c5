/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Why an edge has its class, in both languages. */
#include "zoning/edge_class.h"

static const char *const reasons[ZONING_REASON_COUNT][2] = {
    [0] = { "", "" },
    [ZONING_REASON_ROAD] = { "faces a road", "yola bakıyor" },
    [ZONING_REASON_PEDESTRIAN] = { "faces a pedestrian road or square, which counts as a road",
                                   "yol sayılan yaya yoluna ya da meydana bakıyor" },
    [ZONING_REASON_GAP] = { "faces the way between two blocks, which is not recorded as a road",
                            "yol olarak kayıtlı olmayan, iki ada arasındaki boşluğa bakıyor" },
    [ZONING_REASON_TOUCHES_FRONT] = { "begins at a front", "ön cepheden başlıyor" },
    [ZONING_REASON_REAR] = { "touches no front", "hiçbir ön cepheye değmiyor" },
    [ZONING_REASON_NO_FRONT] = { "no edge of the parcel faces a road",
                                 "parselin hiçbir kenarı yola bakmıyor" },
    [ZONING_REASON_FLAG] = { "neck or shoulder of a flag-shaped parcel: the rules do not say "
                             "whether it is side or rear",
                             "bayrak biçimli parselin boynu ya da omzu: yan mı arka mı olduğunu "
                             "kurallar söylemiyor" },
    [ZONING_REASON_NOTHING] = { "the records end here and hold no roads: taken for the road at "
                                "their border",
                                "kayıtlar burada bitiyor ve yol içermiyor: sınırındaki yol "
                                "sayıldı" },
    [ZONING_REASON_ATTACHED] = { "building order attached to this neighbour",
                                 "yapı nizamı gereği bu komşuya bitişik" },
    [ZONING_REASON_ATTACHED_UNKNOWN] = { "the plan does not say on which side the block is "
                                         "attached",
                                         "plan, bloğun hangi yandan bitişik olduğunu söylemiyor" },
};

const char *zoning_reason_text(zoning_reason reason, kbs_lang lang)
{
    return reasons[reason][lang == KBS_LANG_TR];
}
