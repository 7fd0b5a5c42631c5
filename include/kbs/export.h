/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Marks of exported functions. */
#ifndef KBS_EXPORT_H
#define KBS_EXPORT_H

#if defined(__GNUC__)
#define KBS_API __attribute__((visibility("default")))
#define KBS_MUST_USE __attribute__((warn_unused_result))
#else
#define KBS_API
#define KBS_MUST_USE
#endif

#endif
