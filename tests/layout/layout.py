#!/usr/bin/env python3
# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""Checks the layout of the source tree; see the functions named check_. `layout.py NAME` runs one of them.

Ends with 0 when all is well, 1 with one line per fault, 77 when the check cannot be made here.
"""
import argparse
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# Which rooms a room may include; its own is always allowed.
ROOMS = {
    "base": [],
    "geo": ["base"],
    "store": ["base", "geo"],
    "import": ["base", "geo", "store"],
    "zoning": ["base", "geo", "store"],
}
# Public headers that a room may see: the shared words, and those of rooms it may include.
PUBLIC = {"base": [], "geo": [], "store": ["city.h"], "import": ["city.h", "import.h"], "zoning": ["check.h", "city.h", "zoning.h"]}
SHARED_PUBLIC = ["types.h", "error.h", "export.h", "version.h"]

# Headers of other libraries, and the files that are their door. A private header of a door is for its own files.
DOORS = [
    (r"geos_c\.h", r"geo/geos_door\.h"),
    (r"geo/geos_door\.h", r"geo/geos(_\w+)?\.c"),
    (r"proj\w*\.h", r"geo/proj_door\.h"),
    (r"geo/proj_door\.h", r"geo/proj(_\w+)?\.c"),
    (r"(sqlite3\w*|spatialite(/\w+)?)\.h", r"store/\w+\.[ch]"),
    (r"store/database_private\.h", r"store/\w+\.c"),
    (r"(gdal|ogr|cpl)\w*\.h", r"import/(read|write)_ogr(_\w+)?\.[ch]"),
    (r"zip\.h", r"import/archive\.c"),
    (r"expat\.h", r"import/xml_scan\.c"),
    (r"openssl/\w+\.h", r"base/sha256\.c"),
]
# What the C library and POSIX bring is no stranger.
OWN = re.compile(
    r"(assert|complex|ctype|dirent|errno|fcntl|float|inttypes|limits|math|poll|pthread|sched|signal|stdalign|stdarg|stdatomic|"
    r"stdbool|stddef|stdint|stdio|stdlib|string|time|unistd|threads|sys/\w+)\.h$")

BANNED = ("strtod strtof strtold atof sscanf strcpy strcat sprintf vsprintf strtok tolower toupper isalpha isalnum isspace isdigit "
          "strcasecmp strncasecmp setlocale localtime localtime_r gmtime gmtime_r malloc calloc realloc free exit _exit abort "
          "printf fprintf puts putchar getenv system popen gets").split()
BANNED_ALLOWED = re.compile(r"libkbs/(base/|geo/geos|geo/proj|store/database\.c|import/(read|write)_ogr)")

MOST_LINES = 800
TEXT = re.compile(r"(\.(c|h|in|py|sh|cmake|txt|md|json|sql|1|supp|profile|yml|yaml|csv|dict)$)|(^|/)(run|kbs|\.clang-\w+)$")
COUNTED = re.compile(r"\.(c|h|py|sh|cmake|sql)$|CMakeLists\.txt$")


def tracked():
    """Paths of the tracked files; of all files where the tree is no git work tree."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(["git", "-C", str(ROOT), "-c", "safe.directory=*", "ls-files", "-z"],
                                check=True, capture_output=True).stdout
        names = [name.decode() for name in listed.split(b"\0") if name]
    else:
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()]
        names = [name for name in names if not re.match(r"(build|\.cache)/", name)]
    return sorted(name for name in names if (ROOT / name).is_file())


def read(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def sources(pattern):
    return [name for name in tracked() if re.match(pattern, name)]


def code_of(text):
    """The text with comments and literals blanked, line by line as before."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(\\.|[^"\\\n])*"|\'(\\.|[^\'\\\n])*\'', blank, text, flags=re.S)


def includes(name):
    for number, line in enumerate(read(name).splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group(1), match.group(2)


def check_rooms(_):
    """A room includes only what it may."""
    for name in sources(r"libkbs/\w+/.*\.[ch]$"):
        room = name.split("/")[1]
        if room not in ROOMS:
            yield name, 1, "no such room: " + room
            continue
        for line, _, header in includes(name):
            other = header.split("/")[0]
            if other in ROOMS and other != room and other not in ROOMS[room]:
                yield name, line, room + " may not include " + header
            if header.startswith("kbs/") and header[4:] not in SHARED_PUBLIC + PUBLIC[room]:
                yield name, line, room + " may not include <" + header + ">"
    for name in sources(r"(tools|bindings)/.*\.[ch]$"):
        for line, _, header in includes(name):
            if header.split("/")[0] in ROOMS:
                yield name, line, "only the public headers may be included, not " + header


def check_doors(_):
    """Headers of other libraries appear in their doors only."""
    for name in sources(r"(libkbs|tools|include)/.*\.(h|c|in)$"):
        inside = name[len("libkbs/"):] if name.startswith("libkbs/") else "/" + name
        for line, bracket, header in includes(name):
            for stranger, door in DOORS:
                if re.fullmatch(stranger, header):
                    if not re.fullmatch(door, inside):
                        yield name, line, header + " is for " + door + " alone"
                    break
            else:
                known = OWN.match(header) or header.startswith("kbs/") or (name.startswith("tools/") and header == "getopt.h")
                if bracket == "<" and not known:
                    yield name, line, "<" + header + "> has no door"


def check_banned(_):
    """Calls that depend on locale, environment or unchecked lengths, or that end the process."""
    pattern = re.compile(r"(?<![\w.>])(" + "|".join(BANNED) + r")\s*\(")
    for name in sources(r"libkbs/.*\.[ch]$"):
        if BANNED_ALLOWED.match(name):
            continue
        for line, text in enumerate(code_of(read(name)).splitlines(), 1):
            for match in pattern.finditer(text):
                yield name, line, match.group(1) + "() is banned here; see base/"


def public_names():
    """Identifiers of the public headers: functions, types, constants, and fields of structs."""
    for name in sources(r"include/kbs/.*\.(h|h\.in)$"):
        text = code_of(re.sub(r"^\s*#.*$", "", read(name), flags=re.M))
        for word in re.findall(r"\b(?:kbs|KBS)_\w+", text):
            yield name, re.sub(r"^(kbs|KBS)_", "", word)
        for body in re.findall(r"\bstruct\s+\w+\s*\{(.*?)\}", text, flags=re.S):
            for field in re.findall(r"(\w+)\s*(?:\[[^\]]*\])?\s*[,;]", body):
                yield name, field


def check_words(_):
    """Every word in a public name stands in docs/vocabulary.md."""
    page = read("docs/vocabulary.md") if (ROOT / "docs/vocabulary.md").exists() else ""
    known = set(re.findall(r"^\| `([^`|]+)`", page, flags=re.M))
    missing = {}
    for name, identifier in public_names():
        for word in identifier.lower().split("_"):
            if word and not word.isdigit() and word not in known:
                missing.setdefault(word, (name, identifier))
    for word, (name, identifier) in sorted(missing.items()):
        yield name, 0, '"' + word + '" (' + identifier + ") is not in docs/vocabulary.md"


def check_errors(_):
    """docs/errors.md is what the catalogue says."""
    done = subprocess.run([sys.executable, str(ROOT / "docs/errors.py"), "--check"], capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        yield "docs/errors.md", 0, line
    if done.returncode != 0 and not done.stdout:
        yield "docs/errors.md", 0, done.stderr.strip()


# The catalogues of which each finding must be named by a test.
PROVOKED = r"data/messages/(base|geo|store|shapefile|formats|import|zoning)\.json$"
# Codes of these that no test provokes, and why.
NOT_PROVOKED = {
    "archive.member": "what libzip says beyond what is looked for before (sizes, names, checksums, links)",
    "archive.too-large": "needs more than 4 GB of disk",
    "city.network-share": "needs a network share",
    "crs.no-database": "needs a machine without proj.db",
    "geojson.vertices-many": "needs a geometry of more vertices than a test can hold",
    "geometry.too-complex": "needs a geometry that is looked at for seconds; tests/unit/geo has the limit itself",
    "import.count": "a defect of a reader: all that are known give each record",
    "ogr.fields-left-out": "needs a source with more fields than a test can hold",
    "ogr.geometry": "GDAL refuses such a file before (ogr.failure); kept for drivers that do not",
    "ogr.link": "needs a file system that takes files and no links",
    "ogr.more-warnings": "needs a driver that warns more often than is told",
    "ogr.warning": "which files make GDAL warn changes with its version",
    "source.records-many": "needs more records than a test can hold",
    "value.too-long": "readers refuse so long a text before; kept for new ones",
    "xml.faults-many": "needs a million faults",
    "xml.layers-many": "needs ten thousand layers",
    "xml.token-long": "needs a token longer than a test can hold",
}


def check_findings(_):
    """Each finding of the catalogue is raised somewhere in libkbs, and a test names it by its code or its constant."""
    catalogue = [(name, code) for name in sources(PROVOKED) for code in json.loads(read(name))]
    words = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)+|FINDING_\w+")
    tests = {word for name in sources(r"tests/(?!layout/|fuzz/corpus/)") for word in words.findall(read(name))}
    raised = {word for name in sources(r"(libkbs|tools)/") for word in words.findall(read(name))}
    for name, code in catalogue:
        constant = "FINDING_" + re.sub(r"[.-]", "_", code).upper()
        tested = code in tests or constant in tests
        if constant not in raised:
            yield name, 0, "%s is raised nowhere" % code
        if code in NOT_PROVOKED and tested:
            yield "tests/layout/layout.py", 0, "%s is tested and needs no excuse" % code
        if code not in NOT_PROVOKED and not tested:
            yield name, 0, "no test names %s" % code
    for code in sorted(set(NOT_PROVOKED) - {code for _, code in catalogue}):
        yield "tests/layout/layout.py", 0, "%s is no finding" % code


def check_inputs(_):
    """The tables of docs/bad-inputs.md: codes are in the catalogue, tests are there, and each code is named by a test of its row."""
    page = "docs/bad-inputs.md"
    catalogue = {code for name in sources(r"data/messages/.*\.json$") for code in json.loads(read(name))}
    files = {Path(name).stem: read(name) for name in sources(r"tests/.*/test_\w+\.(c|py)$")}
    for number, line in enumerate(read(page).splitlines(), 1):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("| ") or len(cells) < 3 or cells[0] == "input":
            continue
        codes = set(re.findall(r"`([a-z]+\.[a-z0-9-]+)`", cells[2]))
        for code in sorted(codes - catalogue):
            yield page, number, "%s is no finding" % code
        tests = re.findall(r"`(test_\w+): (\w+)`", cells[3]) if len(cells) > 3 else []
        for name, function in tests:
            if not re.search(r"\b%s\(" % function, files.get(name, "")):
                yield page, number, "there is no test %s in %s" % (function, name)
        if len(cells) > 3 and not tests:
            yield page, number, "no test is named"
        named = "\n".join(files.get(name, "") for name, _ in tests)
        for code in sorted(codes) if tests else []:
            constant = "FINDING_" + re.sub(r"[.-]", "_", code).upper()
            if code not in named and constant not in named:
                yield page, number, "no test of the row names %s" % code


def check_size(_):
    """No file of code is over 800 lines."""
    for name in tracked():
        if COUNTED.search(name):
            lines = read(name).count("\n")
            if lines > MOST_LINES:
                yield name, 0, "{} lines, more than {}".format(lines, MOST_LINES)


def check_paths(_):
    """No file names a folder of somebody's machine, and none has a mark for work left over."""
    machine = re.compile(r"(?<![\w.~*$}])/(work|root|home/\w+|Users/\w+)/")
    left_over = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
    for name in tracked():
        if not TEXT.search(name) or name.startswith("tests/fuzz/corpus/"):
            continue
        for line, text in enumerate(read(name).splitlines(), 1):
            for pattern in (machine, left_over):
                match = pattern.search(text)
                if match:
                    yield name, line, 'should not have "' + match.group(0) + '"'


def check_marks(_):
    """Every C file says its licence in its first two lines and its subject after them."""
    for name in sources(r".*\.(c|h|h\.in)$"):
        lines = read(name).splitlines() + ["", "", ""]
        if (lines[0] != "/* SPDX-FileCopyrightText: libkbs contributors */" or
                lines[1] != "/* SPDX-License-Identifier: MIT */"):
            yield name, 1, "the two SPDX lines are missing"
        elif not lines[2].startswith("/*"):
            yield name, 3, "no comment says what the file is about"


def check_scripts(_):
    """shellcheck has nothing to say about the shell scripts."""
    if not shutil.which("shellcheck"):
        print("no shellcheck here")
        sys.exit(77)
    names = [name for name in tracked() if re.search(r"\.sh$|^\.ci/run$|^tools/completion/", name)]
    done = subprocess.run(["shellcheck", "-f", "gcc"] + names, cwd=ROOT, capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        yield line, 0, ""


def symbols(nm, arguments, library):
    listed = subprocess.run([nm] + arguments + [library], capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        parts = line.split()
        if len(parts) >= 2 and len(parts[-2]) == 1:
            yield parts[-1]


def check_symbols(options):
    """libkbs.so and libkbs.a give kbs_ names only, and libkbs.so all that the headers promise."""
    if not options.shared or not Path(options.shared).exists():
        print("the library is not built")
        sys.exit(77)
    tooling = re.compile(r"(__|_init$|_fini$|_edata$|_end$|\.|DW\.)")
    exported = {name for name in symbols(options.nm, ["-D", "--defined-only"], options.shared) if not tooling.match(name)}
    for name in sorted(exported):
        if not name.startswith("kbs_"):
            yield options.shared, 0, name + " is exported"
    for header in sources(r"include/kbs/.*\.(h|h\.in)$"):
        text = code_of(read(header))
        for name in re.findall(r"KBS_API[^;{]*?\b(kbs_\w+)\s*\(", text):
            if name not in exported:
                yield header, 0, name + " is promised and not there"
    for name in sorted(set(symbols(options.nm, ["-g", "--defined-only"], options.static))):
        if not name.startswith("kbs_") and not tooling.match(name):
            yield options.static, 0, name + " is visible"


def check_format(_):
    """Tracked C files are as clang-format 14 writes them (`cmake --build … --target format`)."""
    program = shutil.which("clang-format-14") or shutil.which("clang-format")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout if program else ""
    if " 14." not in version:
        print("no clang-format 14 here")
        sys.exit(77)
    names = sources(r"(libkbs|include|tools|tests|cmake|data)/.*\.[ch]$")
    for start in range(0, len(names), 50):
        done = subprocess.run([program, "--dry-run"] + names[start:start + 50], cwd=ROOT, capture_output=True, text=True,
                              check=False)
        seen = set()
        for line in done.stderr.splitlines():
            match = re.match(r"([^:]+):(\d+):\d+: warning: ", line)
            if match and match.group(1) not in seen:
                seen.add(match.group(1))
                yield match.group(1), match.group(2), "is not formatted"


def main():
    checks = {name[len("check_"):]: value for name, value in globals().items() if name.startswith("check_")}
    parser = argparse.ArgumentParser()
    parser.add_argument("check", choices=sorted(checks))
    parser.add_argument("--shared", default="")
    parser.add_argument("--static", default="")
    parser.add_argument("--nm", default="nm")
    options = parser.parse_args()
    faults = 0
    for name, line, text in checks[options.check](options):
        print("{}:{}: {}".format(name, line, text))
        faults += 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
