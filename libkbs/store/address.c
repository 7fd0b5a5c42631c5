/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Writes and reads the ties of addresses. */
#include "store/address.h"

struct store_address_ties {
    kbs_city *city;
    store_statement *tie, *loose;
    bool all;
};

kbs_code store_address_ties_new(store_address_ties **out, kbs_city *city, bool all)
{
    *out = NULL;
    store_address_ties *ties = base_new(sizeof *ties);
    if (ties == NULL) {
        return base_findings_no_memory(&city->error);
    }
    ties->city = city;
    ties->all = all;
    kbs_code code =
        all ? store_database_run(city->database, "DELETE FROM address_parcel", &city->error)
            : KBS_OK;
    if (code == KBS_OK) {
        code = store_database_prepare(
            city->database, &ties->tie,
            "INSERT OR REPLACE INTO address_parcel(address_id, parcel_id) VALUES(?1, ?2)",
            &city->error);
    }
    if (code == KBS_OK) {
        code = store_database_prepare(city->database, &ties->loose,
                                      "DELETE FROM address_parcel WHERE address_id = ?1",
                                      &city->error);
    }
    if (code != KBS_OK) {
        store_address_ties_free(ties);
        return code;
    }
    *out = ties;
    return KBS_OK;
}

void store_address_ties_free(store_address_ties *ties)
{
    if (ties != NULL) {
        store_statement_free(ties->tie);
        store_statement_free(ties->loose);
        base_free(ties);
    }
}

kbs_code store_address_tie(store_address_ties *ties, int64_t address, int64_t parcel)
{
    if (parcel == 0) {
        if (ties->all) {
            return KBS_OK;
        }
        store_bind_int(ties->loose, 1, address);
        return store_step_done(ties->loose, &ties->city->error);
    }
    store_bind_int(ties->tie, 1, address);
    store_bind_int(ties->tie, 2, parcel);
    return store_step_done(ties->tie, &ties->city->error);
}

kbs_code store_address_forget_closed(kbs_city *city, int64_t revision)
{
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(city->database, &statement,
                                           "DELETE FROM address_parcel WHERE address_id IN (SELECT "
                                           "id FROM address WHERE until_revision = ?1)",
                                           &city->error);
    if (code == KBS_OK) {
        store_bind_int(statement, 1, revision);
        code = store_step_done(statement, &city->error);
    }
    store_statement_free(statement);
    return code;
}

kbs_code store_address_each(kbs_city *city, bool (*visit)(const store_address *address, void *user),
                            void *user)
{
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(
        city->database, &statement,
        "SELECT a.id, a.neighbourhood, a.street, a.door_number, t.parcel_id FROM address AS a "
        "LEFT JOIN address_parcel AS t ON t.address_id = a.id WHERE a.until_revision IS NULL",
        &city->error);
    while (code == KBS_OK && (code = store_step(statement, &city->error)) == KBS_OK) {
        store_address address = { .id = store_column_int(statement, 0),
                                  .neighbourhood = store_column_int(statement, 1),
                                  .street = store_column_text(statement, 2),
                                  .door = store_column_text(statement, 3),
                                  .parcel = store_column_int(statement, 4) };
        if (!visit(&address, user)) {
            code = base_findings_no_memory(&city->error);
        }
    }
    store_statement_free(statement);
    return code == KBS_END ? KBS_OK : code;
}
