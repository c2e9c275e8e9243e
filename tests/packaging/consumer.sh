#!/bin/sh
# Installs the engine alone and builds another project with it: consumer.sh BUILD SOURCE COMPILER
set -eu
build=$1 source=$2 compiler=$3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cmake --install "$build" --component recovery --prefix "$scratch/prefix" >/dev/null
installed=$(cd "$scratch/prefix" && find . -name '*.h' | sed 's|/[^/]*$||' | sort -u)
test "$installed" = ./include/blackstart/recovery || { echo "more than the engine was installed: $installed"; exit 1; }
cmake -S "$source/tests/consumer" -B "$scratch/build" -DCMAKE_PREFIX_PATH="$scratch/prefix" \
  -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_FLAGS="${CXXFLAGS_OF_BUILD:-}" >/dev/null
cmake --build "$scratch/build" >/dev/null
"$scratch/build/consumer"
