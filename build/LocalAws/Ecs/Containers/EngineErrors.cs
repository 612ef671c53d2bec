using Slipway.Docker;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>What the engine said when it refused.</summary>
internal static class EngineErrors
{
    /// <summary>The line of the engine's own error; docker adds a hint to use <c>--help</c> after it.</summary>
    public static string LastLine(ToolException refused)
    {
        var lines = refused.StandardError.Where(line => line.Trim().Length > 0).ToList();
        return lines.FindLast(line => line.StartsWith("Error", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? refused.Message;
    }

    public static bool SaysThat(this ToolException refused, string words) =>
        refused.StandardError.Any(line => line.Contains(words, StringComparison.OrdinalIgnoreCase));
}
