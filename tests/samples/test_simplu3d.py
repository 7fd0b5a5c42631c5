# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""All layers of one block of Rennes, and the plan of a whole commune: capitals in file names, upright walls, tables without geometry."""
import json
import os
import unittest

from real import RealCase, codes, counts, need, read, refused

CRS = "EPSG:2154"
PATH = {}


def setUpModule():
    PATH["data"] = need("fr-simplu3d")


def data(*names):
    return os.path.join(PATH["data"], *names)


class Rennes(RealCase):
    def test_one_place_end_to_end(self):
        parcels, zones = read(data("demo-02", "PARCELLE.SHP"), CRS), read(data("demo-02", "ZONE_URBA.shp"), CRS)
        city = self.new_city(crs=CRS)
        ledger = self.take(city, data("demo-02", "PARCELLE.SHP"), "parcel", "--map", "block=SECTION", "--map", "parcel=NUMERO")
        self.assertEqual((ledger["imported"], len(parcels), ledger["crs"]), (626, 626, CRS))
        self.assertAlmostEqual(ledger["area_m2"], sum(p.shape.area for p in parcels), delta=0.01)
        self.take(city, data("demo-02", "ZONE_URBA.shp"), "plan-area", "--map", "use=TYPE", "--map", "source_id=ID_SECT")
        roads = self.take(city, data("demo-02", "TRONCON_ROUTE.shp"), "road", "--map", "name=NOM_VOIE_G", "--map", "width_m=LARGEUR",
                          "--encoding", "ISO-8859-1")
        judged = read(data("demo-02", "TRONCON_ROUTE.shp"), CRS)
        self.assertEqual((roads["imported"], len(judged)), (39, 39))
        self.assertAlmostEqual(roads["length_m"], sum(r.shape.length for r in judged), delta=0.01)
        self.assertIn("shp.heights", codes(roads))
        widths = sorted(r.values["width_m"] for r in self.export(city, "road"))
        self.assertEqual(widths, sorted(r.values["LARGEUR"] for r in judged))
        zone = zones[0].shape
        common = {}
        for p in parcels:
            common.setdefault(round(p.shape.area, 2), []).append(p.shape.intersection(zone).area)
        answers = self.answers(city)
        self.assertEqual(len(answers), 626)
        covered = 0.0
        for answer in answers:
            area = sum(r["exact_area_m2"] for r in answer["rows"] if r["kind"] == "plan-area")
            rest = sum(r["exact_area_m2"] for r in answer["rows"] if r["kind"] == "uncovered")
            self.assertAlmostEqual(area + rest, answer["exact_area_m2"], delta=0.01)
            self.assertLess(min(abs(area - c) for c in common[round(answer["exact_area_m2"], 2)]), 0.01)
            covered += area
        self.assertAlmostEqual(covered, sum(sum(c) for c in common.values()), delta=0.1)

    def test_two_spellings_of_one_system_are_known(self):
        for folder, name, kind in (("demo-01", "PARCELLE.shp", "parcel"), ("demo-02", "ZONE_URBA.shp", "plan-area"),
                                   ("44118_PLU_20150219", "ZONE_URBA.shp", "plan-area")):
            options = ("--map", "block=SECTION", "--map", "parcel=NUMERO") if kind == "parcel" else ()
            ledger = self.take(self.new_city(folder + ".kbs", CRS), data(folder, name), kind, *options)
            self.assertEqual((ledger["crs"], ledger["transformation"]), (CRS, ""))

    def test_texts_without_a_stated_encoding_are_asked_for(self):
        for folder in ("demo-01", "demo-02"):
            for name, kind in (("BATIMENT", "building"), ("TRONCON_ROUTE", "road")):
                _, err = self.kbs("import", self.new_city(folder + name + ".kbs", CRS), data(folder, name + ".shp"), "--as", kind, status=3)
                self.assertIn("nothing says which code page", err)
                self.assertIn("windows-1252", err)

    def test_upright_walls_are_no_footprints(self):
        for folder in ("demo-01", "demo-02"):
            source = data(folder, "BATIMENT.shp")
            judged = read(source, CRS)
            self.assertEqual(sum(r.shape.is_valid and not r.shape.is_empty and r.shape.area > 0 for r in judged), 0)
            ledger = self.take(self.new_city(folder + ".kbs", CRS), source, "building", "--encoding", "ISO-8859-1", status=3)
            self.assertEqual((ledger["records"], ledger["imported"], ledger["refused"]), (117, 0, 117))
            self.assertEqual(set(refused(ledger).values()), {"geometry.upright-wall"})
            self.assertIsNone(ledger["revision"])

    def test_point_of_no_data(self):
        """-1.8e308 in header and record, no .prj."""
        city = self.new_city(crs=CRS)
        source = data("demo-01", "DOC_URBA.shp")
        _, err = self.kbs("import", city, source, "--as", "point", status=3)
        self.assertIn("no coordinate system is stated", err)
        ledger = self.take(city, source, "point", "--crs", CRS, status=3)
        self.assertEqual(list(refused(ledger).values()), ["shp.coordinate"])


class Commune(RealCase):
    def test_plan(self):
        zones = read(data("44118_PLU_20150219", "ZONE_URBA.shp"), CRS)
        city = self.new_city(crs=CRS)
        ledger = self.take(city, data("44118_PLU_20150219", "ZONE_URBA.shp"), "plan-area", "--map", "use=TYPEZONE", "--map", "use_code=LIBELLE",
                           "--map", "notes=LIBELONG", "--map", "approval_date=DATAPPRO")
        self.assertEqual((ledger["imported"], len(zones)), (124, 124))
        self.assertAlmostEqual(ledger["area_m2"], sum(z.shape.area for z in zones), delta=0.01)
        self.assertEqual(counts(ledger).get("crs.datum-assumed"), 1)
        rows = self.export(city, "plan-area")
        self.assertEqual(sorted(r.values["use_code"] for r in rows), sorted(z.values["LIBELLE"] for z in zones))
        told = {str(r.values["approval_date"] or "").replace("/", "").replace("-", "")[:8] for r in rows}
        self.assertEqual(told, {z.values["DATAPPRO"] or "" for z in zones})

    def test_prescriptions(self):
        for name, count in (("PRESCRIPTION_SURF", 172), ("PRESCRIPTION_LIN", 466), ("PRESCRIPTION_PCT", 57), ("INFO_SURF", 5)):
            with self.subTest(name):
                source = data("44118_PLU_20150219", name + ".shp")
                judged = read(source, CRS)
                ledger = self.take(self.new_city(name + ".kbs", CRS), source, "restriction", "--map", "note=LIBELLE", status=None)
                seen, again = set(), set()
                for r in judged:
                    content = (r.shape.normalize().wkb, r.values["LIBELLE"])
                    (again if content in seen else seen).add(r.number if content in seen else content)
                self.assertEqual((ledger["records"], len(judged)), (count, count))
                self.assertEqual(refused(ledger), dict.fromkeys(again, "import.duplicate"))

    def test_table_without_geometry(self):
        for name, count in (("DOC_URBA", 404), ("DOC_URBA_COM", 410)):
            with self.subTest(name):
                city = self.new_city(name + ".kbs", CRS)
                source = data("44118_PLU_20150219", name + ".shp")
                _, err = self.kbs("import", city, source, "--as", "restriction", status=3)
                self.assertIn("no coordinate system is stated", err)   # the .prj is empty
                ledger = self.take(city, source, "restriction", "--crs", CRS, status=3)
                self.assertEqual((ledger["records"], counts(ledger)["geometry.missing"]), (count, count))
                self.assertIn("import.nothing", codes(ledger))
                self.assertEqual(json.loads(self.kbs("info", city, "--format", "json")[0])["revision"], 0)


if __name__ == "__main__":
    unittest.main()
