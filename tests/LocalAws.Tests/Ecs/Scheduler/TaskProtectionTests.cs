using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

public sealed class TaskProtectionTests
{
    private const string Web = """[{"name": "web", "image": "shop.web"}]""";

    [Test]
    public void A_protected_task_is_not_chosen_when_the_service_wants_fewer()
    {
        var rig = Serving(2);
        Protect(rig, 2);

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "desiredCount": 1}""");

        Assert.That(rig.Tasks.Select(task => task.StopRequested), Is.EqualTo(new[] { true, false }), "the newest goes first, unless it is protected");
    }

    [Test]
    public void A_service_keeps_its_protected_tasks_until_the_protection_ends()
    {
        var rig = Serving(1);
        Protect(rig, 1, minutes: 3);

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "desiredCount": 0}""");
        rig.Pass(179);
        var before = rig.Tasks[0].StopRequested;
        rig.Pass(1);

        Assert.That((before, rig.Tasks[0].StopRequested), Is.EqualTo((false, true)));
        Assert.That(rig.Call("GetTaskProtection", """{"cluster": "local"}""").ToJsonString(), Is.EqualTo("""{"protectedTasks":[],"failures":[]}"""));
    }

    [Test]
    public void A_deployment_is_not_complete_while_a_task_that_it_replaces_is_protected()
    {
        var rig = Serving(1);
        Protect(rig, 1);

        rig.Update(Web);
        rig.Pass(60);
        var waiting = (rig.Tasks[0].StopRequested, rig.Service().Primary.RolloutState);
        rig.Call("UpdateTaskProtection", $$"""{"cluster": "local", "tasks": ["{{rig.Tasks[0].Id}}"], "protectionEnabled": false}""");
        rig.Pass(60);

        Assert.That(waiting, Is.EqualTo((false, RolloutState.InProgress)));
        Assert.That((rig.Tasks.Count(task => !task.IsStopped), rig.Service().Primary.RolloutState), Is.EqualTo((1, RolloutState.Completed)));
    }

    [Test]
    public void The_answer_names_what_is_protected_and_what_cannot_be()
    {
        var rig = Serving(1);
        rig.Register(Web, "job");
        rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "job"}""");

        var answer = rig.Call("UpdateTaskProtection", $$"""{"cluster": "local", "tasks": ["{{rig.Tasks[0].Id}}", "{{rig.Tasks[1].Id}}", "none"], "protectionEnabled": true, "expiresInMinutes": 10}""");

        var expiration = rig.Time.GetUtcNow().AddMinutes(10).ToUnixTimeMilliseconds() / 1000m;
        Assert.That(answer.ToJsonString(), Is.EqualTo(
            $$"""{"protectedTasks":[{"taskArn":"{{rig.Tasks[0].Arn}}","protectionEnabled":true,"expirationDate":{{expiration}}}],"failures":[{"arn":"{{rig.Tasks[1].Arn}}","reason":"TASK_NOT_VALID"},{"arn":"arn:aws:ecs:eu-west-2:123456789012:task/local/none","reason":"MISSING"}]}"""));
    }

    [TestCase("""{"cluster": "local", "tasks": [], "protectionEnabled": true}""", "Tasks cannot be empty.")]
    [TestCase("""{"cluster": "local", "tasks": ["a"]}""", "protectionEnabled can not be empty.")]
    [TestCase("""{"cluster": "local", "tasks": ["a"], "protectionEnabled": true, "expiresInMinutes": 2881}""", "expiresInMinutes must be between 1 and 2880.")]
    public void A_request_that_is_wrong_is_refused(string request, string message) =>
        Assert.That(Assert.Throws<AwsErrorException>(() => new EcsRig().Call("UpdateTaskProtection", request))!.Message, Is.EqualTo(message));

    private static EcsRig Serving(int count)
    {
        var rig = new EcsRig();
        rig.Serve(Web, count);
        rig.Pass(60);
        return rig;
    }

    private static void Protect(EcsRig rig, int task, int minutes = 120) => rig.Call(
        "UpdateTaskProtection", $$"""{"cluster": "local", "tasks": ["{{rig.Tasks[task - 1].Arn}}"], "protectionEnabled": true, "expiresInMinutes": {{minutes}}}""");
}
