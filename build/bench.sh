#!/usr/bin/env bash
# Prints a table of figures on this machine, peers in the same run: the median of
# five interleaved runs each. Peers that are not installed are left out.
# docs/benchmarks.md keeps a table and says how to read it.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CORDWOOD_HOME=$work/home
bin=$PWD/build/bin/cordwood
"$bin" demo "$work/suite" --end 2026-11-18T14:32:00+08:00 >/dev/null
big=$work/big.log
for _ in $(seq 40); do cat "$work/suite/application.log"; done > "$big"
gz=$(ls "$work"/suite/call_event-*.gz | head -1)
for f in "$work"/suite/call_event-*.gz; do [ "$(stat -c %s "$f")" -gt "$(stat -c %s "$gz")" ] && gz=$f; done

median() { sort -n | sed -n 3p; }
once() { local s e; s=$(date +%s%N); "$@" >/dev/null 2>&1 || true; e=$(date +%s%N); echo $(((e - s) / 1000000)); }
row() { # what, unit, then commands, each one string
  local what=$1; shift
  local i c
  for i in 1 2 3 4 5; do for c in "$@"; do once bash -c "$c" >> "$work/t.$(echo "$c" | md5sum | cut -c1-8)"; done; done
  for c in "$@"; do
    printf '| %s | `%s` | %s ms |\n' "$what" "$(basename "${c%% *}")" "$(median < "$work/t.$(echo "$c" | md5sum | cut -c1-8)")"
  done
  rm -f "$work"/t.*
}
have() { command -v "$1" >/dev/null; }
peak() { /usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -1; }

echo "plain: $(stat -c %s "$big") bytes, $(wc -l < "$big") lines; gz: $(stat -c %s "$gz") bytes, $(zcat "$gz" | wc -c) decoded"
echo "| what | with | median |"
echo "|---|---|---|"
cmds=("$bin search $big --count xyzzy"); have rg && cmds+=("rg -c -i xyzzy $big"); have grep && cmds+=("grep -c -i xyzzy $big")
row "rare literal, any case, plain, whole process" "${cmds[@]}"
cmds=("$bin search $big --count --lines --case xyzzy"); have rg && cmds+=("rg -c xyzzy $big")
row "rare literal, lines, plain" "${cmds[@]}"
cmds=("$bin search $gz --count --lines --case xyzzy"); have rg && cmds+=("rg -z -c xyzzy $gz"); have zgrep && cmds+=("zgrep -c xyzzy $gz")
row "rare literal, lines, 100 MB in gzip" "${cmds[@]}"
cmds=("$bin files $big"); have lnav && cmds+=("lnav -n -c :quit $big")
row "first pass over the plain file, whole process" "${cmds[@]}"
cmds=("$bin access $work/suite --count kind:refused")
row "20,000 visits: open, store (first run), count" "${cmds[@]}"
if [ -x /usr/bin/time ]; then
  echo; echo "peak memory of the search over gz: $(peak "$bin" search "$gz" --count xyzzy) KiB"
fi
