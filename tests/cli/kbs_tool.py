# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""Runs the kbs command for the tests of the command line. Environment: KBS_TOOL (the program), KBS_CITY_SAMPLE (the sample city)."""
import json
import os
import subprocess
import tempfile
import unittest

TOOL = os.environ.get("KBS_TOOL", "kbs")
SAMPLE = os.environ.get("KBS_CITY_SAMPLE", "")
SAMPLES = os.environ.get("KBS_SAMPLES", "")
SCHEMAS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "schema")

LAYERS = (("mahalleler", "neighbourhood"), ("parseller", "parcel"), ("yollar", "road"), ("plan_alan", "plan-area"),
          ("kisitlar", "restriction"), ("binalar", "building"), ("adresler", "address"), ("noktalar", "point"))

EMPTY_CITIES = {}   # by coordinate system


class Case(unittest.TestCase):
    """A test in an empty folder of its own."""

    maxDiff = 4000

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(dir=os.getcwd())
        self.addCleanup(self.folder.cleanup)

    def path(self, *names):
        return os.path.join(self.folder.name, *names)

    def kbs(self, *args, status=0, env=None, timeout=300):
        """Runs the tool in the folder; checks the exit status; gives (stdout, stderr)."""
        full = dict(os.environ, LC_ALL="C")
        full.update(env or {})
        done = subprocess.run([TOOL, *args], cwd=self.folder.name, env=full, capture_output=True, timeout=timeout)
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        if status is not None:
            self.assertEqual(done.returncode, status, "kbs %s\n%s\n%s" % (" ".join(args), out[-2000:], err[-3000:]))
        return out, err

    def write(self, name, data):
        with open(self.path(name), "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode("utf-8"))
        return name

    def write_geojson(self, name, features, crs="urn:ogc:def:crs:EPSG::5254"):
        """features: (properties, geometry) pairs."""
        data = {"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": p, "geometry": g} for p, g in features]}
        if crs:
            data["crs"] = {"type": "name", "properties": {"name": crs}}
        return self.write(name, json.dumps(data, ensure_ascii=False))

    def new_city(self, name="city.kbs", crs="EPSG:5254"):
        """An empty city. The first of a system is made by the tool, the others are its copies: they start alike, and a copy costs no process."""
        there = any(os.path.exists(self.path(name + side)) for side in ("", "-wal", "-shm", "-journal"))
        if crs in EMPTY_CITIES and not there:
            return self.write(name, EMPTY_CITIES[crs])
        self.kbs("init", name, "--crs", crs)
        if not os.path.exists(self.path(name + "-wal")):
            EMPTY_CITIES[crs] = read_bytes(self.path(name))
        return name

    def ledger(self, *args, status=0):
        """The ledger of an import as a dictionary."""
        out, _ = self.kbs("import", *args, "--format", "json", status=status)
        return json.loads(out)

    def sample_city(self, layers=LAYERS):
        city = self.new_city()
        for layer, kind in layers:
            self.kbs("import", city, os.path.join(SAMPLE, layer + ".shp"), "--as", kind, "--quiet", status=None)
        return city


def square(east, north, width, height):
    return {"type": "Polygon", "coordinates": [[[east, north], [east + width, north], [east + width, north + height],
                                               [east, north + height], [east, north]]]}


def load(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def schema(name):
    return load(os.path.join(SCHEMAS, name + ".json"))


def read_bytes(path):
    with open(path, "rb") as f:
        return f.read()


def codes(ledger, severity=None):
    return [f["code"] for f in ledger["findings"] if severity is None or f["severity"] == severity]
