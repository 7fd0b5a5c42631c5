# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""Real data for tests, and GDAL with shapely as judges that know nothing of libkbs."""
import collections
import json
import os
import unittest

from kbs_tool import Case, SAMPLES, codes  # noqa: F401, for the tests

try:
    from osgeo import gdal, ogr, osr
    import shapely.wkb
    gdal.UseExceptions()
    osr.UseExceptions()
except ImportError:
    ogr = None

Record = collections.namedtuple("Record", "number values shape")
KEPT = {}   # records of samples that were read
# Notes of every import that say nothing about the source's state.
ALWAYS = ("import.encoding", "import.transformed")


def need(*names):
    """The folder of a sample; skips the whole file where it, or a judge, is missing. For setUpModule."""
    folder = os.path.join(SAMPLES, *names)
    if not SAMPLES or not os.path.exists(folder):
        print("no real data: KBS_SAMPLES has no %s" % "/".join(names))
        raise unittest.SkipTest("no real data")
    if ogr is None:
        print("no real data: python3-gdal and python3-shapely are needed to judge it")
        raise unittest.SkipTest("no judges")
    return folder


def system(code):
    srs = osr.SpatialReference()
    srs.SetFromUserInput(code)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs


def read(path, crs=None, layer=None, source_crs=None):
    """All records of a layer by GDAL: number from 1, values by column, flat shapely geometry in `crs` or None. A sample is read once."""
    if SAMPLES not in path:
        return read_anew(path, crs, layer, source_crs)
    key = (path, crs, layer, source_crs)
    if key not in KEPT:
        KEPT[key] = read_anew(*key)
    return list(KEPT[key])


def read_anew(path, crs, layer, source_crs):
    data = gdal.OpenEx(path, gdal.OF_VECTOR)
    table = data.GetLayer(0) if layer is None else data.GetLayerByName(layer)
    change = None
    if crs is not None:
        source = system(source_crs) if source_crs else table.GetSpatialRef()
        source.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        change = osr.CoordinateTransformation(source, system(crs))
    names = [table.GetLayerDefn().GetFieldDefn(i).GetName() for i in range(table.GetLayerDefn().GetFieldCount())]
    records = []
    for number, feature in enumerate(table, 1):
        geometry, shape = feature.GetGeometryRef(), None
        if geometry is not None:
            geometry = geometry.GetLinearGeometry(0.25)   # arcs as chords of a quarter degree
            if change is not None:
                geometry.Transform(change)
            geometry.FlattenTo2D()
            shape = shapely.wkb.loads(bytes(geometry.ExportToWkb()))
        records.append(Record(number, {n: feature[i] for i, n in enumerate(names)}, shape))
    return records


class RealCase(Case):
    """A test with a city; checks what is true of every ledger."""

    def take(self, city, source, kind, *options, status=0):
        """The ledger of one import, after checking that its counts are consistent with each other and with its findings."""
        ledger = self.ledger(city, source, "--as", kind, *options, status=status)
        self.assertEqual(ledger["records"], ledger["imported"] + ledger["mended"] + ledger["refused"])
        refused = {f["record"] for f in ledger["findings"] if f["severity"] == "refused"}
        self.assertEqual(len(refused), ledger["refused"])
        if ledger["revision"] is not None:
            self.assertEqual(ledger["imported"] + ledger["mended"], ledger["inserted"] + ledger["updated"] + ledger["unchanged"])
        return ledger

    def export(self, city, kind, extension="gpkg", *options):
        """The records of an export, read by GDAL."""
        path = self.path("export-%s.%s" % (kind, extension))
        self.kbs("export", city, "--as", kind, "-o", path, "--replace", *options)
        return read(path)

    def answers(self, city):
        """Zoning answers of all parcels."""
        return json.loads(self.kbs("zoning", city, "--all", "--format", "json")[0])


def refused(ledger):
    """Record number -> code of what was refused."""
    return {f["record"]: f["code"] for f in ledger["findings"] if f["severity"] == "refused"}


def counts(ledger):
    """Code -> how often, without the notes of every import."""
    return dict(collections.Counter(f["code"] for f in ledger["findings"] if f["code"] not in ALWAYS))
