# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""kbs import of drawings: from lines and texts to parcels, the ledger and its map, listings, joins."""
import json
import os
import struct
import unittest
from collections import Counter

from kbs_tool import SAMPLE, SAMPLES, Case, codes, load, read_bytes, schema

E, N = 497000.0, 4499000.0


class Drawing:
    """A DXF of lines and texts. Metres from E, N unless absolute."""

    def __init__(self, east=E, north=N):
        self.lines = ["  0", "SECTION", "  2", "ENTITIES"]
        self.east, self.north = east, north

    def line(self, layer, a, b):
        self.lines += ["  0", "LINE", "  8", layer, " 10", repr(self.east + a[0]), " 20", repr(self.north + a[1]),
                       " 11", repr(self.east + b[0]), " 21", repr(self.north + b[1])]
        return self

    def path(self, layer, *points):
        for a, b in zip(points, points[1:]):
            self.line(layer, a, b)
        return self

    def ring(self, layer, *points):
        self.lines += ["  0", "LWPOLYLINE", "  8", layer, " 90", str(len(points)), " 70", "1"]
        for p in points:
            self.lines += [" 10", repr(self.east + p[0]), " 20", repr(self.north + p[1])]
        return self

    def text(self, layer, text, at, height=2.0):
        self.lines += ["  0", "TEXT", "  8", layer, " 10", repr(self.east + at[0]), " 20", repr(self.north + at[1]),
                       " 40", repr(height), "  1", text]
        return self

    def bytes(self):
        return ("\r\n".join(self.lines + ["  0", "ENDSEC", "  0", "EOF"]) + "\r\n").encode("windows-1254")


def two_parcels():
    """101/1 of 20 x 30 m and 101/2 of 10 x 30 m beside it."""
    d = Drawing()
    d.path("KAD_HAT", (0, 0), (30, 0), (30, 30), (0, 30), (0, 0)).line("KAD_HAT", (20, 0), (20, 30))
    return d.text("PARSEL_NO", "101/1", (10, 15)).text("PARSEL_NO", "101/2", (25, 15))


def read_polygons(path):
    """The rings of each record of a shapefile."""
    data, at, out = read_bytes(path), 100, []
    while at < len(data):
        length = struct.unpack(">ii", data[at:at + 8])[1] * 2
        body = data[at + 8:at + 8 + length]
        at += 8 + length
        parts, count = struct.unpack("<ii", body[36:44])
        starts = list(struct.unpack("<%di" % parts, body[44:44 + 4 * parts])) + [count]
        first = 44 + 4 * parts
        points = [struct.unpack("<dd", body[first + 16 * i:first + 16 * i + 16]) for i in range(count)]
        out.append([points[a:b] for a, b in zip(starts, starts[1:])])
    return out


def read_rows(path):
    data = read_bytes(path)
    count, head, size = struct.unpack("<IHH", data[4:12])
    fields, rows, at = [], [], 32
    while data[at] != 13:
        fields.append((data[at:at + 11].split(b"\0")[0].decode(), data[at + 16]))
        at += 32
    for i in range(count):
        row, at = {}, head + i * size + 1
        for name, width in fields:
            row[name] = data[at:at + width].decode("utf-8").strip()
            at += width
        rows.append(row)
    return rows


def inner_point(rings):
    """The middle of the widest run of some horizontals."""
    south, north = min(p[1] for p in rings[0]), max(p[1] for p in rings[0])
    best = (0, None)
    for share in (0.5, 0.37, 0.63, 0.25, 0.75):
        y, cuts = south + (north - south) * share, []
        for ring in rings:
            for a, b in zip(ring, ring[1:]):
                if (a[1] <= y) != (b[1] <= y):
                    cuts.append(a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]))
        cuts.sort()
        for a, b in zip(cuts[::2], cuts[1::2]):
            best = max(best, (b - a, ((a + b) / 2, y)))
    return best[1]


def ring_area(ring):
    x, y = ring[0]
    return sum((a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y) for a, b in zip(ring, ring[1:])) / 2


class Drawings(Case):
    def assert_adds_up(self, ledger):
        self.assertEqual(ledger["records"], ledger["imported"] + ledger["mended"] + ledger["refused"])

    def import_drawing(self, drawing, *args, status=0, kind="parcel", city=None):
        self.write("d.dxf", drawing.bytes())
        city = city or self.new_city("c%d.kbs" % len(os.listdir(self.folder.name)))
        ledger = self.ledger(city, "d.dxf", "--as", kind, "--crs", "EPSG:5254", *args, status=status)
        self.assert_adds_up(ledger)
        return city, ledger

    def assert_no_layer(self, drawing, kind, layers):
        self.write("d.dxf", drawing.bytes())
        _, err = self.kbs("import", self.new_city(), "d.dxf", "--as", kind, "--crs", "EPSG:5254", status=3)
        self.assertIn("no layer of this drawing looks like %s; its layers are %s" % (kind, layers), err)
        self.assertIn("--layer", err)
        os.remove(self.path("city.kbs"))

    def parcels(self, city):
        """(block, parcel) -> area."""
        self.kbs("export", city, "--as", "parcel", "-o", "out%d.geojson" % len(os.listdir(self.folder.name)))
        newest = max((f for f in os.listdir(self.folder.name) if f.startswith("out")), key=lambda f: os.path.getmtime(self.path(f)))
        return {(f["properties"]["block"], f["properties"]["parcel"]): f["properties"] for f in load(self.path(newest))["features"]}

    def test_lines_and_texts_become_parcels(self):
        city, ledger = self.import_drawing(two_parcels())
        self.assertEqual((ledger["records"], ledger["imported"]), (2, 2))
        parcels = self.parcels(city)
        self.assertEqual(sorted(parcels), [("101", "1"), ("101", "2")])
        self.assertAlmostEqual(parcels["101", "1"]["area_m2"], 600, places=6)
        self.assertAlmostEqual(parcels["101", "2"]["area_m2"], 300, places=6)

    def test_sample_city_as_loose_lines_gives_the_same_parcels(self):
        polygons, rows = read_polygons(os.path.join(SAMPLE, "parseller.shp")), read_rows(os.path.join(SAMPLE, "parseller.dbf"))
        d = Drawing(0, 0)
        for rings, row in zip(polygons, rows):
            for ring in rings:
                d.path("KAD_HAT", *ring)
            d.text("PARSEL_NO", "%s/%s" % (row["ada_no"], row["parsel_no"]), inner_point(rings))
        city, ledger = self.import_drawing(d, "--join", os.path.join(SAMPLE, "parseller.shp"), status=1)
        self.assertEqual(ledger["records"], 3000)
        # Block 0 occurs in several neighbourhoods, and a text does not say in which: those of one number are refused as repeated.
        for row in rows:
            row["parsel_no"] = row["parsel_no"].upper()
        counts = Counter((row["ada_no"], row["parsel_no"]) for row in rows)
        unique = {k for k, n in counts.items() if n == 1}
        self.assertEqual(set(codes(ledger, "refused")), {"import.duplicate"})
        self.assertEqual(ledger["refused"], 3000 - len(counts))
        parcels = self.parcels(city)
        self.assertEqual(set(parcels), set(counts))
        for rings, row in zip(polygons, rows):
            key = row["ada_no"], row["parsel_no"]
            if key in unique:
                area = abs(sum(ring_area(ring) for ring in rings))
                self.assertLess(abs(parcels[key]["area_m2"] - area), 0.01, key)
                self.assertEqual(parcels[key]["neighbourhood"], row["mahalle"])
                self.assertEqual(parcels[key]["land_type"] or "", row["nitelik"])
        self.assertEqual(codes(ledger, "mended"), [])  # nothing was moved
        doubled = [f for f in ledger["findings"] if f["code"] == "drawing.line-double"]
        self.assertGreater(len(doubled), 3000)

    def test_every_mistake_is_told_with_its_place(self):
        d = two_parcels()
        d.path("KAD_HAT", (40, 0), (60, 0), (60, 20), (40, 20), (40, 0.05))       # 5 cm open
        d.text("PARSEL_NO", "102/1", (50, 10))
        d.ring("KAD_HAT", (100, 0), (110, 0), (110, 10), (100, 10))              # no number
        d.ring("KAD_HAT", (120, 0), (130, 0), (130, 10), (120, 10))              # two numbers
        d.text("PARSEL_NO", "103/1", (123, 5)).text("PARSEL_NO", "103/2", (127, 5))
        d.ring("KAD_HAT", (140, 0), (150, 0), (150, 10), (140, 10)).text("DETAY", "YOL", (145, 5))
        d.line("KAD_HAT", (30, 30), (35, 35))                                    # dangling
        d.line("KAD_HAT", (20, 0), (20, 30))                                     # twice
        d.ring("KAD_HAT", (160, 0), (170, 0), (170, 10), (160, 10)).text("PARSEL_NO", "101/1", (165, 5))  # repeated
        d.text("NOTLAR", "açıklama", (0, 0))
        _, ledger = self.import_drawing(d, status=1)
        by_code = {f["code"]: f for f in ledger["findings"]}
        self.assertEqual(sorted(codes(ledger, "refused")), ["drawing.area-unlabelled", "drawing.label-alone", "drawing.labels-many",
                                                            "import.duplicate"])
        gaps = [f for f in ledger["findings"] if f["code"] == "drawing.line-gap"]
        self.assertEqual([f["found"] for f in gaps], ["0.050 m"])
        self.assertIn((gaps[0]["east"], gaps[0]["north"]), [(E + 40, N), (E + 40, N + 0.05)])
        self.assertEqual((by_code["drawing.label-alone"]["found"], by_code["drawing.label-alone"]["east"]), ("102/1", E + 50))
        self.assertEqual(by_code["drawing.labels-many"]["found"], "103/1, 103/2")
        self.assertEqual(by_code["drawing.area-unlabelled"]["found"], "100.00 m²")
        self.assertTrue(E + 100 < by_code["drawing.area-unlabelled"]["east"] < E + 110)
        self.assertEqual((by_code["drawing.area-no-parcel"]["found"], by_code["drawing.area-no-parcel"]["severity"]), ("YOL", "note"))
        self.assertEqual((by_code["drawing.line-dangling"]["found"], by_code["drawing.line-dangling"]["east"]), ("7.07 m", E + 35))
        self.assertEqual(codes(ledger).count("drawing.line-double"), 1)
        left = [f for f in ledger["findings"] if f["code"] == "drawing.texts-left"]
        self.assertEqual(sorted(f["found"] for f in left), ["1", "1"])
        self.assertEqual((ledger["imported"], ledger["refused"]), (2, 4))

    def test_snap_closes_what_was_missed_and_says_so(self):
        d = Drawing().path("KAD_HAT", (0, 0), (20, 0), (20, 30), (0, 30), (0, 0.015)).text("PARSEL_NO", "1/1", (9, 9))
        _, ledger = self.import_drawing(d)
        self.assertEqual((ledger["imported"], ledger["mended"]), (0, 1))
        moved = [f for f in ledger["findings"] if f["code"] == "drawing.corner-moved"][0]
        self.assertEqual((moved["found"], moved["expected"], moved["key"]), ("0.0150 m", "0.020 m", "1/1"))
        _, ledger = self.import_drawing(d, "--snap", "0.01", status=3)
        self.assertIn("drawing.line-gap", codes(ledger))
        _, ledger = self.import_drawing(d, "--snap", "0", status=3)
        self.assertEqual(ledger["refused"], 1)
        self.kbs("import", "x.kbs", "d.dxf", "--as", "parcel", "--snap", "2", status=2)

    def test_blocks_give_their_numbers(self):
        d = Drawing().ring("ADA", (0, 0), (40, 0), (40, 20), (0, 20)).line("PARSEL_HAT", (20, 0), (20, 20))
        d.text("PARSEL_NO", "1", (5, 5)).text("PARSEL_NO", "2/a", (30, 5)).text("ADA_NO", "105", (20, 10), 5.0)
        # A block without an outline, its number larger beside a parcel's own.
        d.path("PARSEL_HAT", (100, 0), (140, 0), (140, 20), (100, 20), (100, 0)).line("PARSEL_HAT", (120, 0), (120, 20))
        d.text("PARSEL_NO", "7", (105, 5)).text("PARSEL_NO", "8", (130, 5)).text("PARSEL_NO", "106", (125, 15), 6.0)
        # And one whose number nobody wrote.
        d.ring("PARSEL_HAT", (200, 0), (210, 0), (210, 10), (200, 10)).text("PARSEL_NO", "9", (205, 5))
        city, ledger = self.import_drawing(d)
        self.assertEqual(sorted(self.parcels(city)), [("0", "9"), ("105", "1"), ("105", "2/A"), ("106", "7"), ("106", "8")])
        unknown = [f for f in ledger["findings"] if f["code"] == "drawing.block-unknown"]
        self.assertEqual([f["found"] for f in unknown], ["1"])

    def test_roles_of_layers_come_from_the_profile(self):
        d = Drawing().ring("HUDUT", (0, 0), (40, 0), (40, 20), (0, 20)).text("RAKAM", "5/1", (5, 5))
        self.write("office.profile", "[drawing-layers]\nparcel-lines = HUDUT*\nparcel-texts = RAKAM\n")
        self.assert_no_layer(d, "parcel", "HUDUT, RAKAM")
        _, ledger = self.import_drawing(d, "--profile", "office.profile")
        self.assertEqual(ledger["imported"], 1)
        _, ledger = self.import_drawing(d.text("PARSEL_NO", "5/1", (6, 6)), "--layer", "hudut")
        self.assertEqual((ledger["imported"], ledger["layer"]), (1, "HUDUT"))
        self.write("bad.profile", "[drawing-layers]\nfield = HUDUT\n")
        self.kbs("import", self.new_city(), "d.dxf", "--as", "parcel", "--profile", "bad.profile", status=3)

    def test_other_kinds(self):
        d = Drawing().path("YOL_ORTA", (0, 0), (50, 0)).ring("BINA", (0, 5), (10, 5), (10, 15), (0, 15))
        d.path("BINA", (20, 5), (30, 5), (30, 15), (20, 15), (20, 5))
        _, ledger = self.import_drawing(d, kind="road")
        self.assertEqual((ledger["imported"], ledger["length_m"]), (1, 50))
        _, ledger = self.import_drawing(d, kind="building")
        self.assertEqual((ledger["imported"], ledger["area_m2"]), (2, 200))
        self.assert_no_layer(d, "neighbourhood", "YOL_ORTA, BINA")

    def test_map_of_the_ledger(self):
        d = two_parcels().line("KAD_HAT", (30, 30), (35, 35))
        self.write("d.dxf", d.bytes())
        self.kbs("import", self.new_city(), "d.dxf", "--as", "parcel", "--crs", "EPSG:5254", "--ledger-geo", "g.geojson", "--lang", "tr")
        found = load(self.path("g.geojson"))
        self.assertEqual((found["type"], len(found["features"])), ("FeatureCollection", 1))
        feature = found["features"][0]
        self.assertEqual(feature["properties"]["code"], "drawing.line-dangling")
        self.assertIn("ucu boşta", feature["properties"]["text"])
        longitude, latitude = feature["geometry"]["coordinates"]
        # 2965 m west of 30° E at 40.63° N, whose degree of longitude has 84.6 km.
        self.assertAlmostEqual(longitude, 30 - (500000 - E - 35) / 84632, places=4)
        self.assertTrue(40.62 < latitude < 40.64)
        self.assertEqual((feature["properties"]["east"], feature["properties"]["crs"]), (E + 35, "EPSG:5254"))

    def test_map_of_the_ledger_of_a_failed_import(self):
        d = two_parcels().ring("KAD_HAT", (100, 0), (110, 0), (110, 10), (100, 10))
        self.write("d.dxf", d.bytes())
        self.kbs("import", self.new_city(), "d.dxf", "--as", "parcel", "--crs", "EPSG:5254", "--strict", "--ledger-geo", "g.geojson", status=3)
        self.assertEqual([f["properties"]["code"] for f in load(self.path("g.geojson"))["features"]], ["drawing.area-unlabelled"])
        self.assertEqual([f for f in os.listdir(self.folder.name) if "tmp" in f], [])

    def test_lines_that_enclose_nothing_fail_with_their_map(self):
        d = Drawing().path("KAD_HAT", (0, 0), (20, 0), (20, 30), (0, 30))
        self.write("d.dxf", d.bytes())
        city = self.new_city()
        _, err = self.kbs("import", city, "d.dxf", "--as", "parcel", "--crs", "EPSG:5254", "--ledger-geo", "g.geojson", status=3)
        self.assertIn("nothing in this drawing became a parcel", err)
        features = load(self.path("g.geojson"))["features"]
        self.assertEqual([f["properties"]["code"] for f in features], ["drawing.line-dangling"])
        self.assertIsNotNone(features[0]["geometry"])
        self.assertEqual(json.loads(self.kbs("info", city, "--format", "json")[0])["revision"], 0)

    def test_bridges_are_told(self):
        d = two_parcels().ring("KAD_HAT", (100, 0), (110, 0), (110, 10), (100, 10)).text("PARSEL_NO", "9/9", (105, 5))
        _, ledger = self.import_drawing(d.line("KAD_HAT", (30, 5), (100, 5)))
        self.assertEqual((ledger["imported"], codes(ledger).count("drawing.line-between")), (3, 1))

    def test_rows_of_a_join_that_cannot_be_used(self):
        self.write("d.dxf", two_parcels().bytes())
        rows = [({"mahalle": m, "ada": "101", "parsel": "1"}, None) for m in ("Aşağı", "Yukarı")] + [({"ada": "5"}, None)]
        self.write_geojson("j.geojson", rows + [({"ada": "7", "parsel": str(i)}, None) for i in range(1100)])
        ledger = self.ledger(self.new_city(), "d.dxf", "--as", "parcel", "--crs", "EPSG:5254", "--join", "j.geojson")
        joined = Counter(codes(ledger))
        self.assertEqual((joined["join.ambiguous"], joined["join.rows-unusable"], joined["join.row-unused"], joined["join.more"]), (1, 1, 1000, 1))
        ledger = self.ledger("city.kbs", "d.dxf", "--as", "parcel", "--crs", "EPSG:5254", "--join", "j.geojson", "--map", 'neighbourhood="YUKARI"')
        self.assertEqual(Counter(codes(ledger))["join.ambiguous"], 0)

    def test_join(self):
        self.write("d.dxf", two_parcels().text("PARSEL_NO", "101/1", (11, 15)).bytes())
        rows = [({"mahalle": "Işıklar", "ada": "101", "parsel": "1", "nitelik": "Tarla"}, None),
                ({"mahalle": "Işıklar", "ada": "101", "parsel": "1", "nitelik": "Arsa"}, None),
                ({"mahalle": "Işıklar", "ada": "999", "parsel": "3"}, None)]
        self.write_geojson("j.geojson", rows)
        city = self.new_city()
        ledger = self.ledger(city, "d.dxf", "--as", "parcel", "--crs", "EPSG:5254", "--join", "j.geojson")
        joined = {f["code"]: f for f in ledger["findings"] if f["code"].startswith("join.")}
        self.assertEqual(sorted(joined), ["join.done", "join.duplicate", "join.row-unused", "join.unmatched"])
        self.assertEqual((joined["join.done"]["found"], joined["join.done"]["expected"]), ("1", "2"))
        self.assertEqual((joined["join.duplicate"]["record"], joined["join.duplicate"]["expected"]), (2, "1"))
        self.assertEqual(joined["join.unmatched"]["key"], "101/2")
        self.assertIn("999/3", joined["join.row-unused"]["key"])
        parcels = self.parcels(city)
        self.assertEqual((parcels["101", "1"]["neighbourhood"], parcels["101", "1"]["land_type"]), ("Işıklar", "Tarla"))
        self.kbs("import", city, "d.dxf", "--as", "road", "--crs", "EPSG:5254", "--join", "j.geojson", status=2)
        self.kbs("import", city, "d.dxf", "--as", "parcel", "--crs", "EPSG:5254", "--join", "none.geojson", status=3)

    def test_join_of_an_expropriation_table(self):
        self.write("d.dxf", two_parcels().text("PARSEL_NO", "101/1", (11, 15)).bytes())
        row = lambda *known: ",".join(known) + "," * (51 - len(known)) + "\r\n"
        table = row("7", "101_1", "400.00", "1.234", "Kavaklı Tarla") + row("7", "101_9/B", "5", "5", "Arsa") + "7,101_2\r\n"
        self.write("mal.KAP", table.encode("windows-1254"))
        city = self.new_city()
        ledger = self.ledger(city, "d.dxf", "--as", "parcel", "--crs", "EPSG:5254", "--join", "mal.KAP")
        joined = {f["code"]: f for f in ledger["findings"] if f["code"].startswith(("join.", "kap."))}
        self.assertEqual(sorted(joined), ["join.done", "join.row-unused", "join.rows-unusable", "join.unmatched", "kap.columns", "kap.row"])
        self.assertEqual(joined["kap.row"]["line"], 3)
        self.assertIn("101/9", joined["join.row-unused"]["key"])
        parcel = self.parcels(city)["101", "1"]
        self.assertEqual((parcel["registered_area_m2"], parcel["land_type"]), (1.234, "Kavaklı Tarla"))
        _, errors = self.kbs("import", city, "mal.KAP", "--as", "parcel", "--crs", "EPSG:5254", status=3)
        self.assertIn("--join", errors)

    def test_list(self):
        import jsonschema
        self.write("d.dxf", two_parcels().bytes())
        out, _ = self.kbs("import", "--list", "d.dxf", "--format", "json")
        listing = json.loads(out)
        jsonschema.validate(listing, schema("list"))
        self.assertTrue(listing["is_drawing"])
        self.assertEqual([(l["name"], l["becomes"], l["counts"]) for l in listing["layers"] if l["records"]],
                         [("KAD_HAT", "parcel-lines", [{"type": "line", "count": 5}]),
                          ("PARSEL_NO", "parcel-texts", [{"type": "text", "count": 2}])])
        self.assertEqual(listing["box"], [E, N, E + 30, N + 30])
        self.assertEqual(listing["crs"], "")
        self.assertIn("EPSG:5254", listing["crs_candidates"])
        out, _ = self.kbs("import", "--list", "d.dxf", "--lang", "tr")
        self.assertIn("KAD_HAT → parcel-lines: 5 çizgi", out)
        self.assertIn('"101/1", "101/2"', out)
        out, _ = self.kbs("import", "--list", os.path.join(SAMPLE, "parseller.shp"), "--format", "json")
        listing = json.loads(out)
        jsonschema.validate(listing, schema("list"))
        self.assertEqual([(l["name"], l["becomes"], l["records"]) for l in listing["layers"]], [("parseller", "parcel", 3000)])
        self.assertEqual(listing["crs"], "EPSG:5254")
        self.assertEqual(listing["layers"][0]["columns"], ["mahalle", "ada_no", "parsel_no", "alan", "nitelik", "pafta"])
        _, err = self.kbs("import", "--list", "none.ncz", status=3)
        self.assertIn("none.ncz", err)
        self.kbs("import", "--list", status=2)

    def sample(self, *names):
        path = os.path.join(SAMPLES, "netcad", *names)
        if not SAMPLES or not os.path.exists(path):
            self.skipTest("no real data")
        return path

    def test_synthetic_netcad_drawing(self):
        path, city = self.sample("synthetic", "minimal_tm33.ncz"), self.new_city(crs="EPSG:5255")
        ledger = self.ledger(city, path, "--as", "parcel")
        self.assertEqual((ledger["imported"], ledger["refused"], ledger["crs"], ledger["format"]), (3, 0, "EPSG:5255", "NetCAD NCZ"))
        self.assertEqual({k: round(p["area_m2"], 6) for k, p in self.parcels(city).items()},
                         {("101", "1"): 1000, ("101", "2"): 750, ("101", "3"): 1400})
        ledger = self.ledger(city, path, "--as", "road")
        self.assertEqual(ledger["refused"], 0)
        self.assertEqual(self.ledger(city, path, "--as", "point")["imported"], 8)

    def test_real_drawing_is_placed_without_asking(self):
        path, city = self.sample("ncz", "106-20_DURUMHARITASI.NCZ"), self.new_city()
        ledger = self.ledger(city, path, "--as", "parcel")
        self.assert_adds_up(ledger)
        self.assertEqual(ledger["crs"], "EPSG:5254")
        expected = {("106", "20"): 13479.983, ("106", "A"): 1379.915, ("106", "B"): 1237.886, ("106", "C"): 1341.838,
                    ("106", "D"): 4077.049, ("106", "E"): 2718.001, ("106", "F"): 2725.340}
        parcels = self.parcels(city)
        self.assertEqual(set(parcels), set(expected))
        for key, area in expected.items():
            self.assertLess(abs(parcels[key]["area_m2"] - area), 0.002)
        piece = [f for f in ledger["findings"] if f["code"] == "drawing.piece"]
        self.assertEqual([f["key"] for f in piece], ["108/7"])
        left = sum(int(f["found"]) for f in ledger["findings"] if f["code"].endswith("-left"))
        # 188 objects: 7 parcels, a piece of a neighbour, 36 borders; the rest is counted.
        self.assertEqual(left, 188 - 7 - 1 - 36)
        points = self.ledger(city, path, "--as", "point")
        self.assertEqual((points["imported"], points["refused"]), (38, 0))

    def test_cut_drawing_fails_clearly_or_adds_up(self):
        path, city = self.sample("ncz", "106-20_DURUMHARITASI.NCZ"), self.new_city()
        data = read_bytes(path)
        whole = 0
        for at in range(1000, len(data), 1000 if os.environ.get("KBS_KILLS", "50") == "50" else 10000):
            self.write("cut.ncz", data[:at])
            out, err = self.kbs("import", city, "cut.ncz", "--as", "parcel", "--format", "json", status=None)
            if out:
                ledger = json.loads(out)
                self.assert_adds_up(ledger)
                whole += 1 if ledger["revision"] else 0
            else:
                self.assertIn("cut.ncz", err, at)
            self.assertNotIn("INTERNAL", err.upper())
            self.assertTrue(out or err)
        self.kbs("check", city, "--integrity")


if __name__ == "__main__":
    unittest.main()
