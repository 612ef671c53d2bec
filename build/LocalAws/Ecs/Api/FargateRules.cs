using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>What RegisterTaskDefinition refuses of a task definition that requires Fargate, in ECS's words as users and the CDK's own tests quote them.</summary>
internal sealed partial class FargateRules(LocalAwsOptions options)
{
    private const int LeastStorage = 21;
    private const int MostStorage = 200;
    private const int LeastCpuOfWindows = 1024;
    private const int MostCpuOfWindows = 4096;
    private const int ShortestStop = 2;
    private const int LongestStop = 120;

    private static readonly string[] OfHost = ["sharedMemorySize", "maxSwap", "swappiness"];
    private static readonly string[] LogDrivers = ["awslogs", "splunk", "awsfirelens"];

    /// <summary>Null when it can run on Fargate.</summary>
    public string? WhyNot(TaskDefinitionDocument document) =>
        OfTask(document) ?? document.Volumes.Select(OfVolume).Concat(document.Containers.Select(container => OfContainer(document, container))).FirstOrDefault(why => why is not null);

    private static string? OfTask(TaskDefinitionDocument document)
    {
        var root = document.Root;
        if (root.Text("networkMode") != "awsvpc")
            return "Fargate only supports network mode ‘awsvpc’.";
        if (document.Cpu is not { } cpu)
            return "Fargate requires that 'cpu' be defined at the task level.";
        if (document.Memory is not { } memory)
            return "Fargate requires that 'memory' be defined at the task level.";
        if (TaskSize.FargateMemoryFor(cpu)?.Contains(memory) != true || !IsOfItsSystem(cpu, root.Object("runtimePlatform")))
            return "No Fargate configuration exists for given values.";
        if (root.Members("placementConstraints").Count > 0)
            return Unsupported("placementConstraints");
        if (root.Text("ipcMode") is not null)
            return Unsupported("ipcMode");
        if (root.Text("pidMode") is not (null or "task"))
            return "Tasks using the Fargate launch type do not support pidMode 'host'";
        return OfStorage(root);
    }

    /// <param name="root">Of a task definition, or the overrides of a task.</param>
    /// <returns>What is wrong with its <c>ephemeralStorage</c>; null for nothing.</returns>
    public static string? OfStorage(JsonObject root) => root.Object("ephemeralStorage")?.Amount("sizeInGiB") switch
    {
        < LeastStorage => $"EphemeralStorage size should be at least {LeastStorage}",
        > MostStorage => $"EphemeralStorage size should be at most {MostStorage}",
        _ => null,
    };

    /// <summary>Windows has some of the sizes, and one processor. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size</summary>
    private static bool IsOfItsSystem(double cpu, JsonObject? platform) =>
        platform?.Text("operatingSystemFamily")?.StartsWith("WINDOWS", StringComparison.Ordinal) != true
        || (cpu is >= LeastCpuOfWindows and <= MostCpuOfWindows && platform.Text("cpuArchitecture") is null or "X86_64");

    private static string? OfVolume(VolumeDefinition volume) =>
        volume.Node["dockerVolumeConfiguration"] is not null ? Unsupported("dockerVolumeConfiguration")
        : volume.HostPath is not null ? Unsupported("sourcePath")
        : null;

    private string? OfContainer(TaskDefinitionDocument document, ContainerDefinition container) =>
        OfKernel(container) ?? OfLog(document, container) ?? OfRole(document, container)
        // The limits are the API reference's, the sentence is unconfirmed.
        ?? (container.StopTimeout is < ShortestStop or > LongestStop ? $"Fargate requires that 'stopTimeout' be between {ShortestStop} and {LongestStop} seconds." : null);

    private static string? OfKernel(ContainerDefinition container)
    {
        var linux = container.Node["linuxParameters"] as JsonObject ?? [];
        if (container.Privileged)
            return "Fargate requires that the 'privileged' setting be 'false'";
        if (container.Node.Members("resourceRequirements").Count > 0)
            return "Tasks using the Fargate launch type do not support GPU resource requirements";
        if (container.Node.Words("dockerSecurityOptions").Count > 0)
            return Unsupported("dockerSecurityOptions");
        if (linux.Members("devices").Count > 0)
            return Unsupported("devices");
        if (Array.Find(OfHost, name => linux[name] is not null) is { } member)
            return Unsupported(member);
        return (linux["capabilities"] as JsonObject)?.Words("add").FirstOrDefault(capability => capability != "SYS_PTRACE") is { } added
            ? $"{added} is not allowed on Fargate."
            : null;
    }

    private static string? OfLog(TaskDefinitionDocument document, ContainerDefinition container)
    {
        if (container.Node["logConfiguration"] is not JsonObject log)
            return null;
        var driver = log.Text("logDriver");
        if (!LogDrivers.Contains(driver))
            return $"{driver} is not a valid log driver. Must be one of [{string.Join(", ", LogDrivers)}]";
        if (driver != "awslogs")
            return null;
        if (log.Object("options")?.Text("awslogs-stream-prefix") is null)
            return "Fargate requires log configuration options to include awslogs-stream-prefix";
        return document.Root["executionRoleArn"] is null ? "Fargate requires task definition to have execution role ARN to support log driver awslogs." : null;
    }

    private string? OfRole(TaskDefinitionDocument document, ContainerDefinition container) =>
        document.Root["executionRoleArn"] is null && IsInEcr(container.Image)
            ? "Fargate requires task definition to have execution role ARN to support ECR images."
            : null;

    /// <summary>The rehearsal's registry is its ECR.</summary>
    private bool IsInEcr(string image) => image.StartsWith($"{options.RegistryHost}/", StringComparison.Ordinal) || EcrHost().IsMatch(image);

    private static string Unsupported(string member) => $"Fargate compatible task definitions do not support {member}";

    [GeneratedRegex(@"^\d{12}\.dkr\.ecr(-fips)?\.")]
    private static partial Regex EcrHost();
}
