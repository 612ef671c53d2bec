using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Traffic;

/// <summary>Releases that do not work, behind a real load balancer: the old task continues serving, and the API says why in ECS's words.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class BrokenReleaseTests
{
    private const string OneFailure = """{"deploymentCircuitBreaker": {"enable": true, "rollback": true, "thresholdConfiguration": {"type": "COUNT", "value": 1}}}""";

    private const string OneFailureWhileBaking = """
        {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 60,
         "deploymentCircuitBreaker": {"enable": true, "rollback": true, "resetOnHealthyTask": false, "thresholdConfiguration": {"type": "COUNT", "value": 1}}}
        """;

    private static JsonObject Running(string script) => new() { ["entryPoint"] = new JsonArray("sh", "-c", script) };

    [Test]
    public async Task An_image_that_does_not_exist()
    {
        var (task, _) = await FailAsync(TrafficRig.Site("two", new JsonObject { ["image"] = "127.0.0.1:2/missing:1" }));

        Assert.That(
            ((string?)task["stopCode"], (string?)task["containers"]![0]!["lastStatus"]),
            Is.EqualTo(("TaskFailedToStart", "STOPPED")));
        Assert.That((string?)task["stoppedReason"], Does.StartWith("CannotPullContainerError: "));
    }

    [Test]
    public async Task A_container_that_exits_at_once()
    {
        var (task, _) = await FailAsync(TrafficRig.Site("two", Running("exit 3")));

        Assert.That(
            ((string?)task["stopCode"], (string?)task["stoppedReason"], (int?)task["containers"]![0]!["exitCode"]),
            Is.EqualTo(("EssentialContainerExited", "Essential container in task exited", 3)));
    }

    [Test]
    public async Task An_application_that_never_becomes_healthy()
    {
        var (task, events) = await FailAsync(TrafficRig.Site("two", "location = / { return 500; }"));

        Assert.That((string?)task["stopCode"], Is.EqualTo("ServiceSchedulerInitiated"));
        Assert.That((string?)task["stoppedReason"], Does.Match(@"^Task failed ELB health checks in \(target-group arn:aws:elasticloadbalancing:.*/blue/.*\)$"));
        Assert.That(events, Has.Some.Match(@"^\(service web\) \(instance i-[0-9a-f]{17}\) \(port \d+\) is unhealthy in \(target-group .*\) due to \(reason Health checks failed with these codes: \[500\]\)\.$"));
    }

    [Test]
    public async Task An_application_that_becomes_healthy_and_then_dies_while_both_run()
    {
        var (task, _) = await FailAsync(
            TrafficRig.Site("two", Running("printf '%s' \"$SITE\" > /tmp/nginx.conf; nginx -c /tmp/nginx.conf; sleep 20; exit 7")), OneFailureWhileBaking);

        Assert.That(
            ((string?)task["stoppedReason"], (int?)task["containers"]![0]!["exitCode"]),
            Is.EqualTo(("Essential container in task exited", 7)));
    }

    [Test]
    public async Task A_container_that_needs_more_memory_than_it_has()
    {
        // The shell outlives what is killed: the engine may not hear that memory ran out when the whole container is gone at once.
        var hungry = Running("perl -e '$x = \"x\" x (200 * 1024 * 1024); sleep 60'; code=$?; sleep 2; exit $code");
        hungry["memory"] = 32;

        var (task, _) = await FailAsync(TrafficRig.Site("two", hungry));

        Assert.That(
            ((string?)task["stopCode"], (int?)task["containers"]![0]!["exitCode"], (string?)task["containers"]![0]!["reason"]),
            Is.EqualTo(("EssentialContainerExited", 137, "OutOfMemoryError: Container killed due to memory usage")));
    }

    [Test]
    public async Task An_environment_file_that_is_not_there()
    {
        var missing = new JsonObject { ["environmentFiles"] = new JsonArray(new JsonObject { ["type"] = "s3", ["value"] = "arn:aws:s3:::shop/production.env" }) };

        var (task, _) = await FailAsync(TrafficRig.Site("two", missing));

        Assert.That((string?)task["stopCode"], Is.EqualTo("TaskFailedToStart"));
        Assert.That((string?)task["stoppedReason"], Does.StartWith("ResourceInitializationError: failed to download env files: arn:aws:s3:::shop/production.env: NoSuchBucket"));
    }

    [Test]
    public async Task A_host_port_that_the_old_task_has()
    {
        await using var rig = await TrafficRig.StartAsync();
        var port = FreePort.Next();
        var fixedPort = new JsonObject { ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8080, ["hostPort"] = port }) };
        await rig.ServeAsync(TrafficRig.Site("one", fixedPort), 1);

        await rig.UpdateAsync(TrafficRig.Site("two", fixedPort));
        var service = await rig.Ecs.ServiceAsync("web", service => ((string)service["events"]![0]!["message"]!).Contains("unable to place", StringComparison.Ordinal));

        Assert.That((string?)service["events"]![0]!["message"], Does.Match(
            @"^\(service web\) was unable to place a task because no container instance met all of its requirements\. "
            + @"The closest matching \(container-instance [0-9a-f]{32}\) is already using a port required by your task\. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide\.$"));
        Assert.That(((string?)service["deployments"]![0]!["rolloutState"], await rig.PageAsync()), Is.EqualTo(("IN_PROGRESS", "one")));
    }

    /// <summary>Rolls a service that works to a release that does not.</summary>
    /// <returns>The first task that failed, and the messages of the service's events.</returns>
    private static async Task<(JsonNode Task, IReadOnlyList<string> Events)> FailAsync(JsonArray release, string configuration = OneFailure)
    {
        await using var rig = await TrafficRig.StartAsync();
        await rig.ServeAsync(TrafficRig.Site("one"), 1, configuration);

        await rig.UpdateAsync(release);
        var deployment = await rig.DeploymentAsync(deployment => (string?)deployment["status"] is "ROLLBACK_SUCCESSFUL");

        var service = await rig.Ecs.ServiceAsync("web", _ => true);
        var task = await rig.Ecs.TaskAsync("web", task => (string?)task["lastStatus"] == "STOPPED");
        Assert.That((string?)deployment["statusReason"], Is.EqualTo("ECS deployment circuit breaker: tasks failed to start."));
        Assert.That((string?)service["taskDefinition"], Does.EndWith("/web:1"));
        Assert.That(await rig.PageAsync(), Is.EqualTo("one"));
        return (task, [.. service["events"]!.AsArray().Select(happened => (string)happened!["message"]!)]);
    }
}
