/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Output to a stream or, through a temporary name, to a file. */
#include "common/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fail(const tool_context *context, const char *what)
{
    bool tr = context->lang == KBS_LANG_TR;
    fprintf(stderr, tr ? "kbs: %s yazılamadı: %s\n" : "kbs: %s could not be written: %s\n", what,
            strerror(errno));
    return 4;
}

int tool_output_open(tool_output *output, const tool_context *context, const char *path)
{
    *output = (tool_output){ .stream = stdout, .path = path };
    if (path == NULL) {
        return -1;
    }
    const char *slash = strrchr(path, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    size_t size = strlen(path) + 40;
    output->temporary = malloc(size);
    if (output->temporary == NULL) {
        return fail(context, path);
    }
    (void)snprintf(output->temporary, size, "%.*s.%s.%ld.tmp", (int)folder, path, path + folder,
                   (long)getpid());
    output->stream = fopen(output->temporary, "wbx");
    return output->stream == NULL ? fail(context, path) : -1;
}

int tool_output_commit(tool_output *output, const tool_context *context)
{
    int status = -1;
    bool written = fflush(output->stream) == 0 && ferror(output->stream) == 0;
    if (output->path == NULL) {
        return written ? -1 : fail(context, "-");
    }
    written = written && fsync(fileno(output->stream)) == 0;
    if (fclose(output->stream) != 0 || !written || rename(output->temporary, output->path) != 0) {
        status = fail(context, output->path);
        (void)unlink(output->temporary);
    }
    output->stream = NULL;
    free(output->temporary);
    output->temporary = NULL;
    return status;
}

void tool_output_discard(tool_output *output)
{
    if (output->temporary != NULL) {
        if (output->stream != NULL) {
            (void)fclose(output->stream);
        }
        (void)unlink(output->temporary);
        free(output->temporary);
        output->temporary = NULL;
    }
    output->stream = NULL;
}
