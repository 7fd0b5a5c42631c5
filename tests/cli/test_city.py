# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""kbs init, info, check, backup, export: the city file from outside."""
import json
import os
import shutil
import sqlite3
import subprocess
import unittest

from kbs_tool import Case, SAMPLE, TOOL, read_bytes, schema, square

E, N = 478000.0, 4430000.0


def parcel(number, east=0.0):
    return ({"mahalle": "Işıklar", "ada_no": "101", "parsel_no": number}, square(E + east, N, 20, 30))


class City(Case):
    def small_city(self):
        city = self.new_city()
        self.write_geojson("p.geojson", [parcel("1"), parcel("2", 20)])
        self.write_geojson("z.geojson", [({"kullanim": "Park"}, square(E, N, 30, 30))])
        self.kbs("import", city, "p.geojson", "--as", "parcel")
        self.kbs("import", city, "z.geojson", "--as", "plan-area")
        return city

    def test_init_makes_a_file_that_others_open(self):
        city = self.small_city()
        out = subprocess.run(["ogrinfo", "-so", self.path(city), "parcel"], capture_output=True, text=True).stdout
        self.assertIn("Feature Count: 2", out)
        self.assertIn("Geometry: Multi Polygon", out)
        self.assertIn("5254", out)
        query = "SELECT count(*), sum(ST_Area(geometry)), min(ST_SRID(geometry)) FROM parcel"
        out = subprocess.run(["spatialite", "-silent", self.path(city), query], capture_output=True, text=True).stdout
        self.assertEqual(out.strip().splitlines()[-1], "2|1200.0|5254")
        layers = subprocess.run(["spatialite", "-silent", self.path(city), "SELECT table_name FROM vector_layers ORDER BY 1"],
                                capture_output=True, text=True).stdout.split()
        for name in ("parcel", "plan_area", "road", "current_parcel"):
            self.assertIn(name, layers)

    def test_init_refuses(self):
        self.new_city()
        self.kbs("init", "city.kbs", "--crs", "EPSG:5254", status=2)     # is there already
        self.kbs("init", "a.kbs", status=2)                              # no system
        self.kbs("init", "a.kbs", "--crs", "EPSG:4326", status=3)        # degrees
        self.kbs("init", "a.kbs", "--crs", "EPSG:2249", status=3)        # feet
        self.kbs("init", "a.kbs", "--crs", "EPSG:999999", status=3)
        self.kbs("init", "a.kbs", "--crs", "http://example.org/crs", status=3)
        self.kbs("init", "nowhere/a.kbs", "--crs", "EPSG:5254", status=4)
        self.assertEqual(sorted(os.listdir(self.folder.name)), ["city.kbs"])

    def test_info_follows_its_schema(self):
        import jsonschema
        city = self.small_city()
        info = json.loads(self.kbs("info", city, "--format", "json")[0])
        jsonschema.validate(info, schema("info"))
        self.assertEqual(info["revision"], 2)
        self.assertEqual(info["kinds"][1], {"kind": "parcel", "current": 2, "closed": 0, "area_m2": 1200.0, "length_m": 0.0})
        self.assertEqual(info["extent"], [E, N, E + 40, N + 30])
        self.assertEqual([r["imported"] for r in info["revisions"]], [2, 1])
        text, _ = self.kbs("info", city)
        self.assertIn("EPSG:5254", text)
        self.assertIn("libkbs", text)

    def test_language_changes_words_and_not_numbers(self):
        city = self.small_city()
        tr, _ = self.kbs("info", city, env={"LC_ALL": "tr_TR.UTF-8"})
        en, _ = self.kbs("info", city, env={"LC_ALL": "en_US.UTF-8"})
        self.assertIn("sürümler", tr)
        self.assertIn("revisions", en)
        self.assertEqual(self.kbs("info", city, "--lang", "tr")[0], tr)
        self.assertEqual(self.kbs("info", city, "--format", "json", "--lang", "tr")[0], self.kbs("info", city, "--format", "json", "--lang", "en")[0])

    def test_not_a_city(self):
        self.write("text.kbs", "this is no city")
        self.write("empty.kbs", b"")
        db = sqlite3.connect(self.path("other.kbs"))
        db.execute("CREATE TABLE t(x)")
        db.commit()
        db.close()
        for name in ("text.kbs", "empty.kbs", "other.kbs", "missing.kbs"):
            _, err = self.kbs("info", name, status=3)
            self.assertIn(name, err)

    def test_foreign_objects_are_refused(self):
        for sql in ("CREATE VIEW v AS SELECT 1", "CREATE TRIGGER t AFTER INSERT ON parcel BEGIN SELECT 1; END",
                    "CREATE TABLE notes(x)", "CREATE INDEX i ON parcel(land_type)"):
            city = self.small_city()
            db = sqlite3.connect(self.path(city))
            db.execute(sql)
            db.commit()
            db.close()
            _, err = self.kbs("info", city, status=3)
            self.assertRegex(err, r"\b(v|t|notes|i)\b")
            os.remove(self.path(city))

    def test_backup_is_verified_and_restores(self):
        city = self.small_city()
        before, _ = self.kbs("zoning", city, "--all", "--format", "json")
        self.kbs("backup", city, "copy.kbs")
        self.kbs("backup", city, "copy.kbs", status=2)
        self.kbs("backup", city, "copy.kbs", "--replace")
        self.kbs("check", "copy.kbs", "--integrity")
        self.write_geojson("p.geojson", [parcel("7")])
        self.kbs("import", city, "p.geojson", "--as", "parcel", "--replace")
        self.assertNotEqual(self.kbs("zoning", city, "--all", "--format", "json")[0], before)
        for side in ("-wal", "-shm"):
            if os.path.exists(self.path(city + side)):
                os.remove(self.path(city + side))
        os.replace(self.path("copy.kbs"), self.path(city))
        self.assertEqual(self.kbs("zoning", city, "--all", "--format", "json")[0], before)
        self.kbs("check", city, "--integrity")

    def test_damage_is_found_and_named(self):
        city = self.small_city()
        self.assertIn("sound", self.kbs("check", city, "--integrity", "--lang", "en")[0])
        db = sqlite3.connect(self.path(city))
        blob = bytearray(db.execute("SELECT geometry FROM parcel WHERE id = 1").fetchone()[0])
        blob[60] ^= 1
        db.execute("UPDATE parcel SET geometry = ? WHERE id = 1", (bytes(blob),))
        db.commit()
        db.close()
        out, _ = self.kbs("check", city, "--integrity", "--lang", "en", status=4)
        self.assertIn("parcel", out)
        self.kbs("backup", city, "copy.kbs", status=4)
        self.assertFalse(os.path.exists(self.path("copy.kbs")))

    def test_cut_file_is_named(self):
        city = self.small_city()
        data = read_bytes(self.path(city))
        for size in (100, 4096, len(data) // 2, len(data) - 1000):
            self.write("cut.kbs", data[:size])
            self.kbs("check", "cut.kbs", "--integrity", status=None)
            done = subprocess.run([TOOL, "check", "cut.kbs", "--integrity"], cwd=self.folder.name, capture_output=True)
            self.assertIn(done.returncode, (3, 4), size)

    def test_export_and_import_are_inverse(self):
        city = self.small_city()
        wanted, _ = self.kbs("zoning", city, "--all", "--format", "csv")
        for number, extension in enumerate(("gpkg", "geojson", "shp", "fgb", "gml")):
            other = self.new_city("other%d.kbs" % number)
            for kind in ("parcel", "plan-area"):
                name = "%s%d.%s" % (kind, number, extension)
                options = ("--crs", "EPSG:5254") if extension == "geojson" else ()
                self.kbs("export", city, "--as", kind, "-o", name, *options)
                self.kbs("import", other, name, "--as", kind)
            columns = [line.split(",")[:9] for line in wanted.splitlines()]
            got, _ = self.kbs("zoning", other, "--all", "--format", "csv")
            self.assertEqual([line.split(",")[:5] + line.split(",")[6:9] for line in got.splitlines()],
                             [c[:5] + c[6:9] for c in columns], extension)

    def test_export_leaves_nothing_half_done(self):
        city = self.small_city()
        self.kbs("export", city, "--as", "parcel", "-o", "p.xyz", status=2)
        self.kbs("export", city, "--as", "parcel", "-o", "nowhere/p.gpkg", status=4)
        self.write("there.gpkg", "x")
        self.kbs("export", city, "--as", "parcel", "-o", "there.gpkg", status=2)
        self.assertEqual(read_bytes(self.path("there.gpkg")), b"x")
        self.assertEqual([n for n in os.listdir(self.folder.name) if n.startswith(".")], [])

    def test_help_and_version(self):
        out, _ = self.kbs("--version")
        for word in ("libkbs", "GEOS", "PROJ", "GDAL", "SQLite", "SpatiaLite"):
            self.assertIn(word, out)
        for verb in ("init", "import", "info", "zoning", "check", "diff", "export", "backup"):
            self.assertIn("--lang", self.kbs(verb, "--help")[0])
        self.kbs(status=2)
        self.kbs("fly", status=2)


class Sample(Case):
    def test_whole_sample_city(self):
        if not os.path.isdir(SAMPLE):
            self.skipTest("no sample city")
        city = self.sample_city()
        info = json.loads(self.kbs("info", city, "--format", "json")[0])
        counts = {k["kind"]: k["current"] for k in info["kinds"]}
        self.assertGreater(counts["parcel"], 2500)
        self.assertTrue(all(counts.values()), counts)
        self.assertEqual([r["refused"] for r in info["revisions"]], [0] * 8)
        self.kbs("check", city, "--integrity")
        shutil.copy(self.path(city), self.path("copy.kbs"))
        self.kbs("check", "copy.kbs", "--integrity")


if __name__ == "__main__":
    unittest.main()
