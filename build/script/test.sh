# shellcheck shell=bash
# `./creatorstream test`: every test of every kind, added up. Sourced by ./creatorstream after build.sh.
#
# Each stage notes in $RESULTS/stages.tsv how it went, and the test runners leave their result files beside it;
# report.mjs reads them all. A stage that fails doesn't stop the later ones, unless they need what it makes.

# No stage may hang for ever; the whole run takes minutes.
STAGE_LIMIT=600

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
  local seeds='' soak='' seed=''
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
    STAGE_LIMIT=0
    export CREATORSTREAM_SOAK_SEEDS=$soak CREATORSTREAM_SOAK_SEED=$seed CREATORSTREAM_SOAK_EVENTS=${CREATORSTREAM_SOAK_EVENTS:-100000}
  fi
  if [ -n "$seeds" ]; then
    [ -z "$FILTER" ] || wrong_usage "--seeds and --filter don't go together"
    PROJECTS=CreatorStream.Simulation
    FILTER=The_views_come_right
    # As long as it takes.
    STAGE_LIMIT=0
    export CREATORSTREAM_SIMULATION_SEEDS=$seeds CREATORSTREAM_SIMULATION_SEED=$seed
  fi

  # The report itself needs node: without it there is only this to say.
  if ! (require_node); then
    printf '0 passed, 1 failed, 0 skipped\n'
    return 1
  fi

  RESULTS=$(mktemp -d)
  trap 'rm -rf -- "$RESULTS"' EXIT
  # Some runners end in good order on Ctrl-C: without this the next stage would start.
  trap 'exit 130' INT TERM
  local started=$SECONDS stages
  if [ -n "$FILTER" ]; then
    say "only the .NET tests that match '$FILTER'; no format check, dashboard or browser tests"
    stages=(build_all test_dotnet)
  else
    stages=(install_for_tests build_all check_format test_dotnet check_types test_dashboard test_browser)
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

wrong_usage() {
  say "$1"
  test_usage >&2
  exit 2
}

progress() { printf '%s %s\n' "$PREFIX" "$*"; }

# note pass|fail|ran NAME DETAIL: `ran` is a runner whose result file tells more; DETAIL is then its exit code.
note() { printf '%s\t%s\t%s\n' "$1" "$2" "${3-}" >>"$RESULTS/stages.tsv"; }

limited() {
  # --foreground: Ctrl-C reaches the tests.
  if command -v timeout >/dev/null; then timeout --foreground -k 10 "$STAGE_LIMIT" "$@"; else "$@"; fi
}

# checked NAME LOG COMMAND…: a stage that is one test, passed or failed by the command's exit code.
checked() {
  local name=$1 log=$2 started=$SECONDS
  shift 2
  if logged "$log" limited "$@"; then
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

check_format() {
  find_dotnet
  logged tool-restore "$DOTNET" tool restore || {
    note fail "format check" "the formatter could not be installed"
    show_log tool-restore
    return
  }
  checked "format check" format "$DOTNET" csharpier check .
  ! grep -q 'Was not formatted' "$LOGS/format.log" || say "to mend it: dotnet csharpier format ."
}

# Project by project, in two lanes: one that hangs or crashes is named.
test_dotnet() {
  if [ -z "$BUILT" ]; then
    note fail ".NET tests" "not run: the build failed"
    return
  fi
  # These wait for other processes most of the time, and the others for the processors.
  local project alone=() beside=()
  for project in "$ROOT"/tests/$PROJECTS/*.csproj; do
    case $project in
      */CreatorStream.Integration.csproj | */CreatorStream.Kafka.Tests.csproj | */CreatorStream.Redis.Tests.csproj)
        beside+=("$project") ;;
      *) alone+=("$project") ;;
    esac
  done
  # A group of its own, to be ended with all that it started: jobs in the background don't hear Ctrl-C.
  set -m
  test_projects "${beside[@]}" &
  local lane=$!
  set +m
  trap 'kill -- "-$lane" 2>/dev/null; exit 130' INT TERM
  test_projects "${alone[@]}"
  wait "$lane" || true
  trap 'exit 130' INT TERM
}

# test_projects PROJECT…: one after the other.
test_projects() {
  local project name code started
  for project in "$@"; do
    name=$(basename -- "$project" .csproj)
    started=$SECONDS
    code=0
    logged "test-$name" limited "$DOTNET" test "$(dirname -- "$project")/bin/Release/net10.0/$name.dll" \
      --logger "trx;LogFileName=$name.trx" --results-directory "$RESULTS" ${FILTER:+--filter "$FILTER"} || code=$?
    note ran "$name" "$code"
    progress "$name: $(dotnet_outcome "$name" "$code") ($(seconds_since "$started"))"
    # Failed tests are in the report; a crash or a time limit is told only by the log.
    [ "$code" = 0 ] || grep -q '^Failed!' "$LOGS/test-$name.log" || show_log "test-$name"
  done
}

dotnet_outcome() {
  local line
  # "Passed!  - Failed:     0, Passed:    12, Skipped: …, Duration: …" without its last part.
  line=$(sed -nE 's/^(Passed|Failed|Skipped)! +- (.*), Total:.*/\2/p' "$LOGS/test-$1.log" | tail -n 1 | tr -s ' ')
  case $2 in
    0) printf '%s' "${line:-no tests}" ;;
    124 | 137) printf 'FAILED: stopped after %s s' "$STAGE_LIMIT" ;;
    *) printf 'FAILED: %s' "${line:-exit code $2}" ;;
  esac
}

check_types() {
  [ -d "$DASHBOARD/node_modules" ] || {
    note fail "type check" "not run: the dashboard's packages are not installed"
    return
  }
  checked "type check" typecheck npm --prefix "$DASHBOARD" run typecheck
}

test_dashboard() {
  [ -d "$DASHBOARD/node_modules" ] || {
    note fail "dashboard tests" "not run: the dashboard's packages are not installed"
    return
  }
  local code=0 started=$SECONDS
  logged vitest limited npm --prefix "$DASHBOARD" test -- --reporter=default --reporter=json \
    "--outputFile.json=$RESULTS/vitest.json" || code=$?
  note ran vitest "$code"
  progress "dashboard tests: $([ "$code" = 0 ] && echo ok || echo FAILED) ($(seconds_since "$started"))"
  [ "$code" = 0 ] || [ -s "$RESULTS/vitest.json" ] || show_log vitest
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
  CREATORSTREAM_DASHBOARD=${CREATORSTREAM_DASHBOARD:-$DASHBOARD/dist} BROWSER_RESULTS=$RESULTS/browser.json \
    limited npm --prefix "$DASHBOARD" run --silent test:browser </dev/null || code=$?
  note ran browser "$code"
}
