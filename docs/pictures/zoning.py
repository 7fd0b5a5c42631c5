#!/usr/bin/env python3
# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""Draws answers of the sample city as SVG beside docs/zoning.md: zoning.py --tool KBS [--check]

The numbers are those that the tool prints; the shapes are those of the shapefiles in data/city/sample. What overlaps and what is
uncovered is not computed here: the one is a plan area clipped by the other, the other shows through where no plan area lies.
"""
import argparse
import json
import struct
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent.parent / "data" / "city" / "sample"
LAYERS = (("parseller", "parcel"), ("plan_alan", "plan-area"), ("kisitlar", "restriction"))
PICTURES = (("zoning-overlap.svg", "Çarşıbaşı/105/14"), ("zoning-rest.svg", "Kâğıthane/258/7"))
FILLS = ("#eec46a", "#8fc7e8", "#c9a0dc")
MAP, MARGIN, TABLE, LINE = 360, 16, 470, 22


def layer(name):
    """Records of a shapefile of areas or lines: (values by column, rings of (east, north))."""
    table, shapes = (SAMPLE / (name + ".dbf")).read_bytes(), (SAMPLE / (name + ".shp")).read_bytes()
    count, header, width = struct.unpack_from("<IHH", table, 4)
    fields, at = [], 1
    for i in range(32, header - 1, 32):
        fields.append((table[i:i + 11].split(b"\0")[0].decode(), at, table[i + 16]))
        at += table[i + 16]
    rows, place = [], 100
    for i in range(count):
        row = table[header + i * width:header + (i + 1) * width]
        values = {n: row[a:a + w].decode("utf-8").strip() for n, a, w in fields}
        length = 2 * struct.unpack_from(">i", shapes, place + 4)[0]
        parts, points = struct.unpack_from("<2i", shapes, place + 44)
        starts = struct.unpack_from("<%di" % parts, shapes, place + 52) + (points,)
        flat = struct.unpack_from("<%dd" % (2 * points), shapes, place + 52 + 4 * parts)
        vertices = list(zip(flat[::2], flat[1::2]))
        rows.append((values, [vertices[a:b] for a, b in zip(starts, starts[1:])]))
        place += 8 + length
    return rows


def answers(tool):
    with tempfile.TemporaryDirectory() as folder:
        city = str(Path(folder) / "city.kbs")
        subprocess.run([tool, "init", city, "--crs", "EPSG:5254"], check=True, capture_output=True)
        for name, kind in LAYERS:
            subprocess.run([tool, "import", city, str(SAMPLE / (name + ".shp")), "--as", kind, "-q"], check=True, capture_output=True)
        out = subprocess.run([tool, "zoning", city, *(key for _, key in PICTURES), "--format", "json"], check=True, capture_output=True)
        return json.loads(out.stdout)


class Drawing:
    """A window on the map: metres to the right and up become points to the right and down."""

    def __init__(self, rings):
        east, north = [e for r in rings for e, _ in r], [n for r in rings for _, n in r]
        self.size = 1.25 * max(max(east) - min(east), max(north) - min(north))
        self.west = (min(east) + max(east) - self.size) / 2
        self.top = (min(north) + max(north) + self.size) / 2
        self.lines = []

    def path(self, rings):
        scale = MAP / self.size
        return "".join("M" + "L".join("%.2f %.2f" % (MARGIN + (e - self.west) * scale, MARGIN + (self.top - n) * scale) for e, n in ring) + "Z"
                       for ring in rings)

    def shows(self, rings):
        east, north = [e for r in rings for e, _ in r], [n for r in rings for _, n in r]
        return (max(east) > self.west and min(east) < self.west + self.size and
                max(north) > self.top - self.size and min(north) < self.top)

    def add(self, text, *values):
        self.lines.append(text % values)

    def draw(self, rings, style):
        self.add('<path d="%s" fill-rule="evenodd" %s/>', self.path(rings), style)

    def clip(self, name, rings):
        self.add('<clipPath id="%s"><path d="%s" clip-rule="evenodd"/></clipPath>', name, self.path(rings))


def row_text(row, letters):
    if row["kind"] == "plan-area":
        return "%s: %s" % (letters[row["plan_area"]["source_id"]], row["plan_area"]["use"])
    if row["kind"] == "overlap":
        return "of it covered twice: %s and %s" % tuple(letters[p["source_id"]] for p in row["plan_areas"])
    if row["kind"] == "restriction":
        return "restriction: %s%s" % (row["restriction"]["type"], (", " + row["restriction"]["degree"]) if row["restriction"]["degree"] else "")
    return "no plan area"


def mark_of(row, letters, whole):
    """How the row is drawn: a fill, and a frame where it is no plan area."""
    if row["kind"] == "plan-area":
        return FILLS[ord(letters[row["plan_area"]["source_id"]]) - ord("A")]
    if row["kind"] == "restriction":
        return "#ffffff" if whole else "url(#dots)"
    return "url(#twice)" if row["kind"] == "overlap" else "url(#none)"


PATTERNS = (
    '<pattern id="twice" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0 0V8" stroke="#b00020" stroke-width="4"/></pattern>'
    '<pattern id="none" width="9" height="9" patternUnits="userSpaceOnUse"><rect width="9" height="9" fill="#ffffff"/>'
    '<path d="M0 9L9 0" stroke="#909090" stroke-width="1"/></pattern>'
    '<pattern id="dots" width="7" height="7" patternUnits="userSpaceOnUse"><circle cx="2" cy="2" r="1.3" fill="#205030"/></pattern>')


def picture(answer, parcels, plan_areas, restrictions):
    key = {"mahalle": answer["neighbourhood"], "ada_no": answer["block"], "parsel_no": answer["parcel"]}
    parcel = next(rings for values, rings in parcels if all(values[c] == v for c, v in key.items()))
    rows = answer["rows"]
    covers = [r["plan_area"]["source_id"] for r in rows if r["kind"] == "plan-area"]
    letters = {name: chr(ord("A") + i) for i, name in enumerate(covers)}
    shapes = {v["plan_id"]: rings for v, rings in plan_areas}
    limits = {v["kisit_id"]: rings for v, rings in restrictions}
    d = Drawing(parcel)
    height = max(MAP + 2 * MARGIN, MARGIN * 2 + LINE * (len(rows) + 4))
    d.add('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">',
          MAP + TABLE + 2 * MARGIN, height, MAP + TABLE + 2 * MARGIN, height)
    d.add("<title>%s</title><defs>%s", escape("Zoning status of %s %s/%s" % (key["mahalle"], key["ada_no"], key["parsel_no"])), PATTERNS)
    d.add('<clipPath id="map"><rect x="%d" y="%d" width="%d" height="%d"/></clipPath>', MARGIN, MARGIN, MAP, MAP)
    d.clip("parcel", parcel)
    for name in covers:
        d.clip("plan%s" % letters[name], shapes[name])
    d.add("</defs>")
    d.add('<rect width="100%%" height="100%%" fill="#ffffff"/><g clip-path="url(#map)">')
    for rings in (r for _, r in parcels if d.shows(r)):
        d.draw(rings, 'fill="none" stroke="#c8c8c8" stroke-width="0.8"')
    for name in covers:
        d.draw(shapes[name], 'fill="%s" fill-opacity="0.25" stroke="#606060" stroke-width="1" stroke-dasharray="6 3"' % FILLS[ord(letters[name]) - 65])
    d.add('<g clip-path="url(#parcel)">')
    d.draw(parcel, 'fill="url(#none)"')
    for name in covers:
        d.draw(shapes[name], 'fill="%s"' % FILLS[ord(letters[name]) - 65])
    for row in rows:
        if row["kind"] == "overlap":
            first, second = (p["source_id"] for p in row["plan_areas"])
            d.add('<g clip-path="url(#plan%s)">', letters[first])
            d.draw(shapes[second], 'fill="url(#twice)"')
            d.add("</g>")
    for row in rows:
        if row["kind"] == "restriction" and row["share"] < 1.0:
            d.draw(limits[row["restriction"]["source_id"]], 'fill="url(#dots)" stroke="#205030" stroke-width="1.5"')
    d.add("</g>")
    d.draw(parcel, 'fill="none" stroke="#000000" stroke-width="2.5" stroke-linejoin="round"')
    d.add("</g>")
    d.add('<rect x="%d" y="%d" width="%d" height="%d" fill="none" stroke="#808080"/>', MARGIN, MARGIN, MAP, MAP)
    left, y = MAP + 2 * MARGIN + 4, MARGIN + 16
    d.add('<text x="%d" y="%d" font-size="16" font-weight="bold">%s</text>', left, y,
          escape("%s %s/%s" % (key["mahalle"], key["ada_no"], key["parsel_no"])))
    y += LINE
    d.add('<text x="%d" y="%d">computed area %.2f m²</text>', left, y, answer["area_m2"])
    y += 6
    for row in rows:
        y += LINE
        d.add('<rect x="%d" y="%d" width="22" height="14" fill="%s" stroke="#404040"/>', left, y - 12,
              mark_of(row, letters, row["kind"] == "restriction" and row["share"] >= 1.0))
        d.add('<text x="%d" y="%d" text-anchor="end">%.2f m²</text>', left + 112, y, row["area_m2"])
        d.add('<text x="%d" y="%d" text-anchor="end">%.4f %%</text>', left + 202, y, 100 * row["share"])
        d.add('<text x="%d" y="%d">%s</text>', left + 212, y, escape(row_text(row, letters)))
    d.add('<text x="%d" y="%d" fill="#505050">sample city; the map is %.0f m wide, north is up</text>', left, y + 2 * LINE, d.size)
    d.add("</svg>")
    return "\n".join(d.lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default="kbs")
    parser.add_argument("--check", action="store_true", help="only tell whether the pictures are up to date")
    options = parser.parse_args()
    layers = [layer(name) for name, _ in LAYERS]
    stale = 0
    for (name, _), answer in zip(PICTURES, answers(options.tool)):
        text = picture(answer, *layers)
        path = HERE / name
        if not options.check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print("%s is not what docs/pictures/zoning.py draws" % path)
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())
