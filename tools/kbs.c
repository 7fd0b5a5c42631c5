/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The kbs command: a table of verbs and the dispatch. */
#include <stdio.h>
#include <string.h>

#include "common/options.h"
#include "verbs.h"

typedef struct verb {
    const char *name;
    int (*run)(tool_context *context);
    const char *about[2];
} verb;

static const verb verbs[] = {
    { "init", kbs_init_verb, { "make a new city", "yeni bir kent dosyası oluştur" } },
    { "import", kbs_import_verb, { "bring a layer into a city", "kente bir katman al" } },
    { "info", kbs_info_verb, { "what a city holds", "kent dosyasında ne var" } },
    { "zoning", kbs_zoning_verb, { "the zoning status of parcels", "parsellerin imar durumu" } },
    { "check",
      kbs_check_verb,
      { "what is wrong with a city, or with its file", "kentin ya da dosyasının hatalarını bul" } },
    { "diff",
      kbs_diff_verb,
      { "parcels whose answers two revisions differ in",
        "iki sürümde imar durumu başka parseller" } },
    { "export",
      kbs_export_verb,
      { "write a layer of a city to a file", "kentin bir katmanını dosyaya yaz" } },
    { "backup",
      kbs_backup_verb,
      { "make a verified copy of a city", "kent dosyasının denetlenmiş bir kopyasını al" } },
};
#define VERB_COUNT (sizeof verbs / sizeof verbs[0])

static void print_help(FILE *out, kbs_lang lang)
{
    bool tr = lang == KBS_LANG_TR;
    fputs(tr ? "kullanım: kbs FİİL KENT …\n\n" : "usage: kbs VERB CITY …\n\n", out);
    for (size_t i = 0; i < VERB_COUNT; i++) {
        fprintf(out, "  %-8s %s\n", verbs[i].name, verbs[i].about[lang]);
    }
    fputs(tr ? "\n  --version   sürüm ve kitaplıklar\n  --help      bu metin; kbs FİİL --help o "
               "fiilin seçenekleri\n"
             : "\n  --version   version and libraries\n  --help      this text; kbs VERB --help "
               "for the options of a verb\n",
          out);
    fputs(tr ? "\nçıkış durumu: 0 tamam, 1 yanıt \"hayır\", 2 komut satırı yanlış, 3 girdi yanlış, "
               "4 makine\n"
             : "\nexit status: 0 done, 1 the answer is \"no\", 2 wrong command line, 3 wrong "
               "input, 4 the machine failed\n",
          out);
}

int main(int argc, char **argv)
{
    tool_context context = { .lang = tool_language(NULL), .argc = argc - 1, .argv = argv + 1 };
    if (argc < 2) {
        print_help(stderr, context.lang);
        return 2;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts(kbs_version_details());
        return fflush(stdout) == 0 ? 0 : 4;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help(stdout, context.lang);
        return fflush(stdout) == 0 ? 0 : 4;
    }
    for (size_t i = 0; i < VERB_COUNT; i++) {
        if (strcmp(argv[1], verbs[i].name) == 0) {
            return verbs[i].run(&context);
        }
    }
    fprintf(stderr,
            context.lang == KBS_LANG_TR ? "kbs: bilinmeyen fiil: %s\n" : "kbs: unknown verb: %s\n",
            argv[1]);
    print_help(stderr, context.lang);
    return 2;
}
