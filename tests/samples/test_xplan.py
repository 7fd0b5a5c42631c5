# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""German development plans in GML (XPlanGML 4.1 to 6.0), the nearest real thing to PlanGML: many layers, arcs, nil reasons, and the same
plan in two versions of the schema."""
import os
import unittest

from real import RealCase, codes, need, read, refused

PLANS = {"BP2070_xplan41.zip": "EPSG:31467", "BP2070_xplan51.zip": "EPSG:31467", "BP2135_xplan51.zip": "EPSG:31467", "LA22_xplan51.zip": "EPSG:31467",
         "LA67_xplan51.zip": "EPSG:31467", "BPlan004_6-0.zip": "EPSG:25832", "Blankenese29_xplan60.gml": "EPSG:25832", "HafenCity7.gml": "EPSG:25832",
         "Rotherbaum27.gml": "EPSG:25832"}
LAYERS = (("BP_BaugebietsTeilFlaeche", "plan-area"), ("BP_UeberbaubareGrundstuecksFlaeche", "restriction"), ("BP_BauGrenze", "restriction"))
PATH = {}


def setUpModule():
    PATH["data"] = need("de-xplan")


def judged(name, layer, crs):
    """GDAL's reading; arcs become chords of its own, coarser than ours."""
    path = os.path.join(PATH["data"], name)
    return read("/vsizip/%s/xplan.gml" % path if name.endswith(".zip") else path, crs, layer)


class Plans(RealCase):
    def test_which_layer(self):
        for name, crs in PLANS.items():
            _, err = self.kbs("import", self.new_city(name + ".kbs", crs), os.path.join(PATH["data"], name), "--as", "plan-area", status=3)
            self.assertIn("which one:", err)
            self.assertIn("--layer", err)

    def test_layers(self):
        for name, crs in PLANS.items():
            city = self.new_city(name + ".kbs", crs)
            for layer, kind in LAYERS:
                with self.subTest(name + " " + layer):
                    records = judged(name, layer, crs)
                    ledger = self.take(city, os.path.join(PATH["data"], name), kind, "--layer", layer, "--map",
                                       "source_id=gml_id", "--dataset", layer, status=None)
                    self.assertEqual((ledger["records"], ledger["crs"]), (len(records), crs))
                    said = refused(ledger)
                    arcs = "ogr.curves-linearised" in codes(ledger)
                    if kind == "plan-area" or layer == "BP_UeberbaubareGrundstuecksFlaeche":
                        unsound = {r.number for r in records if r.shape is None or r.shape.is_empty or not r.shape.is_valid}
                        self.assertEqual(set(said), unsound)
                        total = sum(r.shape.area for r in records if r.number not in said)
                        self.assertAlmostEqual(ledger["area_m2"], total, delta=(0.001 * total if arcs else 0.01))
                    else:
                        self.assertEqual(ledger["imported"] + len(said), len(records))

    def test_numbers_of_use(self):
        """GRZ, GFZ and storeys are TAKS, KAKS and floors."""
        seen = 0
        for name, crs in PLANS.items():
            records = judged(name, "BP_BaugebietsTeilFlaeche", crs)
            have = [(c, f) for c, f in (("GRZ", "coverage_ratio"), ("GFZ", "floor_area_ratio"), ("Z", "floors")) if c in records[0].values]
            if not have:
                continue
            city = self.new_city(name + ".kbs", crs)
            maps = [x for c, f in have for x in ("--map", "%s=%s" % (f, c))]
            ledger = self.take(city, os.path.join(PATH["data"], name), "plan-area", "--layer", "BP_BaugebietsTeilFlaeche", "--map", "source_id=gml_id",
                               *maps, status=None)
            rows = {r.values["source_id"]: r.values for r in self.export(city, "plan-area")}
            for r in records:
                if r.number in refused(ledger):
                    continue
                for column, field in have:
                    value = r.values[column]
                    value = float(value) if value not in (None, "") else None
                    self.assertEqual(rows[r.values["gml_id"]][field], value, (name, r.number, column))
                    seen += value is not None
        self.assertGreater(seen, 50)

    def test_two_versions_are_one_plan(self):
        areas = []
        for name in ("BP2070_xplan41.zip", "BP2070_xplan51.zip"):
            ledger = self.take(self.new_city(name + ".kbs", PLANS[name]), os.path.join(PATH["data"], name), "plan-area", "--layer",
                               "BP_BaugebietsTeilFlaeche", status=None)
            areas.append(ledger["area_m2"])
        self.assertGreater(areas[0], 0)
        self.assertAlmostEqual(areas[0], areas[1], delta=0.01)


if __name__ == "__main__":
    unittest.main()
