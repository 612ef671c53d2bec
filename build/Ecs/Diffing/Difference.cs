namespace Slipway.Ecs.Diffing;

/// <summary>One place at which two documents differ in what ECS would do.</summary>
/// <param name="Path">Members joined by dots, entries of a list by what identifies them: <c>containerDefinitions[app].environment[DB_HOST].value</c>.</param>
/// <param name="Before">Text as it is, anything else as JSON; null when it is not there.</param>
/// <param name="After">Likewise.</param>
public sealed record Difference(string Path, string? Before, string? After)
{
    private const int Longest = 200;

    /// <summary><c>~ path: before → after</c>, <c>+ path: after</c> or <c>- path: before</c>, on one line; long values are cut.</summary>
    public override string ToString() => (Before, After) switch
    {
        (null, _) => $"+ {Path}: {Short(After)}",
        (_, null) => $"- {Path}: {Short(Before)}",
        _ => $"~ {Path}: {Short(Before)} → {Short(After)}",
    };

    private static string Short(string? value)
    {
        var line = (value ?? "").ReplaceLineEndings("\\n");
        return line.Length <= Longest ? line : line[..Longest] + "…";
    }
}
