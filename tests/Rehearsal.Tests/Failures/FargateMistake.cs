using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>A mistake in a task definition or in the service's settings, and what its deployment must say.</summary>
/// <param name="What">In words; the name of the test.</param>
/// <param name="ExitCode">Of the deployment.</param>
/// <param name="First">How the first line begins that says why: the likeliest cause, or the error where ECS refuses the call.</param>
/// <param name="Says">ECS's words, in the output.</param>
internal sealed record FargateMistake(string What, int ExitCode, string First, params string[] Says)
{
    /// <summary>Changes the task definition, which has one container, <c>blackbox</c>.</summary>
    public Action<JsonObject> Task { get; init; } = _ => { };

    /// <summary>Changes its container.</summary>
    public Action<JsonObject> Container { get; init; } = _ => { };

    /// <summary>A key of <c>deploy</c> in <c>slipway.yml</c>.</summary>
    public string Deploy { get; init; } = "";

    /// <summary>Null for the service on Fargate.</summary>
    public string? Service { get; init; }

    /// <summary>Whether the service is to be on Fargate.</summary>
    public bool IsOnFargate { get; init; } = true;

    /// <summary>Whether <c>slipway.yml</c> says that the service is behind a load balancer.</summary>
    public bool IsBalanced { get; init; } = true;

    public override string ToString() => What;
}
