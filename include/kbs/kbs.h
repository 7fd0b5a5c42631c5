/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* All of libkbs, in reading order. */
#ifndef KBS_KBS_H
#define KBS_KBS_H

#include <kbs/check.h>
#include <kbs/city.h>
#include <kbs/error.h>
#include <kbs/import.h>
#include <kbs/types.h>
#include <kbs/version.h>
#include <kbs/zoning.h>

#endif
