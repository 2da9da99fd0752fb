#!/usr/bin/env bash
# Prints the licence of every module that is linked and of every npm package
# that is shipped, from what is on this machine.
set -eu
cd "$(dirname "$0")/.."
echo "Third-party notices of Cordwood"
echo
echo "This product uses the IP2Location LITE database for the country of an IP address (https://lite.ip2location.com)."
tags=desktop,production,webkit2_41
for os in linux windows; do
  GOOS=$os CGO_ENABLED=0 go list -tags $tags -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' . 2>/dev/null
done | sort -u | while read -r path version dir; do
  printf '\n%s\n%s %s\n\n' "$(printf '=%.0s' {1..72})" "$path" "$version"
  find "$dir" -maxdepth 1 -iname 'LICEN[CS]E*' -o -maxdepth 1 -iname 'COPYING*' -o -maxdepth 1 -iname 'NOTICE*' | sort | while read -r f; do cat "$f"; done
done
for package in svelte @lucide/svelte @messageformat/runtime @fontsource-variable/inter bits-ui; do
  dir=frontend/node_modules/$package
  [ -d "$dir" ] || continue
  printf '\n%s\n%s (npm)\n\n' "$(printf '=%.0s' {1..72})" "$package"
  find "$dir" -maxdepth 1 -iname 'LICEN[CS]E*' | sort | while read -r f; do cat "$f"; done
done
