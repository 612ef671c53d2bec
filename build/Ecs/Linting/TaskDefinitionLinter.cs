using Slipway.Ecs.Linting.Rules;
using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Linting;

/// <summary>
/// Checks a task definition against what ECS would say about it, without a call. Any text can be linted: what is not JSON, or JSON of another
/// shape, is a finding and never an exception.
/// </summary>
public static class TaskDefinitionLinter
{
    private static readonly Check[] Checks =
    [
        .. TaskRules.All, .. FargateRules.All, .. FargateContainerRules.All, .. ContainerRules.All, .. PortRules.All, .. NetworkRules.All,
        .. DependencyRules.All, .. HealthCheckRules.All, .. EnvironmentRules.All, .. SecretRules.All, .. LogRules.All, .. FirelensRules.All, .. VolumeRules.All, .. ProxyRules.All,
    ];

    /// <summary>All rules, by id.</summary>
    public static IReadOnlyList<LintRule> Rules { get; } =
        [.. DocumentRules.All.Concat(Checks.Select(check => check.Rule)).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    /// <param name="launchType">EC2, FARGATE or EXTERNAL when the service is known to use it; null leaves it to <c>requiresCompatibilities</c>.</param>
    /// <returns>In the order of the file.</returns>
    public static IReadOnlyList<Finding> Lint(JsonSource source, string? launchType)
    {
        if (source.Failure is { } failure)
            return [new(DocumentRules.NotJson, Severity.Error, "$", $"This is not JSON: {failure.Message}.", failure.Place)];

        var task = new TaskSubject(source.Root!, launchType, DocumentSize.Of(source.Utf8));
        var findings = new List<Finding>();
        new DocumentRules(source, findings).Check(task.Root);
        foreach (var check in Checks)
        {
            foreach (var problem in check.Find(task))
                findings.Add(new(check.Rule, check.Rule.Severity, problem.At.JsonPath, problem.Message, source.PlaceOf(problem.At)));
        }

        return [.. findings.OrderBy(finding => finding.Place.Line).ThenBy(finding => finding.Place.Column).ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)];
    }
}
