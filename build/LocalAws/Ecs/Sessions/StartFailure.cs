using System.Text.RegularExpressions;

namespace Slipway.LocalAws.Ecs.Sessions;

/// <summary>A program that cannot be started: the engine writes why as its output, where the agent of ECS Exec ends the session.</summary>
public static partial class StartFailure
{
    /// <summary>With <c>agent/session/shell/shell.go</c> of https://github.com/aws/amazon-ssm-agent: what Session Manager shows at the end.</summary>
    public static string Message(string reason) => $"Unable to start command: {reason}\n";

    /// <returns>Null when the program has started.</returns>
    /// <param name="output">What came first.</param>
    public static string? In(string output)
    {
        if (!output.StartsWith("OCI runtime exec failed", StringComparison.Ordinal))
            return null;
        var reason = Reason().Match(output);
        return Message($"Failed to start pty: {(reason.Success ? reason.Groups["reason"].Value : output.Trim())}");
    }

    [GeneratedRegex("""(?<reason>exec: ".*?)(: unknown)?\s*$""", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reason();
}
