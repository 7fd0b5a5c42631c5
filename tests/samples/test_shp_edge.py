# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""Odd and broken shapefiles that others collected: each has its verdict. Judged as restrictions in a city whose system covers the world."""
import json
import os
import unittest

from real import ALWAYS, RealCase, need, read, refused

ALONE = "the file is missing; a shapefile needs .shp, .shx and .dbf"
NO_SYSTEM = "no coordinate system is stated"
PART = "only a part of a shapefile"
# File: exit status, records, refused records, codes of the ledger (import.nothing goes without saying); or what is said without a ledger.
VERDICTS = {
    "dbf/POLYGON.dbf": (3, None, None, PART),
    "dbf/comma_separated.dbf": (3, None, None, PART),
    "dbf/duplicate_fields.dbf": (3, None, None, PART),
    "dbf/periphereies.dbf": (3, None, None, PART),
    "mapshaper-issues/166/a_utm.shp": (0, 1, 0, ""),
    "mapshaper-issues/166/b_utm.shp": (0, 1, 0, ""),
    "mapshaper-issues/166/c_utm.shp": (3, None, None, NO_SYSTEM),
    "mapshaper-issues/166/d_geo.shp": (0, 1, 0, ""),
    "mapshaper-issues/166/e_merc.shp": (0, 1, 0, ""),
    "mapshaper-issues/193/gauss_kruger.shp": (3, None, None, ALONE),
    "mapshaper-issues/193/three_points.shp": (3, None, None, "none of the known coordinate systems"),
    "mapshaper-issues/518_519_shp_reading/data_corruption_error.shp": (0, 8, 0, "shp.heights shp.record-numbers"),
    "mapshaper-issues/518_519_shp_reading/max_callstack_error.shp": (0, 138, 0, "shp.header-box shp.record-numbers"),
    "mapshaper-issues/68/cell1.shp": (3, None, None, ALONE),
    "mapshaper-issues/68/clipper.shp": (3, None, None, ALONE),
    "mapshaper-issues/invalid_coords/invalid_coordinates.shp": (3, 1, 1, "crs.datum-unknown shp.column-width shp.coordinate"),
    "mapshaper-issues/point_shapefile_import_error/points.shp": (3, None, None, NO_SYSTEM),
    "mapshaper/geo_lines.shp": (1, 6, 1, "geometry.not-degrees shp.unused-bytes"),
    "mapshaper/ignore-properties.shp": (3, None, None, ALONE),
    "mapshaper/latin1-property.shp": (0, 1, 0, ""),
    "mapshaper/nad27/popctr_state1970.shp": (0, 51, 0, ""),
    "mapshaper/polygons.shp": (3, None, None, ALONE),
    "mapshaper/six_counties.shp": (1, 6, 2, "geometry.ring-touch"),
    "mapshaper/three_points.shp": (0, 3, 0, ""),
    "mapshaper/two_states.shp": (1, 2, 1, "geometry.ring-touch"),
    "mapshaper/two_states_merc_copy.shp": (3, None, None, ALONE),
    "mapshaper/two_states_mercator.shp": (1, 2, 1, "geometry.ring-touch"),
    "mapshaper/utf8-property.shp": (0, 1, 0, ""),
    "pyshp/REL.zip": (0, 1, 0, "shp.heights"),
    "pyshp/blockgroups.shp": (3, None, None, NO_SYSTEM),
    "pyshp/blockgroups.zip": (3, None, None, NO_SYSTEM),
    "pyshp/blockgroups_multishapefile.zip": (3, None, None, "which one: blockgroups.shp, blockgroups2.shp"),
    "pyshp/corrupt_too_long.shp": (3, None, None, NO_SYSTEM),
    "pyshp/empty_zipfile.zip": (3, None, None, "there is no source in the archive"),
    "pyshp/latin1.shp": (3, None, None, ALONE),
}
# Said with --crs EPSG:4326 of those that state no system.
WITH_SYSTEM = {
    "mapshaper-issues/166/c_utm.shp": (3, 1, 1, "geometry.not-degrees"),
    "mapshaper-issues/point_shapefile_import_error/points.shp": (0, 2, 0, ""),
    "pyshp/blockgroups.shp": (0, 663, 0, ""),
    "pyshp/blockgroups.zip": (0, 663, 0, ""),
    "pyshp/corrupt_too_long.shp": (1, 10, 9, "import.duplicate shp.longer shp.table-tail shp.unused-bytes"),
}
NOT_SAID = set(ALWAYS) | {"import.nothing", "import.same-source"}
PATH = {}


def setUpModule():
    PATH["data"] = need("shp-edge")


def data(name):
    return os.path.join(PATH["data"], name)


class Shapefiles(RealCase):
    def test_table_is_whole(self):
        found = set()
        for folder, _, names in os.walk(PATH["data"]):
            kept = [n for n in names if n.endswith((".shp", ".zip")) or os.path.basename(folder) == "dbf"]
            found |= {os.path.relpath(os.path.join(folder, n), PATH["data"]) for n in kept}
        self.assertEqual(found, set(VERDICTS))

    def judge(self, city, verdicts, *options):
        for name, (status, records, bad, words) in verdicts.items():
            with self.subTest(name):
                if records is None:
                    _, err = self.kbs("import", city, data(name), "--as", "restriction", *options, status=status)
                    self.assertIn(words, err)
                    continue
                ledger = self.take(city, data(name), "restriction", *options, status=status)
                self.assertEqual((ledger["records"], ledger["refused"]), (records, bad))
                self.assertEqual(" ".join(sorted({f["code"] for f in ledger["findings"]} - NOT_SAID)), words)
                # GDAL counts the same records, and sees the same rings touch themselves.
                if words != "geometry.not-degrees" and "shp.coordinate" not in words:
                    path = "/vsizip/" + data(name) + ("/REL" if "REL" in name else "") if name.endswith(".zip") else data(name)
                    judged = read(path, "EPSG:6933", source_crs=options[1] if options else None)
                    self.assertEqual(len(judged), records)
                    self.assertEqual({n for n, code in refused(ledger).items() if code == "geometry.ring-touch"},
                                     {r.number for r in judged if not r.shape.is_valid})

    def test_verdicts(self):
        self.judge(self.new_city(crs="EPSG:6933"), VERDICTS)

    def test_verdicts_where_the_system_is_given(self):
        self.judge(self.new_city(crs="EPSG:6933"), WITH_SYSTEM, "--crs", "EPSG:4326")

    def test_ten_lines_are_one(self):
        """The nine that are refused as doubles really are one line ten times."""
        lines = read(data("pyshp/corrupt_too_long.shp"))
        self.assertEqual((len(lines), len({line.shape.wkb for line in lines})), (10, 1))

    def test_geometry_alone_on_request(self):
        """.shp without .dbf: the index is needed still, which none of these has."""
        city = self.new_city(crs="EPSG:6933")
        for name in ("mapshaper/polygons.shp", "mapshaper-issues/68/cell1.shp", "mapshaper-issues/193/gauss_kruger.shp"):
            _, err = self.kbs("import", city, data(name), "--as", "restriction", "--no-attributes", status=3)
            self.assertIn(".shx: the file is missing", err)

    def test_no_data_is_one_records_fault(self):
        """A point at -1.8e308 under a .prj that names no known datum: the system is known by its name, the record is refused and says where."""
        ledger = self.take(self.new_city(crs="EPSG:6933"), data("mapshaper-issues/invalid_coords/invalid_coordinates.shp"), "point",
                           status=3)
        self.assertEqual(refused(ledger), {1: "shp.coordinate"})

    def test_which_of_two(self):
        city = self.new_city(crs="EPSG:6933")
        for name in ("blockgroups.shp", "blockgroups2.shp"):
            ledger = self.take(city, data("pyshp/blockgroups_multishapefile.zip"), "restriction", "--crs", "EPSG:4326", "--layer", name, "--dataset", name)
            self.assertEqual(ledger["records"], 663)

    def test_letters_arrive(self):
        """One record each, with the expected value beside it."""
        for name, encoding in (("latin1-property", "ISO-8859-1"), ("utf8-property", None)):
            with open(data("mapshaper/%s.json" % name), encoding="utf-8") as f:
                answer = json.load(f)
            values = (answer["features"][0]["properties"] if "features" in answer else answer)
            column, text = next((k, v) for k, v in values.items() if isinstance(v, str) and not v.isascii())
            city = self.new_city(name + ".kbs", "EPSG:6933")
            options = ("--encoding", encoding) if encoding else ()
            self.take(city, data("mapshaper/%s.shp" % name), "restriction", "--map", "note=" + column, *options)
            self.assertEqual([r.values["note"] for r in self.export(city, "restriction")], [text])

    def test_old_datum(self):
        """NAD27: the operation between datums is stated with its accuracy."""
        ledger = self.take(self.new_city(crs="EPSG:5070"), data("mapshaper/nad27/popctr_state1970.shp"), "point", status=None)
        self.assertEqual((ledger["records"], ledger["crs"]), (51, "EPSG:4267"))
        self.assertIn("NAD27 to ", ledger["transformation"])
        self.assertGreater(ledger["accuracy_m"], 0)


if __name__ == "__main__":
    unittest.main()
