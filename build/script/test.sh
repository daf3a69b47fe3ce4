# shellcheck shell=bash
# `./creatorstream test`: every test of every kind, added up. Sourced by ./creatorstream after build.sh.
#
# Each stage notes in $RESULTS/stages.tsv how it went, and the test runners leave their result files beside it;
# report.mjs reads them all. A stage that fails doesn't stop the later ones, unless they need what it makes.
#
# Nothing has a limit of time, for a slow machine would meet it: what takes more than a minute says what it waits for.

# Those that take longest: first the three that mostly wait for other processes, each with less than one processor, then
# those that compute; the others fill what these leave of the processors.
LONGEST=(CreatorStream.Integration CreatorStream.Golden CreatorStream.Kafka.Tests CreatorStream.Simulation
  CreatorStream.Worlds.Tests CreatorStream.Pipeline.Tests)

test_usage() {
  cat <<'HELP'
usage: ./creatorstream test [--filter EXPRESSION] [--seeds N [--seed S]] [--soak N [--seed S]]

Installs what the tests lack (npm packages; as root on Debian also redis-server and Chromium), builds, and runs
the format check, the .NET tests, the dashboard's type check and unit tests, and the browser tests.
The last line is 'N passed, N failed, N skipped'; the exit code is 0 only if none failed and every stage ran.

  --filter EXPRESSION   only the .NET tests that match (as in 'dotnet test --filter'), no other stage
  --seeds N             only N runs of the simulation of the whole service, each counted as a test
  --soak N              only N runs of a service at scale whose processes and servers die, each with 100,000 events
  --seed S              the first of their seeds (default: random; a failure names its own)
HELP
}

run_tests() {
  FILTER=
  PROJECTS='*'
  local seeds='' soak='' seed='' given=("$@")
  while [ $# -gt 0 ]; do
    case $1 in
      --filter=*) FILTER=${1#*=} ;;
      --filter)
        FILTER=${2-}
        [ $# -eq 1 ] || shift
        [ -n "$FILTER" ] || wrong_usage "--filter needs an expression"
        ;;
      --seeds | --soak | --seed)
        case ${2-} in '' | *[!0-9]*) wrong_usage "$1 needs a number" ;; esac
        case $1 in --seed) seed=$2 ;; --seeds) seeds=$2 ;; --soak) soak=$2 ;; esac
        shift
        ;;
      -h | --help)
        test_usage
        return
        ;;
      *) wrong_usage "unknown option '$1'" ;;
    esac
    shift
  done

  [ -z "$seed" ] || [ -n "$seeds$soak" ] || wrong_usage "--seed goes with --seeds or --soak"
  if [ -n "$soak" ]; then
    [ -z "$FILTER$seeds" ] || wrong_usage "--soak goes alone"
    PROJECTS=CreatorStream.Integration
    FILTER=Views_come_right
    export CREATORSTREAM_SOAK_SEEDS=$soak CREATORSTREAM_SOAK_SEED=$seed CREATORSTREAM_SOAK_EVENTS=${CREATORSTREAM_SOAK_EVENTS:-100000}
  fi
  if [ -n "$seeds" ]; then
    [ -z "$FILTER" ] || wrong_usage "--seeds and --filter don't go together"
    PROJECTS=CreatorStream.Simulation
    FILTER=The_views_come_right
    export CREATORSTREAM_SIMULATION_SEEDS=$seeds CREATORSTREAM_SIMULATION_SEED=$seed
  fi

  # The report itself needs node: without it there is only this to say.
  if ! (require_node); then
    printf '0 passed, 1 failed, 0 skipped\n'
    return 1
  fi

  if [ -z "${CREATORSTREAM_TEST_RUN-}" ]; then
    run_on_leash "${given[@]}"
    return
  fi
  RESULTS=$CREATORSTREAM_TEST_RUN
  # Builds and what tests start live for seconds: measuring which of their code is hot takes more than it gives.
  export DOTNET_TieredPGO=0
  # Guarding compiled code against being written takes a tenth of what test hosts do, and a quarter of what a service does
  # that lives for seconds.
  export DOTNET_EnableWriteXorExecute=0
  # In seconds: several test hosts start at once, and the machine may be slow.
  export VSTEST_CONNECTION_TIMEOUT=1200
  local started=$SECONDS stages
  if [ -n "$FILTER" ]; then
    say "only the .NET tests that match '$FILTER'; no format check, dashboard or browser tests"
    stages=(build_all test_dotnet)
  else
    stages=(install_for_tests build_all check_format test_side_by_side test_browser)
  fi
  local number=0 stage
  for stage in "${stages[@]}"; do
    number=$((number + 1))
    PREFIX="[$number/${#stages[@]}]"
    # A stage notes its own failures; one that ends badly without having done so is a failure too.
    "$stage" || note fail "$stage" "ended with exit code $?"
  done
  printf '\nAll stages: %s\n' "$(seconds_since "$started")"
  node "$ROOT/build/script/report.mjs" "$RESULTS" "$ROOT" "$FILTER"
}

# run_on_leash ARGUMENT…: this command once more, on a leash. So nothing stays behind of what the tests started.
run_on_leash() {
  remove_dead_runs
  RUN=$(mktemp -d "${TMPDIR:-/tmp}/creatorstream-test-$$-XXXXXX")
  mkdir -- "$RUN/tmp"
  trap 'exec 8>&-; wait; rm -rf -- "$RUN"' EXIT
  trap 'exit 130' INT TERM HUP
  CREATORSTREAM_TEST_RUN=$RUN on_leash "$ROOT/creatorstream" test "$@"
}

# What is left of runs that were killed.
remove_dead_runs() {
  local folder process
  for folder in "${TMPDIR:-/tmp}"/creatorstream-test-*-*; do
    process=${folder##*/creatorstream-test-}
    [ ! -d "$folder" ] || kill -0 "${process%%-*}" 2>/dev/null || remove_dead_run "$folder"
  done
}

# A test of a full disk mounts one of its own; what can't be removed hinders nobody.
remove_dead_run() {
  local mounted
  while read -r _ mounted _; do
    case $mounted in "$1"/*) umount -- "$mounted" 2>/dev/null || true ;; esac
  done </proc/mounts
  rm -rf -- "$1" || say "could not remove $1, which a test run that was killed has left"
}

wrong_usage() {
  say "$1"
  test_usage >&2
  exit 2
}

progress() { printf '%s %s\n' "$PREFIX" "$*"; }

# note pass|fail|ran NAME DETAIL: `ran` is a runner whose result file tells more; DETAIL is then its exit code.
note() { printf '%s\t%s\t%s\n' "$1" "$2" "${3-}" >>"$RESULTS/stages.tsv"; }

# checked NAME LOG COMMAND…: a stage that is one test, passed or failed by the command's exit code.
checked() {
  local name=$1 log=$2 started=$SECONDS
  shift 2
  if logged "$log" "$@"; then
    note pass "$name"
    progress "$name: ok ($(seconds_since "$started"))"
  else
    note fail "$name" "see above"
    progress "$name: FAILED ($(seconds_since "$started"))"
    show_log "$log"
  fi
}

install_for_tests() {
  local missing=()
  command -v redis-server >/dev/null || missing+=(redis-server)
  # Without any font Chromium draws no text; a desktop has some, a bare server may not.
  command -v chromium >/dev/null || missing+=(chromium fonts-liberation)
  if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    progress "installing ${missing[*]} …"
    logged apt apt_install "${missing[@]}" ||
      say "could not install ${missing[*]}: tests that need them say so (log: $LOGS/apt.log)"
  fi
  if [ ! -f "$DASHBOARD/package.json" ]; then
    note fail "dashboard packages" "the folder dashboard/ is missing"
    return
  fi
  lock_builds
  install_packages || note fail "dashboard packages" "npm ci failed; log: $LOGS/npm-ci.log"
  unlock_builds
}

build_all() {
  local now started=$SECONDS
  BUILT=
  (require_sdk) || {
    note fail build "the .NET 10 SDK is missing"
    return
  }
  find_dotnet
  lock_builds
  (fill_package_gaps) || {
    note fail build "packages are missing"
    unlock_builds
    return
  }
  now=$(host_fingerprint)
  is_fresh host "$now" "$HOST_DLL" || release_host_output
  progress "building …"
  if logged build-all dotnet_build "$ROOT/CreatorStream.sln"; then
    note_fresh host "$now"
    BUILT=1
    progress "built ($(seconds_since "$started"))"
  else
    note fail build "see above"
    progress "build: FAILED ($(seconds_since "$started"))"
    show_log build-all
  fi
  unlock_builds
}

# The formatter in a folder of this repository: `dotnet tool restore` says that it is there also when the packages'
# folder, where it would be, was emptied or moved. Nothing runs beside it: it looks into all folders, also those whose
# files it leaves alone, and ends badly where one goes meanwhile.
check_format() {
  find_dotnet
  local version folder
  version=$(node -p 'require(process.argv[1]).tools.csharpier.version' "$ROOT/.config/dotnet-tools.json")
  folder=$STATE/csharpier-$version
  if [ ! -x "$folder/csharpier" ]; then
    rm -rf -- "$STATE"/csharpier-*
    logged tool-install "$DOTNET" tool install csharpier --version "$version" --tool-path "$folder" || {
      note fail "format check" "the formatter could not be installed"
      show_log tool-install
      return
    }
  fi
  checked "format check" format env "DOTNET_ROOT=$(dirname -- "$(readlink -f -- "$DOTNET")")" "$folder/csharpier" check .
  ! grep -q 'Was not formatted' "$LOGS/format.log" || say "to mend it: dotnet csharpier format ."
}

# Tests that measure no times.
test_side_by_side() { side_by_side $(dotnet_projects) test_dashboard; }

test_dotnet() { side_by_side $(dotnet_projects); }

# side_by_side JOB…: as many at once as there are processors, and two more, since some wait for other processes most of
# the time: on two processors the three that wait, and from the first second on one that computes. A job is a function,
# or the name of a test project.
side_by_side() {
  local job most running=0
  most=$(($(getconf _NPROCESSORS_ONLN) + 2))
  for job in "$@"; do
    if [ "$running" -ge "$most" ]; then
      wait -n || true
      running=$((running - 1))
    fi
    case $job in
      CreatorStream.*) test_project "$job" ;;
      *) "$job" ;;
    esac || note fail "$job" "ended with exit code $?" &
    running=$((running + 1))
  done
  wait
}

# The test projects, those that take longest first, in their order; each by itself, so that one that crashes is named.
dotnet_projects() {
  local project all=()
  if [ -z "$BUILT" ]; then
    note fail ".NET tests" "not run: the build failed"
    return
  fi
  for project in "$ROOT"/tests/$PROJECTS/*.csproj; do all+=("$(basename -- "$project" .csproj)"); done
  printf '%s\n' "${LONGEST[@]}" | grep -Fx -f <(printf '%s\n' "${all[@]}") || true
  printf '%s\n' "${all[@]}" | grep -Fxv -f <(printf '%s\n' "${LONGEST[@]}") || true
}

test_project() {
  local name=$1 code=0 started=$SECONDS log=$LOGS/test-$1.log runner line
  rm -rf -- "$LOGS/$name" "$log"
  TMPDIR=$RESULTS/tmp CREATORSTREAM_TEST_LOG=$log logged "test-$name" \
    "$DOTNET" test "$ROOT/tests/$name/bin/Release/net10.0/$name.dll" \
    --logger "trx;LogFileName=$name.trx" --results-directory "$RESULTS" ${FILTER:+--filter "$FILTER"} &
  runner=$!
  while [ ! -e "$log" ]; do sleep 0.1; done
  tail -n +1 -f -s 0.2 --pid="$runner" -- "$log" | grep --line-buffered -E '^waiting for |\[Long Running Test\]' |
    while IFS= read -r line; do progress "$name: ${line#*"[Long Running Test] "}"; done
  wait "$runner" || code=$?
  note ran "$name" "$code"
  progress "$name: $(dotnet_outcome "$name" "$code") ($(seconds_since "$started"))"
  # Failed tests are in the report; a crash is told only by the log.
  [ "$code" = 0 ] || grep -q '^Failed!' "$log" || show_log "test-$name"
}

dotnet_outcome() {
  local line
  # "Passed!  - Failed:     0, Passed:    12, Skipped: …, Duration: …" without its last part.
  line=$(sed -nE 's/^(Passed|Failed|Skipped)! +- (.*), Total:.*/\2/p' "$LOGS/test-$1.log" | tail -n 1 | tr -s ' ')
  case $2 in
    0) printf '%s' "${line:-no tests}" ;;
    *) printf 'FAILED: %s' "${line:-exit code $2}" ;;
  esac
}

# One after the other: each writes the same generated files first.
test_dashboard() {
  [ -d "$DASHBOARD/node_modules" ] || {
    note fail "dashboard tests" "not run: the dashboard's packages are not installed"
    return
  }
  checked "type check" typecheck npm --prefix "$DASHBOARD" run typecheck
  local code=0 started=$SECONDS
  logged vitest npm --prefix "$DASHBOARD" test -- --reporter=default --reporter=json \
    "--outputFile.json=$RESULTS/vitest.json" || code=$?
  note ran vitest "$code"
  progress "dashboard tests: $([ "$code" = 0 ] && echo ok || echo FAILED) ($(seconds_since "$started"))"
  [ "$code" = 0 ] || [ -s "$RESULTS/vitest.json" ] || show_log vitest
  # For the browser tests, which say what is wrong where it could not be built.
  (build_dashboard) || true
}

test_browser() {
  grep -qs '"test:browser"' "$DASHBOARD/package.json" || return 0
  if [ -z "$BUILT" ]; then
    note fail "browser tests" "not run: the build failed"
    return
  fi
  (build_dashboard) || {
    note fail "browser tests" "not run: the dashboard could not be built"
    return
  }
  local code=0
  progress "browser tests …"
  # Its output is shown as it comes: it prints the times that it measures.
  DOTNET_TieredPGO=1 TMPDIR=$RESULTS/tmp CREATORSTREAM_DASHBOARD=${CREATORSTREAM_DASHBOARD:-$DASHBOARD/dist} BROWSER_RESULTS=$RESULTS/browser.json \
    npm --prefix "$DASHBOARD" run --silent test:browser </dev/null || code=$?
  note ran browser "$code"
}
