#!/usr/bin/env bash
# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
# One table a task: libkbs alone, or beside its peers in the same run.
#
#   tests/bench/run.sh [--peers DIR] [--size 10k|100k|1m]... [--task import|shares|key|point]... [--rounds N] [--queries N] [--only COLUMN,COLUMN] [--build DIR]
#
# Without --peers the city comes from kbs-make-city and ogr2ogr is the one peer of the import. With --peers DIR the harness in that
# folder (bench.py, columns.json, prepared data in $KBSBENCH) runs its columns and ours alternately.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$root/build/release
peers='' rounds=3 queries=5000
sizes=() tasks=() only=()
while [ $# -gt 0 ]; do
  case $1 in
    --peers) peers=$(cd "$2" && pwd); shift 2 ;;
    --size) sizes+=("$2"); shift 2 ;;
    --task) tasks+=("$2"); shift 2 ;;
    --rounds) rounds=$2; shift 2 ;;
    --queries) queries=$2; shift 2 ;;
    --only) only=(--only "$2"); shift 2 ;;
    --build) build=$(cd "$2" && pwd); shift 2 ;;
    *) sed -n '4,9p' "$0" >&2; exit 2 ;;
  esac
done
[ ${#sizes[@]} -gt 0 ] || sizes=(100k)
[ ${#tasks[@]} -gt 0 ] || tasks=(import shares key point)
export KBSBENCH=${KBSBENCH:-/tmp/kbsbench}
bench=$build/tests/bench/kbs-bench
make_city=$(find "$build" -name kbs-make-city -type f | head -n 1)
[ -x "$bench" ] || { echo "no $bench: build the release preset first" >&2; exit 2; }

count() { case $1 in 10k) echo 10000 ;; 100k) echo 100000 ;; 1m) echo 1000000 ;; *) echo "$1" ;; esac; }

machine() {
  echo "machine: $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), load $(cut -d' ' -f1 /proc/loadavg)"
  "$build/tools/kbs" --version
  echo
}

# Columns of the peers' harness and ours.
with_peers() {
  local columns=$KBSBENCH/columns-with-libkbs.json
  python3 - "$peers/columns.json" "$bench" > "$columns" <<'PY'
import json
import sys
columns = json.load(open(sys.argv[1]))
bench = sys.argv[2]
columns += [
    {"task": "import", "name": "libkbs", "pre": "rm -f {tmp}/k.kbs*", "cmd": bench + " import {d} {tmp}/k.kbs"},
    {"task": "bulk", "name": "libkbs", "pre": "rm -f {tmp}/s.kbs*", "cmd": bench + " shares {d} {tmp}/s.kbs"},
    {"task": "bulk", "name": "libkbs kept answers", "cmd": bench + " answers {d}/city.kbs"},
    {"task": "key", "name": "libkbs", "cmd": bench + " key {d}/city.kbs {d}/keys.tsv {q}"},
    {"task": "point", "name": "libkbs", "cmd": bench + " point {d}/city.kbs {d}/points.tsv {q}"},
]
json.dump(columns, sys.stdout)
PY
  for size in "${sizes[@]}"; do
    [ -f "$KBSBENCH/$size/city.kbs" ] || "$bench" city "$KBSBENCH/$size" "$KBSBENCH/$size/city.kbs" > /dev/null
    for task in "${tasks[@]}"; do
      [ "$task" != shares ] || task=bulk
      python3 "$peers/bench.py" "$task" "$size" --rounds "$rounds" --queries "$queries" --columns "$columns" ${only[@]+"${only[@]}"}
    done
  done
}

# libkbs on a city of its own generator; ogr2ogr beside the import.
alone() {
  local data=$KBSBENCH/own-$1 n
  n=$(count "$1")
  if [ ! -f "$data/parseller.shp" ]; then
    mkdir -p "$data"
    "$make_city" --parcels "$n" --seed 1 -o "$data"
  fi
  if [ ! -f "$data/keys.tsv" ]; then
    python3 "$here/questions.py" "$data"
  fi
  rm -f "$data"/city.kbs*
  "$bench" city "$data" "$data/city.kbs" > /dev/null
  for task in "${tasks[@]}"; do
    for _ in $(seq "$rounds"); do
      case $task in
        import)
          rm -f "$KBSBENCH"/t.kbs* "$KBSBENCH"/t.gpkg*
          measure "import $1" "libkbs" "$n" "$bench" import "$data" "$KBSBENCH/t.kbs"
          if command -v ogr2ogr > /dev/null; then
            measure "import $1" "ogr2ogr GPKG + key index" "$n" sh -c "ogr2ogr -q -f GPKG -gt unlimited --config OGR_SQLITE_SYNCHRONOUS OFF \
              --config OGR_SQLITE_CACHE 512 -a_srs EPSG:5254 '$KBSBENCH/t.gpkg' '$data/parseller.shp' &&
              sqlite3 '$KBSBENCH/t.gpkg' 'pragma synchronous=off; create index pk on parseller(mahalle,ada_no,parsel_no)'"
          fi ;;
        shares) rm -f "$KBSBENCH"/t.kbs*; printf '%-14s %-26s ' "shares $1" libkbs; "$bench" shares "$data" "$KBSBENCH/t.kbs" 2> /dev/null ;;
        key) printf '%-14s %-26s ' "key $1" libkbs; "$bench" key "$data/city.kbs" "$data/keys.tsv" "$queries" ;;
        point) printf '%-14s %-26s ' "point $1" libkbs; "$bench" point "$data/city.kbs" "$data/points.tsv" "$queries" ;;
      esac
    done
  done
  rm -f "$KBSBENCH"/t.kbs* "$KBSBENCH"/t.gpkg*
}

# Wall time of a command that does `count` things.
measure() {
  local task=$1 name=$2 things=$3 from to
  shift 3
  from=$(date +%s.%N)
  "$@" > /dev/null 2>&1
  to=$(date +%s.%N)
  awk -v task="$task" -v name="$name" -v n="$things" -v s="$(echo "$to $from" | awk '{print $1 - $2}')" \
    'BEGIN { printf "%-14s %-26s {\"ops\": %d, \"secs\": %.3f, \"per_s\": %.0f}\n", task, name, n, s, n / s }'
}

mkdir -p "$KBSBENCH"
machine
if [ -n "$peers" ]; then
  with_peers
else
  for size in "${sizes[@]}"; do
    alone "$size"
  done
fi
