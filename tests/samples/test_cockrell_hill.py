# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""1 019 parcels of Cockrell Hill, Texas, whose sides somebody else classed; there are no roads in the data, so fronts are gaps between blocks.

The comparison is printed. The two do not ask the same: there, the front is the side of the address and other sides along streets are "exterior";
here every side along a way is a front (EC-02), back lanes included, and "the" front is the one on the widest way (EC-01). A corner has no rear here
(EC-03)."""
import collections
import json
import os
import unittest

from real import RealCase, need, system

CRS = "EPSG:32614"
PATH = {}


def setUpModule():
    PATH["data"] = need("us-cockrell-hill")


def sides(path):
    """Parcel -> [(its class there, line in CRS, line as given)], in the order of names."""
    from osgeo import osr
    from shapely.geometry import LineString
    change = osr.CoordinateTransformation(system("EPSG:4326"), system(CRS))
    found = collections.defaultdict(list)
    with open(path, encoding="utf-8") as file:
        for feature in json.load(file)["features"]:
            if feature["geometry"]["type"] == "LineString":
                given = feature["geometry"]["coordinates"]
                line = LineString([change.TransformPoint(*c)[:2] for c in given])
                found[feature["properties"]["parcel_id"]].append((feature["properties"]["side"], line, given))
    return dict(sorted(found.items()))


def facing(line, edges):
    """Metres of the line by (class, what is beyond, is it the parcel front) of the edges that it runs along."""
    from shapely.geometry import LineString
    metres = collections.Counter()
    for edge in edges:
        common = line.intersection(LineString(edge["coordinates"]).buffer(0.02, cap_style=2)).length
        if common > 0.05:
            metres[edge["class"], edge["beyond"], edge["parcel_front"]] += common
    return metres


class CockrellHill(RealCase):
    def sites(self, there):
        from shapely.geometry import LineString, mapping
        from shapely.ops import polygonize
        records = []
        for number, lines in enumerate(there.values(), 1):
            shapes = list(polygonize([LineString(given) for _, _, given in lines]))
            self.assertEqual(len(shapes), 1)
            records.append(({"block": "1", "parcel": str(number)}, mapping(shapes[0])))
        city = self.new_city("hill.kbs", CRS)
        self.take(city, self.write_geojson("hill.geojson", records, None), "parcel")
        sites = json.loads(self.kbs("zoning", city, "--all", "--site", "--format", "json")[0])
        return {int(s["parcel"]): s for s in sites}

    def test_fronts_agree(self):
        there = sides(os.path.join(PATH["data"], "parcels.geojson"))
        self.assertEqual(len(there), 1019)
        sites = self.sites(there)
        table, same_front, misses = collections.Counter(), 0, []
        lanes = 0
        for number, lines in enumerate(there.values(), 1):
            for side, line, _ in lines:
                metres = facing(line, sites[number]["edges"])
                by_class = collections.Counter()
                for (name, _, _), length in metres.items():
                    by_class[name] += length
                if not by_class:   # shorter than 5 cm
                    table[side, "-"] += 1
                    continue
                here = by_class.most_common(1)[0][0]
                table[side, here] += 1
                if side == "front":
                    same_front += sum(m for (_, _, front), m in metres.items() if front) > line.length / 2
                    if here != "front":
                        misses.append((number, here, max(metres, key=metres.get)[1]))
                if side == "rear" and here == "front":
                    lanes += max(metres, key=metres.get)[1] == "gap"
        here = ("front", "side", "rear", "undetermined")
        print("\n%-14s" % "there \\ here" + "".join("%14s" % name for name in here))
        for side in ("front", "exterior side", "interior side", "rear", "unknown"):
            print("%-14s" % side + "".join("%14d" % table[side, name] for name in here))
        fronts = sum(table["front", name] for name in here)
        print("fronts %d of %d = %.1f %%, the parcel front (EC-01) %d = %.1f %%" % (
            table["front", "front"], fronts, 100 * table["front", "front"] / fronts, same_front, 100 * same_front / fronts))
        print("fronts there that are none here (parcel, class, what is beyond):", misses)
        print("rears along a gap, back lanes: %d of %d" % (lanes, table["rear", "front"]))
        self.assertGreaterEqual(table["front", "front"] / fronts, 0.97)
        # Each of the others has another parcel right behind it in these very records: no way is there.
        self.assertEqual({beyond for _, _, beyond in misses}, {"parcel"})
        exterior = sum(table["exterior side", name] for name in here)
        self.assertGreaterEqual(table["exterior side", "front"] / exterior, 0.97)
        interior = sum(table["interior side", name] for name in here)
        self.assertGreaterEqual(table["interior side", "side"] / interior, 0.98)
        self.assertGreaterEqual(lanes / table["rear", "front"], 0.9)


if __name__ == "__main__":
    unittest.main()
