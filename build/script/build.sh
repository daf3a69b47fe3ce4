# shellcheck shell=bash
# Builds what is missing or stale. Sourced by ./creatorstream after common.sh.
#
# A build is stale when the fingerprint of its sources (names, sizes and times of change of all files, so that removed
# and restored files count too) differs from the one noted at its last success. Taking one costs a few milliseconds.

HOST_PROJECT=$ROOT/src/CreatorStream.Host
HOST_DLL=$HOST_PROJECT/bin/Release/net10.0/creatorstream.dll
DASHBOARD=$ROOT/dashboard

# fingerprint PATH…, each relative to ROOT; what builds write is left out.
fingerprint() {
  (
    cd -- "$ROOT" || exit
    local path present=()
    for path in "$@"; do
      [ ! -e "$path" ] || present+=("$path")
    done
    [ ${#present[@]} -gt 0 ] || exit 0
    find "${present[@]}" \( -name bin -o -name obj -o -name node_modules -o -name dist -o -name generated \) -prune \
      -o -type f -printf '%p %s %T@\n' | LC_ALL=C sort | cksum
  )
}

host_fingerprint() {
  fingerprint src schemas .local-feed Directory.Build.props Directory.Packages.props NuGet.config nuget.config global.json \
    .editorconfig
}
dashboard_fingerprint() {
  fingerprint schemas dashboard/src dashboard/public dashboard/scripts dashboard/index.html dashboard/package.json \
    dashboard/package-lock.json dashboard/vite.config.ts dashboard/vite.config.js dashboard/tsconfig.json
}
packages_fingerprint() { fingerprint dashboard/package.json dashboard/package-lock.json dashboard/.npmrc; }

# is_fresh NAME FINGERPRINT RESULT: whether RESULT is there and was made from these sources.
is_fresh() { [ -e "$3" ] && [ -f "$STATE/$1" ] && [ "$(<"$STATE/$1")" = "$2" ]; }

# Written aside and renamed: a stamp is whole or not there.
note_fresh() {
  printf '%s\n' "$2" >"$STATE/$1.$$"
  mv -f -- "$STATE/$1.$$" "$STATE/$1"
}

# Two starts at once must not build the same twice, nor into each other's files.
lock_builds() {
  [ -z "${BUILD_LOCKED-}" ] || return 0
  mkdir -p "$STATE" 2>/dev/null || die "cannot write to $STATE: the first start builds the program there." \
    "Make the folder $ROOT writable, or build once as a user who may write to it."
  BUILD_LOCKED=1
  # Without flock (it is not part of macOS) starts at the same time are not protected from each other.
  command -v flock >/dev/null || return 0
  exec 9>"$STATE/lock"
  flock -n 9 && return 0
  say "another start is building; waiting for it …"
  flock 9
}

unlock_builds() {
  BUILD_LOCKED=
  exec 9>&-
}

# A program that is running has its assemblies mapped: the build must make new files, not write into those.
release_host_output() { rm -f -- "$(dirname -- "$HOST_DLL")"/*.dll; }

# dotnet_build PROJECT: no process stays behind after the build: it would hold memory and the caller's terminal.
dotnet_build() {
  local build=("$DOTNET" build "$1" -c Release -v minimal --nologo -nodeReuse:false -clp:NoSummary)
  command -v setsid >/dev/null || {
    "${build[@]}"
    return
  }
  # One compiler for all projects, whatever the environment says: each start of it and of its analyzers takes as long as
  # a large project. Its name is that of this copy and this user, so that what ends with this build serves no other.
  on_leash "${build[@]}" -p:UseSharedCompilation=true \
    -p:SharedCompilationId="creatorstream-$(id -u)-$(cksum <<<"$ROOT" | cut -d ' ' -f 1)"
}

build_host() {
  is_fresh host "$(host_fingerprint)" "$HOST_DLL" && return 0
  lock_builds
  local now started
  fill_package_gaps
  started=$SECONDS
  now=$(host_fingerprint)
  if ! is_fresh host "$now" "$HOST_DLL"; then
    require_sdk
    say "building the program …"
    release_host_output
    logged build-host dotnet_build "$HOST_PROJECT" || {
      show_log build-host
      die "the program could not be built."
    }
    note_fresh host "$now"
    say "built the program ($(seconds_since "$started"))"
  fi
  unlock_builds
}

install_packages() {
  local now
  now=$(packages_fingerprint)
  ! is_fresh packages "$now" "$DASHBOARD/node_modules" || return 0
  say "installing the dashboard's packages …"
  # package-lock.json is given, so the result is the same everywhere; npm's advertising is not.
  logged npm-ci npm --prefix "$DASHBOARD" ci --no-audit --no-fund --no-update-notifier || {
    show_log npm-ci
    return 1
  }
  note_fresh packages "$now"
}

build_dashboard() {
  [ -z "${CREATORSTREAM_DASHBOARD-}" ] || return 0
  [ -f "$DASHBOARD/package.json" ] || die "the folder dashboard/ is missing from $ROOT." \
    "Get a whole copy of the repository, or name a built dashboard by CREATORSTREAM_DASHBOARD."
  is_fresh dashboard "$(dashboard_fingerprint)" "$DASHBOARD/dist/index.html" && return 0
  lock_builds
  local now started=$SECONDS
  now=$(dashboard_fingerprint)
  if ! is_fresh dashboard "$now" "$DASHBOARD/dist/index.html"; then
    require_node
    install_packages || die "the dashboard's packages could not be installed."
    say "building the dashboard …"
    logged build-dashboard npm --prefix "$DASHBOARD" run build || {
      show_log build-dashboard
      die "the dashboard could not be built."
    }
    note_fresh dashboard "$now"
    say "built the dashboard ($(seconds_since "$started"))"
  fi
  unlock_builds
}
