
using Slipway.Docker;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>What the engine said when it refused.</summary>
internal static class EngineErrors
{
    /// <summary>The line with the engine's own error; docker adds lines of its own after it.</summary>
    public static string ReasonOf(ToolException refused)
    {
        var lines = refused.StandardError.Where(line => line.Trim().Length > 0).ToList();
        return lines.Find(line => line.StartsWith("Error response from daemon", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? refused.Message;
    }
}
