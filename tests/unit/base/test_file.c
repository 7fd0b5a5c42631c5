/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Files read and written, in the empty folder that the test runs in. Tests that need a user who may not do everything become
 * one where they run as root. */
#include "test_base.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/file_error.h"
#include "base/memory.h"

#define ODD_NAME "a \"b\" 'c'\nç;$(x) %s.shp"

static void make_file(const char *path, const char *bytes, size_t count)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
}

static bool exists(const char *path)
{
    struct stat facts;
    return lstat(path, &facts) == 0;
}

static void assert_holds(const char *path, const char *expected)
{
    base_findings report;
    base_file file;
    base_buffer text;
    base_findings_init(&report);
    base_buffer_init(&text, 100000);
    assert_int_equal(base_file_open(&file, path, 0, true, &report), KBS_OK);
    assert_int_equal(base_file_read_all(&file, &text, &report), KBS_OK);
    assert_buffer(&text, expected);
    base_file_close(&file);
    base_buffer_release(&text);
    assert_int_equal(report.count, 0);
    base_findings_release(&report);
}

/* The call failed with this code, and the finding names the file. */
static void assert_finding(base_findings *report, const char *code, const char *file)
{
    const kbs_finding *finding = base_findings_last(report);
    assert_non_null(finding);
    assert_string_equal(finding->code, code);
    assert_string_equal(finding->file, file);
    base_findings_clear(report);
}

static void open__reads_and_knows_the_size(void **state)
{
    (void)state;
    base_findings report;
    base_file file;
    base_findings_init(&report);
    make_file(ODD_NAME, "0123456789", 10);
    assert_int_equal(base_file_open(&file, ODD_NAME, 10, false, &report), KBS_OK);
    assert_int_equal(file.size, 10);
    assert_string_equal(file.path, ODD_NAME);
    assert_true(fcntl(file.descriptor, F_GETFD) & FD_CLOEXEC);
    char bytes[11] = "";
    assert_int_equal(base_file_read_at(&file, 3, bytes, 4, &report), KBS_OK);
    assert_string_equal(bytes, "3456");
    assert_int_equal(base_file_read_at(&file, 10, bytes, 0, &report), KBS_OK);
    assert_int_equal(base_file_unchanged(&file, &report), KBS_OK);
    assert_int_equal(report.count, 0);
    assert_int_equal(base_file_read_at(&file, 5, bytes, 6, &report), KBS_IO);
    assert_finding(&report, "file.changed", ODD_NAME);
    assert_int_equal(base_file_read_at(&file, UINT64_MAX, bytes, 1, &report), KBS_IO);
    assert_finding(&report, "file.read", ODD_NAME);
    base_file_close(&file);
    assert_int_equal(file.descriptor, -1);
    base_file_close(&file); /* again is nothing */
    assert_holds(ODD_NAME, "0123456789");
    base_findings_release(&report);
}

static void open__refuses_with_the_reason(void **state)
{
    (void)state;
    base_findings report;
    base_file file;
    base_findings_init(&report);
    make_file("empty", "", 0);
    make_file("ten", "0123456789", 10);
    assert_int_equal(mkdir("folder", 0777), 0);
    assert_int_equal(mkfifo("fifo", 0666), 0);
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    assert_int_equal(symlink("loop", "loop"), 0);
    assert_int_equal(base_file_open(&file, "missing", 0, false, &report), KBS_INPUT);
    assert_finding(&report, "file.missing", "missing");
    assert_int_equal(base_file_open(&file, "dangling", 0, false, &report), KBS_INPUT);
    assert_finding(&report, "file.missing", "dangling");
    assert_int_equal(base_file_open(&file, "ten/x", 0, false, &report), KBS_INPUT);
    assert_finding(&report, "file.missing", "ten/x");
    assert_int_equal(base_file_open(&file, "loop", 0, false, &report), KBS_INPUT);
    assert_finding(&report, "file.name", "loop");
    assert_int_equal(base_file_open(&file, "folder", 0, false, &report), KBS_INPUT);
    assert_string_equal(base_findings_last(&report)->found, "directory");
    assert_finding(&report, "file.not-regular", "folder");
    assert_int_equal(base_file_open(&file, "fifo", 0, false, &report),
                     KBS_INPUT); /* and does not wait */
    assert_string_equal(base_findings_last(&report)->found, "FIFO");
    assert_finding(&report, "file.not-regular", "fifo");
    assert_int_equal(base_file_open(&file, "/dev/null", 0, true, &report), KBS_INPUT);
    assert_string_equal(base_findings_last(&report)->found, "device");
    assert_finding(&report, "file.not-regular", "/dev/null");
    assert_int_equal(base_file_open(&file, "empty", 0, false, &report), KBS_INPUT);
    assert_finding(&report, "file.empty", "empty");
    assert_int_equal(base_file_open(&file, "ten", 9, false, &report), KBS_INPUT);
    assert_string_equal(base_findings_last(&report)->found, "10");
    assert_string_equal(base_findings_last(&report)->expected, "9");
    assert_finding(&report, "file.too-large", "ten");
    assert_int_equal(base_file_open(&file, "", 0, false, &report), KBS_INPUT);
    assert_finding(&report, "file.name", "");
    char name[300];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_int_equal(base_file_open(&file, name, 0, false, &report), KBS_INPUT);
    assert_finding(&report, "file.name", name);
    assert_int_equal(file.descriptor, -1);
    assert_int_equal(base_file_open(&file, "empty", 0, true, &report), KBS_OK);
    base_file_close(&file);
    base_findings_release(&report);
}

static void read__notices_changes(void **state)
{
    (void)state;
    base_findings report;
    base_file file;
    base_buffer text;
    base_findings_init(&report);
    base_buffer_init(&text, 100);
    make_file("changing", "0123456789", 10);
    assert_int_equal(base_file_open(&file, "changing", 0, false, &report), KBS_OK);
    assert_int_equal(truncate("changing", 4), 0);
    assert_int_equal(base_file_read_all(&file, &text, &report), KBS_IO);
    assert_string_equal(base_findings_last(&report)->found, "4");
    assert_string_equal(base_findings_last(&report)->expected, "10");
    assert_finding(&report, "file.changed", "changing");
    assert_int_equal(base_file_unchanged(&file, &report), KBS_IO);
    assert_finding(&report, "file.changed", "changing");
    base_file_close(&file);
    /* The same size, another time. */
    assert_int_equal(base_file_open(&file, "changing", 0, false, &report), KBS_OK);
    const struct timespec times[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };
    assert_int_equal(utimensat(AT_FDCWD, "changing", times, 0), 0);
    assert_int_equal(base_file_unchanged(&file, &report), KBS_IO);
    assert_finding(&report, "file.changed", "changing");
    base_file_close(&file);
    base_buffer_release(&text);
    base_findings_release(&report);
}

static void read_all__keeps_to_the_ceiling(void **state)
{
    (void)state;
    base_findings report;
    base_file file;
    base_buffer text;
    base_findings_init(&report);
    make_file("ten", "0123456789", 10);
    assert_int_equal(base_file_open(&file, "ten", 0, false, &report), KBS_OK);
    base_buffer_init(&text, 9);
    assert_int_equal(base_file_read_all(&file, &text, &report), KBS_INPUT);
    assert_finding(&report, "file.too-large", "ten");
    base_buffer_release(&text);
    base_buffer_init(&text, 10);
    base_memory_fail_at(0);
    assert_int_equal(base_file_read_all(&file, &text, &report), KBS_MEMORY);
    base_findings_clear(&report);
    base_buffer_clear(&text);
    assert_int_equal(base_file_read_all(&file, &text, &report), KBS_OK);
    assert_buffer(&text, "0123456789");
    base_buffer_release(&text);
    base_file_close(&file);
    base_memory_fail_at(0);
    assert_int_equal(base_file_open(&file, "ten", 0, false, &report), KBS_MEMORY);
    assert_string_equal(base_findings_last(&report)->code, "memory.out");
    base_findings_release(&report);
}

static size_t count_entries(const char *pattern)
{
    char command[100];
    snprintf(command, sizeof command, "ls -A %s 2>/dev/null | wc -l", pattern);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    char line[32] = "";
    assert_non_null(fgets(line, sizeof line, pipe));
    pclose(pipe);
    return (size_t)strtoul(line, NULL, 10);
}

static void write__new_and_again(void **state)
{
    (void)state;
    base_findings report;
    base_findings_init(&report);
    assert_int_equal(base_file_write_text("out \"1\"\n.json", "first", 5, false, &report), KBS_OK);
    assert_holds("out \"1\"\n.json", "first");
    assert_int_equal(base_file_write_text("out \"1\"\n.json", "second", 6, false, &report),
                     KBS_USAGE);
    assert_finding(&report, "file.exists", "out \"1\"\n.json");
    assert_holds("out \"1\"\n.json", "first");
    assert_int_equal(base_file_write_text("out \"1\"\n.json", "second", 6, true, &report), KBS_OK);
    assert_holds("out \"1\"\n.json", "second");
    assert_int_equal(base_file_write_text("empty.json", NULL, 0, true, &report), KBS_OK);
    assert_holds("empty.json", "");
    assert_int_equal(base_file_write_text("./folder/in.json", "x", 1, false, &report), KBS_OK);
    assert_holds("folder/in.json", "x");
    assert_int_equal(count_entries(".*.tmp folder/.*.tmp"), 0);
    base_findings_release(&report);
}

static void write__fails_and_leaves_nothing(void **state)
{
    (void)state;
    base_findings report;
    base_findings_init(&report);
    assert_int_equal(base_file_write_text("no/such/out", "x", 1, true, &report), KBS_IO);
    assert_finding(&report, "file.no-folder", "no/such/out");
    assert_int_equal(base_file_write_text("folder", "x", 1, true, &report), KBS_INPUT);
    assert_finding(&report, "file.not-regular", "folder");
    assert_int_equal(base_file_write_text("folder", "x", 1, false, &report), KBS_USAGE);
    assert_finding(&report, "file.exists", "folder");
    assert_int_equal(base_file_write_text("fifo", "x", 1, true, &report), KBS_INPUT);
    assert_finding(&report, "file.not-regular", "fifo");
    assert_int_equal(base_file_write_text("folder/", "x", 1, true, &report), KBS_INPUT);
    assert_finding(&report, "file.name", "folder/");
    struct stat facts;
    assert_int_equal(stat("folder", &facts), 0);
    assert_true(S_ISDIR(facts.st_mode));
    assert_int_equal(count_entries(".*.tmp folder/.*.tmp"), 0);
    base_findings_release(&report);
}

/* A full disk: /dev/full exists on Linux, but we only write beside files; so a limit on the size of files in a child. */
static void write__beyond_the_limit_of_the_process(void **state)
{
    (void)state;
    make_file("limited", "old", 3);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit limit = { .rlim_cur = 1000, .rlim_max = 1000 };
        char bytes[5000];
        base_findings report;
        base_findings_init(&report);
        memset(bytes, 'x', sizeof bytes);
        signal(SIGXFSZ, SIG_IGN);
        bool good = setrlimit(RLIMIT_FSIZE, &limit) == 0;
        good =
            good && base_file_write_text("limited", bytes, sizeof bytes, true, &report) == KBS_IO;
        good = good && strcmp(base_findings_last(&report)->code, "file.too-large-for-disk") == 0;
        base_findings_release(&report);
        _exit(good ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_holds("limited", "old");
    assert_int_equal(count_entries(".*.tmp"), 0);
}

/* As a user without rights on the folder. */
static void permission__is_named(void **state)
{
    (void)state;
    make_file("secret", "x", 1);
    assert_int_equal(chmod("secret", 0), 0);
    assert_int_equal(mkdir("closed", 0555), 0);
    assert_int_equal(chmod("closed", 0555), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        base_findings report;
        base_file file;
        base_findings_init(&report);
        bool good = getuid() != 0 || (setgid(65534) == 0 && setuid(65534) == 0);
        good = good && base_file_open(&file, "secret", 0, false, &report) == KBS_IO;
        good = good && strcmp(base_findings_last(&report)->code, "file.permission") == 0;
        good = good && base_file_write_text("closed/out", "x", 1, true, &report) == KBS_IO;
        good = good && strcmp(base_findings_last(&report)->code, "file.no-write-permission") == 0;
        base_findings_release(&report);
        _exit(good ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void publish__renames_or_removes(void **state)
{
    (void)state;
    base_findings report;
    base_findings_init(&report);
    make_file("made.tmp", "new", 3);
    make_file("taken", "old", 3);
    assert_int_equal(base_file_publish("made.tmp", "taken", false, &report), KBS_USAGE);
    assert_finding(&report, "file.exists", "taken");
    assert_false(exists("made.tmp"));
    assert_holds("taken", "old");
    make_file("made.tmp", "new", 3);
    assert_int_equal(base_file_publish("made.tmp", "taken", true, &report), KBS_OK);
    assert_false(exists("made.tmp"));
    assert_holds("taken", "new");
    make_file("made.tmp", "newer", 5);
    assert_int_equal(base_file_publish("made.tmp", "fresh", false, &report), KBS_OK);
    assert_false(exists("made.tmp"));
    assert_holds("fresh", "newer");
    struct stat facts;
    assert_int_equal(stat("fresh", &facts), 0);
    assert_int_equal(facts.st_nlink, 1);
    base_findings_release(&report);
}

static void write__any_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t n = 0;; n++) {
        base_findings report;
        base_findings_init(&report);
        make_file("kept", "old", 3);
        base_memory_fail_at(n);
        const kbs_code code = base_file_write_text("kept", "new", 3, true, &report);
        base_memory_fail_at(SIZE_MAX);
        assert_true(code == KBS_OK || code == KBS_MEMORY);
        assert_int_equal(count_entries(".kept.*"), 0);
        base_findings_release(&report);
        if (code == KBS_OK) {
            assert_holds("kept", "new");
            assert_true(n >= 1);
            break;
        }
    }
}

static void name__temporary(void **state)
{
    (void)state;
    char expected[64];
    char *name = base_file_temporary_name("a/b/city.sqlite");
    snprintf(expected, sizeof expected, "a/b/.city.sqlite.%ld.tmp", (long)getpid());
    assert_string_equal(name, expected);
    base_free(name);
    name = base_file_temporary_name("city");
    snprintf(expected, sizeof expected, ".city.%ld.tmp", (long)getpid());
    assert_string_equal(name, expected);
    base_free(name);
    base_memory_fail_at(0);
    assert_null(base_file_temporary_name("city"));
    base_memory_fail_at(SIZE_MAX);
}

/* The longest name that a file may have still gets a temporary one that fits, and no letter is cut. */
static void name__temporary_of_the_longest(void **state)
{
    (void)state;
    base_findings report;
    base_findings_init(&report);
    char longest[256] = "a";
    for (int i = 0; i < 127; i++) {
        strcat(longest, "ş");
    }
    assert_int_equal(strlen(longest), 255);
    assert_int_equal(base_file_write_text(longest, "x", 1, false, &report), KBS_OK);
    assert_holds(longest, "x");
    base_findings_release(&report);
}

static void name__last_part(void **state)
{
    (void)state;
    assert_string_equal(base_file_name("a/b/c.shp"), "c.shp");
    assert_string_equal(base_file_name("c.shp"), "c.shp");
    assert_string_equal(base_file_name("/c"), "c");
    assert_string_equal(base_file_name("a/"), "");
    assert_string_equal(base_file_name(""), "");
}

/* Each run begins in an empty folder. */
static int enter_folder(void **state)
{
    static char folder[] = "run-XXXXXX";
    if (mkdtemp(folder) == NULL || chmod(folder, 0755) != 0 || chdir(folder) != 0) {
        return -1;
    }
    *state = folder;
    return 0;
}

static int leave_folder(void **state)
{
    char command[64];
    snprintf(command, sizeof command, "chmod -R u+rwx %s && rm -rf %s", (char *)*state,
             (char *)*state);
    return chdir("..") == 0 && system(command) == 0 ? 0 : -1;
}

/* Errors that a test cannot bring about without a full or a broken disk. */
static void error__has_a_finding_for_each_reason(void **state)
{
    static const struct reason {
        base_file_action action;
        int error;
        const char *code;
        kbs_code result;
    } reasons[] = {
        { BASE_FILE_WRITING, EROFS, "file.read-only", KBS_IO },
        { BASE_FILE_WRITING, ENOSPC, "file.full", KBS_IO },
        { BASE_FILE_WRITING, EDQUOT, "file.full", KBS_IO },
        { BASE_FILE_WRITING, EFBIG, "file.too-large-for-disk", KBS_IO },
        { BASE_FILE_READING, EMFILE, "file.too-many-open", KBS_IO },
        { BASE_FILE_READING, ENFILE, "file.too-many-open", KBS_IO },
        { BASE_FILE_WRITING, EIO, "file.write", KBS_IO },
        { BASE_FILE_READING, EIO, "file.read", KBS_IO },
        { BASE_FILE_WRITING, EACCES, "file.no-write-permission", KBS_IO },
        { BASE_FILE_READING, EACCES, "file.permission", KBS_IO },
        { BASE_FILE_READING, ENOMEM, NULL, KBS_MEMORY },
    };
    (void)state;
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        base_findings report;
        base_findings_init(&report);
        assert_int_equal(
            base_file_error(&report, "parcels.shp", reasons[i].action, reasons[i].error, 7),
            reasons[i].result);
        const kbs_finding *last = base_findings_last(&report);
        assert_non_null(last);
        if (reasons[i].code != NULL) {
            assert_string_equal(last->code, reasons[i].code);
            assert_string_equal(last->file, "parcels.shp");
            assert_int_equal(last->byte, 7);
        }
        base_findings_release(&report);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open__reads_and_knows_the_size),
        cmocka_unit_test(open__refuses_with_the_reason),
        cmocka_unit_test(read__notices_changes),
        cmocka_unit_test(read_all__keeps_to_the_ceiling),
        cmocka_unit_test(write__new_and_again),
        cmocka_unit_test(write__fails_and_leaves_nothing),
        cmocka_unit_test(write__beyond_the_limit_of_the_process),
        cmocka_unit_test(permission__is_named),
        cmocka_unit_test(publish__renames_or_removes),
        cmocka_unit_test(write__any_allocation_may_fail),
        cmocka_unit_test(error__has_a_finding_for_each_reason),
        cmocka_unit_test(name__temporary),
        cmocka_unit_test(name__temporary_of_the_longest),
        cmocka_unit_test(name__last_part),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
