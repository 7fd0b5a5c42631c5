/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A file system of GDAL's that hands everything on to the usual one and keeps the first failure. The drivers for GeoJSON, GML, KML, CSV and
 * DXF print and do not look back: on a failing disk a file with a hole would get its name. */
#include "import/write_ogr_files.h"

#include <cpl_error.h>
#include <cpl_vsi.h>
#include <errno.h>
#include <pthread.h>

#include "base/memory.h"

typedef struct watched_file {
    VSILFILE *file;
    int *error;
} watched_file;

static _Thread_local int *watched_error;

void ogr_files_watch(int *error)
{
    watched_error = error;
}

static void keep(int *error, int number)
{
    if (error != NULL && *error == 0) {
        *error = number != 0 ? number : EIO;
    }
}

static void *on_open(void *user, const char *path, const char *access)
{
    watched_file *watched = base_new(sizeof *watched);
    (void)user;
    if (watched == NULL) {
        keep(watched_error, ENOMEM);
        return NULL;
    }
    watched->error = watched_error;
    watched->file = VSIFOpenL(path, access);
    if (watched->file ==
        NULL) { /* the driver sees that, and may only have looked whether it is there */
        base_free(watched);
        return NULL;
    }
    return watched;
}

static size_t on_write(void *handle, const void *bytes, size_t size, size_t count)
{
    watched_file *watched = handle;
    errno = 0;
    size_t written = VSIFWriteL(bytes, size, count, watched->file);
    if (written != count) {
        keep(watched->error, errno);
    }
    return written;
}

static int on_flush(void *handle)
{
    watched_file *watched = handle;
    errno = 0;
    int result = VSIFFlushL(watched->file);
    if (result != 0) {
        keep(watched->error, errno);
    }
    return result;
}

static int on_truncate(void *handle, vsi_l_offset size)
{
    watched_file *watched = handle;
    errno = 0;
    int result = VSIFTruncateL(watched->file, size);
    if (result != 0) {
        keep(watched->error, errno);
    }
    return result;
}

static int on_close(void *handle)
{
    watched_file *watched = handle;
    errno = 0;
    int result = VSIFCloseL(watched->file);
    if (result != 0) {
        keep(watched->error, errno);
    }
    base_free(watched);
    return result;
}

static vsi_l_offset on_tell(void *handle)
{
    return VSIFTellL(((watched_file *)handle)->file);
}

static int on_seek(void *handle, vsi_l_offset offset, int whence)
{
    return VSIFSeekL(((watched_file *)handle)->file, offset, whence);
}

static size_t on_read(void *handle, void *bytes, size_t size, size_t count)
{
    return VSIFReadL(bytes, size, count, ((watched_file *)handle)->file);
}

static int on_eof(void *handle)
{
    return VSIFEofL(((watched_file *)handle)->file);
}

static int on_stat(void *user, const char *path, VSIStatBufL *facts, int flags)
{
    (void)user;
    return VSIStatExL(path, facts, flags);
}

static int on_unlink(void *user, const char *path)
{
    (void)user;
    return VSIUnlink(path);
}

static int on_rename(void *user, const char *from, const char *to)
{
    (void)user;
    return VSIRename(from, to);
}

static char **on_read_folder(void *user, const char *path, int most)
{
    (void)user;
    return VSIReadDirEx(path, most);
}

static bool is_installed;

static void install(void)
{
    VSIFilesystemPluginCallbacksStruct *calls = VSIAllocFilesystemPluginCallbacksStruct();
    calls->open = on_open;
    calls->write = on_write;
    calls->flush = on_flush;
    calls->truncate = on_truncate;
    calls->close = on_close;
    calls->tell = on_tell;
    calls->seek = on_seek;
    calls->read = on_read;
    calls->eof = on_eof;
    calls->stat = on_stat;
    calls->unlink = on_unlink;
    calls->rename = on_rename;
    calls->read_dir = on_read_folder;
    is_installed = VSIInstallPluginHandler(OGR_WATCHED, calls) == 0;
    VSIFreeFilesystemPluginCallbacksStruct(calls);
}

bool ogr_files_install(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, install);
    return is_installed;
}
