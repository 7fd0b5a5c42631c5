#!/bin/sh
# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
# install.sh PART BUILD FOLDER LIBDIR: installs the build BUILD into FOLDER/prefix (part "tree") and uses it from there.
# CC, CXX, CMAKE, CMAKE_GENERATOR, MAKE_PROGRAM and FLAGS (of the build: sanitizers, coverage) come in the environment.
set -eu

part=$1
build=$2
folder=$3
lib=$4
here=$(cd "$(dirname "$0")" && pwd)
prefix=$folder/prefix
export PKG_CONFIG_PATH="$prefix/$lib/pkgconfig"
export LD_LIBRARY_PATH="$prefix/$lib"
flags=${FLAGS:-}

fail() {
    echo "install: $*" >&2
    exit 1
}

need() {
    [ -e "$prefix/$1" ] || fail "$1 was not installed"
}

# The program says the version and makes a city: PROJ, SQLite and SpatiaLite are found at run time too.
run() {
    rm -f "$folder/$part.kbs"
    said=$("$1" "$folder/$part.kbs") || fail "$1 ended with $?"
    case $said in
    "libkbs "*", GEOS 3."*", PROJ "*", GDAL 3."*", SQLite 3."*", SpatiaLite "*) ;;
    *) fail "$1 said: $said" ;;
    esac
}

tree() {
    rm -rf "$folder"
    mkdir -p "$folder"
    "$CMAKE" --install "$build" --prefix "$prefix" > "$folder/install.log"
    for name in kbs.h types.h version.h error.h city.h import.h zoning.h export.h; do
        need "include/kbs/$name"
    done
    for name in libkbs.so libkbs.so.0 libkbs.a pkgconfig/kbs.pc pkgconfig/kbs-static.pc cmake/kbs/kbsConfig.cmake \
        cmake/kbs/kbsConfigVersion.cmake cmake/kbs/kbsTargets.cmake cmake/kbs/kbsStaticTargets.cmake; do
        need "$lib/$name"
    done
    need share/kbs/profiles/turkey.profile
    if grep -rlF "$build" "$prefix/$lib/pkgconfig" "$prefix/$lib/cmake" "$prefix/include"; then
        fail "the files above name the build folder"
    fi
    if [ "$TOOL" = 1 ]; then
        need share/man/man1/kbs.1
        need share/bash-completion/completions/kbs
        # Without LD_LIBRARY_PATH: the command finds its library by its own place.
        said=$(env -u LD_LIBRARY_PATH "$prefix/bin/kbs" --version) || fail "kbs --version ended with $?"
        case $said in "libkbs "*) ;; *) fail "kbs --version said: $said" ;; esac
        for verb in $(LC_ALL=C "$prefix/bin/kbs" --help | sed -n 's/^  \([a-z]*\)  *[a-z].*/\1/p'); do
            need "share/man/man1/kbs-$verb.1"
        done
    fi
}

package() {
    rm -rf "$folder/package"
    "$CMAKE" -S "$here/consumer" -B "$folder/package" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$CC" \
        -DCMAKE_MAKE_PROGRAM="$MAKE_PROGRAM" \
        -DCMAKE_C_FLAGS="$flags" > "$folder/package.log" || { cat "$folder/package.log"; exit 1; }
    "$CMAKE" --build "$folder/package" >> "$folder/package.log" || { cat "$folder/package.log"; exit 1; }
    run "$folder/package/with_shared"
    run "$folder/package/with_static"
}

pkgconfig() {
    command -v pkg-config > /dev/null || exit 77
    pkg-config --exists --print-errors 'kbs >= 0.1' || fail "pkg-config does not know kbs"
    # shellcheck disable=SC2046,SC2086 # lists of options
    $CC -std=c11 -Wall -Wextra -Werror $flags "$here/consumer/main.c" -o "$folder/pc_shared" $(pkg-config --cflags --libs kbs)
    # shellcheck disable=SC2046,SC2086
    $CC -std=c11 -Wall -Wextra -Werror $flags "$here/consumer/main.c" -o "$folder/pc_static" \
        $(pkg-config --cflags --libs kbs-static)
    run "$folder/pc_shared"
    run "$folder/pc_static"
    if ldd "$folder/pc_static" | grep -q libkbs; then
        fail "the static program needs libkbs.so"
    fi
    # What a wholly static link would need is at least named.
    case $(pkg-config --static --libs kbs) in *-lkbs*-lgeos_c*) ;; *) fail "--static does not name GEOS" ;; esac
}

headers() {
    strict="-Wall -Wextra -Wpedantic -Werror -fsyntax-only"
    for header in "$prefix"/include/kbs/*.h; do
        name=kbs/$(basename "$header")
        printf '#include <%s>\n#include <%s>\ntypedef int alone;\n' "$name" "$name" > "$folder/alone.c"
        cp "$folder/alone.c" "$folder/alone.cpp"
        # shellcheck disable=SC2086
        $CC -std=c11 $strict -I"$prefix/include" "$folder/alone.c" || fail "$name is no C11 alone"
        # shellcheck disable=SC2086
        [ -z "$CXX" ] || $CXX -std=c++17 $strict -I"$prefix/include" "$folder/alone.cpp" || fail "$name is no C++17 alone"
    done
}

case $part in
tree | package | pkgconfig | headers) "$part" ;;
*) fail "no such part: $part" ;;
esac
