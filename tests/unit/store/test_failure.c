/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What SQLite says becomes a finding; most of it needs a broken disk or another user to be provoked. */
#include "test_store.h"

#include <sqlite3.h>

#include "store/database_private.h"

static const struct expected {
    int sqlite;
    const char *code;
    kbs_code result;
} results[] = {
    { SQLITE_BUSY, "city.busy-unknown", KBS_BUSY }, /* nobody has left a note */
    { SQLITE_LOCKED_SHAREDCACHE, "city.busy-unknown", KBS_BUSY },
    { SQLITE_CORRUPT_INDEX, "city.damaged", KBS_CORRUPT },
    { SQLITE_NOTADB, "city.not-a-city", KBS_INPUT },
    { SQLITE_FULL, "city.disk-full", KBS_IO },
    { SQLITE_IOERR_WRITE, "city.io", KBS_IO },
    { SQLITE_IOERR_FSYNC, "city.io", KBS_IO },
    { SQLITE_IOERR_SHORT_READ, "city.damaged", KBS_CORRUPT },
    { SQLITE_IOERR_SHMMAP, "city.side-files", KBS_IO },
    { SQLITE_IOERR_NOMEM, NULL, KBS_MEMORY },
    { SQLITE_READONLY_CANTINIT, "city.side-files", KBS_IO },
    { SQLITE_READONLY_ROLLBACK, "city.needs-recovery", KBS_IO },
    { SQLITE_READONLY, "city.read-only", KBS_IO },
    { SQLITE_CANTOPEN, "city.permission", KBS_IO },
    { SQLITE_PERM, "city.permission", KBS_IO },
    { SQLITE_INTERRUPT, "call.cancelled", KBS_CANCELLED },
    { SQLITE_TOOBIG, "city.too-big", KBS_INPUT },
    { SQLITE_ERROR, "internal.defect",
      KBS_INTERNAL }, /* our own statement, on a schema that we know */
};

static void failure__has_a_finding_for_each_result(void **state)
{
    char path[] = "nowhere.kbs";
    store_database database = { .path = path, .real_path = path, .known = true };
    (void)state;
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        base_findings report;
        base_findings_init(&report);
        assert_int_equal(store_failure(&database, results[i].sqlite, "words of SQLite", &report),
                         results[i].result);
        const kbs_finding *last = base_findings_last(&report);
        assert_non_null(last);
        if (results[i].code != NULL) {
            assert_string_equal(last->code, results[i].code);
            assert_string_equal(last->file, "nowhere.kbs");
        }
        base_findings_release(&report);
    }
}

/* Before the schema is known to be ours a statement that does not fit tells of the file, not of us. */
static void failure__on_an_unknown_schema_is_damage(void **state)
{
    char path[] = "nowhere.kbs";
    store_database database = { .path = path, .real_path = path };
    base_findings report;
    (void)state;
    base_findings_init(&report);
    assert_int_equal(store_failure(&database, SQLITE_ERROR, "no such table", &report), KBS_CORRUPT);
    assert_string_equal(base_findings_last(&report)->code, "city.damaged");
    base_findings_release(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failure__has_a_finding_for_each_result),
        cmocka_unit_test(failure__on_an_unknown_schema_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
