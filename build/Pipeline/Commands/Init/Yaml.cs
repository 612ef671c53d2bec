using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Scalars for YAML files that are written line by line.</summary>
internal static partial class Yaml
{
    /// <summary>Plain where that means the text and nothing else, else in double quotes.</summary>
    public static string Scalar(string text) => Plain().IsMatch(text) && !Special().IsMatch(text)
        ? text
        : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Scalar))}]";

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9._/-]*$")]
    private static partial Regex Plain();

    /// <summary>Words that one version of YAML or another takes for something else.</summary>
    [GeneratedRegex("^(true|false|yes|no|on|off|null|y|n)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Special();
}
