/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Makes a city file and says the versions, through the public API alone: consumer CITY */
#include <stdio.h>

#include <kbs/kbs.h>

int main(int argc, char **argv)
{
    kbs_city_create_options options = KBS_CITY_CREATE_OPTIONS_INIT;
    const kbs_city_info *info = NULL;
    kbs_city *city = NULL;
    int status = 1;
    options.crs = "EPSG:5254";
    options.name = "Deneme";
    if (argc != 2 || kbs_city_new(&city) != KBS_OK) {
        return 2;
    }
    if (kbs_city_create(city, argv[1], &options) != KBS_OK ||
        kbs_city_info_get(city, &info) != KBS_OK) {
        char text[1024];
        (void)kbs_finding_text(kbs_city_error(city), KBS_LANG_EN, text, sizeof text);
        fprintf(stderr, "%s\n", text);
    } else if (info->revision == 0) {
        puts(kbs_version_details());
        status = 0;
    }
    kbs_city_info_free(info);
    kbs_city_free(city);
    return status;
}
