#!/usr/bin/env bash
#
# Writes a repository of many services: bench/fleet-repository.sh COUNT FOLDER. Each has its folder, its image, its task definition and its service in ECS;
# all have a file of a shared folder, and stand in one slipway.yml and one docker-compose.yml at the top.

set -euo pipefail

readonly count=$1 folder=$2
mkdir -p "$folder/shared" "$folder/taskdefs"
cd "$folder"

printf 'shared by all\n' >shared/common.txt
{
    printf 'services:\n'
    for ((number = 1; number <= count; number++)); do
        printf '  service-%d: { build: { context: ., dockerfile: services/service-%d/Dockerfile }, stop_grace_period: 2s }\n' "$number" "$number"
    done
} >docker-compose.yml
{
    printf 'application: fleet\nregion: eu-west-2\n\nimages:\n'
    for ((number = 1; number <= count; number++)); do printf '  service-%d: { repository: fleet.service-%d }\n' "$number" "$number"; done
    printf '\ndeploy:\n  strategy: rolling\n  cluster: fleet\n  services:\n'
    for ((number = 1; number <= count; number++)); do printf '    service-%d: { service: service-%d, desiredCount: 1 }\n' "$number" "$number"; done
    printf '\nenvironments:\n  local: {}\n'
} >slipway.yml
for ((number = 1; number <= count; number++)); do
    mkdir -p "services/service-$number"
    # shellcheck disable=SC2016 # the variable is Perl's
    printf 'FROM debian:bookworm-slim\nCOPY shared/common.txt services/service-%d/version.txt /\nCMD ["perl", "-e", "$SIG{TERM} = sub { exit }; sleep 3600"]\n' \
        "$number" >"services/service-$number/Dockerfile"
    printf '*\n!shared\n!services/service-%d\n' "$number" >"services/service-$number/Dockerfile.dockerignore"
    printf 'service %d, version 1\n' "$number" >"services/service-$number/version.txt"
    printf '{\n  "family": "fleet-%d",\n  "containerDefinitions": [{ "name": "service-%d", "image": "fleet.service-%d", "memory": 16, "essential": true, "stopTimeout": 2 }]\n}\n' \
        "$number" "$number" "$number" >"taskdefs/local-service-$number-taskdef.json"
done
git init --quiet --initial-branch=main .
printf '.slipway/\nartifacts/\ntest-results/\n' >.gitignore
git add --all
git -c user.name=bench -c user.email=bench@localhost -c commit.gpgSign=false commit --quiet --message 'Many services'
