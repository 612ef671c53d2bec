using static Slipway.Ecs.TaskDefinitions.Api.Shape;

namespace Slipway.Ecs.TaskDefinitions.Api;

/// <summary>RegisterTaskDefinition's request, as the API's model has it (2014-11-13).</summary>
internal static class TaskDefinitionShape
{
    /// <summary>Members that only a response has.</summary>
    public static readonly string[] ResponseOnly =
        ["taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt", "registeredBy", "deregisteredAt", "deleteRequestedAt"];

    private static readonly Shape NameAndValue = Structure("KeyValuePair", ("name", Text), ("value", Text));

    private static readonly Shape Volume = Structure("Volume",
        ("name", Text),
        ("host", Structure("HostVolumeProperties", ("sourcePath", Text))),
        ("dockerVolumeConfiguration", Structure("DockerVolumeConfiguration",
            ("scope", OneOf("volume scope", "task", "shared")), ("autoprovision", Flag), ("driver", Text), ("driverOpts", TextMap), ("labels", TextMap))),
        ("efsVolumeConfiguration", Structure("EFSVolumeConfiguration",
            ("fileSystemId!", Text), ("rootDirectory", Text), ("transitEncryption", Switch("transit encryption")), ("transitEncryptionPort", Integer),
            ("authorizationConfig", Structure("EFSAuthorizationConfig", ("accessPointId", Text), ("iam", Switch("IAM setting")))))),
        ("s3filesVolumeConfiguration", Structure("S3FilesVolumeConfiguration",
            ("fileSystemArn!", Text), ("rootDirectory", Text), ("transitEncryptionPort", Integer), ("accessPointArn", Text))),
        ("fsxWindowsFileServerVolumeConfiguration", Structure("FSxWindowsFileServerVolumeConfiguration",
            ("fileSystemId!", Text), ("rootDirectory!", Text),
            ("authorizationConfig!", Structure("FSxWindowsFileServerAuthorizationConfig", ("credentialsParameter!", Text), ("domain!", Text))))),
        ("configuredAtLaunch", Flag));

    public static readonly StructureShape Request = (StructureShape)Structure("RegisterTaskDefinition",
        ("family!", Text),
        ("taskRoleArn", Text),
        ("executionRoleArn", Text),
        ("networkMode", OneOf("network mode", "bridge", "host", "awsvpc", "none")),
        ("containerDefinitions!", List(ContainerShape.Container)),
        ("volumes", List(Volume)),
        ("placementConstraints", List(Structure("TaskDefinitionPlacementConstraint", ("type", OneOf("placement constraint type", "memberOf")), ("expression", Text)))),
        ("requiresCompatibilities", List(OneOf("launch type", "EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"))),
        ("cpu", Text),
        ("memory", Text),
        ("tags", List(Structure("Tag", ("key", Text), ("value", Text)))),
        ("pidMode", OneOf("PID mode", "host", "task")),
        ("ipcMode", OneOf("IPC mode", "host", "task", "none")),
        ("proxyConfiguration", Structure("ProxyConfiguration", ("type", OneOf("proxy type", "APPMESH")), ("containerName!", Text), ("properties", List(NameAndValue)))),
        ("inferenceAccelerators", List(Structure("InferenceAccelerator", ("deviceName!", Text), ("deviceType!", Text)))),
        ("ephemeralStorage", Structure("EphemeralStorage", ("sizeInGiB!", Integer))),
        ("runtimePlatform", Structure("RuntimePlatform", ("cpuArchitecture", OneOf("CPU architecture", "X86_64", "ARM64")), ("operatingSystemFamily", OperatingSystem()))),
        ("enableFaultInjection", Flag));

    private static Shape Switch(string what) => OneOf(what, "ENABLED", "DISABLED");

    private static Shape OperatingSystem() => OneOf(
        "operating system family",
        "LINUX",
        "WINDOWS_SERVER_2016_FULL",
        "WINDOWS_SERVER_2019_CORE", "WINDOWS_SERVER_2019_FULL",
        "WINDOWS_SERVER_2004_CORE", "WINDOWS_SERVER_20H2_CORE",
        "WINDOWS_SERVER_2022_CORE", "WINDOWS_SERVER_2022_FULL",
        "WINDOWS_SERVER_2025_CORE", "WINDOWS_SERVER_2025_FULL");
}
