#!/usr/bin/env bash
#
# Tries real clients against a LocalAws of its own, and prints a Markdown table of what each did:
#
#     bench/clients.sh [aws] [boto3] [terraform] [docker] [buildx] [skopeo] [javascript] [actions]        all of them when none is named
#
# The exit code is 1 when one fails; what it printed stands below the table. A client that cannot be had here is "not tried", with the reason.
#
#   terraform   applies tests/LocalAws.Tests/Clients/usual.tf, with moto_server for the network and the roles
#   javascript  AWS's SDK for JavaScript, which npm installs into a temporary folder
#   actions     GitHub's actions for deployments, unchanged: fetched from github.com, or from ACTIONS, a folder with a checkout of each
#
# Needs: the .NET SDK, a Docker engine with debian:bookworm-slim, curl and jq. All is removed at the end.

set -euo pipefail
export LC_ALL=C
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

readonly clients=$PWD/tests/LocalAws.Tests/Clients cluster=clients base=debian:bookworm-slim
readonly actions=(configure-aws-credentials amazon-ecr-login amazon-ecs-render-task-definition amazon-ecs-deploy-task-definition)
# LocalAws does not verify signatures.
readonly signature='Authorization: AWS4-HMAC-SHA256 Credential=clients/20260101/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=0'
rows=() failures=()

fail() {
    printf 'bench/clients.sh: %s\n' "$*" >&2
    exit 2
}

has() { command -v "$1" >/dev/null; }

# call OPERATION JSON: ECS's API, for what a client finds there.
call() {
    curl --silent --show-error --fail-with-body --request POST "$AWS_ENDPOINT_URL/" --header "$signature" --header "X-Amz-Target: AmazonEC2ContainerServiceV20141113.$1" --data "$2"
}

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 10000))
        (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    printf '%s' "$port"
}

# until_true SECONDS COMMAND…
until_true() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.2
    done
}

start_local_aws() {
    local program
    dotnet build build/LocalAws --configuration Release --output "$folder/bin" --nologo --verbosity quiet >"$folder/build.log" 2>&1 || fail "build/LocalAws does not compile: $(tail -3 "$folder/build.log")"
    program=$folder/bin/slipway-local-aws
    "$program" --state "$folder/state" </dev/null >"$folder/local-aws.log" 2>&1 &
    process=$!
    until_true 180 eval "[[ -f \$folder/state/endpoint.json ]] || ! kill -0 $process 2>/dev/null"
    [[ -f $folder/state/endpoint.json ]] || fail "LocalAws did not start: $(cat "$folder/local-aws.log")"
    AWS_ENDPOINT_URL=$(jq -r .endpoint "$folder/state/endpoint.json")
    registry=$(jq -r .registry "$folder/state/endpoint.json")
    export AWS_ENDPOINT_URL registry
}

# Kept away from the user's own settings.
set_environment() {
    local name
    for name in $(compgen -e AWS_ || true) $(compgen -e TF_ || true); do [[ $name == TF_PLUGIN_CACHE_DIR ]] || unset "$name"; done
    export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=local AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1 AWS_PAGER='' AWS_EC2_METADATA_DISABLED=true
    export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null DOCKER_CONFIG=$folder/docker
    export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1 TF_CLI_CONFIG_FILE=/dev/null
    mkdir "$DOCKER_CONFIG"
}

take_down() {
    trap - EXIT
    if [[ -z ${AWS_ENDPOINT_URL:-} && -n ${process:-} ]]; then kill "$process" 2>/dev/null || true; fi
    if [[ -n ${AWS_ENDPOINT_URL:-} ]]; then curl --silent --request POST "$AWS_ENDPOINT_URL/_slipway/down" >/dev/null || true; fi
    if [[ -n ${registry:-} ]]; then docker images --format '{{.Repository}}:{{.Tag}}' | grep "^$registry/" | xargs --no-run-if-empty docker rmi >/dev/null 2>&1 || true; fi
    rm -rf "$folder"
}

# row CLIENT VERSION WHAT RESULT
row() { rows+=("| $1 | $2 | $3 | $4 |"); }

skip() { row "$1" '' '' "not tried: $2"; }

# attempt CLIENT VERSION WHAT FUNCTION…: in a shell of its own, which the first command that fails ends.
attempt() {
    local log=$folder/${1//[^A-Za-z0-9]/-}.log code=0
    printf '%s … ' "$1" >&2
    # Not as a condition: "set -e" would not hold in it.
    set +e
    (
        set -e
        "${@:4}"
    ) >"$log" 2>&1 </dev/null
    code=$?
    set -e
    if ((code == 0)); then
        row "$1" "$2" "$3" passed
    else
        row "$1" "$2" "$3" '**failed**'
        failures+=("$1" "$log")
    fi
    printf '%s\n' "$code" >&2
}

# shellcheck source=bench/clients-steps.sh
source bench/clients-steps.sh
# shellcheck source=bench/clients-actions.sh
source bench/clients-actions.sh

main() {
    local what index chosen=("$@")
    if (($# == 0)); then chosen=(aws boto3 terraform docker buildx skopeo javascript actions); fi
    for what in "${chosen[@]}"; do
        case $what in aws | boto3 | terraform | docker | buildx | skopeo | javascript | actions) ;; *) fail "'$what' is none of aws, boto3, terraform, docker, buildx, skopeo, javascript, actions" ;; esac
    done
    for what in dotnet docker curl jq; do has "$what" || fail "$what is not on PATH"; done
    docker image inspect "$base" >/dev/null 2>&1 || fail "the engine has no $base, which tasks run"

    folder=$(mktemp -d)
    # What the user has under these names is not this run's to take down.
    unset AWS_ENDPOINT_URL registry process
    trap take_down EXIT
    set_environment
    start_local_aws
    call CreateCluster "{\"clusterName\": \"$cluster\"}" >/dev/null
    for what in "${chosen[@]}"; do "try_$what"; done

    printf '\n| client | version | what it did | result |\n|---|---|---|---|\n'
    printf '%s\n' "${rows[@]}"
    for ((index = 0; index < ${#failures[@]}; index += 2)); do printf '\n== %s\n%s\n' "${failures[index]}" "$(tail -40 "${failures[index + 1]}")"; done
    take_down
    ((${#failures[@]} == 0))
}

main "$@"
