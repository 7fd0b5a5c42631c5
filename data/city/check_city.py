#!/usr/bin/python3
# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""Checks a made city with GDAL, GEOS and shapely, which had no part in making it.

Usage: check_city.py FOLDER. Every polygon is valid and turns the right way; the parcels of a block
tile it; blocks do not overlap; areas add up; keys are unique; each line of cases.csv is what it says.
Exit status 0 sound, 1 not, 77 when the Python packages are missing.
"""

import collections
import csv
import math
import struct
import sys
import warnings

warnings.simplefilter("ignore")  # shapely 1.8 announces what 2.0 changes

try:
    import shapely.wkb
    from osgeo import ogr, osr
    from shapely.geometry import Point
    from shapely.ops import unary_union
    from shapely.strtree import STRtree
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

ogr.UseExceptions()
problems = []


def check(good, text):
    if not good:
        problems.append(text)


def read(folder, name):
    source = ogr.Open(f"{folder}/{name}.shp")
    layer = source.GetLayer(0)
    reference = layer.GetSpatialRef()
    reference.AutoIdentifyEPSG()
    check(
        reference.IsSame(
            expected, ["IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", "CRITERION=EQUIVALENT"]
        )
        == 1,
        f"{name}: not TUREF / TM30",
    )
    rows = []
    for feature in layer:
        check(
            feature.GetGeometryRef() is not None,
            f"{name}: record {feature.GetFID()} has no geometry",
        )
        rows.append(
            (feature.items(), shapely.wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb())))
        )
    return rows


def check_rings(folder, name):
    """Closed rings, outer ones clockwise, holes the other way; from the file's bytes."""
    with open(f"{folder}/{name}.shp", "rb") as f:
        data = f.read()
    check(struct.unpack(">i", data[24:28])[0] * 2 == len(data), f"{name}: length in the header")
    at, number = 100, 0
    while at < len(data):
        number += 1
        record, words = struct.unpack(">ii", data[at : at + 8])
        check(record == number, f"{name}: record number {record} at {number}")
        parts, points = struct.unpack("<ii", data[at + 44 : at + 52])
        starts = list(struct.unpack(f"<{parts}i", data[at + 52 : at + 52 + 4 * parts])) + [points]
        xy = struct.unpack(
            f"<{2 * points}d", data[at + 52 + 4 * parts : at + 52 + 4 * parts + 16 * points]
        )
        for k in range(parts):
            ring = [(xy[2 * i], xy[2 * i + 1]) for i in range(starts[k], starts[k + 1])]
            twice = sum(
                (a[0] - ring[0][0]) * (b[1] - ring[0][1])
                - (b[0] - ring[0][0]) * (a[1] - ring[0][1])
                for a, b in zip(ring, ring[1:])
            )
            check(ring[0] == ring[-1], f"{name} {number}: ring {k} is open")
            check(
                twice < 0 if k == 0 else twice > 0, f"{name} {number}: ring {k} turns the wrong way"
            )
            check(
                all(a != b for a, b in zip(ring, ring[1:])),
                f"{name} {number}: ring {k} repeats a vertex",
            )
            check(
                all(abs(v * 1000 - round(v * 1000)) < 1e-4 for p in ring for v in p),
                f"{name} {number}: not whole mm",
            )
        at += 8 + 2 * words


def check_blocks(blocks, parcels):
    by_block = collections.defaultdict(list)
    for row, shape in parcels:
        by_block[row["mahalle"], row["ada_no"]].append((row, shape))
    worst_gap = 0.0
    for row, block in blocks:
        inside = [
            (r, s)
            for r, s in by_block[row["mahalle"], row["ada_no"]]
            if row["ada_no"] != "0" or block.intersects(s.representative_point())
        ]
        whole = sum(s.area for _, s in inside)
        gap = abs(unary_union([s for _, s in inside]).symmetric_difference(block).area)
        worst_gap = max(worst_gap, gap)
        check(
            abs(whole - block.area) < 1e-5,
            f"block {row}: parcels {whole:.5f}, block {block.area:.5f}",
        )
        check(gap < 1e-5, f"block {row}: parcels and block differ by {gap:.6f} m2")
        for i, (r, s) in enumerate(inside):
            for r2, s2 in inside[i + 1 :]:
                if s.intersects(s2):
                    common = s.intersection(s2).area
                    check(common < 1e-5, f"{r} and {r2} overlap by {common}")
    tree = STRtree([s for _, s in blocks])
    place = {id(s): i for i, (_, s) in enumerate(blocks)}
    for i, (row, shape) in enumerate(blocks):
        for other in tree.query(shape):
            j = (
                place[id(other)]
                if not isinstance(other, int) and hasattr(other, "area")
                else int(other)
            )
            if j > i:
                common = shape.intersection(blocks[j][1]).area
                check(common < 1e-5, f"blocks {row} and {blocks[j][0]} overlap by {common}")
    return worst_gap


def tolerance(area):
    edges, rates = [0, 10, 100, 500, 1000, 5000, 25000, math.inf], [
        0.05,
        0.02,
        0.01,
        0.005,
        0.004,
        0.003,
        0.0015,
    ]
    return sum((min(area, edges[i + 1]) - edges[i]) * rates[i] for i in range(7) if area > edges[i])


def corners(ring, degrees=6.0):
    points = list(ring.coords)[:-1]
    found = []
    for i, b in enumerate(points):
        a, c = points[i - 1], points[(i + 1) % len(points)]
        turn = math.atan2(
            (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]),
            (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]),
        )
        if abs(math.degrees(turn)) > degrees:
            found.append(math.degrees(turn))
    return found


class City:
    def __init__(self, folder):
        self.parcels = read(folder, "parseller")
        self.blocks = read(folder, "adalar")
        self.plans = read(folder, "plan_alan")
        self.restrictions = read(folder, "kisitlar")
        self.roads = read(folder, "yollar")
        self.key = {(r["mahalle"], r["ada_no"], r["parsel_no"]): (r, s) for r, s in self.parcels}
        self.block_parcels = collections.defaultdict(list)
        for r, s in self.parcels:
            self.block_parcels[r["mahalle"], r["ada_no"]].append((r, s))
        self.block = {(r["mahalle"], r["ada_no"]): s for r, s in self.blocks if r["ada_no"] != "0"}

    def parts(self, shape):
        """Plan areas with a real share of the shape, and the uncovered rest."""
        found = [(r, shape.intersection(s)) for r, s in self.plans if shape.intersects(s)]
        found = [(r, s) for r, s in found if s.area > 0.2]
        rest = shape.difference(unary_union([s for _, s in found])) if found else shape
        return found, rest

    def front(self, key, shape):
        return shape.boundary.intersection(self.block[key[:2]].boundary)

    def roads_of(self, key, shape):
        """The roads its front looks at: the nearest centre lines to points along it."""
        front, names = self.front(key, shape), set()
        pieces = getattr(front, "geoms", [front])
        for piece in pieces:
            if piece.length > 1.0:
                for share in (0.1, 0.5, 0.9):
                    p = piece.interpolate(share, normalized=True)
                    names.add(
                        min(range(len(self.roads)), key=lambda i: self.roads[i][1].distance(p))
                    )
        return names


def is_case(city, name, key, row, shape):
    """True, or a text that says what is wrong."""
    turns = corners(shape.exterior)
    reflex = [t for t in turns if t > 30]  # clockwise ring: a left turn is a dent
    found, rest = city.parts(shape)
    front = city.front(key, shape) if key[:2] in city.block else None
    neighbours = [
        (r, s)
        for r, s in city.block_parcels[key[:2]]
        if s is not shape and shape.distance(s) < 0.002
    ]
    if name == "l-shape":
        return len(reflex) == 1 and shape.convex_hull.area > 1.08 * shape.area
    if name == "concave":
        return len(reflex) >= 2 and shape.convex_hull.area > 1.08 * shape.area
    if name == "flag":
        return len(reflex) >= 1 and 1.7 < front.length < 5.0 and shape.area > 60
    if name == "landlocked":
        return front.length < 0.01
    if name == "lettered":
        return "/" in key[2]
    if name == "hole":
        return len(shape.interiors) == 1 and any(
            s.within(shape.convex_hull) and "Trafo" in r["nitelik"]
            for r, s in city.block_parcels[key[:2]]
        )
    if name == "transformer":
        return any(
            len(s.interiors) == 1
            and abs(s.intersection(shape).area) < 1e-6
            and s.interiors[0].equals(shape.exterior)
            for _, s in city.block_parcels[key[:2]]
        )
    if name == "triangle":
        return len(turns) == 3
    if name == "corner":
        return len(city.roads_of(key, shape)) >= 2
    if name == "through":
        pieces = [g for g in getattr(front, "geoms", [front]) if g.length > 0.5]
        return (
            len(city.roads_of(key, shape)) >= 2
            and front.length < 0.9 * shape.length
            and len(pieces) >= 2
        )
    if name == "beside-park":
        return any(
            r["nitelik"] == "Park" and shape.boundary.intersection(s.boundary).length > 5
            for r, s in neighbours
        )
    if name == "curved-front":
        return len(shape.exterior.coords) > 9 and len(turns) == 4
    if name == "split-plan":
        return len(found) >= 2 and min(s.area for _, s in found) > 0.1 * shape.area
    if name == "plan-road":
        return 0.015 * shape.area < rest.area < 0.6 * shape.area
    if name == "partly-unplanned":
        return 0.08 * shape.area < rest.area < 0.92 * shape.area
    if name == "plan-overlap":
        common = max(
            (a.intersection(b).area for i, (_, a) in enumerate(found) for _, b in found[i + 1 :]),
            default=0,
        )
        return 0.3 < common < 40
    if name == "two-restrictions":
        return sum(shape.intersection(s).area > 0.5 for _, s in city.restrictions) >= 2
    if name == "block-zero":
        return key[1] == "0" and not found
    if name == "area-misfit":
        return abs(row["alan"] - shape.area) > tolerance(shape.area)
    return f"unknown case {name}"


def check_cases(city, folder):
    with open(f"{folder}/cases.csv", encoding="utf-8", newline="") as f:
        lines = list(csv.DictReader(f))
    seen = collections.Counter(line["case"] for line in lines)
    check(len(seen) == 19, f"{len(seen)} of 19 cases are listed: {sorted(seen)}")
    for line in lines:
        key = (line["neighbourhood"], line["block"], line["parcel"])
        if key not in city.key:
            check(False, f"{line['case']}: no parcel {key}")
            continue
        answer = is_case(city, line["case"], key, *city.key[key])
        check(
            answer is True,
            f"{line['case']} {key}: not so {answer if isinstance(answer, str) else ''}",
        )
    return len(lines)


def main(folder):
    for name in ("mahalleler", "adalar", "parseller", "plan_alan", "kisitlar", "binalar"):
        check_rings(folder, name)
    city = City(folder)
    hoods, buildings = read(folder, "mahalleler"), read(folder, "binalar")
    addresses, points = read(folder, "adresler"), read(folder, "noktalar")
    for name, rows in (
        ("mahalleler", hoods),
        ("adalar", city.blocks),
        ("parseller", city.parcels),
        ("plan_alan", city.plans),
        ("kisitlar", city.restrictions),
        ("binalar", buildings),
        ("yollar", city.roads),
    ):
        for i, (row, shape) in enumerate(rows):
            check(shape.is_valid and not shape.is_empty, f"{name} {i + 1} {row}: not valid")
    check(len(city.key) == len(city.parcels), "parcel keys are not unique")
    for column in ("bina_id", "uavt"):
        rows = buildings if column == "bina_id" else addresses
        values = [r[column] for r, _ in rows if r[column] is not None]
        check(len(values) == len(set(values)), f"{column} is not unique")
    gap = check_blocks(city.blocks, city.parcels)
    misfits = 0
    for row, shape in city.parcels:
        misfit = abs(row["alan"] - shape.area)
        misfits += misfit > 0.05
        check(
            misfit < 0.05 or misfit > tolerance(shape.area),
            f"{row}: registered {row['alan']}, computed {shape.area:.3f}",
        )
        check(shape.area > 1, f"{row}: only {shape.area:.2f} m2")
    tree = STRtree([s for _, s in city.parcels])
    shapes = [s for _, s in city.parcels]
    lost = 0
    for row, shape in addresses + [(r, s.representative_point()) for r, s in buildings]:
        near = [s if hasattr(s, "area") else shapes[int(s)] for s in tree.query(shape)]
        lost += not any(s.contains(Point(shape.coords[0])) for s in near)
    check(lost == 0, f"{lost} addresses or buildings lie in no parcel")
    overlap = [
        (i, j)
        for i, (_, a) in enumerate(hoods)
        for j, (_, b) in enumerate(hoods[i + 1 :], i + 1)
        if a.intersection(b).area > 0.05
    ]
    check(not overlap, f"neighbourhoods overlap: {overlap}")
    text = "".join(r["ad"] for r, _ in hoods) + "".join(r["ad"] or "" for r, _ in city.roads)
    cases = check_cases(city, folder)
    layers = {
        "parcels": city.parcels,
        "blocks": city.blocks,
        "neighbourhoods": hoods,
        "plan areas": city.plans,
        "restrictions": city.restrictions,
        "buildings": buildings,
        "addresses": addresses,
        "points": points,
    }
    print(", ".join(f"{len(rows)} {name}" for name, rows in layers.items()))
    print(f"largest difference between a block and its parcels: {gap:.2e} m2")
    print(f"{misfits} registered areas off by more than the tolerance; {cases} case lines")
    missing = set("çÇğĞıIiİöÖşŞüÜâî") - set(text)
    if missing:
        print(f"letters that no name has: {sorted(missing)}")
    for problem in problems[:40]:
        print("WRONG", problem)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    expected = osr.SpatialReference()
    expected.ImportFromEPSG(5254)
    sys.exit(main(sys.argv[1]))
