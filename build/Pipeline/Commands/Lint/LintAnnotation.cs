using Slipway.Ecs.Linting;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Findings as GitHub Actions shows them beside the lines that they are about.</summary>
public static class LintAnnotation
{
    /// <param name="root">The folder that the finding's file is relative to.</param>
    /// <param name="variables">The environment of this process.</param>
    /// <returns>Null outside of GitHub Actions.</returns>
    public static WorkflowCommand? Of(Finding finding, string root, IReadOnlyDictionary<string, string> variables)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (!EnvironmentVariables.IsGitHubActions(variables)) return null;
        var file = Path.GetRelativePath(variables.GetValueOrDefault(EnvironmentVariables.GitHubWorkspace) is { Length: > 0 } repository ? repository : root, Path.Combine(root, finding.Place.File));
        var name = finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "notice" };
        return new(name, file.Replace('\\', '/'), finding.Place.Line, finding.Place.Column, $"{finding.Rule.Id}: {finding.Rule.Title}", $"{finding.Message} {finding.Rule.Remedy}");
    }
}
