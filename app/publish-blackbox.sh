#!/bin/sh
# Builds the distance service and publishes it as HOST/tutorbloc.blackbox:TAG, unless the registry has it there already.
#
# It stands in for the team that owns the service: the line itself only pulls this image.
# The password comes by standard input; the login lives in a directory of its own and is gone when the script ends.
set -eu

usage() {
    cat <<'TEXT'
Usage: publish-blackbox.sh HOST TAG... < PASSWORD

  HOST           the registry, for example 127.0.0.1:5000 or 123456789012.dkr.ecr.eu-west-2.amazonaws.com
  TAG            one or more tags, for example: local
  REGISTRY_USER  environment variable: the user to log in as (default: AWS)

Exit codes: 0 published, or there already; 1 building, login or push failed; 2 wrong arguments; 3 no Docker engine.
TEXT
}

fail() {
    code=$1
    shift
    printf 'publish-blackbox: %s\n' "$*" >&2
    exit "$code"
}

case "${1:-}" in
    -h | --help) usage; exit 0 ;;
esac

[ $# -ge 2 ] || { usage >&2; exit 2; }

host=$1
shift
case "$host" in
    */* | *' '* | -* | '') fail 2 "'$host' is not the host of a registry: give it as HOST or HOST:PORT, with no scheme and no path." ;;
esac
for tag in "$@"; do
    printf '%s' "$tag" | grep -Eqx '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}' || fail 2 "'$tag' is not a tag: letters, digits, '_', '.' and '-', 128 at most."
done
[ ! -t 0 ] || fail 2 "the password is read from standard input: pipe it in."
password=$(cat)
[ -n "$password" ] || fail 2 "the password on standard input is empty."

command -v docker > /dev/null || fail 3 "the 'docker' client is not on PATH: install it."
docker version --format '{{.Server.Version}}' > /dev/null 2>&1 || fail 3 "the Docker engine does not answer: start it, or set DOCKER_HOST."

repository=$host/tutorbloc.blackbox
context=$(cd "$(dirname "$0")/blackbox" && pwd)

# Built under the user's own configuration, which is where Docker's plugins are found.
printf 'Building %s\n' "$repository"
export DOCKER_BUILDKIT=1 BUILDX_NO_DEFAULT_ATTESTATIONS=1
docker build --quiet --tag "$repository:$1" "$context" > /dev/null || fail 1 "the image could not be built from $context: see above."
image=$(docker image inspect --format '{{.Id}}' "$repository:$1")

# The engine of the user's current context: the private configuration below does not know that context.
: "${DOCKER_HOST:=$(docker context inspect --format '{{.Endpoints.docker.Host}}')}"
export DOCKER_HOST

DOCKER_CONFIG=$(mktemp -d)
export DOCKER_CONFIG
trap 'rm -rf "$DOCKER_CONFIG"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

printf '%s' "$password" | docker login --username "${REGISTRY_USER:-AWS}" --password-stdin "$host" > /dev/null 2> "$DOCKER_CONFIG/error" \
    || fail 1 "'${REGISTRY_USER:-AWS}' cannot log in to $host: $(grep -v '^WARNING' "$DOCKER_CONFIG/error" | tail -n 1)"
unset password

for tag in "$@"; do
    # A manifest names its image by the digest of the image's configuration, which is the image's id.
    published=$(docker manifest inspect --insecure "$repository:$tag" 2> /dev/null || true)
    case "$published" in
        *"\"$image\""*)
            printf 'Already there: %s:%s (%s)\n' "$repository" "$tag" "$image"
            continue
            ;;
    esac
    docker tag "$image" "$repository:$tag"
    docker push --quiet "$repository:$tag" > /dev/null || fail 1 "$repository:$tag could not be pushed: see above."
    printf 'Published: %s:%s (%s)\n' "$repository" "$tag" "$image"
done
