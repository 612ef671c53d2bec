using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>A file of variables as Compose reads it, <c>NAME=value</c> in each line, and the examples that repositories keep of it.</summary>
internal static partial class VariableFile
{
    /// <summary>The one that Compose reads on its own.</summary>
    public const string Name = ".env";

    private static readonly string[] Endings = [".example", ".sample", ".dist", ".template", ".tmpl", ".default", ".defaults"];

    /// <summary>Values without the quotes around them; nothing when there is no such file.</summary>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var variables = new Dictionary<string, string>();
        if (!File.Exists(path)) return variables;
        foreach (var line in File.ReadAllLines(path).Select(line => Line().Match(line)).Where(line => line.Success))
            variables[line.Groups["name"].Value] = line.Groups["value"].Value.Trim().Trim('"', '\'');
        return variables;
    }

    /// <summary>The name of a file's example, beside it: <c>.env.example</c>, <c>.example.env</c>, <c>example.env</c> and the like; null when there is none.</summary>
    public static string? ExampleOf(string path)
    {
        var (folder, name) = (Path.GetDirectoryName(path) ?? "", Path.GetFileName(path));
        var bare = name.TrimStart('.');
        return Endings.SelectMany(ending => new[] { name + ending, $"{bare}{ending}", $"{ending}.{bare}", $"{ending[1..]}.{bare}", $"{ending[1..]}{name}" })
            .FirstOrDefault(example => File.Exists(Path.Combine(folder, example)));
    }

    [GeneratedRegex(@"^\s*(export\s+)?(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*[=:](?<value>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
