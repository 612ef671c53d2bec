using System.Text.Json.Nodes;
using Slipway.Ecs.Exec;

namespace Slipway.Ecs.Tests.Exec;

public sealed class TaskChoiceTests
{
    [TestCase(null, "ab2")]
    [TestCase("ab1", "ab1")]
    [TestCase("arn:aws:ecs:eu-west-2:111122223333:task/shop/ab1", "ab1")]
    [TestCase("c", "cd3")]
    [TestCase("ab", null)]
    [TestCase("ee4", null)]
    public void A_running_task_is_chosen_by_its_first_digits_or_else_the_newest(string? asked, string? chosen)
    {
        JsonObject[] tasks = [Task("ab1", "RUNNING", 2), Task("ab2", "RUNNING", 3), Task("cd3", "RUNNING", 1), Task("ee4", "STOPPED", 9)];

        var task = TaskChoice.Of(tasks, asked);

        Assert.That((string?)task?["taskArn"], Is.EqualTo(chosen is null ? null : $"arn:aws:ecs:eu-west-2:111122223333:task/shop/{chosen}"));
    }

    private static JsonObject Task(string id, string status, double startedAt) =>
        new() { ["taskArn"] = $"arn:aws:ecs:eu-west-2:111122223333:task/shop/{id}", ["lastStatus"] = status, ["startedAt"] = startedAt };
}
