using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>Where <c>--wait-until</c> ends a run, and how a paused deployment is continued.</summary>
internal static class PausePoint
{
    /// <summary>The stage as ECS calls it, an empty text for any, or null for none.</summary>
    public static string? Of(string? waitUntil) => waitUntil switch
    {
        null or "shifted" or "terminated" => null,
        OptionRules.Paused => "",
        _ => waitUntil.ToUpperInvariant().Replace('-', '_'),
    };

    /// <summary>The command lines that answer for a person who looks at the log of this run.</summary>
    public static string Advice(Invocation invocation)
    {
        var command = $"./build.sh {Options.Target}=Continue {Options.Environment}={invocation.Get(Options.Environment)}";
        if (invocation.Get(Options.WorkingDirectory) is { } folder) command += $" {Options.WorkingDirectory}={folder}";
        if (invocation.Get(Options.Config) is var file and not "slipway.yml") command += $" {Options.Config}={file}";
        return $"To continue it: {command}. To roll it back: {command} {Options.RollsBack}.";
    }
}
