/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Where import and zoning meet: the shares of parcels are computed inside the import's transaction. */
#include <kbs/import.h>

#include "import/run.h"
#include "zoning/status.h"

kbs_code kbs_import(kbs_city *city, const char *source, const kbs_import_options *options,
                    const kbs_ledger **out)
{
    return import_run(city, source, options, zoning_materialise, out);
}
