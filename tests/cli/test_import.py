# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""kbs import: counts that add up, re-import, strict, mapping, coordinate systems."""
import json
import os
import unittest

from kbs_tool import Case, codes, load, read_bytes, schema, square

E, N = 478000.0, 4430000.0


def parcel(number, east, block="101", neighbourhood="Çankaya", **more):
    return ({"mahalle": neighbourhood, "ada_no": block, "parsel_no": number, **more}, square(E + east, N, 20, 30))


class Import(Case):
    def test_ledger_adds_up_and_follows_its_schema(self):
        import jsonschema
        bow_tie = {"type": "Polygon", "coordinates": [[[E, N], [E + 20, N + 30], [E + 20, N], [E, N + 30], [E, N]]]}
        source = self.write_geojson("p.geojson", [
            parcel("1", 0), parcel("2", 20), parcel("2", 40), ({"ada_no": "101", "parsel_no": "3"}, None),
            ({"ada_no": "101", "parsel_no": "4"}, bow_tie), ({"ada_no": "101"}, square(E, N, 1, 1)),
            ({"ada_no": "101", "parsel_no": "6"}, {"type": "LineString", "coordinates": [[E, N], [E + 1, N]]})])
        ledger = self.ledger(self.new_city(), source, "--as", "parcel", status=1)
        jsonschema.validate(ledger, schema("ledger"))
        self.assertEqual((ledger["records"], ledger["imported"], ledger["mended"], ledger["refused"]), (7, 2, 0, 5))
        self.assertEqual(sorted(codes(ledger, "refused")), ["geometry.missing", "geometry.self-crossing", "geometry.wrong-type",
                                                            "import.duplicate", "value.missing"])
        duplicate = [f for f in ledger["findings"] if f["code"] == "import.duplicate"][0]
        self.assertEqual((duplicate["record"], duplicate["expected"], duplicate["key"]), (3, "2", "Çankaya/101/2"))
        self.assertEqual(ledger["area_m2"], 1200.0)

    def test_repair_is_stated(self):
        bow_tie = {"type": "Polygon", "coordinates": [[[E, N], [E + 20, N + 20], [E + 20, N], [E, N + 20], [E, N]]]}
        source = self.write_geojson("p.geojson", [({"ada_no": "101", "parsel_no": "4"}, bow_tie)])
        ledger = self.ledger(self.new_city(), source, "--as", "parcel", "--repair")
        self.assertEqual((ledger["imported"], ledger["mended"], ledger["refused"]), (0, 1, 0))
        self.assertEqual(codes(ledger, "mended"), ["geometry.repaired"])
        self.assertAlmostEqual(ledger["area_m2"], 200.0, places=2)

    def test_strict_writes_nothing(self):
        city = self.new_city()
        source = self.write_geojson("p.geojson", [parcel("1", 0), ({"ada_no": "1", "parsel_no": "3"}, None)])
        ledger = self.ledger(city, source, "--as", "parcel", "--strict", status=3)
        self.assertIsNone(ledger["revision"])
        info = json.loads(self.kbs("info", city, "--format", "json")[0])
        self.assertEqual(info["revision"], 0)
        self.assertEqual(info["kinds"][1]["current"], 0)

    def test_reimport_updates_keeps_and_replaces(self):
        city = self.new_city()
        self.write_geojson("p.geojson", [parcel("1", 0), parcel("2", 20), parcel("3", 40)])
        self.ledger(city, "p.geojson", "--as", "parcel")
        again = self.ledger(city, "p.geojson", "--as", "parcel")
        self.assertEqual((again["inserted"], again["updated"], again["unchanged"], again["closed"]), (0, 0, 3, 0))
        self.assertIn("import.same-source", codes(again))
        self.write_geojson("p.geojson", [parcel("1", 0), parcel("2", 21)])
        kept = self.ledger(city, "p.geojson", "--as", "parcel")
        self.assertEqual((kept["inserted"], kept["updated"], kept["unchanged"], kept["closed"]), (0, 1, 1, 0))
        replaced = self.ledger(city, "p.geojson", "--as", "parcel", "--replace")
        self.assertEqual((replaced["unchanged"], replaced["closed"]), (2, 1))
        parcels = json.loads(self.kbs("info", city, "--format", "json")[0])["kinds"][1]
        self.assertEqual((parcels["current"], parcels["closed"]), (2, 2))
        self.kbs("check", city, "--integrity")

    def test_what_is_matched_is_printed_before(self):
        source = self.write_geojson("p.geojson", [parcel("1", 0, renk="mavi", MALIK="x")])
        _, err = self.kbs("import", self.new_city(), source, "--as", "parcel")
        self.assertIn("neighbourhood        = mahalle", err)
        self.assertIn("columns not matched: renk", err)
        self.assertIn("owner data, never taken: MALIK", err)
        self.assertIn("fields not filled: registered_area_m2", err)

    def test_owner_data_is_in_no_output(self):
        city = self.new_city()
        source = self.write_geojson("p.geojson", [parcel("1", 0, MALIK_ADI="KANARYA", TC="10000000146")])
        ledger = self.ledger(city, source, "--as", "parcel")
        self.assertIn("import.owner-dropped", codes(ledger))
        data = read_bytes(self.path(city))
        self.assertNotIn(b"KANARYA", data)
        self.assertNotIn(b"10000000146", data)

    def test_map_and_profile(self):
        city = self.new_city()
        source = self.write_geojson("p.geojson", [({"ML": "12/a", "BL": "0007"}, square(E, N, 20, 30))])
        self.write("office.profile", "[parcel]\nblock = BL\nneighbourhood = \"Işıklar\"\n")
        self.ledger(city, source, "--as", "parcel", "--profile", "office.profile", "--map", "parcel=ML")
        out, _ = self.kbs("zoning", city, "ışıklar/7/12/A", "--format", "json")
        answer = json.loads(out)
        self.assertEqual((answer["neighbourhood"], answer["block"], answer["parcel"]), ("Işıklar", "7", "12/A"))

    def test_no_coordinate_system_stops_with_candidates(self):
        city = self.new_city()
        self.write_geojson("p.geojson", [parcel("1", 0)])
        self.kbs("import", city, "p.geojson", "--as", "parcel")
        self.kbs("export", city, "--as", "parcel", "-o", "p.shp")
        os.remove(self.path("p.prj"))
        _, err = self.kbs("import", self.new_city("other.kbs"), "p.shp", "--as", "parcel", status=3)
        self.assertIn("EPSG:5254", err)
        self.assertIn("EPSG:2320", err)
        self.assertIn("185 m", err)
        ledger = self.ledger("other.kbs", "p.shp", "--as", "parcel", "--crs", "EPSG:5254")
        self.assertEqual(ledger["imported"], 1)

    def test_conflicting_coordinate_system_stops(self):
        source = self.write_geojson("p.geojson", [parcel("1", 0)])
        city = self.new_city()
        _, err = self.kbs("import", city, source, "--as", "parcel", "--crs", "EPSG:2320", status=3)
        self.assertIn("--crs-override", err)
        ledger = self.ledger(city, source, "--as", "parcel", "--crs", "EPSG:2320", "--crs-override")
        self.assertEqual(ledger["crs"], "EPSG:2320")
        self.assertIn("import.transformed", codes(ledger))
        self.assertGreater(ledger["accuracy_m"], 0)

    def shapefile(self, name, prj):
        """One parcel as a shapefile, with this text as its .prj."""
        city = self.new_city("made-%s.kbs" % name)
        self.kbs("import", city, self.write_geojson("made.geojson", [parcel("1", 0)]), "--as", "parcel")
        self.kbs("export", city, "--as", "parcel", "-o", name + ".shp")
        self.write(name + ".prj", prj)
        return name + ".shp"

    def test_a_definition_of_no_known_system_gives_way_to_the_option(self):
        """What it says cannot contradict --crs; the advice works."""
        definition = ('PROJCS["Unknown",GEOGCS["GCS_X",DATUM["D_X",SPHEROID["X",6378137,298.257223563]],PRIMEM["Greenwich",0],'
                      'UNIT["Degree",0.017453292519943295]],PROJECTION["Unknown Projection"],UNIT["Meter",1]]')
        for name, prj, code in (("u", definition, "crs.unidentified"), ("g", 'PROJCS["Half', "crs.unknown")):
            source = self.shapefile(name, prj)
            city = self.new_city(name + ".kbs")
            _, err = self.kbs("import", city, source, "--as", "parcel", "--lang", "en", status=3)
            self.assertRegex(err, r"%s(, layer %s)?: .*(none of the known coordinate systems|not known)" % (source, name))
            ledger = self.ledger(city, source, "--as", "parcel", "--crs", "EPSG:5254")
            self.assertEqual((ledger["imported"], ledger["crs"]), (1, "EPSG:5254"))
            self.assertEqual([(f["found"], f["expected"]) for f in ledger["findings"] if f["code"] == "import.crs-replaced"],
                             [(code, "EPSG:5254")])

    def test_a_datum_of_another_name_is_taken_with_a_note(self):
        source = self.shapefile("n", 'PROJCS["TUREF / TM30",GEOGCS["Yer",DATUM["Yer",SPHEROID["GRS 1980",6378137,298.257222101]],'
                                'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
                                'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",30],PARAMETER["scale_factor",1],'
                                'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]]')
        ledger = self.ledger(self.new_city(), source, "--as", "parcel")
        self.assertEqual((ledger["imported"], ledger["crs"], ledger["transformation"]), (1, "EPSG:5254", ""))
        noted = [f for f in ledger["findings"] if f["code"] == "crs.datum-unknown"]
        self.assertEqual([(f["found"], f["expected"]) for f in noted], [("Yer", "EPSG:5254")])
        self.assertIn(source, noted[0]["text"])

    def test_no_operation_names_the_file(self):
        source = self.write_geojson("p.geojson", [parcel("1", 0)], crs="urn:ogc:def:crs:EPSG::27500")
        _, err = self.kbs("import", self.new_city(), source, "--as", "parcel", "--lang", "en", status=3)
        self.assertRegex(err, "p.geojson, layer p: there is no transformation of known accuracy from EPSG:27500 to EPSG:5254")
        self.assertIn("--crs-override", err)

    def test_data_of_another_place_is_refused_record_by_record(self):
        far = ({"ada_no": "1", "parsel_no": "9"}, {"type": "Polygon", "coordinates": [[[3, 50], [3.001, 50], [3.001, 50.001], [3, 50]]]})
        near = ({"ada_no": "1", "parsel_no": "8"}, {"type": "Polygon", "coordinates": [[[30, 40], [30.001, 40], [30.001, 40.001], [30, 40]]]})
        ledger = self.ledger(self.new_city(), self.write_geojson("p.geojson", [far, near], crs=None), "--as", "parcel", status=1)
        self.assertEqual((ledger["imported"], ledger["refused"]), (1, 1))
        self.assertEqual(codes(ledger, "refused"), ["geometry.outside-crs"])

    def test_plan_options_become_values(self):
        city = self.new_city()
        self.ledger(city, self.write_geojson("p.geojson", [parcel("1", 0)]), "--as", "parcel")
        self.ledger(city, self.write_geojson("z.geojson", [({"kullanim": "Konut Alanı", "taks": "0,40"}, square(E, N, 20, 30))]),
                    "--as", "plan-area", "--plan", "UIP-123", "--plan-status", "on-display", "--valid-from", "2026-01-15")
        row = json.loads(self.kbs("zoning", city, "101/1", "--format", "json")[0])["rows"][0]
        self.assertEqual(row["plan_area"]["plan_number"], "UIP-123")
        self.assertEqual(row["plan_area"]["plan_status"], "on-display")
        self.assertEqual(row["plan_area"]["valid_from"], "2026-01-15")
        self.assertEqual(row["plan_area"]["coverage_ratio"], 0.4)

    def test_roads_are_lines_or_areas(self):
        """A street's area has no length; it stays an area on the way out, and no zoning answer knows of roads."""
        city = self.new_city()
        self.ledger(city, self.write_geojson("p.geojson", [parcel("1", 0)]), "--as", "parcel")
        before = self.kbs("zoning", city, "101/1", "--format", "json")[0]
        line = {"type": "LineString", "coordinates": [[E, N], [E + 30, N + 40]]}
        source = self.write_geojson("r.geojson", [({"yol_adi": "Gül Sokak", "genislik": "7,5"}, line),
                                                  ({"yol_adi": "Çam Caddesi"}, square(E - 5, N - 5, 10, 200)),
                                                  ({"yol_adi": "Nokta"}, {"type": "Point", "coordinates": [E, N]})])
        ledger = self.ledger(city, source, "--as", "road", status=1)
        self.assertEqual((ledger["imported"], ledger["refused"], ledger["length_m"], ledger["area_m2"]), (2, 1, 50.0, 0.0))
        self.assertEqual([(f["code"], f["found"], f["expected"]) for f in ledger["findings"] if f["severity"] == "refused"],
                         [("geometry.wrong-type", "point", "line, polygon")])
        roads = json.loads(self.kbs("info", city, "--format", "json")[0])["kinds"][2]
        self.assertEqual(roads, {"kind": "road", "current": 2, "closed": 0, "area_m2": 0.0, "length_m": 50.0})
        self.kbs("check", city, "--integrity")
        answers = [json.loads(text) for text in (before, self.kbs("zoning", city, "101/1", "--format", "json")[0])]
        for answer in answers:
            for name in ("revision", "known_on"):
                answer.pop(name, None)
        self.assertEqual(answers[1], answers[0])
        self.kbs("export", city, "--as", "road", "-o", "out.geojson", "--crs", "EPSG:5254")
        self.assertEqual([f["geometry"]["type"] for f in load(self.path("out.geojson"))["features"]], ["MultiLineString", "MultiPolygon"])
        # export.types: GDAL alone would write the area as a line.
        _, err = self.kbs("export", city, "--as", "road", "-o", "out.shp", "--lang", "en", status=2)
        self.assertIn("the geometry is a multipolygon, those before are each a multiline", err)
        self.assertEqual([n for n in os.listdir(self.folder.name) if n.startswith(("out.shp", "."))], [])
        again = self.ledger(self.new_city("other.kbs"), "out.geojson", "--as", "road")
        self.assertEqual((again["imported"], again["length_m"]), (2, 50.0))

    def test_a_restriction_may_be_several_points(self):
        """Wells: two inside the parcel, one outside; then one on its border only, which touches."""
        city = self.new_city()
        self.ledger(city, self.write_geojson("p.geojson", [parcel("1", 0), parcel("2", 20)]), "--as", "parcel")
        wells = {"type": "MultiPoint", "coordinates": [[E + 1, N + 1], [E + 2, N + 2], [E + 500, N]]}
        border = {"type": "MultiPoint", "coordinates": [[E + 40, N + 5], [E + 600, N]]}
        source = self.write_geojson("k.geojson", [({"kisit_id": "1", "tur": "kuyu"}, wells), ({"kisit_id": "2", "tur": "kuyu"}, border)])
        ledger = self.ledger(city, source, "--as", "restriction")
        self.assertEqual((ledger["imported"], ledger["area_m2"], ledger["length_m"]), (2, 0.0, 0.0))
        self.kbs("check", city, "--integrity")
        rows = {number: [(r["restriction"]["source_id"], r["area_m2"], r["length_m"], r["touches_only"])
                         for r in json.loads(self.kbs("zoning", city, "101/" + number, "--format", "json")[0])["rows"]
                         if r["kind"] == "restriction"] for number in "12"}
        self.assertEqual(rows, {"1": [("1", 0.0, 0.0, False)], "2": [("2", 0.0, 0.0, True)]})
        self.kbs("export", city, "--as", "restriction", "-o", "out.geojson", "--crs", "EPSG:5254")
        self.assertEqual([f["geometry"]["coordinates"] for f in load(self.path("out.geojson"))["features"]],
                         [wells["coordinates"], border["coordinates"]])

    def test_upright_walls_have_a_reason_of_their_own(self):
        """A wall of three metres, one with a corner drawn in its middle, the same line without heights, and a roof that is a footprint."""
        def ring(*vertices):
            return {"type": "Polygon", "coordinates": [[[E + e, N + n, *h] for e, n, *h in vertices]]}
        wall = ring((0, 0, 10), (0, 0, 13), (8, 4, 13), (8, 4, 10), (0, 0, 10))
        long_wall = ring((0, 0, 10), (0, 0, 13), (4, 2, 13), (8, 4, 13), (8, 4, 10), (4, 2, 10), (0, 0, 10))
        flat = ring((0, 0), (4, 2), (8, 4), (4, 2), (0, 0))
        roof = ring((0, 0, 13), (8, 0, 13), (8, 5, 13), (0, 5, 13), (0, 0, 13))
        both = {"type": "MultiPolygon", "coordinates": [roof["coordinates"], wall["coordinates"]]}
        source = self.write_geojson("b.geojson", [({"id": str(i)}, g) for i, g in enumerate((wall, long_wall, flat, roof, both))])
        ledger = self.ledger(self.new_city(), source, "--as", "building", status=1)
        self.assertEqual({f["record"]: f["code"] for f in ledger["findings"] if f["severity"] == "refused"},
                         {1: "geometry.upright-wall", 2: "geometry.upright-wall", 3: "geometry.zero-area", 5: "geometry.upright-wall"})
        self.assertEqual((ledger["imported"], ledger["area_m2"]), (1, 40.0))
        for lang, words in (("en", "upright wall"), ("tr", "dik bir duvar")):
            out, err = self.kbs("import", self.new_city(lang + ".kbs"), source, "--as", "building", "--lang", lang, status=1)
            self.assertIn(words, out + err)

    def test_usage_errors(self):
        city = self.new_city()
        source = self.write_geojson("p.geojson", [parcel("1", 0)])
        for args in ((), (city,), (city, source), (city, source, "--as", "house"), (city, source, "--as", "parcel", "--map", "x"),
                     (city, source, "--as", "parcel", "--map", "colour=ada_no"), (city, source, "--as", "parcel", "--nonsense"),
                     (city, source, "--as", "parcel", "--plan", "1"), (city, source, "--as", "parcel", "--encoding", "klingon"),
                     (city, source, "--as", "plan-area", "--valid-from", "2026-02-30"), (city, source, "--as", "parcel", "--lang", "de")):
            self.kbs("import", *args, status=2)

    def test_ledger_file_appears_whole(self):
        self.write_geojson("p.geojson", [parcel("1", 0)])
        self.kbs("import", self.new_city(), "p.geojson", "--as", "parcel", "--ledger", "l.json")
        self.assertEqual(load(self.path("l.json"))["imported"], 1)
        self.assertEqual([n for n in os.listdir(self.folder.name) if n.startswith(".")], [])


if __name__ == "__main__":
    unittest.main()
