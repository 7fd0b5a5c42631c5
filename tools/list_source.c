/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Printing a listing. */
#include "list_source.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/session.h"

#define SENTENCE_BYTES 1024

static void print_reason(const kbs_listing *listing, kbs_lang lang)
{
    char sentence[SENTENCE_BYTES];
    const kbs_finding *reason = &listing->findings[listing->finding_count - 1];
    const char *advice = kbs_finding_advice(reason, lang);
    (void)kbs_finding_text(reason, lang, sentence, sizeof sentence);
    fprintf(stderr, "kbs import: %s\n", sentence);
    if (advice[0] != '\0') {
        fprintf(stderr, "  → %s\n", advice);
    }
}

int tool_list_source(const tool_context *context, const char *source,
                     const kbs_import_options *options, bool json)
{
    const kbs_listing *listing = NULL;
    char *text = NULL;
    kbs_list_options wishes = KBS_LIST_OPTIONS_INIT;
    wishes.encoding = options->encoding;
    wishes.profile = options->profile;
    wishes.folder = getenv("TMPDIR");
    kbs_code code = kbs_source_list(source, &wishes, &listing);
    if (code == KBS_OK) {
        code = json ? kbs_listing_json(listing, context->lang, &text)
                    : kbs_listing_text(listing, context->lang, &text);
    } else if (listing != NULL && listing->finding_count > 0) {
        print_reason(listing, context->lang);
    }
    if (code == KBS_OK) {
        fputs(text, stdout);
    }
    kbs_text_free(text);
    kbs_listing_free(listing);
    if (code != KBS_OK) {
        return tool_exit_status(code);
    }
    return fflush(stdout) == 0 ? 0 : 4;
}
