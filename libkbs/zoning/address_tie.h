/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Which parcel an address lies in. */
#ifndef ZONING_ADDRESS_TIE_H
#define ZONING_ADDRESS_TIE_H

#include "store/writer.h"

/* Ties the addresses that this import of addresses or parcels touches to the parcels they lie in,
 * inside its transaction. An address on a border belongs to the parcel that is older in the city;
 * one in no parcel is tied to none. */
kbs_code zoning_tie_addresses(kbs_city *city, kbs_kind kind, const store_writer *writer);

#endif
