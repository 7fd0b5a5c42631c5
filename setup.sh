#!/bin/sh
# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
# From a bare Debian 12 to an answer, or to tested code. What is done already is skipped.
#
#   ./setup.sh demo    packages, build, a city from the sample data, one zoning answer
#   ./setup.sh test    packages, build with warnings as errors, all tests
#
# As root, or with sudo for the packages alone. KBS_SAMPLES=FOLDER adds the tests on real data.
set -eu

cd "$(dirname "$0")"

BUILD_PACKAGES="cmake ninja-build gcc libc6-dev pkg-config libsqlite3-dev libspatialite-dev libgeos-dev libproj-dev proj-data
libgdal-dev libzip-dev libexpat1-dev libssl-dev libjansson-dev zlib1g-dev libcmocka-dev python3-minimal"
TEST_PACKAGES="g++ python3 python3-gdal python3-shapely python3-numpy python3-jsonschema gdal-bin spatialite-bin sqlite3 zip
man-db groff-base"

say() {
    printf '\n== %s\n' "$*"
}

fail() {
    printf 'setup.sh: %s\n' "$*" >&2
    exit 1
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2> /dev/null | cut -c1-2)" = ii ]
}

# Installs the packages that are not there.
need_packages() {
    missing=
    if ! command -v dpkg-query > /dev/null || ! command -v apt-get > /dev/null; then
        say "no apt here: these packages, or what your system calls them, must be there"
        printf '%s ' "$@"
        echo
        return
    fi
    for package in "$@"; do
        is_installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "packages:$missing"
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo > /dev/null || fail "be root or have sudo to install:$missing"
        as_root=sudo
    fi
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q < /dev/null
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing < /dev/null
}

# Runs a command and keeps what it says in a file; shows it on a terminal, or when the command fails.
logged() {
    log=$1
    shift
    if [ -t 1 ]; then
        "$@"
    elif ! "$@" > "$log" 2>&1; then
        cat "$log"
        return 1
    fi
}

# configure_and_build PRESET TARGET
configure_and_build() {
    say "build ($1)"
    mkdir -p build
    logged "build/$1-configure.log" cmake --preset "$1" ${KBS_SAMPLES:+"-DKBS_SAMPLES=$KBS_SAMPLES"}
    logged "build/$1-build.log" cmake --build --preset "$1" --target "$2"
}

# --- demo ---

CITY=build/demo/ornek.kbs

kbs() {
    LANG=C.UTF-8 build/release/tools/kbs "$@"
}

make_city() {
    if [ -f "$CITY" ]; then
        say "the city is there already: $CITY"
        return
    fi
    say "a city from data/city/sample"
    mkdir -p build/demo
    rm -f "$CITY".new*
    kbs init "$CITY.new" --crs EPSG:5254 --name "Örnek Belediyesi"
    for layer in mahalleler:neighbourhood parseller:parcel yollar:road plan_alan:plan-area kisitlar:restriction \
        binalar:building adresler:address noktalar:point; do
        echo
        # 1: taken in, but some records were refused, and the ledger says which.
        kbs import "$CITY.new" "data/city/sample/${layer%%:*}.shp" --as "${layer#*:}" --quiet || [ $? -eq 1 ]
    done
    mv "$CITY.new" "$CITY"
}

demo() {
    # shellcheck disable=SC2086
    need_packages $BUILD_PACKAGES
    configure_and_build release kbs_tool
    make_city
    key=$(awk -F, '$1 == "split-plan" { print $2 "/" $3 "/" $4; exit }' data/city/sample/cases.csv)
    say "kbs zoning $CITY \"$key\""
    kbs zoning "$CITY" "$key"
    cat << END

What to try next, in this folder:

  export PATH=\$PWD/build/release/tools:\$PATH
  kbs info $CITY
  kbs zoning $CITY "$key" --format json
  kbs zoning $CITY --all --format csv -o shares.csv
  kbs export $CITY --as parcel -o parcels.gpkg
  kbs check $CITY --integrity

Your own data: kbs init town.kbs --crs EPSG:5254, then kbs import town.kbs parcels.shp --as parcel.
QGIS opens $CITY as a SpatiaLite database. ./setup.sh test runs all tests.
END
}

# --- test ---

run_tests() {
    # shellcheck disable=SC2086
    need_packages $BUILD_PACKAGES $TEST_PACKAGES
    configure_and_build debug all
    say "tests"
    ctest --preset debug
}

case ${1:-} in
demo) demo ;;
test) run_tests ;;
*)
    sed -n '4,9s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
