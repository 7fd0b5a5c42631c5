# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""One layer (primary zoning of Minneapolis) in six formats: the same answer whatever the format."""
import os
import unittest

from real import RealCase, counts, need, read, refused

CRS = "EPSG:26915"
PATH = {}


def setUpModule():
    PATH["data"] = need("us-minneapolis-formats")


def source(name):
    path = os.path.join(PATH["data"], "primary_zoning." + name)
    return path, "/vsizip/%s/primary_zoning.%s" % (path, name[:-4]) if name.endswith(".zip") else path


class Minneapolis(RealCase):
    def rows_of(self, name, status=0):
        city = self.new_city(name + ".kbs", CRS)
        ledger = self.take(city, source(name)[0], "plan-area", "--map", "use=ZONE_CODE", "--map", "source_id=OBJECTID", status=status)
        self.assertEqual(ledger["records"], 2193)
        self.assertEqual(ledger["crs"], "EPSG:4326")
        return ledger, {int(r.values["source_id"]): r for r in self.export(city, "plan-area", name.split(".")[0] + ".gpkg")}

    def test_six_formats_are_one_layer(self):
        judged = {int(r.values["OBJECTID"]): r for r in read(source("shp")[1], CRS)}
        self.assertEqual((len(judged), all(r.shape.is_valid for r in judged.values())), (2193, True))
        total = sum(r.shape.area for r in judged.values())
        self.assertAlmostEqual(total, 148621077.37, delta=0.5)
        for name in ("shp", "gml.zip", "kml.zip", "geojson.zip", "gpkg.zip"):
            with self.subTest(name):
                ledger, rows = self.rows_of(name)
                self.assertEqual((ledger["imported"], len(rows)), (2193, 2193))
                self.assertAlmostEqual(ledger["area_m2"], total, delta=0.5)
                for key, row in rows.items():
                    self.assertEqual(row.values["use"], judged[key].values["ZONE_CODE"])
                    self.assertAlmostEqual(row.shape.area, judged[key].shape.area, delta=0.01, msg=key)
                    self.assertLess(row.shape.centroid.distance(judged[key].shape.centroid), 0.001)
                self.assertAlmostEqual(ledger["area_m2"], sum(r.shape.area for r in read(source(name)[1], CRS)), delta=0.01)

    def test_coordinates_of_seven_decimals_break_four_areas(self):
        judged = read(source("geojsonl.zip")[1])
        unsound = {r.number for r in judged if not r.shape.is_valid}
        self.assertEqual(len(unsound), 4)
        ledger, rows = self.rows_of("geojsonl.zip", status=1)
        metres = {r.number: r.shape for r in read(source("geojsonl.zip")[1], CRS)}
        # In metres two points that were one are a rounding error apart: one ring less touches itself.
        self.assertEqual(set(refused(ledger)), {n for n, shape in metres.items() if not shape.is_valid})
        self.assertLess(set(refused(ledger)), unsound)
        self.assertEqual(len(rows) + len(refused(ledger)), 2193)
        self.assertLessEqual(set(counts(ledger)), {"geometry.repeated-vertex", "geometry.few-vertices", "geometry.spike",
                                                   "geometry.self-crossing", "geometry.ring-touch"})
        self.assertAlmostEqual(ledger["area_m2"], sum(s.area for n, s in metres.items() if n not in refused(ledger)), delta=0.01)


if __name__ == "__main__":
    unittest.main()
