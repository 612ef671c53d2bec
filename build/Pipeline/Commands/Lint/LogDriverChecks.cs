using Slipway.Ecs.Linting;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Whether logs go elsewhere in AWS than in a rehearsal, which has CloudWatch Logs and what <c>docker logs</c> shows.</summary>
internal static class LogDriverChecks
{
    private const string Router = "awsfirelens";

    private static readonly string[] Emulated = ["awslogs", "json-file"];

    public static IEnumerable<Finding> Find(TaskDefinitionFile task, LintEnvironment environment)
    {
        if (!Settings.IsRehearsalName(environment.Name)) yield break;

        foreach (var container in task.Containers)
        {
            if (container.Member("logConfiguration")?.Member("logDriver") is not { } at || at.Scalar is not { } driver || Emulated.Contains(driver)) continue;
            var says = $"Container '{container.TextOf("name")}' logs by '{driver}'";
            yield return driver == Router
                ? task.Find(ProjectRules.LogRouter, at, $"{says}: a rehearsal starts no log router, so LocalAws starts no task of it.")
                : task.Find(ProjectRules.LogDriver, at, $"{says}: a rehearsal sends nothing there and keeps the lines for 'docker logs'; whether '{driver}' takes them shows in AWS only.");
        }
    }
}
