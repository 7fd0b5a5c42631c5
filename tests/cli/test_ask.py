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
        for source, kind in (("p", "parcel"), ("a", "address")):
            self.kbs("import", city, source + ".geojson", "--as", kind, "-q")

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


if __name__ == "__main__":
    unittest.main()
