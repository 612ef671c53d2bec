using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>Where <c>--wait-until</c> ends a run, and how a paused deployment is continued.</summary>
public static class PausePoint
{
    /// <summary>The stage as ECS calls it, an empty text for any, or null for none.</summary>
    public static string? Of(string? waitUntil) => waitUntil switch
    {
        null or "shifted" or "terminated" => null,
        OptionRules.Paused => "",
        _ => waitUntil.ToUpperInvariant().Replace('-', '_'),
    };

    /// <summary>The advice for one of several services.</summary>
    /// <param name="service">Null for the only one.</param>
    public static string AdviceOn(string? service, string advice) =>
        service is null || advice.Contains($"{Options.Service}=", StringComparison.Ordinal) ? advice : advice.Replace($"{Options.Target}=Continue", $"{Options.Target}=Continue {Options.Service}={service}", StringComparison.Ordinal);

    /// <summary>The command lines that answer for a person who looks at the log of this run.</summary>
    public static string Advice(Invocation invocation)
    {
        var command = $"./build.sh {Options.Target}=Continue {Options.Environment}={invocation.Get(Options.Environment)}";
        if (invocation.Get(Options.WorkingDirectory) is { } folder) command += $" {Options.WorkingDirectory}={folder}";
        if (invocation.Get(Options.Config) is var file and not "slipway.yml") command += $" {Options.Config}={file}";
        if (invocation.Get(Options.Service) is [var service]) command += $" {Options.Service}={service}";
        return $"To continue it: {command}. To roll it back: {command} {Options.RollsBack}.";
    }
}
