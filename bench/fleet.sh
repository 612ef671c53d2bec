#!/usr/bin/env bash
#
# How Slipway bears many services in one repository, which are one release: bench/fleet.sh LOCAL-AWS COUNT…, with the path of the program LocalAws and numbers of
# services (10 20 50). Prints for each number
#   plan    seconds of ./build.sh --target=Deploy --env=local --dryrun in a repository of that many services (bench/fleet-repository.sh)
#   lint    seconds of ./build.sh --target=Lint --env=local there: it reads, fills in and checks all of their files
#   first, all, one  seconds, and calls of the API, of three releases on LocalAws: one that creates all services, one that rolls all at once, one that changes one
#   deployer, LocalAws  the highest memory of the program that deploys, and that of LocalAws with all that it has started, in MiB
# and for each step from one number to the next how many calls a service more has taken. Everything is removed at the end.

set -euo pipefail
export LC_ALL=C
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

readonly program=$1
readonly image=debian:bookworm-slim
shift

fail() {
    printf 'bench/fleet.sh: %s\n' "$*" >&2
    exit 1
}

seconds() {
    local TIMEFORMAT=%R
    { time "$@" >/dev/null 2>&1 </dev/null; } 2>&1 || fail "this failed: $*"
}

# A process and all that it started and that runs, one id a line.
tree() {
    local child
    printf '%s\n' "$1"
    # shellcheck disable=SC2013 # numbers between blanks, which are the words that are wanted
    for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do tree "$child"; done
}

# Memory of a process and of all that it started, in MiB; what they share counts once.
memory() {
    local process
    for process in $(tree "$1"); do cat "/proc/$process/smaps_rollup" 2>/dev/null || true; done | awk '/^Pss:/ { sum += $2 } END { printf "%d", sum / 1024 }'
}

# ecr OPERATION JSON. LocalAws does not verify signatures.
ecr() {
    curl --silent --show-error --fail-with-body --request POST "$endpoint/" --data "$2" --header "X-Amz-Target: AmazonEC2ContainerRegistry_V20150921.$1" \
        --header 'Authorization: AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/ecr/aws4_request, SignedHeaders=host, Signature=0'
}

# Pushes the image and prints its name with its digest: only of a digest it is known that it stays the same.
push_image() {
    local repository
    repository=$(ecr CreateRepository '{"repositoryName": "fleet"}' | jq -r .repository.repositoryUri)
    ecr GetAuthorizationToken '{}' | jq -r '.authorizationData[0].authorizationToken' | base64 --decode | cut -d: -f2- |
        docker --config "$folder/docker" login --username AWS --password-stdin "${repository%%/*}" >/dev/null 2>&1
    docker tag "$image" "$repository:1"
    docker --config "$folder/docker" push --quiet "$repository:1" >/dev/null
    docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$repository:1" | grep "^$repository@"
    docker rmi "$repository:1" >/dev/null
}

take_down() {
    trap - EXIT
    [[ -z ${endpoint:-} ]] || curl --silent --request POST "$endpoint/_slipway/down" >/dev/null || true
    rm -rf "$folder"
}

measure() {
    local count=$1 plan lint line local_aws
    folder=$(mktemp -d)
    endpoint=
    # Also when it is interrupted: LocalAws and its containers would stay.
    trap take_down EXIT
    bench/fleet-repository.sh "$count" "$folder/repository"
    plan=$(seconds ./build.sh --working="$folder/repository" --target=Deploy --env=local --dryrun)
    lint=$(seconds ./build.sh --working="$folder/repository" --target=Lint --env=local)
    "$program" --state "$folder/state" </dev/null >/dev/null 2>&1 &
    while [[ ! -f $folder/state/endpoint.json ]]; do
        kill -0 $! 2>/dev/null || fail "$program did not start"
        sleep 0.1
    done
    endpoint=$(jq -r .endpoint "$folder/state/endpoint.json")
    line=$("$bench/slipway-bench-fleet" "$endpoint" "$count" "$(push_image)")
    local_aws=$(memory "$(jq -r .pid "$folder/state/endpoint.json")")
    take_down
    awk -v line="$line" -v plan="$plan" -v lint="$lint" -v local_aws="$local_aws" 'BEGIN { split(line, v)
        printf "%d services: plan %.2f s, lint %.2f s; first %.1f s, %d calls; all %.1f s, %d calls; one %.1f s, %d calls; deployer %d MiB, LocalAws %d MiB\n",
            v[1], plan, lint, v[2], v[3], v[4], v[5], v[6], v[7], v[8] / 1024, local_aws }'
    if [[ -n ${before:-} ]]; then
        awk -v line="$line" -v before="$before" 'BEGIN { split(line, v); split(before, b); n = v[1] - b[1]
            printf "  calls of a service more: %.2f when all change, %.2f when one does\n", (v[5] - b[5]) / n, (v[7] - b[7]) / n }'
    fi
    before=$line
}

[[ -r /proc/self/smaps_rollup ]] || fail 'it reads /proc, which this system does not have'
readonly bench=.slipway/bench-fleet
dotnet build bench/fleet.cs --configuration Release --output "$bench" --nologo --verbosity quiet >/dev/null || fail 'bench/fleet.cs does not compile'
docker image inspect "$image" >/dev/null 2>&1 || fail "the engine has no $image"
for count in "$@"; do measure "$count"; done
