using System.Text;
using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Build.Inputs;

/// <summary>
/// A .dockerignore file: which files of a build context reach the builder. Patterns are relative to the context, <c>*</c> and <c>?</c> stay
/// within one component, <c>**</c> spans any number, <c>!</c> undoes; the last pattern that matches a path, or a folder above it, decides.
/// </summary>
public sealed class DockerIgnore
{
    private readonly List<(Regex Pattern, bool Ignores)> _patterns = [];

    private DockerIgnore(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (line.StartsWith('#')) continue;
            var text = line.Trim();
            var ignores = !text.StartsWith('!');
            var pattern = Cleaned(ignores ? text : text[1..].Trim());
            if (pattern.Length > 0) _patterns.Add((new(Expression(pattern), RegexOptions.CultureInvariant), ignores));
        }
    }

    public static DockerIgnore Parse(string text) => new(text.TrimStart('\uFEFF').Split('\n'));

    /// <summary>The file that belongs to a build: the one named for its Dockerfile, else the context's; null when there is neither.</summary>
    public static string? FileOf(string context, string dockerfile) =>
        new[] { $"{dockerfile}.dockerignore", Path.Combine(context, ".dockerignore") }.FirstOrDefault(File.Exists);

    /// <param name="path">Relative to the context, with <c>/</c>.</param>
    public bool Ignores(string path)
    {
        var ignored = false;
        foreach (var (pattern, ignores) in _patterns)
        {
            if (ignored != ignores && WithFoldersAbove(path).Any(pattern.IsMatch)) ignored = ignores;
        }

        return ignored;
    }

    private static IEnumerable<string> WithFoldersAbove(string path)
    {
        for (var current = path; current.Length > 0; current = current[..Math.Max(0, current.LastIndexOf('/'))]) yield return current;
    }

    // Docker cleans a pattern like a path: no leading or trailing slash, no "." and ".." components.
    private static string Cleaned(string pattern)
    {
        var components = new List<string>();
        foreach (var component in pattern.Split('/'))
        {
            if (component is "" or ".") continue;
            if (component == ".." && components.Count > 0) components.RemoveAt(components.Count - 1);
            else if (component != "..") components.Add(component);
        }

        return string.Join('/', components);
    }

    private static string Expression(string pattern)
    {
        var result = new StringBuilder("^");
        for (var index = 0; index < pattern.Length; index++)
        {
            var rest = pattern.AsSpan(index);
            if (rest.StartsWith("**"))
            {
                // "**/" may span no component at all; a "**" at the end spans everything below.
                var slash = rest.Length > 2 && rest[2] == '/';
                result.Append(slash ? "(.*/)?" : ".*");
                index += slash ? 2 : 1;
            }
            else if (rest[0] == '[' && rest.IndexOf(']') is > 1 and var end)
            {
                result.Append('[').Append(rest[1..end].ToString().Replace("\\", "\\\\", StringComparison.Ordinal)).Append(']');
                index += end;
            }
            else if (rest[0] == '\\' && rest.Length > 1)
            {
                result.Append(Regex.Escape(rest[1].ToString()));
                index++;
            }
            else
            {
                result.Append(rest[0] switch { '*' => "[^/]*", '?' => "[^/]", _ => Regex.Escape(rest[0].ToString()) });
            }
        }

        return result.Append('$').ToString();
    }
}
