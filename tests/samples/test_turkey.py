# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""Real Turkish data: cadastral parcels of all provinces, a broken export of them, buildings and neighbourhoods of Kadıköy, streets of
İzmir, buildings of Ankara in CityGML."""
import json
import os
import re
import unittest

from real import RealCase, codes, counts, need, read, refused
from kbs_tool import SAMPLES

PROVINCES = (("Istanbul", "İstanbul"), ("Tekirdag", "Tekirdağ"), ("Balikesir", "Balıkesir"), ("Kahramanmaras", "Kahramanmaraş"))


def setUpModule():
    need("tr-tasinmaz-parcels")
    need("tr-kadikoy")


def data(*names):
    return os.path.join(SAMPLES, *names)


def turkish_number(text):
    """The registered area as the office means it; None where it says nothing."""
    text = (text or "").strip()
    if not text:
        return None
    if "," in text:
        return float(text.replace(".", "").replace(",", "."))
    return float(text)


def number(text):
    """A block or parcel number as it is kept: no zeros before it, and 0 where a parcel has no block."""
    return re.sub(r"^0+(?=\d)", "", str(text or "").strip()) or "0"


class Parcels(RealCase):
    SOURCE = data("tr-tasinmaz-parcels", "parcels.geojson")

    def test_parcels_of_one_zone(self):
        from shapely.geometry import box
        source = read(self.SOURCE, "EPSG:5254")
        degrees = {r.number: r.shape for r in read(self.SOURCE)}
        self.assertEqual(len(source), 4387)
        city = self.new_city()
        ledger = self.take(city, self.SOURCE, "parcel", status=1)
        said = refused(ledger)
        # The zone's area of use (28.5 to 31.5 degrees east) and half a degree around it,
        # as a box of metres, which is wider than that in the north.
        inner, outer = box(28.01, 35, 31.99, 43), box(27.7, 35, 32.3, 43)
        outside = {n for n, code in said.items() if code == "geometry.outside-crs"}
        self.assertTrue({n for n, s in degrees.items() if not s.intersects(outer)} <= outside)
        self.assertTrue(outside.isdisjoint({n for n, s in degrees.items() if s.intersects(inner)}))
        unsound = {r.number for r in source if not r.shape.is_valid and r.number not in outside}
        self.assertEqual({n for n in said if n not in outside}, unsound)
        rows = {(r.values["neighbourhood"], r.values["block"], r.values["parcel"], round(r.shape.centroid.x)): r
                for r in self.export(city, "parcel")}
        total = 0.0
        for r in source:
            if r.number in said:
                continue
            v = r.values
            key = (v["mahalle"], number(v["adaNo"]), number(v["parselNo"]), round(r.shape.centroid.x))
            row = rows.pop(key)
            self.assertAlmostEqual(row.values["area_m2"], r.shape.area, delta=0.001)
            self.assertEqual(row.values["registered_area_m2"], turkish_number(v["alan"]), key)
            total += r.shape.area
        self.assertEqual(rows, {})
        self.assertAlmostEqual(ledger["area_m2"], total, delta=0.01)

    def one_city(self, records, name="some.geojson"):
        """A city of some records of the source, all in EPSG:5255 (TUREF / TM33): what matters here are the values."""
        with open(self.SOURCE, encoding="utf-8") as f:
            features = json.load(f)["features"]
        self.write(name, json.dumps({"type": "FeatureCollection", "features": [f for f in features if records(f["properties"])]},
                                    ensure_ascii=False))
        return name

    def test_registered_areas_as_offices_write_them(self):
        odd = {"48.353,71": 48353.71, "4.514,2": 4514.2, "3.935": 3.935, "8379": 8379.0, "5179.9": 5179.9, "2620,4": 2620.4}
        with open(self.SOURCE, encoding="utf-8") as f:
            texts = [f["properties"]["alan"] for f in json.load(f)["features"]]
        for text in odd:
            self.assertIn(text, texts)
        self.assertEqual(texts.count(None), 2)
        name = self.one_city(lambda p: p["alan"] in odd or p["alan"] is None)
        with open(self.path(name), encoding="utf-8") as f:
            features = json.load(f)["features"]
        # Each record is moved into one zone, so that one city takes them all.
        for i, feature in enumerate(features):
            east = 30.0 + 0.01 * i
            feature["geometry"] = {"type": "Polygon", "coordinates": [[[east, 40], [east + 0.001, 40], [east + 0.001, 40.001], [east, 40]]]}
        self.write(name, json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))
        city = self.new_city()
        ledger = self.take(city, name, "parcel", status=0)
        ambiguous = [f for f in ledger["findings"] if f["code"] == "value.ambiguous-number"]
        self.assertEqual([f["found"] for f in ambiguous], ["3.935"])
        told = sorted((r.values["registered_area_m2"] is None, r.values["registered_area_m2"] or 0) for r in self.export(city, "parcel"))
        meant = sorted((f["properties"]["alan"] is None, odd.get(f["properties"]["alan"], 0)) for f in features)
        self.assertEqual(told, meant)

    def test_spellings_that_lost_their_marks_find_the_same(self):
        with open(self.SOURCE, encoding="utf-8") as f:
            names = {feature["properties"]["il"] for feature in json.load(f)["features"]}
        for bare, whole in PROVINCES:
            self.assertIn(bare, names)
            self.assertIn(whole, names)
        ring = [[30, 40], [30.001, 40], [30.001, 40.001], [30, 40]]
        features = [({"mahalle": whole, "adaNo": "101", "parselNo": str(i)}, {"type": "Polygon", "coordinates": [ring]})
                    for i, (_, whole) in enumerate(PROVINCES, 1)]
        city = self.new_city()
        self.take(city, self.write_geojson("whole.geojson", features, crs=None), "parcel")
        for i, (bare, whole) in enumerate(PROVINCES, 1):
            for name in (bare, whole, bare.upper(), bare.lower()):
                answer = json.loads(self.kbs("zoning", city, "%s/101/%d" % (name, i), "--format", "json")[0])
                self.assertEqual(answer["neighbourhood"], whole)

    def test_broken_export_is_refused_with_its_reason(self):
        city = self.new_city()
        out, err = self.kbs("import", city, data("tr-tasinmaz-parcels", "parcels_broken_export.geojson"), "--as", "parcel", "--format", "json", status=3)
        ledger = json.loads(out)
        self.assertEqual((ledger["records"], ledger["refused"], ledger["imported"], ledger["revision"]), (4391, 4391, 0, None))
        self.assertEqual(counts(ledger)["geometry.missing"], 4391)
        self.assertIn("import.nothing", codes(ledger))
        self.assertIn("none of the 4391 records", err)
        self.assertEqual(json.loads(self.kbs("info", city, "--format", "json")[0])["revision"], 0)


class Kadikoy(RealCase):
    def test_buildings_and_neighbourhoods(self):
        from shapely.prepared import prep
        buildings = read(data("tr-kadikoy", "buildings.geojson"), "EPSG:5254")
        city = self.new_city()
        places = self.take(city, data("tr-kadikoy", "neighbourhoods_tm30.geojson"), "neighbourhood")
        self.assertEqual((places["crs"], places["transformation"], places["imported"]), ("EPSG:5254", "", 10))
        ledger = self.take(city, data("tr-kadikoy", "buildings.geojson"), "building")
        self.assertEqual((ledger["imported"], len(buildings)), (6779, 6779))
        self.assertIn("source.heights-dropped", codes(ledger))
        self.assertAlmostEqual(ledger["area_m2"], sum(b.shape.area for b in buildings), delta=0.01)
        rows = self.export(city, "building")
        judged = {str(b.values["BuildingID"]): b for b in buildings}
        self.assertEqual(len(judged), 6779)
        quarters = {r.values["name"]: r.shape for r in self.export(city, "neighbourhood")}
        self.assertTrue({"Caferağa", "Zühtüpaşa"} <= {name.title().replace("I", "ı") if name.isupper() else name for name in quarters}
                        or {"CAFERAĞA", "ZÜHTÜPAŞA"} <= set(quarters), sorted(quarters))
        inside = {name: prep(shape) for name, shape in quarters.items()}
        tally = dict.fromkeys(quarters, 0)
        for row in rows:
            source = judged[row.values["source_id"]]
            self.assertAlmostEqual(row.values["area_m2"], source.shape.area, delta=0.001)
            self.assertEqual(row.values["floors"], source.values["NumberFloo"])
            point = row.shape.representative_point()
            home = [name for name, shape in inside.items() if shape.contains(point)]
            self.assertEqual(len(home), 1, row.values["source_id"])
            tally[home[0]] += 1
        self.assertEqual(sum(tally.values()), 6779)
        self.assertIn(539, tally.values())    # Zühtüpaşa, whole
        self.assertIn(1227, tally.values())   # Hasanpaşa


class Izmir(RealCase):
    def test_streets(self):
        need("tr-izmir-roads")
        source = data("tr-izmir-roads", "roads.geojson")
        judged = read(source, "EPSG:5253")
        city = self.new_city(crs="EPSG:5253")
        ledger = self.take(city, source, "road", "--map", "name=adi", "--map", "source_id=id")
        self.assertEqual((ledger["imported"], len(judged)), (173, 173))
        self.assertAlmostEqual(ledger["length_m"], sum(r.shape.length for r in judged), delta=0.01)
        rows = self.export(city, "road")
        self.assertEqual({r.values["name"] for r in rows}, {r.values["adi"] for r in judged})


class Ankara(RealCase):
    def test_solids_are_no_footprints(self):
        need("tr-ankara-citygml")
        for name in ("F-3239541-A.gml", "M-2826521-A.gml.zip", "M-3244705-A.gml.zip"):
            with self.subTest(name):
                ledger = self.take(self.new_city(name + ".kbs", "EPSG:5255"), data("tr-ankara-citygml", name), "building", "--layer", "Building", status=3)
                self.assertEqual((ledger["records"], ledger["imported"]), (1, 0))
                self.assertEqual(list(refused(ledger).values()), ["ogr.no-footprint"])


if __name__ == "__main__":
    unittest.main()
