using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Finds variables that Compose files take from the machine, and that nothing here sets.</summary>
internal static partial class MissingVariables
{
    /// <summary>Those that Compose has taken for blank, by name: it tells them in any order.</summary>
    /// <param name="warnings">What Compose wrote to standard error.</param>
    public static IReadOnlyList<string> Blank(IEnumerable<string> warnings) =>
        [.. warnings.Select(line => Unset().Match(line)).Where(line => line.Success).Select(line => line.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Those without a default of which Compose names no more than one before it gives up.</summary>
    /// <param name="texts">Of the Compose files.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string> texts, IReadOnlyDictionary<string, string> variables, string directory)
    {
        var file = VariableFile.Read(Path.Combine(directory, VariableFile.Name));
        return [.. texts.SelectMany(text => Reference().Matches(text)).Where(reference => !reference.Groups["default"].Success)
            .Select(reference => reference.Groups["name"].Value).Distinct()
            .Where(name => string.IsNullOrEmpty(variables.GetValueOrDefault(name)) && string.IsNullOrEmpty(file.GetValueOrDefault(name)))];
    }

    /// <summary>What to do about variables that are missing, in sentences.</summary>
    /// <param name="failure">What Compose wrote, which may name a file that is not there; empty when it accepts the application.</param>
    /// <returns>Null when nothing is known to be missing.</returns>
    public static string? Advice(IReadOnlyList<string> missing, string directory, IReadOnlyList<string> failure)
    {
        var file = failure.Select(line => NoFile().Match(line)).FirstOrDefault(line => line.Success)?.Groups["file"].Value ?? Path.Combine(directory, VariableFile.Name);
        var name = Path.GetRelativePath(directory, file).Replace(Path.DirectorySeparatorChar, '/');
        if (!File.Exists(file) && VariableFile.ExampleOf(file) is { } example)
        {
            var folder = Path.GetDirectoryName(name) is { Length: > 0 } above ? above + "/" : "";
            var wanted = missing.Count > 0 ? missing : [.. VariableFile.Read(Path.Combine(Path.GetDirectoryName(file)!, example)).Keys];
            return $"Variables are missing: {string.Join(", ", wanted)}. There is an example of the file that has them: cp {folder}{example} {name}, fill it in, and run Init again.";
        }

        return missing.Count > 0 && failure.Count > 0 ? $"Variables without a value: {string.Join(", ", missing)}. Set them in {VariableFile.Name} or in the environment, and run Init again." : null;
    }

    [GeneratedRegex("""The \\?"(?<name>[A-Za-z_][A-Za-z0-9_]*)\\?" variable is not set""", RegexOptions.ExplicitCapture)]
    private static partial Regex Unset();

    /// <summary><c>$NAME</c> and <c>${NAME}</c>, with an error or a default where there is one; not <c>$$NAME</c>.</summary>
    [GeneratedRegex(@"(?<!\$)(\$\$)*\$(\{(?<name>[A-Za-z_][A-Za-z0-9_]*)((?<default>:?[-+])|:?\?|\})|(?<name>[A-Za-z_][A-Za-z0-9_]*))", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();

    [GeneratedRegex("env file (?<file>.+?) not found", RegexOptions.ExplicitCapture)]
    private static partial Regex NoFile();
}
