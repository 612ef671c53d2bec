using static Slipway.Ecs.TaskDefinitions.Api.Shape;

namespace Slipway.Ecs.TaskDefinitions.Api;

/// <summary>The API's type ContainerDefinition.</summary>
internal static class ContainerShape
{
    private static readonly Shape Secrets = List(Structure("Secret", ("name!", Text), ("valueFrom!", Text)));

    private static readonly Shape LinuxParameters = Structure("LinuxParameters",
        ("capabilities", Structure("KernelCapabilities", ("add", Texts), ("drop", Texts))),
        ("devices", List(Structure("Device", ("hostPath!", Text), ("containerPath", Text), ("permissions", List(OneOf("device permission", "read", "write", "mknod")))))),
        ("initProcessEnabled", Flag),
        ("sharedMemorySize", Integer),
        ("tmpfs", List(Structure("Tmpfs", ("containerPath!", Text), ("size!", Integer), ("mountOptions", Texts)))),
        ("maxSwap", Integer),
        ("swappiness", Integer));

    private static readonly Shape PortMapping = Structure("PortMapping",
        ("containerPort", Integer),
        ("hostPort", Integer),
        ("protocol", OneOf("protocol", "tcp", "udp")),
        ("name", Text),
        ("appProtocol", OneOf("application protocol", "http", "http2", "grpc")),
        ("containerPortRange", Text));

    private static readonly Shape LogConfiguration = Structure("LogConfiguration",
        ("logDriver!", OneOf("log driver", "awslogs", "splunk", "awsfirelens", "json-file", "syslog", "journald", "gelf", "fluentd")),
        ("options", TextMap),
        ("secretOptions", Secrets));

    private static readonly Shape Ulimit = Structure("Ulimit",
        ("name!", OneOf("ulimit", "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack")),
        ("softLimit!", Integer),
        ("hardLimit!", Integer));

    public static readonly Shape Container = Structure("ContainerDefinition",
        ("name!", Text),
        ("image!", Text),
        ("repositoryCredentials", Structure("RepositoryCredentials", ("credentialsParameter!", Text))),
        ("cpu", Integer),
        ("memory", Integer),
        ("memoryReservation", Integer),
        ("links", Texts),
        ("portMappings", List(PortMapping)),
        ("essential", Flag),
        ("restartPolicy", Structure("ContainerRestartPolicy", ("enabled!", Flag), ("ignoredExitCodes", List(Integer)), ("restartAttemptPeriod", Integer))),
        ("entryPoint", Texts),
        ("command", Texts),
        ("environment", List(Structure("KeyValuePair", ("name", Text), ("value", Text)))),
        ("environmentFiles", List(Structure("EnvironmentFile", ("value!", Text), ("type!", OneOf("environment file type", "s3"))))),
        ("mountPoints", List(Structure("MountPoint", ("sourceVolume", Text), ("containerPath", Text), ("readOnly", Flag)))),
        ("volumesFrom", List(Structure("VolumeFrom", ("sourceContainer", Text), ("readOnly", Flag)))),
        ("linuxParameters", LinuxParameters),
        ("secrets", Secrets),
        ("dependsOn", List(Structure("ContainerDependency", ("containerName!", Text), ("condition!", OneOf("dependency condition", "START", "COMPLETE", "SUCCESS", "HEALTHY"))))),
        ("startTimeout", Integer),
        ("stopTimeout", Integer),
        ("versionConsistency", OneOf("version consistency", "enabled", "disabled")),
        ("hostname", Text),
        ("user", Text),
        ("workingDirectory", Text),
        ("disableNetworking", Flag),
        ("privileged", Flag),
        ("readonlyRootFilesystem", Flag),
        ("dnsServers", Texts),
        ("dnsSearchDomains", Texts),
        ("extraHosts", List(Structure("HostEntry", ("hostname!", Text), ("ipAddress!", Text)))),
        ("dockerSecurityOptions", Texts),
        ("interactive", Flag),
        ("pseudoTerminal", Flag),
        ("dockerLabels", TextMap),
        ("ulimits", List(Ulimit)),
        ("logConfiguration", LogConfiguration),
        ("healthCheck", Structure("HealthCheck", ("command!", Texts), ("interval", Integer), ("timeout", Integer), ("retries", Integer), ("startPeriod", Integer))),
        ("systemControls", List(Structure("SystemControl", ("namespace", Text), ("value", Text)))),
        ("resourceRequirements", List(Structure("ResourceRequirement", ("value!", Text), ("type!", OneOf("resource type", "GPU", "InferenceAccelerator"))))),
        ("firelensConfiguration", Structure("FirelensConfiguration", ("type!", OneOf("FireLens type", "fluentd", "fluentbit")), ("options", TextMap))),
        ("credentialSpecs", Texts));
}
