using static Slipway.Ecs.Rollouts.Failures.EvidenceSources;

namespace Slipway.Ecs.Rollouts.Failures;

/// <summary>
/// The causes that are told apart, from the special to the general. The words are ECS's and its agent's: Amazon ECS developer guide, "Stopped
/// tasks error messages" and "Service event messages"; Elastic Load Balancing, "Target health reason codes"; and those of Docker.
/// </summary>
internal static class CauseRules
{
    public static IReadOnlyList<CauseRule> All { get; } =
    [
        Rule("alarm", "A CloudWatch alarm that the service's deployments watch went off.", "See what its metric shows since the deployment began (aws cloudwatch describe-alarms), and correct what it shows.",
            Events, "deployment failed: alarm detected"),
        Rule("image-platform", "An image is for another processor than the task's.", "Build it for the task definition's runtimePlatform ('platforms' of the image); a rehearsal on another processor needs an engine that emulates it.",
            Tasks, "exec format error|no matching manifest for|descriptor matching platform|descriptor for platform"),
        Rule("image-not-found", "An image does not exist in its repository.", "Push it, or correct 'image' in the task definition; a lifecycle policy may have removed it.",
            Tasks | Events, "(CannotPull|pull)\\w*.*(manifest unknown|not found|name unknown|does not exist)"),
        Rule("image-rate-limit", "The registry refuses more pulls for now.", "Authenticate to it, or copy the image to ECR.",
            Tasks | Events, "toomanyrequests|rate limit"),
        Rule("image-no-permission", "An image may not be pulled.", "Give the task's execution role (on EC2 the instance's) the permission to pull, and the repository a policy that allows it.",
            Tasks | Events, "(CannotPull|pull)\\w*.*(denied|403|forbidden|unauthorized|authorization|no basic auth)"),
        Rule("registry-unreachable", "The registry could not be reached from where the task starts.", "Check the subnet's route (NAT gateway or VPC endpoints for ECR and S3), the security group, and the proxy.",
            Tasks | Events, "(CannotPull|ResourceInitializationError|pull)\\w*.*(timeout|timed out|deadline|connection refused|no route|dial tcp|TLS handshake)"),
        Rule("environment-file", "An environment file could not be read from S3.", "Check the ARN in 'environmentFiles', that the object exists, and that the execution role may read it (s3:GetObject, s3:GetBucketLocation).",
            Tasks, "environment ?file|env ?files?\\b|EnvFile"),
        Rule("secret", "A secret could not be read.", "Check 'valueFrom' in the task definition's secrets, that it exists in this region, and that the execution role may read it.",
            Tasks, "secret|ssm parameter|invalid parameter|ParameterNotFound|asm\\b"),
        Rule("log-group", "The container's log could not be opened.", "Create the log group, or allow the execution role to (awslogs-create-group, logs:CreateLogGroup).",
            Tasks, "logging driver|log group|logs:Create|CreateLogStream"),
        Rule("role", "ECS or the task may not do what it has to.", "Allow it: the message names the action; check the roles of the task definition and their trust in ecs-tasks.amazonaws.com.",
            Tasks | Events, "unable to assume|not authorized to perform|AccessDenied"),
        Rule("network", "The task got no network of its own.", "Free addresses in the subnet, or add subnets; check the limit of network interfaces.",
            Tasks | Events, "insufficient free addresses|network interface|RESOURCE:ENI|\\bENI\\b|address pool"),
        Rule("out-of-memory", "A container was killed because it used more memory than it has.", "Raise 'memory' in the task definition, or lower what the application takes.",
            Tasks, "OutOfMemory|out of memory"),
        Rule("disk-full", "The disk of the instance or of the task is full.", "Free it, or give the task more (ephemeralStorage).",
            Tasks | Events, "no space left on device"),
        Rule("port-shared", "A container's port is taken by another container of its task.", "In network modes awsvpc and host they share one network: let each listen on a port of its own.",
            Tasks, "log: .*(address already in use|EADDRINUSE|connection in use|port \\d+ (is|was) (already )?in use)"),
        Rule("port-in-use", "A port of the host is taken.", "Use a dynamic host port (hostPort 0), or let the old task end first (minimumHealthyPercent 0, maximumPercent 100, availabilityZoneRebalancing DISABLED).",
            Tasks | Events, "address already in use|port is already allocated|already using a port|RESOURCE:PORTS"),
        Rule("no-capacity", "No instance of the cluster has room for another task.", "Add instances, lower the task's cpu or memory, or allow fewer tasks at once (maximumPercent).",
            Events | Tasks, "insufficient (cpu|memory)|no container instance|RESOURCE:(CPU|MEMORY)|unable to place a task|capacity is unavailable"),
        Rule("volume", "A volume could not be mounted.", "Check the volume, its driver and path in the task definition; for EFS its mount targets and security group.",
            Tasks, "CannotCreateVolume|mount|volume"),
        Rule("command-not-found", "A container's program does not exist in its image.", "Correct 'command' or 'entryPoint', or build it into the image.",
            Tasks, "executable file not found|exit code 127\\b|CannotStartContainerError.*no such file"),
        Rule("command-not-executable", "A container's program may not be executed.", "Make it executable in the image (chmod +x), and check the user that it runs as.",
            Tasks, "exit code 126\\b|CannotStartContainerError.*permission denied"),
        Rule("agent", "The agent or Docker on the instance did not do its work in time.", "Check the instance: disk, load, the agent's log; replace it when in doubt.",
            Tasks | Events, "DockerTimeoutError|agent.*disconnect|DockerStateError"),
        Rule("instance-gone", "The instance that a task was on is gone.", "Deploy again; check the cluster's capacity and its Spot interruptions.",
            Tasks | Events, "TerminationNotice|SpotInterruption|Host EC2|instance.*(terminated|deregistered)"),
        Rule("dependency-unhealthy", "A container waited for another one that did not become what it waits for.", "Check the container that it depends on ('dependsOn'), and at that one's health check.",
            Tasks, "dependency|depends on"),
        Rule("name-unknown", "A container does not know the name of a host that its application needs.",
            "In network mode bridge a container knows those that its 'links' name, and no others; in awsvpc the others of its task are at localhost. Outside of the task, check the name.",
            Tasks, "log: .*(could not translate host|could not resolve host|getaddrinfo|name or service not known|in name resolution|name does not resolve|no such host|host not found|\\bENOTFOUND\\b|\\bEAI_AGAIN\\b|unknown mysql server host)"),
        Rule("needs-unreachable", "The application could not reach something that it needs.", "Its log says what: check the address, the security group, the name and the credentials.",
            Tasks, "log: .*(connection refused|ECONNREFUSED|no route to host|SQLSTATE|access denied for user|authentication failed)"),
        Rule("health-check", "A container's health check fails.", "Run its command in the container, and give it time (startPeriod) if the application starts slowly.",
            Tasks, "failed container health checks|UNHEALTHY"),
        Rule("target-no-answer", "The load balancer gets no answer from the tasks.", "Check that the application listens on the container's port on all addresses, and the security group; give it time (healthCheckGracePeriodSeconds).",
            Targets | Events | Tasks, "Target\\.Timeout|Request timed out|Target\\.FailedHealthChecks|reason Health checks failed\\)|Connection refused"),
        Rule("target-wrong-status", "The application answers the load balancer's health check with another status than it expects.", "Correct the health check's path or its matcher, or what the application answers there.",
            Targets | Events | Tasks, "ResponseCodeMismatch|failed with these codes|health checks failed with"),
        Rule("target-unhealthy", "The load balancer's health checks fail.", "Check the health check's path, port and matcher, and what the application answers there.",
            Targets | Events | Tasks, "ELB health checks|is unhealthy in|unhealthy"),
        Rule("killed", "A container was killed by a signal.", "137 is SIGKILL (memory, or a stop that took too long), 139 a crash, 143 SIGTERM. Check its log.",
            Tasks, "exit code (137|139|134)\\b"),
        Rule("ends-at-once", "A container that the task cannot do without ended on its own, without an error.", "Its program has to stay in the foreground; a container that may end is 'essential: false'.",
            Tasks, "EssentialContainerExited(?!.*exit code [1-9])[\\s\\S]*exit code 0\\b(?![\\s\\S]*exit code [1-9])"),
        Rule("exits", "A container that the task cannot do without ended with an error.", "Its log says why; run the image on its own with the same environment.",
            Tasks, "exit code [1-9]|EssentialContainerExited"),
        Rule("replaced", "Someone else deployed the service meanwhile.", "Deploy again when that deployment has ended; a lock ('deploy.lock') keeps two from meeting.",
            Events, "it was replaced by deployment"),
        Rule("hook", "A hook of the deployment failed, or someone stopped it.", "Check the function that the appspec names, and at who stopped it.",
            Events, "HOOK_|lifecycle hook|LIFECYCLE|was stopped|stop requested"),
    ];

    public static int PositionOf(LikelyCause cause) => All.TakeWhile(rule => rule.Cause != cause).Count();

    private static CauseRule Rule(string id, string what, string remedy, EvidenceSources sources, string pattern) => new(new(id, what, remedy), sources, pattern);
}
