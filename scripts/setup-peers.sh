#!/usr/bin/env bash
# Optional: the rivals that are no part of this project. OpenBLAS by a C addon (Debian: apt-get install gcc libopenblas-dev) and
# onnxruntime-node from npm (288 MB), both into .native/. numpy is used where python3 has it (Debian: python3-numpy libopenblas0-pthread).
# What cannot be had is named, and the rest is made.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p .native
headers=$(dirname "$(readlink -f node_modules/.bin/node)")/../include/node
compiler=${CC:-cc}
failed=0

# replace FOLDER WORK: what is made beside takes the place of what is there
replace() { rm -rf "$1" && mv "$2" "$1"; }

openblas() {
  command -v "$compiler" >/dev/null || { echo "openblas: no C compiler: apt-get install gcc"; return 1; }
  echo '#include <cblas.h>' | "$compiler" -fsyntax-only -x c - 2>/dev/null ||
    { echo "openblas: no OpenBLAS: apt-get install libopenblas-dev"; return 1; }
  local work
  work=$(mktemp -d .native/openblas.XXXXXX)
  if "$compiler" -O3 -march=native -fopenmp -shared -fPIC -Wall -Wextra -I "$headers" \
    packages/backends/native/openblas.c -o "$work/openblas.node" -lopenblas; then
    replace .native/openblas "$work" && echo "openblas: built"
  else
    rm -rf "$work"
    return 1
  fi
}

onnxruntime() {
  local work
  work=$(mktemp -d .native/onnxruntime.XXXXXX)
  cp scripts/peers/package.json scripts/peers/package-lock.json "$work"
  # its install script fetches libraries for GPUs
  if npm ci --prefix "$work" --ignore-scripts --no-audit --no-fund --silent; then
    replace .native/onnxruntime "$work" && echo "onnxruntime: installed"
  else
    rm -rf "$work"
    echo "onnxruntime: npm does not get it"
    return 1
  fi
}

for rival in ${*:-openblas onnxruntime}; do
  case $rival in
    openblas | onnxruntime) "$rival" || failed=1 ;;
    *) echo "$rival: accepted are openblas and onnxruntime"; failed=1 ;;
  esac
done
python3 -c 'import numpy; print("numpy:", numpy.__version__)' 2>/dev/null ||
  echo "numpy: python3 has none: apt-get install python3-numpy libopenblas0-pthread"
exit $failed
