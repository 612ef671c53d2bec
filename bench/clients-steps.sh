# shellcheck shell=bash
#
# What bench/clients.sh does with each client. A function try_CLIENT says whether it can be tried; the steps are in a function of their own.

# shellcheck disable=SC2154 # folder, registry, clients, cluster and base are bench/clients.sh's

try_aws() {
    has aws || { skip 'aws CLI' 'aws is not on PATH'; return; }
    attempt 'aws CLI' "$(aws --version 2>&1 | sed 's|aws-cli/\([^ ]*\).*|\1|')" 'STS; S3: mb, cp, sync, ls, rb; ECS: register, run-task, wait, exit code; a secret; the log' use_aws
}

use_aws() {
    local task secret
    aws sts get-caller-identity
    aws s3 mb s3://command-line
    mkdir "$folder/files"
    echo text >"$folder/files/ü x.txt"
    aws s3 cp "$folder/files/ü x.txt" s3://command-line/one
    aws s3 sync "$folder/files" s3://command-line/files
    [[ $(aws s3 ls --recursive s3://command-line | wc -l) == 2 ]]
    aws s3 rb --force s3://command-line
    secret=$(aws secretsmanager create-secret --name command-line --secret-string '{"word": "hello"}' --query ARN --output text)
    aws ecs register-task-definition --family command-line --execution-role-arn arn:aws:iam::000000000000:role/execution --container-definitions "[{
        \"name\": \"job\", \"image\": \"$base\", \"memory\": 32, \"command\": [\"sh\", \"-c\", \"echo \$WORD\"], \"secrets\": [{\"name\": \"WORD\", \"valueFrom\": \"$secret:word::\"}],
        \"logConfiguration\": {\"logDriver\": \"awslogs\", \"options\": {\"awslogs-group\": \"command-line\", \"awslogs-region\": \"us-east-1\", \"awslogs-stream-prefix\": \"x\", \"awslogs-create-group\": \"true\"}}}]"
    task=$(aws ecs run-task --cluster "$cluster" --task-definition command-line --query 'tasks[0].taskArn' --output text)
    aws ecs wait tasks-stopped --cluster "$cluster" --tasks "$task"
    [[ $(aws ecs describe-tasks --cluster "$cluster" --tasks "$task" --query 'tasks[0].containers[0].exitCode' --output text) == 0 ]]
    aws logs filter-log-events --log-group-name command-line --query 'events[].message' --output text | grep -x hello
}

try_boto3() {
    local version
    version=$(python3 -c 'import boto3; print(boto3.__version__)' 2>/dev/null) || { skip boto3 'python3 has no boto3'; return; }
    attempt boto3 "$version" 'buckets as resources, uploads in parts, versions, tags, waiters, exceptions by their codes' python3 "$clients/usual.py"
}

# Terraform's own places for providers, and what is installed beside the system.
plugins() {
    local place
    for place in ~/.terraform.d/plugins /usr/local/share/terraform/plugins /usr/share/terraform/plugins "${TF_PLUGIN_CACHE_DIR:-/nowhere}" /opt/*; do
        if [[ -d $place/registry.terraform.io/hashicorp/aws ]]; then printf '%s' "$place" && return; fi
    done
}

try_terraform() {
    local version
    has terraform || { skip Terraform 'terraform is not on PATH'; return; }
    has moto_server || { skip Terraform 'moto_server is not on PATH, for what LocalAws does not have'; return; }
    version=$(terraform version -json | jq -r .terraform_version)
    if [[ -n $(plugins) ]]; then version+=", provider $(find "$(plugins)/registry.terraform.io/hashicorp/aws" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort -V | tail -1)"; fi
    attempt Terraform "$version" 'usual.tf, 34 resources: apply, plan without changes, another apply, destroy' use_terraform
}

use_terraform() {
    local moto port init=(init -no-color -input=false)
    TF_VAR_listener=$(free_port)
    TF_VAR_listener_https=$(free_port)
    port=$(free_port)
    moto_server -H 127.0.0.1 -p "$port" &
    moto=$!
    # shellcheck disable=SC2064 # the number is wanted, not the variable
    trap "kill $moto" EXIT
    until_true 60 curl --silent --output /dev/null "http://127.0.0.1:$port/moto-api/"
    mkdir "$folder/terraform"
    cp "$clients/usual.tf" "$folder/terraform/main.tf"
    cd "$folder/terraform" || return
    # The configuration names its endpoints itself.
    export TF_VAR_localaws=$AWS_ENDPOINT_URL TF_VAR_others=http://127.0.0.1:$port TF_VAR_listener TF_VAR_listener_https
    unset AWS_ENDPOINT_URL
    if [[ -n $(plugins) ]]; then init+=("-plugin-dir=$(plugins)"); fi
    terraform "${init[@]}"
    terraform apply -no-color -auto-approve -input=false
    terraform plan -no-color -detailed-exitcode -input=false
    terraform apply -no-color -auto-approve -input=false -var=version_of_app=2
    terraform destroy -no-color -auto-approve -input=false
}

# repository NAME: creates it.
repository() {
    curl --silent --show-error --fail-with-body --request POST "$AWS_ENDPOINT_URL/" --header "${signature/ecs/ecr}" --header 'X-Amz-Target: AmazonEC2ContainerRegistry_V20150921.CreateRepository' --data "{\"repositoryName\": \"$1\"}"
}

# immutable NAME: its tags stay from now on.
immutable() {
    curl --silent --show-error --fail-with-body --request POST "$AWS_ENDPOINT_URL/" --header "${signature/ecs/ecr}" --header 'X-Amz-Target: AmazonEC2ContainerRegistry_V20150921.PutImageTagMutability' \
        --data "{\"repositoryName\": \"$1\", \"imageTagMutability\": \"IMMUTABLE\"}"
}

# refused PATTERN COMMAND…: the command fails, and says so in these words.
refused() {
    local output
    if output=$("${@:2}" 2>&1); then
        printf 'Not refused: %s\n' "${*:2}" >&2
        return 1
    fi
    printf '%s\n' "$output"
    grep -q -- "$1" <<<"$output"
}

# The password of ECR's authorization token.
password() {
    curl --silent --show-error --fail-with-body --request POST "$AWS_ENDPOINT_URL/" --header "${signature/ecs/ecr}" --header 'X-Amz-Target: AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken' --data '{}' |
        jq -r '.authorizationData[0].authorizationToken' | base64 --decode | cut -d: -f2-
}

login() { password | docker login --username AWS --password-stdin "$registry"; }

try_docker() { attempt 'docker push' "$(docker version --format '{{.Client.Version}}')" 'login with the authorization token, push, pull by digest' use_docker; }

use_docker() {
    local image=$registry/clients.docker digest
    repository clients.docker
    login
    echo "$RANDOM" >"$folder/content"
    tar --create --directory "$folder" content | docker import - "$image:1"
    docker push "$image:1"
    digest=$(docker image inspect --format '{{index .RepoDigests 0}}' "$image:1")
    docker rmi "$image:1"
    docker pull "$digest"
    docker rmi "$digest"
}

try_buildx() {
    local version
    version=$(docker buildx version 2>/dev/null | awk '{ print $2 }') || { skip 'docker buildx' 'docker has no buildx'; return; }
    attempt 'docker buildx' "$version" 'build --push with labels, imagetools inspect; a repository that does not exist, an immutable tag' use_buildx
}

use_buildx() {
    local image=$registry/clients.buildx
    repository clients.buildx
    login
    mkdir "$folder/buildx"
    printf 'FROM scratch\nCOPY Dockerfile /\n' >"$folder/buildx/Dockerfile"
    docker buildx build --push --label of=clients --tag "$image:1" --tag "$image:latest" "$folder/buildx"
    docker buildx imagetools inspect "$image:latest"
    refused 'name unknown: .* does not exist in the registry' docker buildx build --push --tag "$registry/clients.none:1" "$folder/buildx"
    immutable clients.buildx
    echo "$RANDOM" >>"$folder/buildx/Dockerfile.content"
    printf 'COPY Dockerfile.content /\n' >>"$folder/buildx/Dockerfile"
    refused 'cannot be overwritten because the repository is immutable' docker buildx build --push --tag "$image:1" "$folder/buildx"
}

try_skopeo() {
    has skopeo || { skip skopeo 'skopeo is not on PATH'; return; }
    attempt skopeo "$(skopeo --version | awk '{ print $3 }')" 'copy from an archive, inspect, list-tags, copy between repositories; a repository that does not exist, an immutable tag' use_skopeo
}

use_skopeo() {
    local secret from=$registry/clients.skopeo to=$registry/clients.copied
    repository clients.skopeo
    repository clients.copied
    secret=AWS:$(password)
    echo "$RANDOM" >"$folder/content"
    tar --create --directory "$folder" content | docker import - clients.skopeo:local
    docker save --output "$folder/image.tar" clients.skopeo:local
    docker rmi clients.skopeo:local
    skopeo --insecure-policy copy --dest-tls-verify=false --dest-creds "$secret" "docker-archive:$folder/image.tar" "docker://$from:1"
    skopeo inspect --tls-verify=false --creds "$secret" "docker://$from:1"
    skopeo list-tags --tls-verify=false --creds "$secret" "docker://$from" | jq --exit-status '.Tags == ["1"]'
    skopeo --insecure-policy copy --src-tls-verify=false --src-creds "$secret" --dest-tls-verify=false --dest-creds "$secret" "docker://$from:1" "docker://$to:1"
    refused 'name unknown: .* does not exist in the registry' skopeo --insecure-policy copy --dest-tls-verify=false --dest-creds "$secret" "docker-archive:$folder/image.tar" "docker://$registry/clients.none:1"
    immutable clients.skopeo
    refused 'cannot be overwritten because the repository is immutable' skopeo --insecure-policy copy --dest-tls-verify=false --dest-creds "$secret" "docker-archive:$folder/image.tar" "docker://$from:1"
}

try_javascript() {
    local packages=(s3 sts ssm secrets-manager ecr ecs cloudwatch-logs)
    has npm || { skip 'SDK for JavaScript' 'npm is not on PATH'; return; }
    mkdir "$folder/javascript"
    npm install --prefix "$folder/javascript" --cache "$folder/npm" --no-audit --no-fund --no-save "${packages[@]/#/@aws-sdk/client-}" >"$folder/npm.log" 2>&1 ||
        { skip 'SDK for JavaScript' "npm cannot install it: $(grep -m1 '^npm error' "$folder/npm.log")"; return; }
    cp "$clients/usual.mjs" "$folder/javascript"
    attempt 'SDK for JavaScript' "$(jq -r .version "$folder/javascript/node_modules/@aws-sdk/client-ecs/package.json"), node $(node --version)" \
        'objects with checksums, parameters, secrets, a repository; a task with secrets that it waits for, and its log' node "$folder/javascript/usual.mjs"
}
