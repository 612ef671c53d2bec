
using Slipway.Docker.Compose;

namespace Slipway.Pipeline.Build.Compose;

/// <summary>What the states of a project's containers say about the application.</summary>
internal static class ContainerStates
{
    /// <summary>It will not come up any more: it has ended with an error, was not started, or is unhealthy.</summary>
    public static bool IsBroken(ComposeContainer container) => container switch
    {
        { State: "running", Health: not "unhealthy" } => false,
        { State: "exited", ExitCode: 0 } => false,
        _ => true,
    };

    /// <summary>It runs, but its health check has not said yet that it works.</summary>
    public static bool IsStarting(ComposeContainer container) => container is { State: "running", Health: not (null or "healthy" or "unhealthy") };

    /// <summary><c>'app' is unhealthy</c>, <c>'app' has ended with exit code 1</c>, <c>'app' is created</c>.</summary>
    public static string Describe(ComposeContainer container) => container switch
    {
        { State: "exited" } => $"'{container.Service}' has ended with exit code {container.ExitCode}",
        { State: "created" } => $"'{container.Service}' was not started",
        { State: "running", Health: { } health } => $"'{container.Service}' is {health}",
        _ => $"'{container.Service}' is {container.State}",
    };
}
