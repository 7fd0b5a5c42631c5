# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""The ways to ask of kbs zoning: address, plan, restriction, area, past times."""
import json
import unittest

from kbs_tool import Case, schema, square

E, N = 478000.0, 4430000.0


class Asking(Case):
    def setUp(self):
        super().setUp()
        city = self.city = self.new_city()
        self.write_geojson("p.geojson", [
            ({"mahalle": "Çınar", "ada_no": "101", "parsel_no": "1", "alan": "600,00"}, square(E, N, 20, 30)),
            ({"mahalle": "Çınar", "ada_no": "101", "parsel_no": "2"}, square(E + 20, N, 20, 30)),
            ({"mahalle": "Çınar", "ada_no": "101", "parsel_no": "10"}, square(E + 40, N, 20, 30)),
            ({"mahalle": "Işıklar", "ada_no": "7", "parsel_no": "3"}, square(E, N + 100, 10, 10))])
        self.write_geojson("a.geojson", [
            ({"mahalle": "Çınar", "sokak": "Atatürk Caddesi", "kapi_no": "12/A"}, {"type": "Point", "coordinates": [E + 5, N + 5]}),
            ({"mahalle": "Işıklar", "sokak": "Atatürk Caddesi", "kapi_no": "12/A"}, {"type": "Point", "coordinates": [E + 5, N + 105]})])
        self.write_geojson("z.geojson", [
            ({"plan_id": "P1", "kullanim": "Konut Alanı", "taks": 0.4}, square(E - 10, N - 10, 42, 60)),
            ({"plan_id": "P2", "kullanim": "Park"}, square(E + 32, N - 10, 23, 60))])
        self.write_geojson("k.geojson", [
            ({"kisit_id": "S1", "tur": "SİT"}, square(E - 10, N - 10, 70, 20)),
            ({"kisit_id": "S2", "tur": "Taşkın"}, square(E + 60, N, 5, 30))])
        for source, kind in (("p", "parcel"), ("a", "address"), ("z", "plan-area"), ("k", "restriction")):
            self.kbs("import", city, source + ".geojson", "--as", kind, "-q", *(["--plan", "NIP-1"] if source == "z" else []))

    def answer(self, *args):
        return json.loads(self.kbs("zoning", self.city, *args, "--format", "json")[0])

    def test_addresses(self):
        self.assertEqual(self.answer("--address", "Cinar mah., ATATURK cad., No:12-a"), self.answer("Çınar/101/1"))
        _, err = self.kbs("zoning", self.city, "--address", "Atatürk Caddesi, 12/A", "--lang", "en", status=1)
        self.assertIn("Işıklar/7/3", err)
        _, err = self.kbs("zoning", self.city, "--address", "Çınar, Atatürk Caddesi, 14", "--lang", "en", status=1)
        self.assertIn("12/A", err)
        _, err = self.kbs("zoning", self.city, "--address", "Çınar, Ataturc Cad., 12/A", "--lang", "tr", status=1)
        self.assertIn("benzerleri: Atatürk Caddesi", err)
        self.kbs("zoning", self.city, "--address", "Çınar", status=2)
        both = self.answer("Çınar/101/2", "--address", "Işıklar, Atatürk Cd, 12A")
        self.assertEqual([one["parcel"] for one in both], ["3", "2"])

    def under(self, *args):
        import jsonschema
        answer = json.loads(self.kbs("zoning", self.city, *args, "--format", "json")[0])
        jsonschema.validate(answer, schema("under"))
        return answer

    def test_under_a_plan(self):
        answer = self.under("--plan", "nip-1")
        self.assertEqual([(r["parcel"], r["source_id"], r["area_m2"], r["share"]) for r in answer["rows"]],
                         [("1", "P1", 600.0, 1.0), ("2", "P1", 360.0, 0.6), ("2", "P2", 240.0, 0.4), ("10", "P2", 450.0, 0.75)])
        self.assertEqual((answer["parcel_count"], answer["area_m2"]), (3, 1650.0))
        self.assertEqual([r["parcel"] for r in self.under("--plan", "P2")["rows"]], ["2", "10"])
        out, _ = self.kbs("zoning", self.city, "--plan", "P2", "--format", "csv")
        self.assertEqual(out.splitlines()[1], "Çınar,101,2,600.00,plan-area,P2,,240.00,0.400000,0.00,")
        for lang, area in (("tr", "240,00 m²"), ("en", "240.00 m²")):
            self.assertIn(area, self.kbs("zoning", self.city, "--plan", "P2", "--lang", lang)[0])

    def test_under_a_restriction(self):
        answer = self.under("--restriction", "S1")
        self.assertEqual([(r["parcel"], r["area_m2"]) for r in answer["rows"]], [("1", 200.0), ("2", 200.0), ("10", 200.0)])
        self.assertEqual(self.under("--restriction", "S2")["rows"], [])   # it only touches 101/10
        _, err = self.kbs("zoning", self.city, "--restriction", "S3", "--lang", "en", status=1)
        self.assertIn("similar: S1, S2", err)
        for bad in (["--plan", ""], ["--plan", "P1", "--restriction", "S1"], ["--plan", "P1", "Çınar/101/1"], ["--plan", "P1", "--all"]):
            self.kbs("zoning", self.city, *bad, status=2)

    def test_a_free_area(self):
        import jsonschema
        self.write_geojson("f.geojson", [({}, square(E + 30, N, 10, 10))])
        answer = self.answer("--area", "f.geojson")
        jsonschema.validate(answer, schema("zoning"))
        self.assertEqual((answer["parcel"], answer["parcel_id"], answer["area_check"], answer["area_m2"]), (None, None, None, 100.0))
        self.assertEqual([(r["kind"], r["area_m2"]) for r in answer["rows"]], [("plan-area", 80.0), ("plan-area", 20.0), ("restriction", 100.0)])
        self.write("g.geojson", json.dumps(square(E + 30, N, 10, 10)))
        _, err = self.kbs("zoning", self.city, "--area", "g.geojson", "--lang", "en", status=3)
        self.assertIn("--crs", err)
        self.assertEqual(self.answer("--area", "g.geojson", "--crs", "EPSG:5254"), answer)
        # The outline of a parcel as GeoJSON in degrees, asked again, is the parcel within what nine decimals allow.
        out, _ = self.kbs("zoning", self.city, "Çınar/101/2", "--format", "geojson")
        feature, = json.loads(out)["features"]
        self.assertEqual(feature["properties"], self.answer("Çınar/101/2"))
        self.write("h.geojson", out)
        again = self.answer("--area", "h.geojson")
        self.assertAlmostEqual(again["exact_area_m2"], 600.0, places=1)
        self.assertEqual([r["kind"] for r in again["rows"]][:2], ["plan-area", "plan-area"])

    def test_bad_areas(self):
        bow_tie = {"type": "Polygon", "coordinates": [[[E, N], [E + 10, N + 10], [E + 10, N], [E, N + 10], [E, N]]]}
        open_ring = {"type": "Polygon", "coordinates": [[[E, N], [E + 10, N], [E + 10, N + 10], [E, N + 10]]]}
        for text, expected in ((json.dumps(bow_tie), "rings cross"), (json.dumps(open_ring), ""), ("{", "byte 1"), ("[]", "GeoJSON"),
                               ('{"type":"Point","coordinates":[1,2]}', "Point"), ('{"type":"Polygon","coordinates":[]}', "GeoJSON"),
                               ('{"type":"FeatureCollection","features":[]}', "0 features"), ('{"type":"Feature","geometry":null}', "null"),
                               ('{"type":"Polygon","coordinates":[[[1,2],[3,1e999],[4,4],[1,2]]]}', "GeoJSON"), ("{" * 2000, "GeoJSON"),
                               ('{"a":' + "[" * 2000, "GeoJSON"), ('{"type":"Polygon"}x', "GeoJSON")):
            self.write("bad.geojson", text)
            _, err = self.kbs("zoning", self.city, "--area", "bad.geojson", "--crs", "EPSG:5254", "--lang", "en", status=3)
            self.assertIn(expected, err, text[:60])
        self.write("far.geojson", json.dumps(square(E + 9000, N, 10, 10)))
        self.kbs("zoning", self.city, "--area", "far.geojson", "--crs", "EPSG:5254", status=1)
        ring = [[E + i * 1e-4, N] for i in range(100001)] + [[E, N + 9], [E, N]]
        self.write("many.geojson", json.dumps({"type": "Polygon", "coordinates": [ring]}))
        _, err = self.kbs("zoning", self.city, "--area", "many.geojson", "--crs", "EPSG:5254", "--lang", "en", status=3)
        self.assertIn("100000 vertices", err)
        self.kbs("zoning", self.city, "--area", "none.geojson", status=3)
        self.kbs("zoning", self.city, "--all", "--format", "geojson", status=2)
        self.kbs("zoning", self.city, "Çınar/101/1", "--crs", "EPSG:5254", status=2)

    def test_clocks(self):
        import jsonschema
        self.write_geojson("n.geojson", [({"plan_id": "P3", "kullanim": "Okul"}, square(E, N, 20, 30))])
        self.kbs("import", self.city, "n.geojson", "--as", "plan-area", "-q", "--plan-status", "on-display", "--valid-from", "2026-01-01",
                 "--valid-until", "2026-02-01", "--dataset", "n")
        today = self.answer("Çınar/101/1")
        self.assertEqual((today["known_on"], today["valid_on"]), (5, None))
        self.assertEqual(sorted(r["plan_area"]["source_id"] for r in today["rows"] if r["kind"] == "plan-area"), ["P1", "P3"])
        valid = self.answer("Çınar/101/1", "--valid-on", "2026-01-15")
        jsonschema.validate(valid, schema("zoning"))
        self.assertEqual([(r["kind"], r["area_m2"]) for r in valid["rows"]],
                         [("plan-area", 600.0), ("restriction", 200.0), ("notice", 600.0)])
        self.assertEqual(valid["valid_on"], "2026-01-15")
        before = self.answer("--address", "Çınar, Atatürk cad, 12a", "--known-on", "2")
        self.assertEqual([r["kind"] for r in before["rows"]], ["uncovered"])
        self.assertEqual((before["known_on"], before["revision"]), (2, 5))
        self.assertEqual(len(self.answer("--all", "--known-on", "3")), 4)
        self.assertEqual(self.under("--restriction", "S1", "--valid-on", "2026-01-15")["parcel_count"], 3)
        out, _ = self.kbs("zoning", self.city, "Çınar/101/1", "--valid-on", "2026-01-15", "--format", "csv")
        self.assertIn(",notice,P3,", out)
        for args, status in ((["--known-on", "99"], 1), (["--known-on", "x"], 2), (["--valid-on", "2026-13-01"], 2), (["--known-on", "1990-01-01"], 1)):
            self.kbs("zoning", self.city, "Çınar/101/1", *args, status=status)

    def test_diff(self):
        import jsonschema
        self.write_geojson("z.geojson", [
            ({"plan_id": "P1", "kullanim": "Konut Alanı", "taks": 0.3}, square(E - 10, N - 10, 42, 60)),
            ({"plan_id": "P2", "kullanim": "Park"}, square(E + 32, N - 10, 23, 60))])
        self.kbs("import", self.city, "z.geojson", "--as", "plan-area", "-q", "--plan", "NIP-1")
        changes = json.loads(self.kbs("diff", self.city, "--from", "4", "--to", "5", "--format", "json")[0])
        self.assertEqual([(c["parcel"], c["change"]) for c in changes], [("1", "changed"), ("2", "changed")])
        for change in changes:
            jsonschema.validate(change, schema("diff"))
            for side in ("before", "after"):
                jsonschema.validate(change[side], schema("zoning"))
        self.assertEqual([changes[0][side]["rows"][0]["plan_area"]["coverage_ratio"] for side in ("before", "after")], [0.4, 0.3])
        out, _ = self.kbs("diff", self.city, "--from", "4", "--to", "5", "--lang", "en")
        self.assertIn("Çınar/101/1: changed", out)
        self.assertIn("TAKS 0.40", out)
        self.assertIn("2 parcels differ", out)
        self.assertIn("0 parselin", self.kbs("diff", self.city, "--from", "5", "--to", "5", "--lang", "tr")[0])
        for args, status in ((["--from", "1"], 2), (["--from", "1", "--to", "9"], 1), (["--from", "x", "--to", "1"], 2)):
            self.kbs("diff", self.city, *args, status=status)


if __name__ == "__main__":
    unittest.main()
