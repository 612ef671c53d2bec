using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts.Failures;

/// <summary>A container of a task that has stopped.</summary>
/// <param name="ExitCode">Null when it never ran.</param>
/// <param name="Reason">What the agent says about it; empty when it says nothing.</param>
public sealed record StoppedContainer(string Name, int? ExitCode, string Reason, bool IsUnhealthy)
{
    internal static StoppedContainer Read(JsonObject node) =>
        new(node.Text("name") ?? "", node.Number("exitCode"), node.Text("reason") ?? "", node.Text("healthStatus") == "UNHEALTHY");

    /// <summary>Whether there is anything to tell of it.</summary>
    public bool IsNotable => IsUnhealthy || ExitCode is not null || Reason.Length > 0;

    /// <summary>Whether its last lines may say why the task ended.</summary>
    public bool HasFailed => IsUnhealthy || ExitCode is not (null or 0);

    public override string ToString() =>
        string.Join(": ", new[] { $"container {Name}", IsUnhealthy ? "UNHEALTHY" : "", ExitCode is { } code ? $"exit code {code}" : "", Reason }.Where(part => part.Length > 0));
}
