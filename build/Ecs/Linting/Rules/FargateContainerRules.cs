using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>What Fargate demands of containers.</summary>
internal static class FargateContainerRules
{
    private const int ShortestStop = 2;
    private const int LongestStop = 120;

    private static readonly string[] LogDrivers = ["awslogs", "splunk", "awsfirelens"];
    private static readonly string[] HostParameters = ["devices", "sharedMemorySize", "maxSwap", "swappiness"];

    public static readonly Check[] All =
    [
        Fargate("ECS040", "A privileged container on Fargate", "Remove 'privileged', or run the task on EC2.", Privileged),
        Fargate("ECS041", "Linux parameters that need the host", "Remove them, or run the task on EC2.", LinuxParameters),
        Fargate("ECS042", "Docker security options on Fargate", "Remove 'dockerSecurityOptions'.", SecurityOptions),
        Fargate("ECS043", "A capability that Fargate does not give", "Only SYS_PTRACE can be added there.", Capabilities),
        Fargate("ECS044", "A log driver that Fargate does not have", $"Use {string.Join(", ", LogDrivers)}.", LogDriver),
        Fargate("ECS045", "A stop time-out outside of Fargate's limits", "Use 2 to 120 seconds.", StopTimeout),
        Fargate("ECS047", "GPUs on Fargate", "Remove 'resourceRequirements', or run the task on EC2 instances that have GPUs.", Accelerators),
        Check.Error(
            "ECS046", "Fargate without an execution role", "Set 'executionRoleArn' to a role with AmazonECSTaskExecutionRolePolicy.", Documents.ExecutionRole, Check.EachOnFargate(ExecutionRole)),
    ];

    private static Check Fargate(string id, string title, string remedy, Func<ContainerSubject, IEnumerable<Problem>> find) =>
        Check.Error(id, title, remedy, Documents.Fargate, Check.EachOnFargate(find));

    private static IEnumerable<Problem> Privileged(ContainerSubject container)
    {
        if (container.Value.Member("privileged") is { Flag: true } at) yield return new(at, $"{container.Label} is privileged, which Fargate does not allow.");
    }

    private static IEnumerable<Problem> LinuxParameters(ContainerSubject container) =>
        from name in HostParameters
        let at = container.Value.Member("linuxParameters")?.Member(name)
        where at is { Scalar: not null } or { Items.Count: > 0 }
        select new Problem(at, $"{container.Label} has '{name}', which Fargate does not take.");

    private static IEnumerable<Problem> SecurityOptions(ContainerSubject container)
    {
        if (container.Value.Member("dockerSecurityOptions") is { Items.Count: > 0 } at) yield return new(at, $"{container.Label} has Docker security options, which Fargate does not take.");
    }

    private static IEnumerable<Problem> Capabilities(ContainerSubject container) =>
        from capability in container.Value.Member("linuxParameters")?.Member("capabilities")?.ItemsOf("add") ?? []
        where capability.Scalar is not (null or "SYS_PTRACE")
        select new Problem(capability, $"{container.Label} adds the capability {capability.Scalar}.");

    private static IEnumerable<Problem> LogDriver(ContainerSubject container)
    {
        if (container.LogDriver is { } driver && !LogDrivers.Contains(driver))
            yield return new(container.Value.Member("logConfiguration")!.Member("logDriver")!, $"{container.Label} logs by '{driver}'.");
    }

    private static IEnumerable<Problem> StopTimeout(ContainerSubject container)
    {
        if (container.Value.Member("stopTimeout") is { Number: < ShortestStop or > LongestStop } at) yield return new(at, $"{container.Label} may take {at.Scalar} s to stop.");
    }

    private static IEnumerable<Problem> Accelerators(ContainerSubject container) =>
        container.Value.ItemsOf("resourceRequirements").Select(required => new Problem(required, $"{container.Label} requires {required.TextOf("type") ?? "an accelerator"}, which Fargate does not have."));

    private static IEnumerable<Problem> ExecutionRole(ContainerSubject container)
    {
        if (container.Task.HasExecutionRole) yield break;
        SourceValue? needs = container.LogDriver == "awslogs" ? container.Value.Member("logConfiguration") : null;
        if (container.Image is { } image && Patterns.EcrImage().IsMatch(image)) yield return new(container.Value.Member("image")!, $"{container.Label} has an image in ECR, and the task has no execution role to pull it with.");
        else if (needs is not null) yield return new(needs, $"{container.Label} logs by 'awslogs', and the task has no execution role to write with.");
    }
}
