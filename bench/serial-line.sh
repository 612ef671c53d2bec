#!/usr/bin/env bash
#
# The line as it is usually written: one command after the other, with aws, docker and docker compose. It is what bench/run.sh compares
# `./build.sh --target=Deploy --env=local` with, so it does the same work against the same LocalAws, and neither more nor less care than
# such a script takes: no parallel work, nothing skipped because it is there already, `aws ecs wait` at the end.
#
# Needs: aws, docker with compose; a rehearsal that runs (./build.sh --target=Deploy --env=local). BUILD_NUMBER names the release.

set -euo pipefail
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

readonly environment=local cluster=local service=tutorbloc project=slipway-bench-serial
readonly configuration=s3://tutorbloc-app/env-configurations/$environment
readonly secrets=(.env app/storage/APNS-Key.p8 app/docker/nginx/AAACertificateServices.crt)
build=${BUILD_NUMBER:-$(date +%s)}
commit=$(git rev-parse HEAD)

endpoint=.slipway/local-aws/endpoint.json
if [[ ! -r $endpoint ]]; then
    echo "serial-line.sh: no rehearsal runs here ($endpoint is missing). Start one: ./build.sh --target=Deploy --env=local" >&2
    exit 3
fi
read_member() { tr -d '\n' <"$endpoint" | sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"; }
AWS_ENDPOINT_URL=$(read_member endpoint)
registry=$(read_member registry)
# Any credentials are good for LocalAws.
export AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_REGION=eu-west-2 AWS_DEFAULT_REGION=eu-west-2 AWS_PAGER=

DOCKER_CONFIG=$(mktemp -d)
taskdef=$DOCKER_CONFIG/taskdef.json
export DOCKER_CONFIG BUILDX_NO_DEFAULT_ATTESTATIONS=1
names=()
compose() { docker compose --project-name "$project" "$@"; }
clean_up() {
    compose down --volumes --remove-orphans >/dev/null 2>&1 || :
    if ((${#names[@]} > 0)); then docker rmi --no-prune "${names[@]}" >/dev/null 2>&1 || :; fi
    rm -rf "$DOCKER_CONFIG"
    rm -f "${secrets[@]}"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

step() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }

step 'DownloadSecrets'
umask 077
for secret in "${secrets[@]}"; do
    aws s3 cp --only-show-errors "$configuration/${secret##*/}" "$secret"
done
umask 022

step 'ComposeUp'
aws ecr get-login-password | docker login --username AWS --password-stdin "$registry" >/dev/null 2>&1
docker pull --quiet "$registry/tutorbloc.blackbox:$environment" >/dev/null
docker tag "$registry/tutorbloc.blackbox:$environment" tutorbloc.blackbox
names+=("$registry/tutorbloc.blackbox:$environment" tutorbloc.blackbox)
compose build --quiet
compose up --detach --quiet-pull 2>/dev/null

step 'WaitForDb'
for ((second = 0; ; second++)); do
    if compose exec -T mysql-db-test healthcheck >/dev/null 2>&1; then break; fi
    if ((second == 120)); then
        echo 'serial-line.sh: the database did not answer within 120 s.' >&2
        exit 1
    fi
    sleep 1
done

step 'Migrate'
compose exec -T app php artisan migrate --database=mysql_test --force

step 'PhpUnit'
compose exec -T app vendor/bin/phpunit

step 'TagImages, PushEcr'
push() {
    local image=$project-$1 repository=$2 tag
    shift 2
    names+=("$image")
    for tag in "$@"; do
        docker tag "$image" "$registry/$repository:$tag"
        docker push --quiet "$registry/$repository:$tag" >/dev/null
        names+=("$registry/$repository:$tag")
    done
}
push app tutorbloc.app "$environment" "$environment-$build" "$commit"
push nginx tutorbloc.app.nginx "$environment" "$environment-$build" "$commit"
push redis redis "$environment"
push mysql-db-test tutorbloc.mysql "$environment" "$environment-$build" "$commit"

step 'Deploy'
sed "s|\"image\": \"\([^\"]*\)\"|\"image\": \"$registry/\1:$environment\"|" "taskdefs/$environment-taskdef.json" >"$taskdef"
revision=$(aws ecs register-task-definition --cli-input-json "file://$taskdef" --query taskDefinition.taskDefinitionArn --output text)
aws ecs update-service --cluster "$cluster" --service "$service" --task-definition "$revision" --query service.serviceName --output text >/dev/null
aws ecs wait services-stable --cluster "$cluster" --services "$service"
step "Deployed $revision"
