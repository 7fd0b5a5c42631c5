#!/usr/bin/python3
# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""Draws a made city as one picture: preview.py FOLDER OUT.png [--box E0,N0,E1,N1] [--pixels 1600]

Needs GDAL's Python binding and matplotlib; for looking only, nothing is built from it.
"""
import argparse

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.collections import PatchCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from osgeo import ogr

ogr.UseExceptions()

FILLS = {  # colours of the official legend, a little lighter
    "Yerleşik Konut Alanı": "#d8b48a",
    "Gelişme Konut Alanı": "#fdf6a0",
    "Ticaret Alanı": "#ee8a8a",
    "Ticaret-Konut Alanı": "#eec46a",
    "Küçük Sanayi Alanı": "#c9a0dc",
    "Park": "#7cc674",
    "Pasif Yeşil Alan": "#a5d79c",
    "Su Yüzeyi": "#73dfeb",
    "İlkokul Alanı": "#7fb8f5",
    "Cami": "#a9def5",
    "Aile Sağlığı Merkezi": "#63c5e8",
    "Belediye Hizmet Alanı": "#8fb4d4",
    "Meydan": "#ffe5cf",
    "Mezarlık Alanı": "#9db89a",
    "Açık Spor Tesisi Alanı": "#a8dc8a",
}


def shapes(folder, name):
    source = ogr.Open(f"{folder}/{name}.shp")
    for feature in source.GetLayer(0):
        yield feature, feature.GetGeometryRef()


def patch(geometry):
    points, codes = [], []
    for i in range(geometry.GetGeometryCount()):
        ring = geometry.GetGeometryRef(i).GetPoints()
        points += [p[:2] for p in ring]
        codes += [Path.MOVETO] + [Path.LINETO] * (len(ring) - 2) + [Path.CLOSEPOLY]
    return PathPatch(Path(points, codes))


def draw(axes, folder, name, field, fill, edge, width, alpha=1.0, z=1):
    groups = {}
    for feature, geometry in shapes(folder, name):
        colour = fill(feature.GetField(field) if field else None)
        groups.setdefault(colour, []).append(patch(geometry))
    for colour, patches in groups.items():
        axes.add_collection(
            PatchCollection(
                patches, facecolors=colour, edgecolors=edge, linewidths=width, alpha=alpha, zorder=z
            )
        )


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder")
    arguments.add_argument("out")
    arguments.add_argument("--box")
    arguments.add_argument("--pixels", type=int, default=1600)
    a = arguments.parse_args()
    if a.box:
        e0, n0, e1, n1 = map(float, a.box.split(","))
    else:
        source = ogr.Open(f"{a.folder}/parseller.shp")
        e0, e1, n0, n1 = source.GetLayer(0).GetExtent()
        e0, e1, n0, n1 = e0 - 40, e1 + 40, n0 - 40, n1 + 40
    wide, high = e1 - e0, n1 - n0
    size = a.pixels / 100 / max(wide, high)
    figure = plt.figure(figsize=(wide * size, high * size), dpi=100)
    axes = figure.add_axes([0, 0, 1, 1])
    axes.set_facecolor("#f3efe6")
    detail = a.pixels / max(wide, high)  # pixels a metre
    line = min(1.0, max(0.25, detail * 0.35))
    draw(
        axes,
        a.folder,
        "parseller",
        "ada_no",
        lambda v: "#e3ead0" if v == "0" else "#ffffff",
        "#8a8a7a",
        line * 0.6,
        z=2,
    )
    draw(axes, a.folder, "plan_alan", "kullanim", lambda v: FILLS.get(v, "#cccccc"), "none", 0, z=3)
    draw(axes, a.folder, "parseller", None, lambda v: "none", "#6d6d6d", line * 0.7, z=4)
    draw(axes, a.folder, "adalar", None, lambda v: "none", "#333333", line, z=5)
    draw(
        axes,
        a.folder,
        "binalar",
        "kat",
        lambda v: "#7a5a50" if v < 4 else "#5a4048",
        "none",
        0,
        alpha=0.9,
        z=6,
    )
    draw(
        axes,
        a.folder,
        "kisitlar",
        "tur",
        lambda v: {"TAŞKIN": "#3060ff", "SİT": "#c00000", "ENH": "#404040"}.get(v, "#a000a0"),
        "#a00000",
        0.6,
        alpha=0.1,
        z=7,
    )
    for feature, geometry in shapes(a.folder, "yollar"):
        points = geometry.GetPoints()
        axes.plot(
            [p[0] for p in points],
            [p[1] for p in points],
            color="#c03028",
            linewidth=line * 0.7,
            zorder=8,
            linestyle=(0, (6, 4)) if detail > 1.5 else "-",
        )
    if detail > 4:
        for feature, geometry in shapes(a.folder, "parseller"):
            c = geometry.Centroid()
            if e0 < c.GetX() < e1 and n0 < c.GetY() < n1:
                axes.text(
                    c.GetX(),
                    c.GetY(),
                    feature.GetField("parsel_no"),
                    fontsize=7,
                    ha="center",
                    va="center",
                    zorder=9,
                )
    axes.set_xlim(e0, e1)
    axes.set_ylim(n0, n1)
    axes.set_xticks([])
    axes.set_yticks([])
    figure.savefig(a.out)


if __name__ == "__main__":
    main()
