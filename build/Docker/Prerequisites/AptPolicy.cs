using System.Text.RegularExpressions;

namespace Slipway.Docker.Prerequisites;

/// <summary>
/// Reads <c>apt-cache policy</c>: what the machine's own suites offer. Versions of a priority under 500 are other suites' and do not count.
/// </summary>
public static partial class AptPolicy
{
    private const int OwnSuite = 500;

    /// <returns>The newest version by package; packages that the machine's suites do not have are left out.</returns>
    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> lines)
    {
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        var package = "";
        var version = "";
        foreach (var line in lines)
        {
            if (line.EndsWith(':') && !char.IsWhiteSpace(line[0]))
                package = line[..^1];
            else if (VersionLine().Match(line) is { Success: true } found)
                version = found.Groups["version"].Value;

            // The priority of an installed version is 100; that of its origin is in the lines below it.
            else if (OriginLine().Match(line) is { Success: true } origin && int.Parse(origin.Groups["priority"].Value) >= OwnSuite)
                versions.TryAdd(package, version);
        }

        return versions;
    }

    // "     2.26.1-4 100", " *** 2.26.1-4 100"
    [GeneratedRegex(@"^ (\*\*\*|   ) (?<version>\S+) -?\d+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex VersionLine();

    // "        500 URI suite/main amd64 Packages"
    [GeneratedRegex(@"^ {6,}(?<priority>\d+) \S+ ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex OriginLine();
}
