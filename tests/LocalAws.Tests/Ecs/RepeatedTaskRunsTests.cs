using Slipway.LocalAws.Kernel.Protocol;
using static Slipway.LocalAws.Tests.Ecs.TaskRunsTests;

namespace Slipway.LocalAws.Tests.Ecs;

/// <summary>RunTask with a client token.</summary>
public sealed class RepeatedTaskRunsTests
{
    [Test]
    public void A_request_that_is_repeated_with_its_token_starts_nothing_and_shows_the_same_tasks()
    {
        var rig = Rig(new() { InstanceMemory = 600 });
        const string request = """{"cluster": "local", "taskDefinition": "migrate", "count": 2, "clientToken": "t-1"}""";

        var first = rig.Call("RunTask", request);
        rig.Restart();
        var second = rig.Call("RunTask", request);

        Assert.That(rig.Tasks, Has.Count.EqualTo(1));
        Assert.That((string?)second["tasks"]![0]!["taskArn"], Is.EqualTo((string?)first["tasks"]![0]!["taskArn"]));
        Assert.That(second["failures"]!.ToJsonString(), Is.EqualTo(first["failures"]!.ToJsonString()).And.Contain("RESOURCE:MEMORY"));
    }

    [Test]
    public void Of_a_task_that_has_stopped_a_repeated_request_shows_how_it_is_and_after_an_hour_another_one_is_started()
    {
        var rig = Rig();
        rig.Engine.Ends["app"] = 0;
        const string request = """{"cluster": "local", "taskDefinition": "migrate", "clientToken": "t-1"}""";
        var arn = (string)rig.Call("RunTask", request)["tasks"]![0]!["taskArn"]!;

        var repeated = rig.Call("RunTask", request);
        rig.Pass(3700);
        var later = rig.Call("RunTask", request);

        Assert.That(repeated["tasks"]!.ToJsonString(), Is.EqualTo($$"""[{"taskArn":"{{arn}}","lastStatus":"STOPPED","desiredStatus":"STOPPED"}]"""));
        Assert.That((string?)later["tasks"]![0]!["taskArn"], Is.Not.EqualTo(arn));
    }

    [Test]
    public void A_token_counts_for_a_day()
    {
        var rig = Rig();
        const string request = """{"cluster": "local", "taskDefinition": "migrate", "clientToken": "t-1"}""";
        rig.Call("RunTask", request);

        rig.Pass(86_399);
        rig.Call("RunTask", request);
        var within = rig.Tasks.Count;
        rig.Pass(1);
        rig.Call("RunTask", request);

        Assert.That((within, rig.Tasks.Count), Is.EqualTo((1, 2)));
    }

    [Test]
    public void A_token_with_another_request_is_a_conflict_that_names_the_tasks_and_another_cluster_has_tokens_of_its_own()
    {
        var rig = Rig();
        rig.Call("CreateCluster", """{"clusterName": "other"}""");
        rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "clientToken": "t-1"}""");

        var refused = Assert.Throws<AwsErrorException>(() => rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "count": 2, "clientToken": "t-1"}"""));
        rig.Call("RunTask", """{"cluster": "other", "taskDefinition": "migrate", "count": 2, "clientToken": "t-1"}""");

        Assert.That((refused!.Code, refused.Members.ToJsonString()), Is.EqualTo(("ConflictException", $$"""{"resourceIds":["{{rig.Tasks[0].Arn}}"]}""")));
        Assert.That(rig.Tasks.CountBy(task => task.Cluster).ToDictionary(), Is.EqualTo(new Dictionary<string, int> { ["local"] = 1, ["other"] = 2 }));
    }

    [Test]
    public void A_request_that_found_no_room_may_be_repeated_when_there_is_some()
    {
        var rig = Rig(new() { InstanceMemory = 600 });
        rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "migrate"}""");
        const string request = """{"cluster": "local", "taskDefinition": "migrate", "clientToken": "t-1"}""";
        rig.Call("RunTask", request);

        rig.Call("StopTask", $$"""{"cluster": "local", "task": "{{rig.Tasks[0].Id}}"}""");
        var repeated = rig.Call("RunTask", request);

        Assert.That(repeated["tasks"]!.AsArray(), Has.Count.EqualTo(1));
    }
}
