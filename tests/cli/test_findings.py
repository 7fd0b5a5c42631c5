# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""Findings that no other test provokes: each is said with its code in the ledger, or with its words in the catalogue."""
import contextlib
import json
import os
import re
import sqlite3
import struct
import subprocess
import unittest

from kbs_tool import Case, codes, square

E, N = 478000.0, 4430000.0
MESSAGES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data", "messages")
LOCAL_GRID = ('PROJCS["Local grid",GEOGCS["TUREF",DATUM["Turkish_National_Reference_Frame",SPHEROID["GRS 1980",6378137,298.257222101]],'
              'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",1],'
              'PARAMETER["central_meridian",29],PARAMETER["scale_factor",1],PARAMETER["false_easting",5],PARAMETER["false_northing",0],'
              'UNIT["metre",1]]')

GLOBE = ('PROJCS["Globe",GEOGCS["TUREF",DATUM["Turkish_National_Reference_Frame",SPHEROID["GRS 1980",6378137,298.257222101]],'
         'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Orthographic"],PARAMETER["latitude_of_origin",-40],'
         'PARAMETER["central_meridian",-150],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1]]')


def catalogue():
    rows = {}
    for name in os.listdir(MESSAGES):
        with open(os.path.join(MESSAGES, name), encoding="utf-8") as f:
            rows.update(json.load(f))
    return rows


CATALOGUE = catalogue()


def words_of(code, lang="en"):
    """What the finding says, as a pattern with anything in its places."""
    return ".*".join(re.escape(part) for part in re.split(r"\{\w+\}", CATALOGUE[code][lang]))


def area(*rings):
    return {"type": "Polygon", "coordinates": [[[E + e, N + n] for e, n in ring] for ring in rings]}


BOX = ((0, 0), (20, 0), (20, 30), (0, 30), (0, 0))
FAR = tuple((e + 100, n) for e, n in BOX)
SMALL = ((5, 5), (5, 10), (10, 10), (10, 5), (5, 5))
BESIDE = tuple((e + 10, n) for e, n in BOX)


class Findings(Case):
    def refuses(self, code, *args, status=3):
        for lang in ("en", "tr"):
            _, err = self.kbs(*args, "--lang", lang, status=status)
            self.assertRegex(err, words_of(code, lang), code)

    def noted(self, code, source, kind, *options, status=0):
        ledger = self.ledger(self.new_city("%s.kbs" % code), source, "--as", kind, *options, status=status)
        self.assertIn(code, codes(ledger))
        return ledger

    def test_geometry(self):
        multi = {"type": "MultiPolygon", "coordinates": [area(BOX)["coordinates"], area(SMALL[::-1])["coordinates"]]}
        overlap = {"type": "MultiPolygon", "coordinates": [area(BOX)["coordinates"], area(BESIDE)["coordinates"]]}
        for code, geometry in (("geometry.hole-outside", area(BOX, FAR[::-1])), ("geometry.nested-shells", multi),
                               ("geometry.parts-overlap", overlap)):
            source = self.write_geojson("g.geojson", [({"kullanim": "a"}, geometry), ({"kullanim": "b"}, area(BOX, SMALL))])
            ledger = self.noted(code, source, "plan-area", status=1)
            self.assertEqual([(f["record"], f["code"]) for f in ledger["findings"] if f["severity"] == "refused"], [(1, code)])
            self.assertEqual((ledger["imported"], ledger["area_m2"]), (1, 575.0))

    def test_values(self):
        source = self.write_geojson("z.geojson", [
            ({"kullanim": "Park", "taks": "yok", "onay_tarih": "31.02.2020"}, square(E, N, 20, 30))])
        ledger = self.noted("value.not-number", source, "plan-area", "--map", "approval_date=onay_tarih")
        said = {f["code"]: (f["record"], f["field"]) for f in ledger["findings"]}
        self.assertEqual(said["value.not-number"], (1, "coverage_ratio"))
        self.assertEqual(said["value.not-date"], (1, "approval_date"))
        source = self.write_geojson("p.geojson", [({"ada_no": "7" * 200, "parsel_no": "1"}, square(E, N, 20, 30))])
        self.noted("value.not-key", source, "parcel")

    def test_the_same_source_id_twice(self):
        lines = [{"type": "LineString", "coordinates": [[E, N], [E + 10 + i, N]]} for i in range(2)]
        source = self.write_geojson("r.geojson", [({"yol_id": "7"}, line) for line in lines])
        ledger = self.noted("import.source-id-repeated", source, "road", "--map", "source_id=yol_id")
        self.assertEqual(ledger["imported"], 2)

    def test_strict(self):
        source = self.write_geojson("p.geojson", [({"ada_no": "1", "parsel_no": "3"}, None), ({"ada_no": "1", "parsel_no": "4"}, square(E, N, 9, 9))])
        self.noted("import.strict", source, "parcel", "--strict", status=3)

    def shapefile(self, name, geometry, prj=True):
        source = self.write_geojson(name + ".geojson", [({"ada_no": "1", "parsel_no": "1"}, geometry)])
        subprocess.run(["ogr2ogr", self.path(name + ".shp"), self.path(source)], check=True, capture_output=True)
        if not prj:
            os.remove(self.path(name + ".prj"))
        return name + ".shp"

    def test_coordinate_system(self):
        city = self.new_city()
        source = self.write_geojson("p.geojson", [({"ada_no": "1", "parsel_no": "1"}, square(E, N, 20, 30))])
        self.refuses("import.crs-conflict", "import", city, source, "--as", "parcel", "--crs", "EPSG:2320")
        self.refuses("import.crs-missing", "import", city, self.shapefile("here", square(E, N, 20, 30), prj=False), "--as", "parcel")
        self.refuses("import.crs-nowhere", "import", city, self.shapefile("nowhere", square(1000, 2000, 20, 30), prj=False), "--as", "parcel")
        self.refuses("city.crs-no-code", "init", "local.kbs", "--crs", LOCAL_GRID)
        self.refuses("zoning.point-not-transformed", "zoning", city, "--point", "30,95@EPSG:4326", status=2)

    def test_datum_assumed(self):
        """A grid without a datum that has the numbers of a national one."""
        self.shapefile("d", square(E, N, 20, 30))
        self.write("d.prj", 'PROJCS["x",GEOGCS["GCS_Unknown",DATUM["D_GRS_80",SPHEROID["GRS_80",6378137,298.257222101]],PRIMEM["Greenwich",0],'
                   'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000],'
                   'PARAMETER["False_Northing",0],PARAMETER["Central_Meridian",30],PARAMETER["Scale_Factor",1],'
                   'PARAMETER["Latitude_Of_Origin",0],UNIT["Meter",1]]')
        ledger = self.noted("crs.datum-assumed", "d.shp", "parcel")
        self.assertEqual((ledger["crs"], ledger["transformation"]), ("EPSG:5254", ""))

    def test_rings_the_wrong_way(self):
        """A hole that turns as a shell does, in a shapefile: told apart by containment."""
        name = self.shapefile("t", area(BOX, SMALL))
        with open(self.path(name), "r+b") as f:
            f.seek(144)   # header 100, record header 8, type and box 36
            parts, points = struct.unpack("<2i", f.read(8))
            self.assertEqual((parts, points), (2, 10))
            starts = struct.unpack("<2i", f.read(8))
            at = f.tell()
            vertices = [f.read(16) for _ in range(points)]
            f.seek(at)
            f.write(b"".join(vertices[:starts[1]] + vertices[:starts[1] - 1:-1]))
        ledger = self.noted("geometry.orientation", name, "parcel")
        self.assertEqual((ledger["imported"], ledger["area_m2"]), (1, 575.0))

    def test_export(self):
        """A city of Turkey on a globe that is looked at from the other side."""
        city = self.new_city()
        self.ledger(city, self.write_geojson("p.geojson", [({"ada_no": "1", "parsel_no": "1"}, square(E, N, 20, 30))]), "--as", "parcel")
        self.refuses("export.transform", "export", city, "--as", "parcel", "-o", "p.gpkg", "--crs", GLOBE)
        self.assertEqual([n for n in os.listdir(self.folder.name) if n.startswith((".", "p.gpkg"))], [])

    def geopackage(self, *statements):
        """Three parcels, changed behind GDAL's back."""
        source = self.write_geojson("p.geojson", [({"ada_no": "1", "parsel_no": str(i), "nitelik": "x"}, square(E, N + 40 * i, 20, 30)) for i in range(3)])
        subprocess.run(["ogr2ogr", "-overwrite", self.path("p.gpkg"), self.path(source), "-nln", "p"], check=True, capture_output=True)
        with contextlib.closing(sqlite3.connect(self.path("p.gpkg"))) as db:
            for (trigger,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                db.execute('DROP TRIGGER "%s"' % trigger)
            for statement in statements:
                db.execute(statement)
            db.commit()
        return "p.gpkg"

    def test_gdal(self):
        """GeoPackages with a text without end, a geometry that is cut."""
        source = self.geopackage("UPDATE p SET nitelik = printf('%.*c', 70000, 'x') WHERE fid = 2")
        ledger = self.noted("ogr.text-long", source, "parcel", status=1)
        self.assertEqual([(f["record"], f["field"]) for f in ledger["findings"] if f["code"] == "ogr.text-long"], [(2, "nitelik")])
        source = self.geopackage("UPDATE p SET geom = substr(geom, 1, length(geom) - 40) WHERE fid = 1")
        self.noted("ogr.failure", source, "parcel", status=3)

    def test_check(self):
        city = self.new_city()
        with open(self.path(city), "ab") as f:
            f.write(b"x" * 100)
        out, err = self.kbs("check", city, "--integrity", "--lang", "en", status=None)
        self.assertRegex(out + err, words_of("check.length"))

    def test_near_names(self):
        city = self.new_city()
        self.ledger(city, self.write_geojson("p.geojson", [
            ({"mahalle": m, "ada_no": "1", "parsel_no": "1"}, square(E + 50 * i, N, 20, 30)) for i, m in enumerate(("Işıklar", "İşıklar"))]), "--as", "parcel")
        self.refuses("zoning.neighbourhood-ambiguous", "zoning", city, "isiklar/1/1", status=1)

    def test_profile_too_large(self):
        self.write("big.profile", "[parcel]\n" + "".join("block = A%d\n" % i for i in range(5000)))
        source = self.write_geojson("p.geojson", [({"ada_no": "1", "parsel_no": "1"}, square(E, N, 20, 30))])
        self.refuses("profile.too-large", "import", self.new_city(), source, "--as", "parcel", "--profile", "big.profile")

    def test_no_layer(self):
        self.write("e.kml", '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>')
        self.write("e.gml", '<?xml version="1.0" encoding="UTF-8"?><gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"/>')
        city = self.new_city()
        for source in ("e.kml", "e.gml"):
            self.refuses("layer.none", "import", city, source, "--as", "parcel")


class Options(Case):
    def test_unknown_options_are_named(self):
        city = self.new_city()
        for verb, args in (("init", ("x.kbs",)), ("import", (city, "p")), ("info", (city,)), ("zoning", (city,)), ("check", (city,)),
                           ("export", (city,)), ("backup", (city, "b"))):
            for option in ("--nonsense", "-z"):
                for lang, words, hint in (("en", "unknown option", "for help: kbs %s --help"), ("tr", "bilinmeyen seçenek", "yardım için: kbs %s --help")):
                    _, err = self.kbs(verb, *args, "--lang", lang, option, status=2)
                    self.assertEqual(err, "kbs %s: %s: %s\n%s\n" % (verb, words, option, hint % verb))

    def test_option_without_its_value(self):
        _, err = self.kbs("zoning", "city.kbs", "--lang", "en", "--point", status=2)
        self.assertIn("kbs zoning: the option needs a value: --point", err)


if __name__ == "__main__":
    unittest.main()
