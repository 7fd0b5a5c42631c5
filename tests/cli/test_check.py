# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""kbs check without --integrity: what is wrong with the contents of a city."""
import json
import unittest

from kbs_tool import Case, square

E, N = 478000.0, 4430000.0


class Check(Case):
    def setUp(self):
        super().setUp()
        self.city = self.new_city()

    def parcels(self, *rectangles):
        self.write_geojson("p.geojson", [
            ({"mahalle": "Çınar", "ada_no": "101", "parsel_no": str(i + 1)}, square(E + east, N, width, 30))
            for i, (east, width) in enumerate(rectangles)])
        self.kbs("import", self.city, "p.geojson", "--as", "parcel", "-q")

    def test_nothing_found(self):
        self.parcels((0, 20), (20, 20))
        self.assertEqual(self.kbs("check", self.city, "--lang", "en")[0], "nothing found\n")
        self.assertEqual(self.kbs("check", self.city, "--lang", "tr")[0], "bulgu yok\n")
        self.assertEqual(json.loads(self.kbs("check", self.city, "--format", "json")[0]), [])
        self.assertEqual(json.loads(self.kbs("check", self.city, "--format", "geojson")[0])["features"], [])

    def test_findings(self):
        self.parcels((0, 20), (19, 21), (40.25, 20))
        found = json.loads(self.kbs("check", self.city, "--format", "json", status=1)[0])
        self.assertEqual([(f["code"], f["key"], f["found"]) for f in found],
                         [("check.parcel-overlap", "Çınar/101/1", "30.00"), ("check.gap", "Çınar/101", "7.50")])
        out, _ = self.kbs("check", self.city, "--lang", "en", status=1)
        self.assertIn("overlaps Çınar/101/2 by 30.00 m²", out)
        self.assertIn("2 findings", out)
        self.kbs("check", self.city, "--format", "geojson", "-o", "f.geojson", status=1)
        with open(self.path("f.geojson"), encoding="utf-8") as f:
            features = json.load(f)["features"]
        self.assertEqual([f["properties"]["code"] for f in features], ["check.parcel-overlap", "check.gap"])
        east, north = features[0]["geometry"]["coordinates"]
        self.assertTrue(29 < east < 30.5 and 39 < north < 41)
        for bad in (["--format", "csv"], ["--integrity", "--format", "geojson"], ["x"]):
            self.kbs("check", self.city, *bad, status=2)
        self.kbs("check", self.city, "--integrity")


if __name__ == "__main__":
    unittest.main()
