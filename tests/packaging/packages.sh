#!/bin/sh
# Builds both packages, unpacks them elsewhere and rehearses there: packages.sh BUILD
set -eu
build=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
(cd "$build" && cpack -B "$scratch/packages" >"$scratch/log" 2>&1) || { cat "$scratch/log"; exit 1; }

rehearse() {
  program=$(find "$1" -path '*/bin/blackstart')
  scenario=$(find "$1" -path '*/scenarios/region-outage/reprovision.json')
  (cd / && "$program" --version && "$program" run "$scenario" --as-of 2026-11-01 >/dev/null)
}

mkdir "$scratch/tarball" "$scratch/deb"
tar -xzf "$scratch"/packages/blackstart-*.tar.gz -C "$scratch/tarball"
rehearse "$scratch/tarball"
dpkg-deb -x "$scratch"/packages/blackstart_*.deb "$scratch/deb"
rehearse "$scratch/deb"
dpkg-deb -f "$scratch"/packages/blackstart_*.deb Depends | grep -q libc6 || { echo "the .deb does not say what it needs"; exit 1; }
