using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Takes out the findings that are meant to be.</summary>
internal static class Suppressions
{
    /// <param name="file">The configuration, where the exceptions stand.</param>
    /// <returns>What is left, a note for each exception that allows nothing, and how many findings were taken out.</returns>
    public static (IReadOnlyList<Finding> Left, int Suppressed) Apply(IReadOnlyList<Finding> findings, IReadOnlyList<AllowedFinding> exceptions, string file)
    {
        var left = findings.Where(finding => !exceptions.Any(exception => Allows(exception, finding))).ToList();
        var useless = exceptions.Where(exception => !findings.Any(finding => Allows(exception, finding))).Select(exception => new Finding(
            ProjectRules.UselessException, Severity.Info, "",
            $"The exception for {exception.Rule}{(exception.Path is { } path ? $" at '{path}'" : "")} ({exception.Reason}) matches no finding.", SourcePlace.Whole(file)));
        return ([.. left, .. useless], findings.Count - left.Count);
    }

    private static bool Allows(AllowedFinding exception, Finding finding) =>
        string.Equals(exception.Rule, finding.Rule.Id, StringComparison.OrdinalIgnoreCase) && (exception.Path is not { } path || IsAt(path, finding));

    private static bool IsAt(string path, Finding finding)
    {
        if (path == finding.Place.File) return true;
        var wanted = path.StartsWith('$') ? path : $"$.{path}";
        return finding.JsonPath.StartsWith(wanted, StringComparison.Ordinal)
            && (finding.JsonPath.Length == wanted.Length || finding.JsonPath[wanted.Length] is '.' or '[');
    }
}
