# shellcheck shell=bash
#
# What bench/clients.sh does with GitHub's actions: it runs them as the runner does.

# shellcheck disable=SC2154 # folder, registry, cluster, base, signature and actions are bench/clients.sh's

# Fetches an action, or finds its checkout; prints its folder.
action_folder() {
    if [[ -d ${ACTIONS:-/nowhere}/$1 ]]; then printf '%s' "$ACTIONS/$1" && return; fi
    GIT_TERMINAL_PROMPT=0 timeout 60 git clone --quiet --depth 1 "https://github.com/aws-actions/$1" "$folder/actions/$1" 2>/dev/null && printf '%s' "$folder/actions/$1"
}

try_actions() {
    local name found what version
    mkdir "$folder/actions"
    for name in "${actions[@]}"; do
        has node || { skip "$name" 'node is not on PATH'; continue; }
        found=$(action_folder "$name") || { skip "$name" "github.com cannot be reached, and ACTIONS has no checkout"; continue; }
        case $name in
            configure-aws-credentials) what='exports keys and region, and reads the account' ;;
            amazon-ecr-login) what='docker login' ;;
            amazon-ecs-render-task-definition) what='an image into a task definition, an environment variable' ;;
            amazon-ecs-deploy-task-definition) what='registers it, updates a service, waits until it is stable' ;;
        esac
        version=$(jq -r '.version // ""' "$found/package.json")
        # Of a checkout alone: an action in a folder of another repository has no commit of its own.
        if [[ -e $found/.git ]]; then version+=" $(git -C "$found" rev-parse --short HEAD)"; fi
        attempt "$name" "$version" "$what" "use_$name" "$found"
        if [[ $name == amazon-ecs-deploy-task-definition ]]; then
            attempt "$name, CodeDeploy" "$version" 'registers it, a blue/green deployment with an appspec, waits until it has succeeded' use_codedeploy "$found"
        fi
    done
}

# run_action FOLDER INPUT=VALUE…: as the runner does; what it sets stands in $folder/output.
run_action() {
    local action=$1 inputs=("${@:2}") main
    main=$(sed -n "s/^ *main: *['\"]\{0,1\}\([^'\"]*\)['\"]\{0,1\} *$/\1/p" "$action/action.yml")
    : >"$folder/output"
    : >"$folder/env"
    : >"$folder/action-state"
    env "${inputs[@]/#/INPUT_}" GITHUB_OUTPUT="$folder/output" GITHUB_ENV="$folder/env" GITHUB_STATE="$folder/action-state" GITHUB_WORKSPACE="$folder/actions" RUNNER_TEMP="$folder/actions" node "$action/$main"
}

# The value of an output or a variable in a file that GITHUB_OUTPUT or GITHUB_ENV names.
set_value() { awk -v name="$1" 'found { print; exit } index($0, name "<<") == 1 { found = 1 }' "$2"; }

use_configure-aws-credentials() {
    run_action "$1" AWS-REGION=us-east-1 AWS-ACCESS-KEY-ID="$AWS_ACCESS_KEY_ID" AWS-SECRET-ACCESS-KEY="$AWS_SECRET_ACCESS_KEY" OUTPUT-CREDENTIALS=true
    [[ $(set_value AWS_REGION "$folder/env") == us-east-1 ]]
    [[ $(set_value aws-account-id "$folder/output") =~ ^[0-9]{12}$ ]]
}

use_amazon-ecr-login() {
    docker logout "$registry"
    run_action "$1" MASK-PASSWORD=true
    [[ $(set_value registry "$folder/output") == "$registry" ]]
    jq --exit-status --arg registry "$registry" '.auths | keys | any(contains($registry))' "$DOCKER_CONFIG/config.json"
}

use_amazon-ecs-render-task-definition() {
    printf '{"family": "actions", "containerDefinitions": [{"name": "web", "image": "none", "memory": 32, "command": ["sleep", "3600"], "stopTimeout": 2}]}' >"$folder/actions/task.json"
    run_action "$1" TASK-DEFINITION=task.json CONTAINER-NAME=web IMAGE="$base" ENVIRONMENT-VARIABLES=LEVEL=info
    mv "$(set_value task-definition "$folder/output")" "$folder/actions/rendered.json"
    jq --exit-status --arg base "$base" '.containerDefinitions[0] | .image == $base and .environment == [{"name": "LEVEL", "value": "info"}]' "$folder/actions/rendered.json"
}

use_amazon-ecs-deploy-task-definition() {
    if [[ ! -f $folder/actions/rendered.json ]]; then
        printf '{"family": "actions", "containerDefinitions": [{"name": "web", "image": "%s", "memory": 32, "command": ["sleep", "3600"], "stopTimeout": 2}]}' "$base" >"$folder/actions/rendered.json"
    fi
    call RegisterTaskDefinition "$(cat "$folder/actions/rendered.json")"
    call CreateService "{\"cluster\": \"$cluster\", \"serviceName\": \"actions\", \"taskDefinition\": \"actions\", \"desiredCount\": 1}"
    run_action "$1" TASK-DEFINITION=rendered.json SERVICE=actions CLUSTER="$cluster" WAIT-FOR-SERVICE-STABILITY=true WAIT-FOR-MINUTES=5
    [[ $(set_value task-definition-arn "$folder/output") == *:task-definition/actions:2 ]]
    call DescribeServices "{\"cluster\": \"$cluster\", \"services\": [\"actions\"]}" | jq --exit-status '.services[0] | .runningCount == 1 and (.taskDefinition | endswith("/actions:2"))'
    call DeleteService "{\"cluster\": \"$cluster\", \"service\": \"actions\", \"force\": true}"
}

# balance ACTION PARAMETER=VALUE…: Elastic Load Balancing's API; prints the first ARN of the answer.
balance() {
    local parameter form=(--data "Action=$1" --data Version=2015-12-01)
    for parameter in "${@:2}"; do form+=(--data-urlencode "$parameter"); done
    curl --silent --show-error --fail-with-body --request POST "$AWS_ENDPOINT_URL/" --header "${signature/ecs/elasticloadbalancing}" "${form[@]}" | grep -o -m1 '>arn:[^<]*' | head -1 | cut -c2-
}

target_group() {
    local arn
    arn=$(balance CreateTargetGroup Name="$1" Protocol=HTTP Port=80 VpcId=vpc-1 HealthCheckIntervalSeconds=5 HealthCheckTimeoutSeconds=2 HealthyThresholdCount=2)
    balance ModifyTargetGroupAttributes TargetGroupArn="$arn" Attributes.member.1.Key=deregistration_delay.timeout_seconds Attributes.member.1.Value=1 >&2 || true
    printf '%s' "$arn"
}

# codedeploy OPERATION JSON
codedeploy() {
    curl --silent --show-error --fail-with-body --request POST "$AWS_ENDPOINT_URL/" --header "${signature/ecs/codedeploy}" --header "X-Amz-Target: CodeDeploy_20141006.$1" --data "$2"
}

# site VERSION: a task definition whose container answers every request with that word.
site() {
    # shellcheck disable=SC2016 # Perl's variables
    local server='socket S, PF_INET, SOCK_STREAM, 6; setsockopt S, SOL_SOCKET, SO_REUSEADDR, 1; bind S, sockaddr_in(8080, INADDR_ANY); listen S, 9; $SIG{TERM} = sub { exit };
        while (accept C, S) { sysread C, $_, 4096; syswrite C, "HTTP/1.0 200 OK\r\nContent-Length: " . length($ENV{VERSION}) . "\r\n\r\n$ENV{VERSION}"; close C }'
    jq --null-input --arg base "$base" --arg server "$server" --arg version "$1" '{family: "blue-green", containerDefinitions: [
        {name: "web", image: $base, memory: 32, command: ["perl", "-MSocket", "-e", $server], environment: [{name: "VERSION", value: $version}], portMappings: [{containerPort: 8080}], stopTimeout: 2}]}'
}

# serves PORT WORD
serves() { [[ $(curl --silent --max-time 5 "http://127.0.0.1:$1/") == "$2" ]]; }

use_codedeploy() {
    local balancer blue green listener port
    port=$(free_port)
    balancer=$(balance CreateLoadBalancer Name=actions Subnets.member.1=subnet-a Subnets.member.2=subnet-b)
    blue=$(target_group actions-blue)
    green=$(target_group actions-green)
    listener=$(balance CreateListener LoadBalancerArn="$balancer" Protocol=HTTP Port="$port" DefaultActions.member.1.Type=forward DefaultActions.member.1.TargetGroupArn="$blue")
    call RegisterTaskDefinition "$(site one)"
    call CreateService "{\"cluster\": \"$cluster\", \"serviceName\": \"blue-green\", \"taskDefinition\": \"blue-green\", \"desiredCount\": 1, \"deploymentController\": {\"type\": \"CODE_DEPLOY\"},
        \"loadBalancers\": [{\"targetGroupArn\": \"$blue\", \"containerName\": \"web\", \"containerPort\": 8080}]}"
    codedeploy CreateApplication '{"applicationName": "actions", "computePlatform": "ECS"}'
    codedeploy CreateDeploymentGroup "{\"applicationName\": \"actions\", \"deploymentGroupName\": \"blue-green\", \"serviceRoleArn\": \"arn:aws:iam::000000000000:role/codedeploy\",
        \"ecsServices\": [{\"clusterName\": \"$cluster\", \"serviceName\": \"blue-green\"}], \"deploymentStyle\": {\"deploymentType\": \"BLUE_GREEN\", \"deploymentOption\": \"WITH_TRAFFIC_CONTROL\"},
        \"blueGreenDeploymentConfiguration\": {\"terminateBlueInstancesOnDeploymentSuccess\": {\"action\": \"TERMINATE\"}, \"deploymentReadyOption\": {\"actionOnTimeout\": \"CONTINUE_DEPLOYMENT\"}},
        \"loadBalancerInfo\": {\"targetGroupPairInfoList\": [{\"targetGroups\": [{\"name\": \"actions-blue\"}, {\"name\": \"actions-green\"}], \"prodTrafficRoute\": {\"listenerArns\": [\"$listener\"]}}]}}"
    until_true 120 serves "$port" one
    site two >"$folder/actions/blue-green.json"
    printf 'version: 0.0\nResources:\n  - TargetService:\n      Type: AWS::ECS::Service\n      Properties:\n        TaskDefinition: <TASK_DEFINITION>\n        LoadBalancerInfo:\n          ContainerName: web\n          ContainerPort: 8080\n' >"$folder/actions/appspec.yaml"
    run_action "$1" TASK-DEFINITION=blue-green.json SERVICE=blue-green CLUSTER="$cluster" WAIT-FOR-SERVICE-STABILITY=true WAIT-FOR-MINUTES=5 CODEDEPLOY-APPSPEC=appspec.yaml \
        CODEDEPLOY-APPLICATION=actions CODEDEPLOY-DEPLOYMENT-GROUP=blue-green CODEDEPLOY-DEPLOYMENT-DESCRIPTION='by an action'
    codedeploy GetDeployment "{\"deploymentId\": \"$(set_value codedeploy-deployment-id "$folder/output")\"}" | jq --exit-status '.deploymentInfo | .status == "Succeeded" and .description == "by an action"'
    serves "$port" two
    call DeleteService "{\"cluster\": \"$cluster\", \"service\": \"blue-green\", \"force\": true}"
}
