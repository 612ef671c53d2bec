namespace Slipway.Docker.Containers;

/// <summary>A container's health check, in the form that Compose and ECS share.</summary>
/// <param name="Test"><c>["CMD", program, argument…]</c>, <c>["CMD-SHELL", script]</c>, or <c>["NONE"]</c> to switch the image's own off.</param>
public sealed record HealthCheck(IReadOnlyList<string> Test)
{
    public TimeSpan? Interval { get; init; }

    public TimeSpan? Timeout { get; init; }

    public int? Retries { get; init; }

    public TimeSpan? StartPeriod { get; init; }

    internal bool IsNone => Test is ["NONE"];

    /// <summary>docker's command line knows the shell form only, so a program with arguments is quoted for it, and replaces the shell.</summary>
    internal string Script => Test switch
    {
        ["CMD-SHELL", var script] => script,
        ["CMD", _, ..] => $"exec {string.Join(' ', Test.Skip(1).Select(Quote))}",
        _ => throw new InvalidOperationException(
            $"A health check is [\"CMD\", …], [\"CMD-SHELL\", script] or [\"NONE\"], not [{string.Join(", ", Test)}]."),
    };

    private static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
