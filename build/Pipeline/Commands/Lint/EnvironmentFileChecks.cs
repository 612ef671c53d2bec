using System.Text.RegularExpressions;
using Slipway.Ecs.Linting;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>
/// Whether an environment file means the same to ECS, which takes a value as it is, and to Compose, which takes quotes, comments and spaces
/// away and fills in variables (https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/). Messages name the variable and never
/// the value, nor a line that may be the rest of one.
/// </summary>
internal static partial class EnvironmentFileChecks
{
    public static IEnumerable<Finding> Find(string text, string file)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            var line = lines[index].TrimEnd('\r');
            if (string.IsNullOrWhiteSpace(line) || line.TrimStart().StartsWith('#') || Problem(line) is not { } problem) continue;
            var name = line.Contains('=', StringComparison.Ordinal) ? line.Split('=')[0].Trim() : "";
            yield return new(
                ProjectRules.EnvironmentFile, ProjectRules.EnvironmentFile.Severity, "", $"{(VariableName().IsMatch(name) ? $"'{name}'" : "This line")} {problem}.", new(file, index + 1, 1));
        }
    }

    /// <summary>What would reach the container as it stands there.</summary>
    public static IEnumerable<Finding> ToBeFilledIn(string text, string file) => FillIn.InLines(text)
        .Select(found => new Finding(ProjectRules.FillIn, ProjectRules.FillIn.Severity, "", FillIn.LineSentence("This line", found.Marks), new(file, found.Line, 1)));

    private static string? Problem(string line)
    {
        var equals = line.IndexOf('=');
        if (equals < 0) return "has no '=', so ECS makes no variable of it";
        if (line.StartsWith("export ", StringComparison.Ordinal)) return "begins with 'export', which ECS takes for a part of the name";
        var (name, value) = (line[..equals], line[(equals + 1)..]);
        if (name != name.Trim()) return "has spaces around its name";
        if (value != value.Trim()) return "has spaces around its value, which ECS keeps and Compose strips";
        var quoted = Quoted().Match(value);
        if (quoted.Groups["comment"].Success || (!quoted.Success && value.Contains(" #", StringComparison.Ordinal))) return "has a comment behind its value, which ECS keeps and Compose strips";
        if (quoted.Success) return "has quotes around its value, which ECS keeps and Compose strips";
        return Variable().IsMatch(value) ? "has a '$' in its value, which ECS keeps and Compose replaces" : null;
    }

    [GeneratedRegex("""^("[^"]*"|'[^']*'|".*"|'.*')(?<comment>\s+#.*)?\z""", RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();

    /// <summary>A variable, or the two that mean one of them.</summary>
    [GeneratedRegex(@"\$[A-Za-z_{$]")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^(export\s+)?[A-Z_][A-Z0-9_]*$")]
    private static partial Regex VariableName();
}
