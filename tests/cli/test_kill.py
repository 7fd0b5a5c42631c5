# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""An import that is killed or cancelled leaves the old revision or the new one, never a part."""
import json
import os
import random
import shutil
import signal
import subprocess
import time
import unittest

from kbs_tool import Case, TOOL, square

E, N = 478000.0, 4430000.0
PARCELS = 20000
KILLS = int(os.environ.get("KBS_KILLS", "50"))


def grid(shift):
    return [({"mahalle": "Merkez", "ada_no": str(i // 100), "parsel_no": str(i % 100 + 1)},
             square(E + (i % 100) * 25 + shift, N + (i // 100) * 35, 20, 30)) for i in range(PARCELS)]


class Kill(Case):
    def start(self, city, source, *more):
        """In a process group of its own, so that the supervised child is hit too."""
        return subprocess.Popen([TOOL, "import", city, source, "--as", "parcel", "-q", *more], cwd=self.folder.name,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)

    def revision(self, city):
        return json.loads(self.kbs("info", city, "--format", "json")[0])["revision"]

    def prepare(self):
        self.new_city("base.kbs")
        self.write_geojson("one.geojson", grid(0))
        self.write_geojson("two.geojson", grid(0.5))
        started = time.monotonic()
        self.kbs("import", "base.kbs", "one.geojson", "--as", "parcel", "-q", "--dataset", "grid")
        return time.monotonic() - started

    def check(self, city, source, acknowledged):
        """The city is sound and has exactly the old or the new rows."""
        self.kbs("check", city, "--integrity")
        info = json.loads(self.kbs("info", city, "--format", "json")[0])
        parcels = info["kinds"][1]
        self.assertIn((info["revision"], parcels["current"], parcels["closed"]), source)
        if acknowledged:
            self.assertEqual(info["revision"], max(s[0] for s in source))

    def test_kill_nine_at_random_moments(self):
        duration = self.prepare()
        seed = random.randrange(1 << 30)
        moments = random.Random(seed)
        old_and_new = {"first": [(0, 0, 0), (1, PARCELS, 0)], "again": [(1, PARCELS, 0), (2, PARCELS, PARCELS)]}
        outcomes = []
        for i in range(KILLS):
            kind = "first" if i % 2 else "again"
            with self.subTest(seed=seed, number=i):
                city = "c.kbs"
                for side in ("", "-wal", "-shm", "-journal"):
                    if os.path.exists(self.path(city + side)):
                        os.remove(self.path(city + side))
                if kind == "first":
                    self.new_city(city)
                else:
                    shutil.copy(self.path("base.kbs"), self.path(city))
                process = self.start(city, "two.geojson", "--dataset", "grid")
                time.sleep(moments.uniform(0, 1.15 * duration))
                os.killpg(process.pid, signal.SIGKILL)
                out, _ = process.communicate()
                acknowledged = process.returncode == 0
                self.check(city, old_and_new[kind], acknowledged)
                outcomes.append(self.revision(city))
        # The next import of the same city works and removes what the dead ones left.
        self.kbs("import", "c.kbs", "two.geojson", "--as", "parcel", "-q", "--dataset", "grid")
        self.assertEqual([n for n in os.listdir(self.folder.name) if n.endswith(".import")], [])

    def test_control_c_cancels(self):
        duration = self.prepare()
        for number in (signal.SIGINT, signal.SIGTERM):
            process = self.start("base.kbs", "two.geojson", "--dataset", "grid")
            time.sleep(0.3 * duration)
            os.killpg(process.pid, number)
            process.communicate(timeout=20)
            if process.returncode != 0:
                self.assertEqual(process.returncode, -number)
                self.check("base.kbs", [(1, PARCELS, 0)], False)
                self.assertEqual([n for n in os.listdir(self.folder.name) if n.startswith(".")], [])

    def test_readers_go_on_while_one_writes(self):
        self.prepare()
        before, _ = self.kbs("zoning", "base.kbs", "Merkez/3/7", "--format", "json")
        process = self.start("base.kbs", "two.geojson", "--dataset", "grid")
        answers = 0
        while process.poll() is None:
            out, _ = self.kbs("zoning", "base.kbs", "Merkez/3/7", "--format", "json")
            self.assertIn(json.loads(out)["revision"], (1, 2))
            if json.loads(out)["revision"] == 1:
                self.assertEqual(out, before)
            answers += 1
        process.communicate()
        self.assertEqual(process.returncode, 0)
        self.assertGreater(answers, 0)


if __name__ == "__main__":
    unittest.main()
