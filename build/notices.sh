#!/usr/bin/env bash
# Prints the licence of everything that is shipped: Go itself and every module
# that is linked, from what is on this machine; then what the build of the
# frontend wrote down for its own packages and fonts (frontend/scripts/notices.ts).
# `build/notices.sh go` prints the first half only.
set -euo pipefail
cd "$(dirname "$0")/.."
page=frontend/dist/NOTICES.txt
[ "${1:-}" = go ] || [ -f $page ] || { echo "$page is not there: build the frontend first (make build)." >&2; exit 1; }

title() { printf '\n%s\n%s\n\n' "$(printf '=%.0s' {1..72})" "$1"; }

echo "Third-party notices of Cordwood"
echo
echo "This product uses the IP2Location LITE database for the country of an IP address (https://lite.ip2location.com)."

title "Go $(go env GOVERSION), standard library and runtime"
cat "$(go env GOROOT)/LICENSE"

# Only names are asked for, nothing is compiled: cgo is on so that the window's own imports count.
modules=$(for os in linux windows; do
  GOOS=$os CGO_ENABLED=1 go list -tags desktop,production,webkit2_41 -deps \
    -f '{{with .Module}}{{if not .Main}}{{.Path}}{{"\t"}}{{.Version}}{{"\t"}}{{.Dir}}{{end}}{{end}}' .
done | sort -u)
while IFS=$'\t' read -r path version dir; do
  texts=$(find "$dir" -maxdepth 1 -type f \( -iname 'LICEN[CS]E*' -o -iname 'COPYING*' -o -iname 'NOTICE*' \) ! -name '*.go' | sort)
  [ -n "$texts" ] || { echo "$path $version has no licence file in $dir" >&2; exit 1; }
  title "$path $version"
  while read -r text; do cat "$text"; done <<<"$texts"
done <<<"$modules"

[ "${1:-}" = go ] || { echo; cat $page; }
