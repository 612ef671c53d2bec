#!/usr/bin/env bash
#
# How LocalAws bears many services: for each number given (10 50 100), that many services of one small task each are created, whose lines go to
# a log group, then all are rolled to another revision at once. Prints one line for each: the number, the seconds of the roll-out, the CPU seconds
# of LocalAws and of every process that it started, and the memory of them all in KiB, where what processes share counts once. Everything is removed
# at the end.

set -euo pipefail
export LC_ALL=C

readonly program=$1
shift

fail() {
    printf 'bench/services.sh: %s\n' "$*" >&2
    exit 1
}

# LocalAws does not verify signatures.
readonly signature='Authorization: AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=0'

# call OPERATION JSON
call() {
    curl --silent --show-error --fail-with-body --request POST "$endpoint/" --header "$signature" --header "X-Amz-Target: AmazonEC2ContainerServiceV20141113.$1" --data "$2"
}

register() {
    # shellcheck disable=SC2016 # the variable is Perl's
    call RegisterTaskDefinition '{"family": "bench", "containerDefinitions": [{"name": "bench", "image": "debian:bookworm-slim", "memory": 16,
        "command": ["perl", "-e", "$SIG{TERM} = sub { exit }; sleep 3600"], "stopTimeout": 2,
        "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "bench", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "bench"}}}]}' >/dev/null
}

# Until every service has completed the deployment that it was given last.
wait_for_all() {
    local first names done_ deadline=$((SECONDS + 900))
    for ((first = 1; first <= $1; first += 10)); do
        names=$(seq -f '"bench-%g"' -s, "$first" $((first + 9 < $1 ? first + 9 : $1)))
        while :; do
            done_=$(call DescribeServices "{\"cluster\": \"bench\", \"services\": [$names]}" | jq '[.services[] | select((.deployments | length) > 1 or .deployments[0].rolloutState != "COMPLETED")] == []')
            [[ $done_ == true ]] && break
            ((SECONDS < deadline)) || fail "the services $names are not there after 15 minutes"
            sleep 0.5
        done
    done
}

# A process and all that it started and that runs, one id a line.
tree() {
    local child
    printf '%s\n' "$1"
    # shellcheck disable=SC2013 # numbers between blanks, which are the words that are wanted
    for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do tree "$child"; done
}

# CPU time of a process, of its children that have ended and of those that run, in hundredths of a second.
cpu() {
    local process
    for process in $(tree "$1"); do cat "/proc/$process/stat" 2>/dev/null || true; done | awk '{ sum += $14 + $15 + $16 + $17 } END { print sum }'
}

# Memory of a process and of all that it started, in KiB.
memory() {
    local process
    for process in $(tree "$1"); do cat "/proc/$process/smaps_rollup" 2>/dev/null || true; done | awk '/^Pss:/ { sum += $2 } END { print sum }'
}

measure() {
    local count=$1 number process before began
    state=$(mktemp -d)
    "$program" --state "$state/state" </dev/null >/dev/null 2>&1 &
    while [[ ! -f $state/state/endpoint.json ]]; do
        kill -0 $! 2>/dev/null || fail "$program did not start"
        sleep 0.1
    done
    endpoint=$(jq -r .endpoint "$state/state/endpoint.json")
    process=$(jq -r .pid "$state/state/endpoint.json")
    # Also when it is interrupted: LocalAws and its containers would stay.
    trap take_down EXIT
    call CreateCluster '{"clusterName": "bench"}' >/dev/null
    register
    for ((number = 1; number <= count; number++)); do
        call CreateService "{\"cluster\": \"bench\", \"serviceName\": \"bench-$number\", \"taskDefinition\": \"bench\", \"desiredCount\": 1}" >/dev/null
    done
    wait_for_all "$count"
    register
    before=$(cpu "$process")
    began=$(date +%s.%N)
    for ((number = 1; number <= count; number++)); do
        call UpdateService "{\"cluster\": \"bench\", \"service\": \"bench-$number\", \"taskDefinition\": \"bench\"}" >/dev/null
    done
    wait_for_all "$count"
    awk -v count="$count" -v began="$began" -v ended="$(date +%s.%N)" -v cpu=$(($(cpu "$process") - before)) -v memory="$(memory "$process")" \
        'BEGIN { printf "%d %.1f %.2f %d\n", count, ended - began, cpu / 100, memory }'
    take_down
}

take_down() {
    trap - EXIT
    curl --silent --request POST "$endpoint/_slipway/down" >/dev/null
    rm -rf "$state"
}

[[ -r /proc/self/smaps_rollup ]] || fail 'it reads /proc, which this system does not have'
for count in "$@"; do measure "$count"; done
