# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""questions.py DIR: writes keys.tsv and points.tsv, the questions of the key and point benchmarks, from DIR/parseller.shp."""
import random
import struct
import sys

MOST_QUESTIONS = 20000


def read_dbf(path):
    """(fields, rows of bytes): fields as name -> (offset, length)."""
    with open(path, "rb") as f:
        data = f.read()
    count, header, length = struct.unpack("<IHH", data[4:12])
    fields, offset = {}, 1
    for at in range(32, header - 1, 32):
        if data[at] == 0x0D:
            break
        name = data[at:at + 11].split(b"\0")[0].decode("ascii")
        fields[name] = (offset, data[at + 16])
        offset += data[at + 16]
    return fields, [data[header + i * length:header + (i + 1) * length] for i in range(count)]


def main(folder):
    fields, rows = read_dbf(folder + "/parseller.dbf")
    with open(folder + "/parseller.shx", "rb") as f:
        index = f.read()
    chance = random.Random(7)
    picked = [chance.randrange(len(rows)) for _ in range(MOST_QUESTIONS)]

    def text(row, name):
        offset, length = fields[name]
        return row[offset:offset + length].decode("utf-8").strip()

    with open(folder + "/keys.tsv", "w", encoding="utf-8") as keys:
        for i in picked:
            keys.write("\t".join(text(rows[i], name) for name in ("mahalle", "ada_no", "parsel_no")) + "\n")
    with open(folder + "/points.tsv", "w", encoding="utf-8") as points, open(folder + "/parseller.shp", "rb") as shapes:
        for i in picked:
            shapes.seek(2 * struct.unpack(">i", index[100 + 8 * i:104 + 8 * i])[0] + 12)
            east_min, north_min, east_max, north_max = struct.unpack("<4d", shapes.read(32))
            points.write("%.3f\t%.3f\n" % ((east_min + east_max) / 2 + chance.uniform(-9, 9),
                                           (north_min + north_max) / 2 + chance.uniform(-9, 9)))


if __name__ == "__main__":
    main(sys.argv[1])
