# shellcheck shell=bash
# Messages, the tools that are needed, and commands whose output goes to a log. Sourced by ./creatorstream.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

STATE=$ROOT/.stamps
LOGS=$STATE/logs

# Progress goes to standard error: the standard output belongs to the program (`generate | …`).
say() { printf '%s\n' "creatorstream: $*" >&2; }

die() {
  say "$1"
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

# Sets DOTNET to the dotnet command, which may be installed without being on the PATH.
find_dotnet() {
  [ -z "${DOTNET-}" ] || return 0
  local candidate
  DOTNET=$(command -v dotnet || true)
  for candidate in "${DOTNET_ROOT:+$DOTNET_ROOT/dotnet}" "${HOME-}/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet; do
    [ -n "$DOTNET" ] || [ ! -x "$candidate" ] || DOTNET=$candidate
  done
  [ -n "$DOTNET" ] || die "the .NET SDK is missing: no 'dotnet' on the PATH, nor in DOTNET_ROOT or ~/.dotnet." \
    "Install the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0) and try again."
}

require_sdk() {
  find_dotnet
  local found
  found=$("$DOTNET" --list-sdks 2>/dev/null || true)
  # "10.0.100 [/folder]", or a later major, is enough: global.json rolls forward within 10 only, so ask for 10.
  grep -q '^10\.' <<<"$found" || die "the .NET 10 SDK is missing. '$DOTNET' has: ${found:-no SDK at all}" \
    "Install the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0) and try again."
}

# The dashboard's build tool (Vite) needs 20.19; older ones fail with messages that don't say so.
require_node() {
  local version major minor
  command -v node >/dev/null || die "Node.js is missing: no 'node' on the PATH; the dashboard and the tests need it." \
    "Install Node.js 20.19 or newer (https://nodejs.org/) and try again."
  version=$(node --version 2>/dev/null || true)
  IFS=. read -r major minor _ <<<"${version#v}"
  if ! [[ ${major-} =~ ^[0-9]+$ && ${minor-} =~ ^[0-9]+$ ]] || ((major < 20 || (major == 20 && minor < 19))); then
    die "Node.js 20.19 or newer is needed; $(command -v node) is ${version:-of no known version}." \
      "Install a newer one (https://nodejs.org/) and try again."
  fi
  command -v npm >/dev/null || die "npm is missing: it comes with Node.js, but is not on the PATH beside $(command -v node)." \
    "Install npm (on Debian: apt-get install npm) and try again."
}

seconds_since() { printf '%d s' $((SECONDS - $1)); }

# logged NAME COMMAND…: runs it in ROOT with all output in the log NAME; true when it succeeded.
# The lock's descriptor is closed, so that no server that a build leaves behind keeps the lock.
logged() {
  local log=$LOGS/$1.log
  shift
  mkdir -p "$LOGS"
  rm -f -- "$log"
  # Appended: what runs may write into its log by itself.
  (cd -- "$ROOT" && export NO_COLOR=1 && unset FORCE_COLOR && "$@") >>"$log" 2>&1 </dev/null 9>&-
}

# on_leash COMMAND…: runs it, and kills what it leaves behind. It ends with this process, however that ends: by Ctrl-C, a
# time limit or kill -9.
on_leash() {
  local run code=0
  exec 8> >(exec "$ROOT/build/script/leash.sh" "$@")
  run=$!
  wait "$run" || code=$?
  exec 8>&-
  return "$code"
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  # Runlevel 1 keeps Debian from starting a Redis of its own, which no test asked for, at installation.
  export RUNLEVEL=1
  apt-get update -qq -o DPkg::Lock::Timeout=120
  apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 "$@"
}

# The lines of a log that say what went wrong, or else its end; then where the rest is.
show_log() {
  local log=$LOGS/$1.log lines
  lines=$(grep -E -m 20 ': error |npm (error|ERR!)' "$log" | sed 's/ \[[^]]*proj\]$//' | awk '!seen[$0]++' || true)
  [ -n "$lines" ] || lines=$(grep -vE '^ +at (Xunit|System|Microsoft)\.' "$log" | tail -n 20 || true)
  cut -c 1-300 <<<"$lines" | sed 's/^/  /' >&2
  say "full log: $log"
}
