#!/usr/bin/python3
# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""Draws edges and buildable areas around a parcel as SVG: site.py KBS CITY KEY OUT.svg [--metres 130]

KBS is the program, CITY a city with parcels, roads and plan areas, KEY the parcel in the middle. The same city gives the same bytes.
The picture in docs/zoning.md: site.py kbs town.kbs İnönü/163/3 docs/pictures/site.svg --metres 150, with the sample city.
"""
import argparse
import json
import subprocess

COLOURS = {"front": "#d62728", "side": "#1f77b4", "rear": "#2ca02c", "attached": "#8c564b", "undetermined": "#ff9f1c"}
WIDTH = 900.0   # of the picture, in its own units


def ask(program, city, *words):
    run = subprocess.run([program, "zoning", city, *words, "--site", "--format", "json"], check=True, capture_output=True)
    return json.loads(run.stdout.decode("utf-8"))


class Picture:
    def __init__(self, east, north, metres):
        self.west, self.top, self.scale, self.lines = east - metres / 2, north + metres / 2, WIDTH / metres, []

    def place(self, vertex):
        return "%.1f,%.1f" % ((vertex[0] - self.west) * self.scale, (self.top - vertex[1]) * self.scale)

    def sees(self, vertices):
        places = [[float(x) for x in self.place(v).split(",")] for v in vertices]
        return any(0 <= x <= WIDTH and 0 <= y <= WIDTH for x, y in places)

    def area(self, coordinates, style):
        path = "".join("M" + "L".join(self.place(v) for v in ring[:-1]) + "Z" for part in coordinates for ring in part)
        if path:
            self.lines.append('<path d="%s" %s/>' % (path, style))

    def line(self, vertices, style):
        self.lines.append('<polyline points="%s" %s/>' % (" ".join(self.place(v) for v in vertices), style))

    def text(self, vertex, text, style):
        x, y = self.place(vertex).split(",")
        self.lines.append('<text x="%s" y="%s" %s>%s</text>' % (x, y, style, text.replace("&", "&amp;").replace("<", "&lt;")))

    def legend(self):
        y = WIDTH + 28
        for i, (name, colour) in enumerate(COLOURS.items()):
            self.lines.append('<path d="M%d,%.0fh36" stroke="%s" stroke-width="5"/><text x="%d" y="%.0f" font-size="16">%s</text>' % (
                12 + 148 * i, y, colour, 54 + 148 * i, y + 6, name))
        for i, (name, fill) in enumerate((("envelope", "#9ecae1"), ("envelope, at least", "#ffe3b3"), ("cession", "#f4a6a6"))):
            self.lines.append('<rect x="%d" y="%.0f" width="36" height="16" fill="%s"/><text x="%d" y="%.0f" font-size="16">%s</text>' % (
                12 + 200 * i, y + 18, fill, 54 + 200 * i, y + 32, name))

    def write(self, path):
        self.legend()
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="sans-serif">\n' % (WIDTH, WIDTH + 74))
            file.write('<rect width="100%" height="100%" fill="#fff"/>\n')
            file.write('<clipPath id="map"><rect width="%.0f" height="%.0f"/></clipPath><g clip-path="url(#map)">\n' % (WIDTH, WIDTH))
            cut = next(i for i, line in enumerate(self.lines) if line.startswith('<path d="M12,'))
            file.write("\n".join(self.lines[:cut]) + "\n</g>\n" + "\n".join(self.lines[cut:]) + "\n</svg>\n")


def middle(vertices):
    return [sum(v[k] for v in vertices) / len(vertices) for k in (0, 1)]


def main():
    words = argparse.ArgumentParser()
    words.add_argument("kbs")
    words.add_argument("city")
    words.add_argument("key")
    words.add_argument("out")
    words.add_argument("--metres", type=float, default=130.0)
    a = words.parse_args()
    centre = middle([v for e in ask(a.kbs, a.city, a.key)["edges"] for v in e["coordinates"]])
    picture = Picture(*centre, a.metres)
    sites = [s for s in ask(a.kbs, a.city, "--all") if picture.sees([v for e in s["edges"] for v in e["coordinates"]])]
    for site in sites:
        for part in site["buildable"]:
            for taken in part["subtractions"]:
                if taken["kind"] == "cession":
                    picture.area(taken["coordinates"], 'fill="#f4a6a6"')
            if part["envelope"]:
                picture.area(part["envelope"]["coordinates"], 'fill="%s" fill-rule="evenodd"' % ("#ffe3b3" if part["envelope"]["least"] else "#9ecae1"))
    roads = {}
    for site in sites:
        for edge in site["edges"]:
            style = 'fill="none" stroke="%s" stroke-width="%s" stroke-linecap="round"' % (
                COLOURS[edge["class"]], "4.5" if edge["parcel_front"] else "2.2")
            picture.line(edge["coordinates"], style)
            if edge["road"]["name"] and edge["length_m"] > roads.get(edge["road"]["name"], (0, None, 0))[0]:
                roads[edge["road"]["name"]] = (edge["length_m"], edge["coordinates"], edge["road"]["width_m"])
    for site in sites:
        corners = [v for e in site["edges"] for v in e["coordinates"]]
        picture.text(middle(corners), site["parcel"], 'font-size="15" text-anchor="middle" fill="#333"')
    for name, (length, vertices, width) in sorted(roads.items()):
        (e0, n0), (e1, n1) = vertices[0], vertices[-1]
        along = ((e1 - e0) / length, (n1 - n0) / length)
        outside = [(e0 + e1) / 2 + along[1] * 3.2, (n0 + n1) / 2 - along[0] * 3.2]
        picture.text(outside, "%s, %g m" % (name, width or 0), 'font-size="13" text-anchor="middle" fill="#777"')
    picture.write(a.out)


if __name__ == "__main__":
    main()
