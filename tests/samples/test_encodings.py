# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""One table in seven encodings: every letter that an encoding has arrives, and none is guessed."""
import os
import shutil
import unittest

from real import RealCase, codes, need, ogr, read, system

# The .cpg files name code pages by bare numbers: Python's codec and the name in the ledger.
FILES = {"1250": ("cp1250", "windows-1250"), "1251": ("cp1251", "windows-1251"), "1254": ("cp1254", "windows-1254"),
         "437": ("cp437", "cp437"), "88591": ("latin-1", "ISO-8859-1"), "88592": ("iso8859-2", "ISO-8859-2")}
PATH = {}


def setUpModule():
    PATH["data"] = need("shp-encodings")


def as_far_as(codec, text):
    """The letters of a text that a code page has."""
    kept = []
    for letter in text:
        try:
            letter.encode(codec)
            kept.append(letter)
        except UnicodeEncodeError:
            pass
    return "".join(kept)


class Encodings(RealCase):
    def texts(self, name, *options):
        """Ledger, and name by place: the points stand in a raster of ten degrees, one for each row of the table."""
        city = self.new_city(name + ".kbs", "EPSG:6933")
        ledger = self.take(city, os.path.join(PATH["data"], name), "point", "--map", "source_id=encoding", "--map", "name=data", *options)
        path = self.path(name + ".geojson")
        self.kbs("export", city, "--as", "point", "-o", path, "--crs", "EPSG:4326")
        return ledger, {self.place(r): r.values["name"] or "" for r in read(path)}

    @staticmethod
    def place(record):
        return round(record.shape.x), round(record.shape.y)

    def test_all_say_the_same_as_far_as_they_can(self):
        answer = {self.place(r): r.values["data"] for r in read(os.path.join(PATH["data"], "encodings_utf-8.shp"))}
        self.assertEqual(len(answer), 18)
        ledger, told = self.texts("encodings_utf-8.shp")
        self.assertEqual((ledger["encoding"], told), ("UTF-8", answer))
        for name, (codec, ours) in FILES.items():
            with self.subTest(name):
                ledger, told = self.texts("encoding_%s.shp" % name)
                self.assertEqual(ledger["encoding"], ours)
                # The program that wrote the ISO-8859-1 file put "?" for what it lacks, the others left it out.
                expected = {place: as_far_as(codec, text) for place, text in answer.items()}
                if name == "88591":
                    expected = {place: text.encode(codec, "replace").decode(codec) for place, text in answer.items()}
                self.assertEqual(told, expected)
                self.assertNotIn("value.bad-letters", codes(ledger))

    def test_a_code_page_that_is_not_read_is_refused(self):
        city = self.new_city(crs="EPSG:6933")
        _, err = self.kbs("import", city, os.path.join(PATH["data"], "mapshaper-dbf", "ldid", "chinese.shp"), "--as", "point", status=3)
        self.assertIn("code page 0x7A", err)
        self.assertIn("--encoding", err)

    def test_a_table_alone_is_not_a_layer(self):
        city = self.new_city(crs="EPSG:6933")
        for name in ("big5", "gbk", "shiftjis", "eucjp", "utf8", "latin1"):
            _, err = self.kbs("import", city, os.path.join(PATH["data"], "mapshaper-dbf", name + ".dbf"), "--as", "point", status=3)
            self.assertIn("only a part of a shapefile", err)

    def test_a_table_beside_a_shape_without_a_stated_encoding_is_asked_for(self):
        """The tables in other scripts, put beside 1 to n points: nothing is guessed that cannot be known."""
        verdicts = {"utf8": 0, "gbk": 3, "big5": 3, "shiftjis": 3, "eucjp": 3, "latin1": 3}
        for name, status in verdicts.items():
            with self.subTest(name):
                table = os.path.join(PATH["data"], "mapshaper-dbf", name + ".dbf")
                source = ogr.Open(table)
                count = source.GetLayer(0).GetFeatureCount()
                points = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(self.path(name + ".shp"))
                layer = points.CreateLayer(name, system("EPSG:4326"), ogr.wkbPoint)
                for i in range(count):
                    feature = ogr.Feature(layer.GetLayerDefn())
                    feature.SetGeometry(ogr.CreateGeometryFromWkt("POINT(%d 40)" % (i % 40)))
                    layer.CreateFeature(feature)
                feature = layer = points = None
                shutil.copy(table, self.path(name + ".dbf"))
                if os.path.exists(self.path(name + ".cpg")):
                    os.remove(self.path(name + ".cpg"))
                city = self.new_city(name + ".kbs", "EPSG:6933")
                _, err = self.kbs("import", city, name + ".shp", "--as", "point", status=status)
                if status == 3:
                    self.assertIn("code page", err)


if __name__ == "__main__":
    unittest.main()
