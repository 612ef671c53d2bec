namespace Slipway.Pipeline.Environments.Rehearsal;

/// <summary>The subnets that LocalAws's load balancers and tasks are in where nothing else is configured.</summary>
internal static class RehearsalSubnets
{
    public static IReadOnlyList<string> All { get; } = ["subnet-local-a", "subnet-local-b"];
}
