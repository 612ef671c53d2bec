#!/usr/bin/env bash
#
# Measures Slipway beside what it replaces, in one run, and prints a Markdown table:
#
#     bench/run.sh [dryrun] [line] [memory] [lint] [services] [promote]        all of them when none is named
#
#   dryrun   ./build.sh … --dryrun with nothing to compile, beside an empty program of .NET, and beside `dotnet run` of the same program
#   line     ./build.sh --target=Deploy --env=local on unchanged sources, beside bench/serial-line.sh
#   memory   the highest resident memory of the build process during that line
#   lint     all rules on a thousand task definitions (those of the sample application, copied), beside one jq that checks three members
#   services LocalAws with 100 services of one task each that are rolled at once, beside 10: per service, seconds and memory
#   promote  another tag for a 400 MB image within its registry, beside docker pull, tag, push on a machine that does not have it
#
# The two sides of a comparison take turns, so that a busy minute of the machine meets both. Each is run once before it counts.
# DRYRUN_RUNS, LINE_RUNS, LINT_RUNS and PROMOTE_RUNS say how often each is measured (20, 3, 10 and 5). What the commands print goes to .slipway/bench.log.

set -euo pipefail
export LC_ALL=C
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

readonly log=.slipway/bench.log
readonly dryrun=(--target=Deploy --env=local --dryrun) line=(--target=Deploy --env=local)
rows=()

fail() {
    printf 'bench/run.sh: %s\n' "$*" >&2
    exit 1
}

# Seconds that a command takes, by the shell's own clock.
seconds() {
    local TIMEFORMAT=%R
    printf '\n$ %s\n' "$*" >>"$log"
    { time "$@" >>"$log" 2>&1 </dev/null; } 2>&1 || fail "this failed: $* (its output is in $log)"
}

# Of numbers, one a line: the median, the lowest and the highest.
summarize() { sort -n | awk '{ v[NR] = $1 } END { printf "%.3f %.3f %.3f\n", (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2, v[1], v[NR] }'; }

# Measures commands in turns: compare COUNT 'command' 'command' …; one line "median lowest highest" for each.
compare() {
    local count=$1 folder round index
    shift
    folder=$(mktemp -d)
    for ((round = 0; round <= count; round++)); do
        index=0
        for command in "$@"; do
            read -r -a words <<<"$command"
            seconds "${words[@]}" >"$folder/time"
            if ((round > 0)); then cat "$folder/time" >>"$folder/$index"; fi
            index=$((index + 1))
            printf '.' >&2
        done
    done
    printf '\n' >&2
    for ((index = 0; index < $#; index++)); do summarize <"$folder/$index"; done
    rm -rf "$folder"
}

# row WHAT SLIPWAY OTHER BUDGET, where the sides are "median lowest highest".
row() { rows+=("$(awk -v what="$1" -v own="$2" -v other="$3" -v budget="$4" 'BEGIN {
    split(own, a); split(other, b)
    printf "| %s | %.3f s (%.3f–%.3f) | %.3f s (%.3f–%.3f) | %.2f | %s |", what, a[1], a[2], a[3], b[1], b[2], b[3], a[1] / b[1], budget }')"); }

measure_dryrun() {
    local own empty run build folder=.slipway/bench-empty
    dotnet build build/Tool --nologo --verbosity quiet >>"$log" 2>&1 || fail "build/Tool does not compile (see $log)"
    dotnet publish bench/empty.cs --use-current-runtime --output "$folder" --nologo --verbosity quiet >>"$log" 2>&1 || fail "bench/empty.cs does not compile (see $log)"
    { read -r own; read -r empty; read -r build; read -r run; } < <(compare "${DRYRUN_RUNS:-20}" \
        "./build.sh ${dryrun[*]}" \
        "$folder/slipway-bench-empty" \
        "dotnet run --project build/Tool -- ${dryrun[*]}" \
        "dotnet run --project build/Tool --no-build -- ${dryrun[*]}")
    # shellcheck disable=SC2016 # Markdown's quotes
    {
        row '`--dryrun`, nothing to compile; an empty program of .NET, compiled ahead of time, too' "$own" "$empty" 'ratio 2.5'
        row '`--dryrun`, nothing to compile; `dotnet run --no-build`' "$own" "$run" '0.15 s'
        row '`--dryrun`, nothing to compile; `dotnet run`, as the template has it' "$own" "$build" '0.15 s'
    }
}

# Twice in a turn: after the script, whose revision the service runs then, the line has a service to roll; after itself it has nothing to do.
measure_line() {
    local own rolled serial
    { read -r rolled; read -r own; read -r serial; } < <(compare "${LINE_RUNS:-3}" "./build.sh ${line[*]}" "./build.sh ${line[*]}" bench/serial-line.sh)
    row 'the line, unchanged sources; the same steps as a serial script' "$own" "$serial" 'ratio 0.33'
    row 'the line, unchanged sources, but another revision runs; the same' "$rolled" "$serial" ''
}

# The shell that starts build.sh is replaced by it, and it by the program: one process number for all.
measure_memory() {
    local process peak=0 now
    [[ -r /proc/self/status ]] || fail "'memory' reads /proc, which this system does not have"
    ./build.sh "${line[@]}" >>"$log" 2>&1 </dev/null &
    process=$!
    while kill -0 "$process" 2>/dev/null; do
        now=$(awk '/^VmHWM/ { print $2 }' "/proc/$process/status" 2>/dev/null) || now=
        if [[ -n $now ]]; then peak=$now; fi
        sleep 0.05
    done
    wait "$process" || fail "this failed: ./build.sh ${line[*]} (its output is in $log)"
    rows+=("| peak memory of the build process during the line | $((peak / 1024)) MiB | | | 150 MB |")
}

measure_lint() {
    local own jq folder=.slipway/bench-lint number source
    command -v jq >/dev/null || fail "'lint' is measured beside jq, which is not on PATH"
    dotnet build bench/lint.cs --configuration Release --output "$folder" --nologo --verbosity quiet >>"$log" 2>&1 || fail "bench/lint.cs does not compile (see $log)"
    rm -rf "$folder/files"
    mkdir "$folder/files"
    for ((number = 0; number < 1000; number++)); do
        case $((number % 3)) in 0) source=local ;; 1) source=staging ;; *) source=production ;; esac
        cp "taskdefs/$source-taskdef.json" "$folder/files/$number.json"
    done
    # shellcheck disable=SC2016 # the program is jq's
    printf '%s\n' '#!/bin/sh' 'exec jq -en '"'"'[inputs | select(.family == null or any(.containerDefinitions[]; .name == null or .image == null))] == []'"'"' "$1"/*.json' >"$folder/by-hand"
    chmod +x "$folder/by-hand"
    { read -r own; read -r jq; } < <(compare "${LINT_RUNS:-10}" "$folder/slipway-bench-lint $folder/files" "$folder/by-hand $folder/files")
    row 'all rules on 1000 task definitions; three of them by jq' "$own" "$jq" '2 s'
}

measure_services() {
    local program few many
    ./build.sh "${dryrun[@]}" >>"$log" 2>&1 || fail "the program does not compile (see $log)"
    program=.slipway/bin/$(head -1 .slipway/bin/current)/local-aws/slipway-local-aws
    { read -r few; read -r many; } < <(bench/services.sh "$PWD/$program" 10 100 2>>"$log")
    [[ -n $many ]] || fail "services could not be measured (see $log)"
    rows+=("$(awk -v few="$few" -v many="$many" 'BEGIN {
        split(few, a); split(many, b)
        printf "| roll-out of 100 services at once, per service; of 10 | %.2f s | %.2f s | %.2f | ratio 1 |\n", b[2] / b[1], a[2] / a[1], (b[2] / b[1]) / (a[2] / a[1])
        printf "| CPU time of LocalAws for it, per service; of 10 | %.3f s | %.3f s | %.2f | |\n", b[3] / b[1], a[3] / a[1], (b[3] / b[1]) / (a[3] / a[1])
        printf "| memory of LocalAws with 100 services, per service more than with 10 | %.2f MiB | | | |", (b[4] - a[4]) / 1024 / (b[1] - a[1]) }')")
}

measure_promote() {
    local name own hand wire folder=.slipway/bench-promote
    dotnet build bench/promote.cs --configuration Release --output "$folder" --nologo --verbosity quiet >>"$log" 2>&1 || fail "bench/promote.cs does not compile (see $log)"
    trap 'bench/promote.sh remove' EXIT
    name=$(bench/promote.sh prepare 2>>"$log") || fail "there is no image to promote (see $log)"
    # shellcheck disable=SC2016 # the number is drawn by each run
    printf '%s\n' '#!/usr/bin/env bash' "exec $folder/slipway-bench-promote $name:staging production-"'$RANDOM$RANDOM' >"$folder/own"
    chmod +x "$folder/own"
    { read -r own; read -r hand; } < <(compare "${PROMOTE_RUNS:-5}" "$folder/own" "bench/promote.sh by-hand $name")
    wire=$("$folder/own")
    row "another tag for a 400 MB image in its registry ($wire); docker pull, tag, push" "$own" "$hand" 'a handful of requests'
    bench/promote.sh remove
    trap - EXIT
}

main() {
    local what measurements=("$@")
    if (($# == 0)); then measurements=(dryrun line memory lint services promote); fi
    for what in "${measurements[@]}"; do
        case $what in dryrun | line | memory | lint | services | promote) ;; *) fail "'$what' is none of dryrun, line, memory, lint, services, promote" ;; esac
    done
    mkdir -p .slipway
    : >"$log"
    for what in "${measurements[@]}"; do "measure_$what"; done

    local cores machine
    cores=$(getconf _NPROCESSORS_ONLN)
    machine=$(uname -sm)
    printf '\n%s, %s, %s cores, load %s, commit %s. Median (lowest–highest).\n\n' "$(date -u +%Y-%m-%d)" "$machine" "$cores" \
        "$(uptime | sed 's/.*average[s]*: *//')" "$(git rev-parse --short HEAD)"
    echo '| what | Slipway | by hand | ratio | budget |'
    echo '|---|---|---|---|---|'
    printf '%s\n' "${rows[@]}"
}

main "$@"
