/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Unpacking of archives with libzip. */
#include "import/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "base/encoding.h"
#include "base/text.h"
#include "import/source.h"

#define CHUNK_BYTES 65536u
#define MOST_NAME 4096u
#define UNIX_TYPE_MASK                                                                             \
    0170000u /* of the mode that Unix archivers keep in the external attributes */
#define UNIX_FILE 0100000u
#define UNIX_FOLDER 0040000u

typedef struct unpacking {
    import_archive *archive;
    zip_t *zip;
    const char *shown; /* name of the archive in findings */
    const char *work_folder;
    base_findings *report;
    char **names;   /* of all members, to find doubles */
    char **folders; /* different folders inside; their number names the folder on disk */
    size_t name_count, folder_count;
    uint64_t total; /* bytes unpacked so far */
    char *chunk;
} unpacking;

static kbs_code refuse(const unpacking *u, base_finding_code code, const char *member,
                       const char *expected)
{
    return base_findings_fail_with(u->report, code, u->shown, member, expected);
}

static kbs_code no_memory(const unpacking *u)
{
    return base_findings_no_memory(u->report);
}

/* The name of a member in UTF-8 with '/' between its parts. Names that are no UTF-8 come from
 * Turkish DOS code page 857, which Windows uses in archives. NULL = no memory. */
static char *decode_name(const unpacking *u, const char *raw)
{
    size_t length = strlen(raw);
    base_buffer name;
    base_buffer_init(&name, MOST_NAME * 4);
    base_encoding encoding =
        base_text_is_utf8(raw, length, NULL) ? BASE_ENCODING_UTF8 : BASE_ENCODING_CP857;
    base_encoding_decode(&name, encoding, raw, length, NULL);
    char *text = name.failed ? NULL
                             : base_arena_text_n(u->archive->texts,
                                                 name.length == 0 ? "" : name.data, name.length);
    base_buffer_release(&name);
    for (char *c = text; c != NULL && *c != '\0'; c++) {
        *c = *c == '\\' ? '/' : *c;
    }
    return text;
}

/* A relative path without empty parts, "." and "..", drive letters and control characters. A
 * folder's name may end with '/'. */
static bool is_safe_name(const char *name)
{
    size_t length = strlen(name);
    if (length == 0 || length > MOST_NAME || name[0] == '/' || (length >= 2 && name[1] == ':')) {
        return false;
    }
    for (size_t start = 0; start < length;) {
        const char *slash = strchr(name + start, '/');
        size_t size = slash == NULL ? length - start : (size_t)(slash - name) - start;
        bool dots = (size == 1 && name[start] == '.') ||
                    (size == 2 && name[start] == '.' && name[start + 1] == '.');
        if (size == 0 || size > 255 || dots) {
            return false;
        }
        start += size + 1;
    }
    for (size_t i = 0; i < length; i++) {
        if ((uint8_t)name[i] < 0x20 || name[i] == 0x7F) {
            return false;
        }
    }
    return true;
}

static bool is_known(char *const *names, size_t count, const char *name, size_t *at)
{
    for (*at = 0; *at < count; (*at)++) {
        if (strcmp(names[*at], name) == 0) {
            return true;
        }
    }
    return false;
}

/* May this be a source or a part of one? */
static bool is_of_interest(const char *name)
{
    static const char *const extensions[] = { "shp",  "shx",      "dbf",    "prj", "cpg", "geojson",
                                              "json", "geojsonl", "ndjson", "gml", "xsd", "xml",
                                              "kml",  "gpkg",     "fgb",    "tab", "dat", "map",
                                              "id",   "ind",      "mif",    "mid", "ncz", "nca",
                                              "ncn",  "cks",      "ktb",    "plt", "dxf" };
    char extension[16];
    if (strncmp(name, "__MACOSX/", 9) == 0 || strncmp(base_file_name(name), "._", 2) == 0) {
        return false; /* resource forks of another system */
    }
    import_extension(name, extension, sizeof extension);
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
        if (strcmp(extension, extensions[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_archive_name(const char *name)
{
    static const char *const extensions[] = { "zip", "kmz", "gz",  "tgz", "tar",
                                              "7z",  "rar", "bz2", "xz" };
    char extension[16];
    import_extension(name, extension, sizeof extension);
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
        if (strcmp(extension, extensions[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_archive_content(const char *head, size_t length)
{
    static const char *const kinds[] = { "ZIP", "GZIP", "7-Zip", "RAR", "BZIP2", "XZ", "TAR" };
    const char *looks = import_looks_like((const uint8_t *)head, length);
    for (size_t i = 0; looks != NULL && i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(looks, kinds[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* The folder on disk for the folder of this member, made when it is new: "WORK/z0", "WORK/z1", …
 * Returns the member's path. */
static kbs_code place_member(unpacking *u, const char *name, char **path)
{
    const char *base = base_file_name(name);
    char *folder = base_arena_text_n(u->archive->texts, name, (size_t)(base - name));
    base_buffer text;
    base_buffer_init(&text, MOST_NAME * 4);
    size_t index = 0;
    bool is_new = folder != NULL && !is_known(u->folders, u->folder_count, folder, &index);
    base_buffer_text(&text, u->work_folder);
    base_buffer_text(&text, "/z");
    base_buffer_int(&text, (int64_t)index);
    kbs_code code = folder == NULL || text.failed ? no_memory(u) : KBS_OK;
    if (code == KBS_OK && is_new) {
        u->folders[u->folder_count++] = folder;
        if (mkdir(text.data, 0700) != 0) {
            code = refuse(u, FINDING_ARCHIVE_WRITE, name, strerror(errno));
        }
    }
    base_buffer_char(&text, '/');
    base_buffer_text(&text, base);
    *path = text.failed ? NULL : base_arena_text_n(u->archive->texts, text.data, text.length);
    base_buffer_release(&text);
    return code == KBS_OK && *path == NULL ? no_memory(u) : code;
}

static bool write_all(int descriptor, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}

/* What came out of a member so far, against the limits. */
static kbs_code count_bytes(unpacking *u, const char *name, uint64_t unpacked, uint64_t packed)
{
    uint64_t beyond = unpacked > ARCHIVE_FREE_BYTES ? unpacked - ARCHIVE_FREE_BYTES : 0;
    if (beyond / ARCHIVE_MOST_RATIO > packed) {
        return refuse(u, FINDING_ARCHIVE_RATIO, name, "200:1");
    }
    return u->total > ARCHIVE_MOST_BYTES ? refuse(u, FINDING_ARCHIVE_TOO_LARGE, name, "4294967296")
                                         : KBS_OK;
}

static kbs_code read_failed(const unpacking *u, const char *name, zip_error_t *error)
{
    switch (zip_error_code_zip(error)) {
    case ZIP_ER_CRC:
        return refuse(u, FINDING_ARCHIVE_CRC, name, NULL);
    case ZIP_ER_INCONS:
        return refuse(u, FINDING_ARCHIVE_SIZE, name, NULL);
    case ZIP_ER_COMPNOTSUPP:
    case ZIP_ER_ENCRNOTSUPP:
        return refuse(u, FINDING_ARCHIVE_METHOD, name, zip_error_strerror(error));
    case ZIP_ER_MEMORY:
        return no_memory(u);
    default:
        return refuse(u, FINDING_ARCHIVE_MEMBER, name, zip_error_strerror(error));
    }
}

/* Reads the member to its end; writes it to `descriptor` unless that is negative. */
static kbs_code pour(unpacking *u, zip_file_t *member, const char *name, const zip_stat_t *claim,
                     int descriptor)
{
    uint64_t unpacked = 0;
    for (;;) {
        zip_int64_t count = zip_fread(member, u->chunk, CHUNK_BYTES);
        if (count < 0) {
            return read_failed(u, name, zip_file_get_error(member));
        }
        if (count == 0) {
            break;
        }
        bool may_be_nested = is_of_interest(name) || is_archive_name(name);
        if (unpacked == 0 && may_be_nested && is_archive_content(u->chunk, (size_t)count)) {
            return refuse(u, FINDING_ARCHIVE_NESTED, name, NULL);
        }
        unpacked += (uint64_t)count;
        u->total += (uint64_t)count;
        kbs_code code = count_bytes(u, name, unpacked, claim->comp_size);
        if (code != KBS_OK) {
            return code;
        }
        if (descriptor >= 0 && !write_all(descriptor, u->chunk, (size_t)count)) {
            return refuse(u, FINDING_ARCHIVE_WRITE, name, strerror(errno));
        }
    }
    return unpacked == claim->size ? KBS_OK : refuse(u, FINDING_ARCHIVE_SIZE, name, NULL);
}

static kbs_code unpack_member(unpacking *u, zip_uint64_t index, const char *name,
                              const zip_stat_t *claim)
{
    char *path = NULL;
    int descriptor = -1;
    bool keep = is_of_interest(name);
    zip_file_t *member = zip_fopen_index(u->zip, index, 0);
    if (member == NULL) {
        return read_failed(u, name, zip_get_error(u->zip));
    }
    kbs_code code = keep ? place_member(u, name, &path) : KBS_OK;
    if (code == KBS_OK && keep) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (descriptor < 0) {
            code = refuse(u, FINDING_ARCHIVE_WRITE, name, strerror(errno));
        }
    }
    if (code == KBS_OK) {
        code = pour(u, member, name, claim, descriptor);
    }
    (void)zip_fclose(member);
    if (descriptor >= 0 && close(descriptor) != 0 && code == KBS_OK) {
        code = refuse(u, FINDING_ARCHIVE_WRITE, name, strerror(errno));
    }
    if (code == KBS_OK && keep) {
        u->archive->members[u->archive->count++] = (archive_member){ name, path };
    }
    return code;
}

static bool is_link(const unpacking *u, zip_uint64_t index)
{
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    if (zip_file_get_external_attributes(u->zip, index, 0, &system, &attributes) != 0 ||
        (system != ZIP_OPSYS_UNIX && system != ZIP_OPSYS_OS_X)) {
        return false;
    }
    uint32_t type = attributes >> 16 & UNIX_TYPE_MASK;
    return type != 0 && type != UNIX_FILE && type != UNIX_FOLDER;
}

/* Everything that the directory of the archive tells about a member. */
static kbs_code check_member(unpacking *u, zip_uint64_t index, char **name, zip_stat_t *claim)
{
    const char *raw = zip_get_name(u->zip, index, ZIP_FL_ENC_RAW);
    const zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    size_t at;
    if (raw == NULL || zip_stat_index(u->zip, index, 0, claim) != 0 ||
        (claim->valid & needed) != needed) {
        return refuse(u, FINDING_ARCHIVE_DAMAGED, zip_strerror(u->zip), NULL);
    }
    *name = decode_name(u, raw);
    if (*name == NULL) {
        return no_memory(u);
    }
    if (!is_safe_name(*name)) {
        return refuse(u, FINDING_ARCHIVE_NAME, *name, NULL);
    }
    if (is_known(u->names, u->name_count, *name, &at)) {
        return refuse(u, FINDING_ARCHIVE_NAME_TWICE, *name, NULL);
    }
    u->names[u->name_count++] = *name;
    if (is_link(u, index)) {
        return refuse(u, FINDING_ARCHIVE_LINK, *name, NULL);
    }
    bool encrypted =
        (claim->valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && claim->encryption_method != ZIP_EM_NONE;
    return encrypted ? refuse(u, FINDING_ARCHIVE_ENCRYPTED, *name, NULL) : KBS_OK;
}

static kbs_code unpack_all(unpacking *u, zip_uint64_t count)
{
    kbs_code code = KBS_OK;
    for (zip_uint64_t i = 0; code == KBS_OK && i < count; i++) {
        char *name = NULL;
        zip_stat_t claim;
        code = check_member(u, i, &name, &claim);
        if (code == KBS_OK && name[strlen(name) - 1] != '/') {
            code = unpack_member(u, i, name, &claim);
        }
    }
    return code;
}

static kbs_code open_zip(unpacking *u, const base_file *file)
{
    int error = 0;
    int descriptor = dup(file->descriptor); /* libzip closes it */
    if (descriptor < 0 || lseek(descriptor, 0, SEEK_SET) != 0) {
        if (descriptor >= 0) {
            close(descriptor);
        }
        return refuse(u, FINDING_ARCHIVE_DAMAGED, strerror(errno), NULL);
    }
    u->zip = zip_fdopen(descriptor, 0, &error);
    if (u->zip == NULL) {
        zip_error_t reason;
        close(descriptor);
        zip_error_init_with_code(&reason, error);
        kbs_code code = refuse(u, FINDING_ARCHIVE_DAMAGED, zip_error_strerror(&reason), NULL);
        zip_error_fini(&reason);
        return code;
    }
    return KBS_OK;
}

kbs_code import_archive_unpack(import_archive *archive, const base_file *file, const char *name,
                               const char *work_folder, base_findings *report)
{
    unpacking u = {
        .archive = archive, .shown = name, .work_folder = work_folder, .report = report
    };
    *archive = (import_archive){ .texts = base_arena_new() };
    kbs_code code = archive->texts == NULL ? no_memory(&u) : open_zip(&u, file);
    if (code != KBS_OK) {
        return code;
    }
    zip_int64_t count = zip_get_num_entries(u.zip, 0);
    if (count > ARCHIVE_MOST_MEMBERS) {
        code = refuse(&u, FINDING_ARCHIVE_MEMBERS_MANY, NULL, "1000");
        goto done;
    }
    u.names = base_new_array(ARCHIVE_MOST_MEMBERS, sizeof *u.names);
    u.folders = base_new_array(ARCHIVE_MOST_MEMBERS, sizeof *u.folders);
    u.chunk = base_new(CHUNK_BYTES);
    archive->members =
        base_arena_alloc(archive->texts, ARCHIVE_MOST_MEMBERS, sizeof *archive->members);
    if (u.names == NULL || u.folders == NULL || u.chunk == NULL || archive->members == NULL) {
        code = no_memory(&u);
        goto done;
    }
    code = unpack_all(&u, count < 0 ? 0 : (zip_uint64_t)count);
done:
    zip_discard(u.zip);
    base_free(u.names);
    base_free(u.folders);
    base_free(u.chunk);
    return code;
}

void import_archive_release(import_archive *archive)
{
    base_arena_free(archive->texts);
    *archive = (import_archive){ .texts = NULL };
}
