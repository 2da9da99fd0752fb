#!/usr/bin/env bash
# Says what is missing on this machine for `make run` (build), `make test` (test),
# `make package` (package) and `make bench` (bench), and installs it after asking.
# YES=1 answers yes; without a terminal it goes ahead; refused, or on another system,
# it names the packages and goes on. What apt does not know here is named and keeps
# nothing else from being installed.
set -u

missing=()
for what in "$@"; do
  case $what in
    build) want=(gcc pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev) ;;
    test)  want=(chromium webkit2gtk-driver xvfb xauth xdotool imagemagick dbus fonts-dejavu-core fonts-noto-cjk logrotate strace) ;;
    package) want=(nsis) ;;
    bench) want=(ripgrep lnav sqlite3 gzip) ;;
  esac
  for p in "${want[@]}"; do
    case $p in
      gcc|pkg-config) command -v "$p" >/dev/null || missing+=("$p") ;;
      # The names that frontend/e2e/browser.mjs looks for.
      chromium) command -v chromium chromium-browser google-chrome >/dev/null || missing+=("$p") ;;
      *) dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p") ;;
    esac
  done
done

need_tool() {
  command -v "$1" >/dev/null && return
  echo "Cordwood needs $1 ($2). Install it and run make again." >&2
  exit 1
}
need_tool go "1.26 or newer; 1.21 or newer fetches it by itself"
need_tool node "20.19 or newer"
need_tool npm "it comes with Node.js"
node -e 'const [a,b]=process.versions.node.split(".").map(Number);process.exit(a>20||(a===20&&b>=19)?0:1)' ||
  { echo "Node.js $(node --version) is too old: the frontend needs 20.19 or newer." >&2; exit 1; }

[ ${#missing[@]} -eq 0 ] && exit 0
echo "Missing here: ${missing[*]}"
if ! command -v apt-get >/dev/null; then
  echo "Install these with your system's package manager; going on with what there is."
  exit 0
fi
if [ "${YES:-}" != 1 ] && [ -t 0 ]; then
  read -r -p "Install them with apt-get? [Y/n] " answer
  case $answer in [nN]*) echo "Going on with what there is."; exit 0 ;; esac
fi
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq || echo "apt-get could not update its lists; trying with those it has."
known() { apt-cache show "$1" >/dev/null 2>&1; }
install=() unknown=()
for p in "${missing[@]}"; do
  if known "$p"; then install+=("$p")
  elif [ "$p" = chromium ] && known chromium-browser; then install+=(chromium-browser) # Ubuntu's name
  else unknown+=("$p"); fi
done
[ ${#unknown[@]} -eq 0 ] || echo "apt does not know here: ${unknown[*]}. Install them another way; going on without."
[ ${#install[@]} -eq 0 ] || "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${install[@]}" >/dev/null ||
  echo "apt-get could not install everything; going on with what there is."
exit 0
