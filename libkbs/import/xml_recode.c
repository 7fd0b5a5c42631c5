/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Recoding XML. Code pages of one byte a letter may be cut anywhere, so it goes chunk by chunk. */
#include "import/xml_recode.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES 65536u
#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"

static bool begins(const uint8_t *head, size_t length, size_t at, const char *word)
{
    size_t size = strlen(word);
    return length - at >= size && memcmp(head + at, word, size) == 0;
}

base_encoding xml_declared_encoding(const uint8_t *head, size_t length, size_t *after)
{
    size_t end = 0, name = 0;
    *after = 0;
    if (!begins(head, length, 0, "<?xml")) {
        return BASE_ENCODING_UNKNOWN;
    }
    while (end + 1 < length && !begins(head, length, end, "?>")) {
        end++;
    }
    for (size_t i = 0; name == 0 && i < end; i++) {
        name = begins(head, end, i, "encoding=") ? i + 9 : 0;
    }
    if (end + 1 >= length || name == 0 || name >= end ||
        (head[name] != '"' && head[name] != '\'')) {
        return BASE_ENCODING_UNKNOWN;
    }
    const uint8_t *close = memchr(head + name + 1, head[name], end - name - 1);
    if (close == NULL) {
        return BASE_ENCODING_UNKNOWN;
    }
    *after = end + 2;
    size_t size = (size_t)(close - head) - name - 1;
    base_encoding encoding = base_encoding_from_name((const char *)head + name + 1, size);
    bool is_known_to_expat = encoding == BASE_ENCODING_UTF8 || encoding == BASE_ENCODING_ASCII ||
                             encoding == BASE_ENCODING_ISO8859_1;
    return is_known_to_expat ? BASE_ENCODING_UNKNOWN : encoding;
}

static kbs_code write_failed(const char *name, base_findings *report)
{
    return base_findings_fail_with(report, FINDING_OGR_LINK, name, strerror(errno), NULL);
}

static kbs_code put(int descriptor, const char *bytes, size_t count, const char *name,
                    base_findings *report)
{
    while (count > 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return write_failed(name, report);
        }
        bytes += written;
        count -= (size_t)written;
    }
    return KBS_OK;
}

static kbs_code recode_rest(const base_file *file, const char *name, base_encoding encoding,
                            uint64_t at, int descriptor, char *chunk, size_t *bad,
                            base_findings *report)
{
    base_buffer text;
    base_buffer_init(&text, CHUNK_BYTES * 4);
    kbs_code code = KBS_OK;
    while (code == KBS_OK && at < file->size) {
        size_t count = file->size - at < CHUNK_BYTES ? (size_t)(file->size - at) : CHUNK_BYTES;
        code = base_file_read_at(file, at, chunk, count, report);
        at += count;
        if (code == KBS_OK) {
            base_buffer_clear(&text);
            base_encoding_decode(&text, encoding, chunk, count, bad);
            code = text.failed ? base_findings_no_memory(report)
                               : put(descriptor, text.data, text.length, name, report);
        }
    }
    base_buffer_release(&text);
    return code;
}

kbs_code xml_recode(const base_file *file, const char *name, base_encoding encoding, size_t after,
                    const char *to, base_findings *report)
{
    size_t bad = 0;
    char *chunk = base_new(CHUNK_BYTES);
    int descriptor = open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    kbs_code code = chunk == NULL ? base_findings_no_memory(report) : KBS_OK;
    if (code == KBS_OK && descriptor < 0) {
        code = write_failed(name, report);
    }
    if (code == KBS_OK) {
        code = put(descriptor, DECLARATION, strlen(DECLARATION), name, report);
    }
    if (code == KBS_OK) {
        code = recode_rest(file, name, encoding, after, descriptor, chunk, &bad, report);
    }
    if (descriptor >= 0 && close(descriptor) != 0 && code == KBS_OK) {
        code = write_failed(name, report);
    }
    base_free(chunk);
    if (code == KBS_OK) {
        kbs_finding finding =
            base_finding_of(bad > 0 ? FINDING_XML_RECODED_BADLY : FINDING_XML_RECODED);
        finding.file = name;
        finding.found = base_encoding_name(encoding);
        base_findings_add(report, &finding);
    }
    return code;
}
