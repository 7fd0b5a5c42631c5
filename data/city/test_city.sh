#!/bin/sh
# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
# The generator's promises: test_city.sh GENERATOR SAMPLE. The committed sample comes out byte for byte; the same
# number and seed give the same bytes, another seed others; Windows-1254 holds the same text; N parcels are N.
set -eu
LC_ALL=C
export LC_ALL
make_city=$1
sample=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

city() { # city FOLDER ARGUMENTS...
    folder=$work/$1
    shift
    mkdir -p "$folder"
    "$make_city" "$@" -o "$folder" >/dev/null || fail "kbs-make-city $*"
}

byte() { # byte FILE OFFSET: one byte as a number
    od -An -tu1 -j "$2" -N1 "$1" | tr -d ' '
}

records() { # records FILE.dbf: the count in its header
    echo $(($(byte "$1" 4) + 256 * $(byte "$1" 5) + 65536 * $(byte "$1" 6)))
}

rows() { # rows FILE.dbf: its rows without padding
    tail -c +$(($(byte "$1" 8) + 256 * $(byte "$1" 9) + 1)) "$1"
}

city again --parcels 3000 --seed 1
ls "$sample" >"$work/expected"
ls "$work/again" >"$work/found"
cmp -s "$work/expected" "$work/found" || fail "the sample has other files: $(diff "$work/expected" "$work/found")"
[ "$(wc -l <"$work/expected")" -eq 46 ] || fail "the sample has $(wc -l <"$work/expected") files, not 46"
for f in "$sample"/*; do
    cmp -s "$f" "$work/again/${f##*/}" || fail "${f##*/} differs from the sample"
done

city twice --parcels 3000 --seed 1
diff -r "$work/again" "$work/twice" >/dev/null || fail "the same seed gave other bytes"
city other --parcels 3000 --seed 2
for f in adalar parseller plan_alan yollar binalar; do
    ! cmp -s "$work/again/$f.shp" "$work/other/$f.shp" || fail "another seed gave the same $f.shp"
done

city turkish --parcels 3000 --seed 1 --encoding cp1254
for f in "$work"/again/*.shp "$work"/again/*.shx "$work"/again/*.prj; do
    cmp -s "$f" "$work/turkish/${f##*/}" || fail "${f##*/} depends on the encoding"
done
for f in "$work"/again/*.dbf; do
    t=$work/turkish/${f##*/}
    [ "$(byte "$t" 29)" -eq 202 ] || fail "${t##*/}: language driver $(byte "$t" 29), not 202"
    [ "$(byte "$f" 29)" -eq 0 ] || fail "${f##*/}: language driver $(byte "$f" 29), not 0"
    rows "$f" | tr -d ' ' >"$work/utf8"
    rows "$t" | tr -d ' ' | iconv -f CP1254 -t UTF-8 >"$work/decoded"
    cmp -s "$work/utf8" "$work/decoded" || fail "${f##*/}: Windows-1254 holds other text"
done
[ "$(cat "$work/turkish/adalar.cpg")" = 1254 ] || fail "cpg of Windows-1254"
[ "$(cat "$work/again/adalar.cpg")" = UTF-8 ] || fail "cpg of UTF-8"
for letter in ç Ç ğ Ğ ı I i İ ö Ö ş Ş ü Ü â î; do
    cat "$work/again/mahalleler.dbf" "$work/again/yollar.dbf" | grep -aqF "$letter" || fail "no name has the letter $letter"
done

for n in 1000 1001 3000 12345; do
    city "n$n" --parcels "$n" --seed 5
    [ "$(records "$work/n$n/parseller.dbf")" -eq "$n" ] || fail "$n wanted, $(records "$work/n$n/parseller.dbf") parcels made"
    # the smallest towns may lack one
    [ "$n" -lt 3000 ] || [ "$(tail -n +2 "$work/n$n/cases.csv" | cut -d, -f1 | sort -u | wc -l)" -eq 19 ] || fail "$n parcels: not all cases"
done

for bad in "--parcels 999 -o $work" "--parcels 2000001 -o $work" "--parcels 3000" "--parcels x -o $work" \
    "--parcels 3000 --encoding latin1 -o $work" "--parcels 3000 --seed -1 -o $work" "--parcels 3000 -o"; do
    status=0
    # the words are arguments
    # shellcheck disable=SC2086
    "$make_city" $bad >/dev/null 2>&1 || status=$?
    [ "$status" -eq 2 ] || fail "status $status, not 2, for: $bad"
done
status=0
"$make_city" --parcels 3000 -o "$work/no/such/folder" >/dev/null 2>&1 || status=$?
[ "$status" -eq 4 ] || fail "status $status, not 4, for a folder that does not exist"

echo "$failures failures"
[ "$failures" -eq 0 ]
