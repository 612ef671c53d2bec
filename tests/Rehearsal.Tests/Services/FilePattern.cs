using System.Text;
using System.Text.RegularExpressions;

namespace Slipway.Rehearsal.Tests.Services;

/// <summary>The patterns of both services: <c>*</c> within a folder, <c>**</c> across folders, anything else as it is.</summary>
internal static class FilePattern
{
    /// <summary>Files below the folder, relative to it with <c>/</c>, that match one of the patterns; in order. git's own are left out.</summary>
    public static IReadOnlyList<string> Find(string folder, IReadOnlyList<string> patterns)
    {
        if (!Directory.Exists(folder)) return [];
        var expressions = patterns.Select(pattern => new Regex(Expression(pattern), RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))).ToList();
        return
        [
            .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
                .Where(file => !file.StartsWith(".git/", StringComparison.Ordinal) && expressions.Exists(expression => expression.IsMatch(file)))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string Expression(string pattern)
    {
        var text = new StringBuilder("^");
        for (var position = 0; position < pattern.Length; position++)
        {
            var rest = pattern.AsSpan(position);
            if (rest.StartsWith("**/")) (text, position) = (text.Append("(.*/)?"), position + 2);
            else if (rest.StartsWith("**")) (text, position) = (text.Append(".*"), position + 1);
            else text.Append(pattern[position] == '*' ? "[^/]*" : Regex.Escape(pattern[position].ToString()));
        }

        return text.Append('$').ToString();
    }
}
