#!/usr/bin/env bash
# Packages into build/bin: a deb, a tar.gz, the Windows programs and their
# installer. The Windows parts have been run under Wine, not on Windows.
set -eu
cd "$(dirname "$0")/.."
version=${1#v}
case $version in [0-9]*.[0-9]*) ;; *) version=0.0.0+$version ;; esac
bin=build/bin
flags=(-trimpath -ldflags "-s -w -X cordwood/app/cli.Version=$version")

build/notices.sh > build/THIRD_PARTY_NOTICES.txt

VERSION=$version go run github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.1 package -f build/linux/nfpm.yaml -p deb -t "$bin/cordwood_${version}_amd64.deb"
tar -czf "$bin/cordwood-$version-linux-amd64.tar.gz" --owner=0 --group=0 \
  -C "$bin" cordwood cordwood-window -C ../.. LICENSE README.md -C build THIRD_PARTY_NOTICES.txt

GOOS=windows GOARCH=amd64 CGO_ENABLED=0 go build "${flags[@]}" -o "$bin/cordwood.exe" .
GOOS=windows GOARCH=amd64 CGO_ENABLED=0 go build -tags desktop,production -trimpath \
  -ldflags "-s -w -H windowsgui -X cordwood/app/cli.Version=$version" -o "$bin/cordwood-window.exe" .
if command -v makensis >/dev/null; then
  makensis -V2 "-DVERSION=$version" build/windows/installer.nsi
else
  echo "makensis is not here (apt-get install nsis): no Windows installer."
fi
ls -l "$bin"
