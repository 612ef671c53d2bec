using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>A container that is not essential and has ended fails no deployment, and is told.</summary>
public sealed class EndedContainersTests
{
    private static readonly TaskDefinitionDocument WithSidecars = TaskDefinitionDocument.Parse(
        """
        {"family":"shop","containerDefinitions":[
          {"name":"app","image":"app@sha256:1","dependsOn":[{"containerName":"migrate","condition":"SUCCESS"}]},
          {"name":"agent","image":"agent@sha256:1","essential":false},
          {"name":"migrate","image":"app@sha256:1","essential":false}]}
        """,
        "shop.json");

    [Test]
    public async Task A_sidecar_that_ends_at_once_is_a_remark_with_its_exit_code()
    {
        using var ecs = Deployed(Task("t1", New, ("agent", "STOPPED", 3, ""), ("migrate", "STOPPED", 0, "")), Task("t2", New, ("agent", "STOPPED", 3, ""), ("migrate", "STOPPED", 0, "")), Task("t3", Old, ("agent", "STOPPED", 9, "")));
        var before = 0;

        var result = await ecs.RollAsync(request => request with { TaskDefinition = WithSidecars }, (_, _) => System.Threading.Tasks.Task.FromResult(before = ecs.Lines.Count));

        Assert.That(result.Changed);
        Assert.That(ecs.Lines.Where(line => line.Contains("is not essential", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "Container 'agent' has ended with exit code 3 in 2 of 2 tasks. It is not essential, so the service runs without it; --target=Logs shows what it wrote.",
        }));
        Assert.That(ecs.Lines[before - 1], Does.StartWith("Container 'agent'"), "It is told before the application is verified.");
    }

    [Test]
    public async Task What_was_awaited_is_told_only_when_it_failed_and_what_runs_is_not()
    {
        using var ecs = Deployed(Task("t1", New, ("agent", "RUNNING", null, ""), ("migrate", "STOPPED", 1, "")), Task("t2", New, ("agent", "STOPPED", null, "CannotPullContainerError: no such image"), ("migrate", "STOPPED", 0, "")));

        await ecs.RollAsync(request => request with { TaskDefinition = WithSidecars });

        Assert.That(ecs.Lines.Where(line => line.Contains("is not essential", StringComparison.Ordinal)).Select(line => line[..line.IndexOf(". It", StringComparison.Ordinal)]), Is.EqualTo(new[]
        {
            "Container 'migrate' has ended with exit code 1 in 1 of 2 tasks", "Container 'agent' did not run in 1 of 2 tasks (CannotPullContainerError: no such image)",
        }));
    }

    [Test]
    public async Task Tasks_that_may_not_be_listed_fail_nothing()
    {
        using var ecs = Deployed();
        ecs.Aws.On("ListTasks", AwsAnswer.Refusal("AccessDeniedException", "No."));

        Assert.That((await ecs.RollAsync(request => request with { TaskDefinition = WithSidecars })).Changed);
    }

    private static FakeEcs Deployed(params JsonObject[] tasks)
    {
        var ecs = new FakeEcs().Started("UpdateService", Describe(New, 2, 0, ("d-2", New, "IN_PROGRESS")))
            .Service(Describe(Old, 2, 2, ("d-1", Old, "COMPLETED")), Describe(New, 2, 2, ("d-2", New, "COMPLETED")));
        ecs.Aws.On("ListTasks", request => AwsAnswer.Ok(new JsonObject
        {
            ["taskArns"] = (string?)request.Document["desiredStatus"] == "STOPPED" ? [] : new JsonArray([.. tasks.Select(task => JsonValue.Create((string)task["taskArn"]!))]),
        }));
        ecs.Aws.On("DescribeTasks", AwsAnswer.Ok(new JsonObject { ["tasks"] = new JsonArray([.. tasks]), ["failures"] = new JsonArray() }));
        return ecs;
    }

    private static JsonObject Task(string id, string revision, params (string Name, string Status, int? ExitCode, string Reason)[] containers) => new()
    {
        ["taskArn"] = $"arn:aws:ecs:eu-west-2:111122223333:task/shop/{id}",
        ["taskDefinitionArn"] = revision,
        ["lastStatus"] = "RUNNING",
        ["containers"] = new JsonArray([.. containers.Select(container => new JsonObject { ["name"] = container.Name, ["lastStatus"] = container.Status, ["exitCode"] = container.ExitCode, ["reason"] = container.Reason })]),
    };
}
