#!/bin/sh
# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
# readme.sh SOURCE FOLDER LIBDIR: the commands of both READMEs are run with the installed kbs, and the program in them is built
# against the installed library and run; its areas add up to the parcel that the command prints.
set -eu

source=$1
folder=$2/readme
prefix=$2/prefix
export PKG_CONFIG_PATH="$prefix/$3/pkgconfig" LD_LIBRARY_PATH="$prefix/$3" PATH="$prefix/bin:$PATH" LC_ALL=C.UTF-8

fail() {
    echo "readme: $*" >&2
    exit 1
}

for page in README.md README.tr.md; do
    rm -rf "$folder"
    mkdir -p "$folder"
    ln -s "$source/data" "$folder/data"
    sed -n 's/^    \(kbs \(init\|import\|zoning\) .*\)/\1/p' "$source/$page" > "$folder/commands.sh"
    # shellcheck disable=SC2016 # the fence of a code block
    sed -n '/^```c$/,/^```$/p' "$source/$page" | sed '/^```/d' > "$folder/answer.c"
    (cd "$folder" && sh -eu commands.sh > said.txt) || fail "a command in $page ended with $?"
    # shellcheck disable=SC2046,SC2086 # lists of options
    $CC -std=c11 -Wall -Wextra -Werror ${FLAGS:-} "$folder/answer.c" -o "$folder/answer" $(pkg-config --cflags --libs kbs)
    (cd "$folder" && ./answer > rows.txt) || fail "the program in $page ended with $?"
    whole=$(sed -n 's/^Computed area  *\([0-9.,]*\) .*/\1/p' "$folder/said.txt" | tr -d ,)
    parts=$(awk '$1 == "plan-area" || $1 == "uncovered" { sum += $2 } END { printf "%.2f", sum }' "$folder/rows.txt")
    [ -n "$whole" ] || fail "$page: no area was printed"
    [ "$whole" = "$parts" ] || fail "$page: the parcel has $whole, the rows have $parts"
done
