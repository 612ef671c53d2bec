#!/usr/bin/env bash
#
# The registry and the 400 MB image that bench/run.sh measures a promotion with, and the same by hand.
#
#     bench/promote.sh prepare        starts a registry on loopback, pushes the image, prints its name
#     bench/promote.sh by-hand NAME   docker pull, tag, push, on a machine that does not have the image
#     bench/promote.sh remove         removes all of it

set -euo pipefail

readonly label=slipway.bench=promote image=slipway-bench-promote

registry_image() {
    docker build --quiet --label "$label" --tag "$image-registry" - <<'END'
FROM debian:bookworm-slim
RUN apt-get update -qq && apt-get install -qq --yes --no-install-recommends docker-registry && rm -rf /var/lib/apt/lists/*
RUN printf 'version: 0.1\nstorage: { filesystem: { rootdirectory: /tmp/registry } }\nhttp: { addr: ":5000" }\n' >/tmp/registry.yml
CMD ["docker-registry", "serve", "/tmp/registry.yml"]
END
}

# Four layers of 100 MB, which nothing compresses.
large_image() {
    docker build --quiet --no-cache --label "$label" --tag "$1" - <<'END'
FROM debian:bookworm-slim
RUN head -c 100000000 /dev/urandom >/1
RUN head -c 100000000 /dev/urandom >/2
RUN head -c 100000000 /dev/urandom >/3
RUN head -c 100000000 /dev/urandom >/4
END
}

prepare() {
    local container name
    remove
    registry_image >/dev/null
    container=$(docker run --detach --label "$label" --publish 127.0.0.1::5000 "$image-registry")
    name=$(docker port "$container" 5000/tcp | head -1)/shop/app
    large_image "$name:staging" >/dev/null
    docker push --quiet "$name:staging" >/dev/null
    docker image rm "$name:staging" >/dev/null
    printf '%s\n' "$name"
}

by_hand() {
    local tag=production-$RANDOM$RANDOM
    docker pull --quiet "$1:staging"
    docker tag "$1:staging" "$1:$tag"
    docker push --quiet "$1:$tag"
    docker image rm "$1:staging" "$1:$tag"
}

remove() {
    docker ps --all --quiet --filter "label=$label" | xargs --no-run-if-empty docker rm --force --volumes >/dev/null
    docker image ls --quiet --filter "label=$label" | sort -u | xargs --no-run-if-empty docker image rm --force >/dev/null
}

case ${1-} in
    prepare) prepare ;;
    by-hand) by_hand "$2" ;;
    remove) remove ;;
    *) printf 'bench/promote.sh: prepare, by-hand NAME or remove\n' >&2 && exit 2 ;;
esac
