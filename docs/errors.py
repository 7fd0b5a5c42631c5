#!/usr/bin/env python3
# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""Writes docs/errors.md, the list of all findings, from the catalogue in data/messages.

    docs/errors.py --write    writes the page
    docs/errors.py --check    says what is out of date and ends with 1
"""
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "errors.md"
FILES = ["base", "geo", "store", "shapefile", "formats", "drawing", "lines", "ncz", "netcad", "dxf", "import", "zoning", "ask", "check"]
TITLES = {
    "base": "Calls, memory, files",
    "geo": "Coordinate systems and shapes",
    "store": "The city file",
    "shapefile": "Shapefile and DBF",
    "formats": "Other formats and archives",
    "drawing": "Drawings",
    "lines": "From drawings to records",
    "ncz": "NetCAD drawings (NCZ)",
    "netcad": "NetCAD text files: points, reports, roads",
    "dxf": "DXF",
    "import": "Import",
    "zoning": "Zoning",
    "ask": "Questions by address, area, time",
    "check": "What a check finds",
}
HEAD = """# Findings

An error is the finding that stopped the work; a line of a ledger is a finding that did not. Both have a code that stays the
same from version to version, and this page lists them all. It is written by `docs/errors.py --write` from `data/messages`.

A finding is shown as its place (file, layer, record, key, field, byte or line), its text and its advice. Words in braces are
filled in. *Severity* says what happened: **note** nothing was changed, **mended** taken in after a repair that is stated,
**refused** this record was left out, **fatal** the work stopped. *Result* is what the call returns when the finding is fatal;
the tool's exit status follows from it: not-found and ambiguous 1, usage 2, input and unsupported 3, io, busy, memory, corrupt
and internal 4.
"""


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def row(code, entry):
    text = entry["en"] + (" *" + entry["advice_en"] + "*" if entry.get("advice_en") else "")
    turkish = entry["tr"] + (" *" + entry["advice_tr"] + "*" if entry.get("advice_tr") else "")
    return "| `{}` | {} | {} | {} | {} |".format(
        code, entry["severity"], entry.get("result", "input"), cell(text), cell(turkish))


def page():
    parts = [HEAD]
    for name in FILES:
        with open(ROOT / "data" / "messages" / (name + ".json"), encoding="utf-8") as file:
            catalogue = json.load(file)
        if not catalogue:
            continue
        parts.append("\n## " + TITLES[name] + "\n\n| code | severity | result | English | Türkçe |\n|---|---|---|---|---|\n")
        parts.append("\n".join(row(code, catalogue[code]) for code in sorted(catalogue)) + "\n")
    return "".join(parts)


def main():
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if sys.argv[1:] != ["--check"]:
        print(__doc__, file=sys.stderr)
        return 2
    wanted = page()
    found = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if wanted == found:
        return 0
    missing = [line for line in wanted.splitlines() if line not in set(found.splitlines())]
    gone = [line for line in found.splitlines() if line not in set(wanted.splitlines())]
    for line in missing:
        print("missing: " + line[:120])
    for line in gone:
        print("out of date: " + line[:120])
    print("docs/errors.md is not what data/messages says; run docs/errors.py --write")
    return 1


if __name__ == "__main__":
    sys.exit(main())
