# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""A disk that is full or fails, at each of many places of init, import, backup and export: a clean message, exit status 4, the city as before
or as after, and no file left. Environment: KBS_FAULT_LIBRARY (fault.c, preloaded), KBS_FAULTS (places of each verb that are tried)."""
import contextlib
import errno
import os
import shutil
import sqlite3
import struct
import subprocess
import unittest
import zipfile

from kbs_tool import Case, TOOL, read_bytes, square

LIBRARY = os.environ["KBS_FAULT_LIBRARY"]
PLACES = int(os.environ.get("KBS_FAULTS", "60"))
NEVER = 0
E, N = 478000.0, 4430000.0


def parcels(shift):
    return [({"mahalle": "Işıklar", "ada_no": str(i // 20), "parsel_no": str(i % 20 + 1)},
             square(E + (i % 20) * 25 + shift, N + (i // 20) * 35, 20, 30)) for i in range(400)]


class Fault(Case):
    def run_with_fault(self, args, at, error=errno.EIO, stays=False, call=None):
        """Exit status, what was said on standard error, the number of calls, the call that failed."""
        self.write("counter", bytes(64))
        env = dict(os.environ, LC_ALL="C", LD_PRELOAD=LIBRARY, KBS_FAULT_FOLDER=os.path.join(os.path.realpath(self.folder.name), "work"),
                   KBS_FAULT_COUNTER=self.path("counter"), KBS_FAULT_AT=str(at), KBS_FAULT_ERROR=str(error),
                   ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0")
        if stays:
            env["KBS_FAULT_STAYS"] = "1"
        if call:
            env["KBS_FAULT_CALL"] = call
        done = subprocess.run([TOOL, *args], cwd=self.path("work"), env=env, capture_output=True, timeout=300)
        data = read_bytes(self.path("counter"))
        return done.returncode, done.stderr.decode("utf-8"), struct.unpack_from("<Q", data)[0], data[8:].split(b"\0")[0].decode()

    def fresh(self, files):
        """The folder that the tool works in, with copies of these files and nothing else."""
        shutil.rmtree(self.path("work"), ignore_errors=True)
        os.mkdir(self.path("work"))
        for name in files:
            shutil.copy(self.path(name), self.path("work", name))

    def names(self):
        """Of the files that are there, without those of SQLite: on a full disk it cannot roll back, which it does when the city is next opened."""
        return {n for n in os.listdir(self.path("work")) if not n.endswith((".kbs-wal", ".kbs-shm", ".kbs-journal"))}

    def revision(self, name):
        """Of a city that is sound; what the check says otherwise fails the test."""
        self.kbs("check", os.path.join("work", name), "--integrity")
        with contextlib.closing(sqlite3.connect(self.path("work", name))) as city:
            return city.execute("SELECT ifnull(max(id), 0) FROM revision").fetchone()[0]

    def sweep(self, files, args, judge, most=PLACES):
        """judge(done) looks at what is there after each run."""
        self.fresh(files)
        status, said, calls, _ = self.run_with_fault(args, NEVER)
        self.assertEqual(status, 0, said)
        judge(True)
        self.assertGreater(calls, 5)
        step = max(1.0, calls / most)
        places = sorted({1 + int(i * step) for i in range(min(calls, most))} | set(range(max(1, calls - 5), calls + 1)))
        hit = set()
        for number, at in enumerate(places):
            full = number % 2 == 0
            with self.subTest(at=at, of=calls, full=full):
                self.fresh(files)
                status, said, _, call = self.run_with_fault(args, at, errno.ENOSPC if full else errno.EIO, full)
                hit.add(call)
                if status != 0:
                    self.assertEqual(status, 4, said)
                    self.assertRegex(said, r"(?s)^kbs.*: .*\n", call)
                    self.assertNotIn("signal", said)
                judge(status == 0)
        return hit

    def prepare(self):
        self.new_city("city.kbs")
        self.write_geojson("p.geojson", parcels(0))
        self.kbs("import", "city.kbs", "p.geojson", "--as", "parcel", "-q")
        for side in ("-wal", "-shm"):
            if os.path.exists(self.path("city.kbs" + side)):
                os.remove(self.path("city.kbs" + side))

    def test_import(self):
        self.prepare()
        self.write_geojson("two.geojson", parcels(0.5))
        files = ("city.kbs", "two.geojson")

        def judge(done):
            self.assertEqual(self.names(), set(files))
            self.assertIn(self.revision("city.kbs"), (2,) if done else (1, 2))
        hit = self.sweep(files, ("import", "city.kbs", "two.geojson", "--as", "parcel", "-q"), judge, PLACES // 2)
        self.assertLessEqual({"pwrite", "fdatasync"}, hit)

    def test_first_import(self):
        self.new_city("city.kbs")
        self.write_geojson("two.geojson", parcels(0.5))
        files = ("city.kbs", "two.geojson")

        def judge(done):
            self.assertEqual(self.names(), set(files))
            self.assertIn(self.revision("city.kbs"), (1,) if done else (0, 1))
        self.sweep(files, ("import", "city.kbs", "two.geojson", "--as", "parcel", "-q"), judge, PLACES // 2)

    def test_findings(self):
        """One failure each that has a text of its own: the code, its words, the verb, the call that fails and how."""
        self.prepare()
        with zipfile.ZipFile(self.path("p.zip"), "w") as archive:
            archive.write(self.path("p.geojson"), "p.geojson")
        take, export = ("import", "city.kbs", "p.zip", "--as", "parcel"), ("export", "city.kbs", "--as", "parcel", "-o")
        for code, words, args, call, at, error in (
                ("import.work-folder", "the work folder .* could not be made: No space left on device", take, "mkdir", 1, errno.ENOSPC),
                ("city.disk-full", "no space left on the disk; the city was not changed", take, "pwrite", 14, errno.ENOSPC),
                ("city.io", "reading or writing the city failed", take, "pwrite", 14, errno.EIO),
                ("export.failure", "it cannot be written: Input/output error", (*export, "p.kml"), "fwrite", 1, errno.EIO),
                ("export.failure", "it cannot be written: No space left on device", (*export, "p.csv"), "fclose", 1, errno.ENOSPC),
                ("file.full", "no space left on the disk", (*export, "p.gpkg"), "link", 1, errno.ENOSPC),
                ("file.read-only", "read-only", (*export, "p.gpkg"), "link", 1, errno.EROFS)):
            with self.subTest(code, call=call):
                self.fresh(("city.kbs", "p.zip"))
                status, said, _, failed = self.run_with_fault(args, at, error, True, call)
                self.assertEqual((status, failed), (4, call), said)
                self.assertRegex(said, words)
                self.assertEqual(self.names(), {"city.kbs", "p.zip"})

    def test_init(self):
        def judge(done):
            if done or "city.kbs" in self.names():
                self.assertEqual(self.revision("city.kbs"), 0)
            self.assertLessEqual(self.names(), {"city.kbs"})
        self.sweep((), ("init", "city.kbs", "--crs", "EPSG:5254"), judge, PLACES // 3)

    def test_backup(self):
        """Over an older copy, which stays until the new one is whole."""
        self.new_city("copy.kbs")
        self.prepare()
        files = ("city.kbs", "copy.kbs")

        def judge(done):
            self.assertEqual(self.names(), set(files))
            self.assertIn(self.revision("copy.kbs"), (1,) if done else (0, 1))
        hit = self.sweep(files, ("backup", "city.kbs", "copy.kbs", "--replace"), judge, PLACES // 2)
        self.assertEqual(self.revision("city.kbs"), 1)
        self.assertIn("rename", hit)

    def test_export(self):
        """A GeoPackage is written by GDAL through SQLite, GeoJSON through buffered streams, a shapefile in several files."""
        self.prepare()
        for name in ("p.gpkg", "p.geojson", "p.shp"):
            stem = name.split(".")[0]

            def judge(done):
                left = self.names() - {"city.kbs"}
                self.assertTrue(name in left if done else True, left)
                self.assertEqual({n for n in left if not n.startswith(stem + ".")}, set())
                if not done and name != "p.shp":
                    self.assertLessEqual(left, {name})
                if name in left:
                    count = subprocess.run(["ogrinfo", "-ro", "-so", "-al", self.path("work", name)], capture_output=True, text=True).stdout
                    self.assertIn("Feature Count: 400", count)
            with self.subTest(name):
                self.sweep(("city.kbs",), ("export", "city.kbs", "--as", "parcel", "-o", name, "--crs", "EPSG:5254"), judge, PLACES // 4)


if __name__ == "__main__":
    unittest.main()
