# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""kbs zoning: answers by hand-computed numbers, keys, points, formats."""
import csv
import io
import json
import os
import unittest

from kbs_tool import Case, SAMPLE, load, schema, square

E, N = 478000.0, 4430000.0


class Zoning(Case):
    def setUp(self):
        super().setUp()
        city = self.city = self.new_city()
        # 101/1 is 20 m x 30 m; housing covers its western 12 m, a park the rest but for the northern 5 m; the two overlap by 1 m.
        self.write_geojson("p.geojson", [
            ({"mahalle": "Çankaya", "ada_no": "101", "parsel_no": "1", "alan": "600,00"}, square(E, N, 20, 30)),
            ({"mahalle": "Çankaya", "ada_no": "101", "parsel_no": "2"}, square(E + 20, N, 20, 30)),
            ({"mahalle": "Işıklar", "ada_no": "101", "parsel_no": "1"}, square(E, N + 100, 10, 10)),
            ({"mahalle": "İşıklar", "ada_no": "102", "parsel_no": "12/a"}, square(E + 50, N + 100, 10, 10))])
        self.write_geojson("z.geojson", [
            ({"plan_id": "1", "kullanim": "Konut Alanı", "taks": 0.4, "kaks": 1.2, "kat": 3, "nizam": "A"}, square(E - 10, N - 10, 22, 35)),
            ({"plan_id": "2", "kullanim": "Park"}, square(E + 11, N - 10, 40, 35))])
        self.write_geojson("k.geojson", [({"kisit_id": "7", "tur": "SİT", "derece": "I"}, square(E + 15, N - 10, 100, 20))])
        for source, kind in (("p", "parcel"), ("z", "plan-area"), ("k", "restriction")):
            self.kbs("import", city, source + ".geojson", "--as", kind, "-q")

    def answer(self, *args):
        return json.loads(self.kbs("zoning", self.city, *args, "--format", "json")[0])

    def test_areas_by_hand(self):
        answer = self.answer("Çankaya/101/1")
        self.assertEqual(answer["area_m2"], 600.0)
        self.assertEqual(answer["registered_area_m2"], 600.0)
        self.assertEqual(answer["area_check"]["tolerance_m2"], 6.8)   # 6.30 + 100 * 0.005, rule AT-01
        self.assertTrue(answer["area_check"]["within_tolerance"])
        rows = {(r["kind"], (r.get("plan_area") or r.get("restriction") or {}).get("source_id")): r for r in answer["rows"]}
        self.assertEqual(rows["plan-area", "1"]["area_m2"], 300.0)   # 12 x 25
        self.assertEqual(rows["plan-area", "2"]["area_m2"], 225.0)   # 9 x 25
        self.assertEqual([r["area_m2"] for r in answer["rows"] if r["kind"] == "overlap"], [25.0])
        self.assertEqual([r["area_m2"] for r in answer["rows"] if r["kind"] == "uncovered"], [100.0])
        self.assertEqual(rows["restriction", "7"]["area_m2"], 50.0)  # 5 x 10
        self.assertEqual(rows["plan-area", "1"]["share"], 0.5)
        self.assertAlmostEqual(rows["restriction", "7"]["share"], 50 / 600, places=6)

    def test_json_follows_its_schema(self):
        import jsonschema
        for one in [self.answer("Çankaya/101/1")] + self.answer("--all"):
            jsonschema.validate(one, schema("zoning"))

    def test_site_by_hand(self):
        # A road 10 m wide to the south. 101/1: housing on the western 12 m but for the park's last metre, and up to N + 25.
        self.write_geojson("r.geojson", [({"ad": "Lale Sokağı", "genislik": 10}, {
            "type": "LineString", "coordinates": [[E - 100, N - 5], [E + 100, N - 5]]})])
        self.kbs("import", self.city, "r.geojson", "--as", "road", "-q")
        site = self.answer("Çankaya/101/1", "--site")
        front = [e for e in site["edges"] if e["class"] == "front"]
        self.assertEqual([(e["length_m"], e["road"]["name"], e["road"]["width_m"], e["setback_m"], e["rule"]) for e in front],
                         [(20.0, "Lale Sokağı", 10.0, 5, "EC-02")])
        self.assertEqual(site["form"], "interior")
        part = site["buildable"][0]
        self.assertEqual(part["plan_area_source_id"], "1")
        self.assertIn("one_plan_area", part["missing"])   # the two plan areas overlap
        self.assertEqual(part["floor_area_rule"], "KA-01")

    def test_site_json_follows_its_schema(self):
        import jsonschema
        for one in [self.answer("Çankaya/101/1", "--site")] + self.answer("--all", "--site"):
            jsonschema.validate(one, schema("site"))

    def test_site_text_and_usage(self):
        english = self.kbs("zoning", self.city, "Çankaya/101/1", "--site", "--lang", "en")[0]
        self.assertTrue(english.startswith("Zoning status  Çankaya 101/1\n"))
        self.assertIn("\nSite of the parcel  Çankaya 101/1\nform: ", english)
        self.assertIn("Parselin yapılaşma durumu", self.kbs("zoning", self.city, "Çankaya/101/1", "--site", "--lang", "tr")[0])
        self.kbs("zoning", self.city, "Çankaya/101/1", "--site", "--format", "csv", status=2)
        alone = self.answer("Çankaya/101/1", "--site")
        self.assertEqual(alone, [s for s in self.answer("--all", "--site") if s["parcel_id"] == alone["parcel_id"]][0])

    def test_spellings_find_the_same_parcel(self):
        wanted = self.answer("Çankaya/101/1")
        for key in ("ÇANKAYA/101/1", "çankaya/101/1", "Cankaya/101/1", "CANKAYA/0101/01", " Çankaya / 101 / 1 "):
            self.assertEqual(self.answer(key), wanted, key)
        self.assertEqual(self.answer("IŞIKLAR/101/1")["neighbourhood"], "Işıklar")
        self.assertEqual(self.answer("ışıklar/101/1")["neighbourhood"], "Işıklar")
        self.assertEqual(self.answer("işıklar/102/12/A")["neighbourhood"], "İşıklar")
        self.assertEqual(self.answer("102/12/a")["parcel"], "12/A")

    def test_keys_that_are_wrong(self):
        _, err = self.kbs("zoning", self.city, "101/1", status=1)
        self.assertIn("Çankaya", err)
        self.assertIn("Işıklar", err)
        _, err = self.kbs("zoning", self.city, "Çankaya/101/3", status=1)
        self.assertIn("101/3", err)
        for key in ("101", "/5", "101/", "Çankaya/101/5/7/9", "101/5'--", "x" * 300 + "/1/1", "", "/", "//"):
            self.kbs("zoning", self.city, key, status=2)

    def test_a_key_without_a_block(self):
        self.write_geojson("q.geojson", [({"mahalle": "Çankaya", "parsel_no": "12"}, square(E + 200, N, 10, 10))])
        self.kbs("import", self.city, "q.geojson", "--as", "parcel", "-q")
        wanted = self.answer("Çankaya/-/12")
        self.assertEqual((wanted["parcel"], wanted["area_m2"]), ("12", 100.0))
        self.assertEqual(self.answer("-/12"), wanted)
        self.assertEqual(json.loads(self.kbs("zoning", "--format", "json", "-/12", self.city, status=3)[0] or "null"), None)
        both = json.loads(self.kbs("zoning", self.city, "-/12", "--format", "json", "0/12")[0])
        self.assertEqual(both, [wanted, wanted])
        for unknown in ("-x", "-1/12", "--nothing"):
            _, err = self.kbs("zoning", self.city, unknown, "--lang", "en", status=2)
            self.assertIn("unknown option", err)

    def test_points(self):
        self.assertEqual(self.answer("--point", "%f,%f" % (E + 5, N + 5)), self.answer("Çankaya/101/1"))
        self.assertEqual(self.answer("--point", "%f,%f" % (E + 20, N + 5))["parcel"], "1")   # the common border: the smaller key
        self.kbs("zoning", self.city, "--point", "%f,%f" % (E + 45, N + 5), status=1)
        for point in ("1", "1,", "a,b", "1;2", "nan,1", "1,2@", "1,2@EPSG:0"):
            self.kbs("zoning", self.city, "--point", point, status=None if "@" in point else 2)
        # The parcel's middle in degrees, by PROJ's cs2cs: 29.743 east, 40.010 north, is in no parcel or in this one; never a crash.
        self.kbs("zoning", self.city, "--point", "29.743,40.010@EPSG:4326", status=None)

    def test_csv_adds_up_and_is_ordered(self):
        out, _ = self.kbs("zoning", self.city, "--all", "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(out)))
        self.assertEqual(out.splitlines()[0].split(",")[:9], "neighbourhood,block,parcel,parcel_area_m2,kind,source_id,code,area_m2,share".split(","))
        keys = [(r["neighbourhood"], r["block"], r["parcel"]) for r in rows]
        order = [k for i, k in enumerate(keys) if i == 0 or keys[i - 1] != k]
        self.assertEqual(order, [("Çankaya", "101", "1"), ("Çankaya", "101", "2"), ("Işıklar", "101", "1"), ("İşıklar", "102", "12/A")])
        for key in order:
            mine = [r for r, k in zip(rows, keys) if k == key]
            total = sum(float(r["area_m2"]) for r in mine if r["kind"] in ("plan-area", "uncovered")) \
                - sum(float(r["area_m2"]) for r in mine if r["kind"] == "overlap")
            self.assertAlmostEqual(total, float(mine[0]["parcel_area_m2"]), places=9)

    def test_text_in_both_languages_has_the_same_numbers(self):
        tr, _ = self.kbs("zoning", self.city, "Çankaya/101/1", "--lang", "tr")
        en, _ = self.kbs("zoning", self.city, "Çankaya/101/1", "--lang", "en")
        self.assertIn("300,00", tr)
        self.assertIn("300.00", en)
        for text in (tr, en):
            self.assertIn("Konut Alanı", text)
            self.assertIn("z.geojson", text)
        self.assertEqual(self.kbs("zoning", self.city, "Çankaya/101/1", env={"LC_ALL": "tr_TR.UTF-8"})[0], tr)

    def test_json_does_not_change_with_the_locale(self):
        one = self.kbs("zoning", self.city, "--all", "--format", "json", env={"LC_ALL": "tr_TR.UTF-8"})[0]
        self.assertEqual(one, self.kbs("zoning", self.city, "--all", "--format", "json")[0])

    def test_many_keys_and_output_file(self):
        answers = self.answer("Çankaya/101/1", "Çankaya/101/2")
        self.assertEqual([a["parcel"] for a in answers], ["1", "2"])
        self.kbs("zoning", self.city, "--all", "--format", "json", "-o", "all.json")
        self.assertEqual(len(load(self.path("all.json"))), 4)
        self.kbs("zoning", self.city, "--all", "-o", "nowhere/all.txt", status=4)

    def test_answer_after_a_change_of_the_plan(self):
        self.write_geojson("z.geojson", [({"plan_id": "1", "kullanim": "Konut Alanı"}, square(E - 10, N - 10, 100, 100))])
        self.kbs("import", self.city, "z.geojson", "--as", "plan-area", "--replace", "-q")
        answer = self.answer("Çankaya/101/1")
        self.assertEqual([(r["kind"], r["area_m2"]) for r in answer["rows"] if r["kind"] != "restriction"], [("plan-area", 600.0)])
        self.assertEqual(answer["revision"], 4)


class Sample(Case):
    def test_cases_of_the_sample_city(self):
        cases = os.path.join(SAMPLE, "cases.csv")
        if not os.path.exists(cases):
            self.skipTest("no sample city")
        city = self.sample_city()
        with open(cases, encoding="utf-8") as f:
            rows = list(csv.DictReader(f))
        self.assertGreater(len(rows), 10)
        for row in rows:
            key = "/".join((row["neighbourhood"], row["block"], row["parcel"]))
            answer = json.loads(self.kbs("zoning", city, key, "--format", "json")[0])
            plan = sum(round(100 * r["area_m2"]) for r in answer["rows"] if r["kind"] in ("plan-area", "uncovered"))
            twice = sum(round(100 * r["area_m2"]) * (len(r["plan_areas"]) - 1) for r in answer["rows"] if r["kind"] == "overlap")
            self.assertEqual(plan - twice, round(100 * answer["area_m2"]), key)


if __name__ == "__main__":
    unittest.main()
