using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Traffic;

/// <summary>A container behind a load balancer that its restart policy starts again.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class RestartedContainerTests
{
    /// <summary>Shorter than ECS allows, so that nothing has to run for a minute first.</summary>
    private static readonly JsonObject Restarted = new() { ["restartPolicy"] = new JsonObject { ["enabled"] = true, ["restartAttemptPeriod"] = 1 } };

    [Test]
    public async Task It_has_the_same_host_port_and_gets_requests_again()
    {
        await using var rig = await TrafficRig.StartAsync();
        await rig.ServeAsync(TrafficRig.Site("one", Restarted), 1);
        var before = await rig.Ecs.TaskAsync("web", task => (string?)task["lastStatus"] == "RUNNING");
        var container = await EcsServer.DockerAsync("ps", "--quiet", "--filter", $"label=slipway.task={((string)before["taskArn"]!).Split('/')[^1]}", "--filter", "label=slipway.container=web");
        var started = await InspectAsync(container, "{{.State.StartedAt}}");

        await EcsServer.DockerAsync("kill", "--signal", "QUIT", container);
        await Eventually.GetAsync(() => InspectAsync(container, "{{.State.Running}} {{.State.StartedAt}}"), state => state.StartsWith("true", StringComparison.Ordinal) && !state.EndsWith(started, StringComparison.Ordinal));
        var page = await Eventually.GetAsync(() => PageAsync(rig), page => page.Length > 0);
        var after = await rig.Ecs.TaskAsync("web", _ => true);

        Assert.That(page, Is.EqualTo("one"));
        Assert.That((after["taskArn"]!.ToString(), (string?)after["lastStatus"], Port(after)), Is.EqualTo((before["taskArn"]!.ToString(), "RUNNING", Port(before))));
        Assert.That(await EcsServer.DockerAsync("port", container, "8080/tcp"), Does.EndWith($":{Port(before)}"));
    }

    private static int Port(JsonNode task) => (int)task["containers"]![0]!["networkBindings"]![0]!["hostPort"]!;

    private static Task<string> InspectAsync(string container, string format) => EcsServer.DockerAsync("inspect", "--format", format, container);

    /// <summary>Empty while the load balancer reaches nobody.</summary>
    private static async Task<string> PageAsync(TrafficRig rig)
    {
        try
        {
            return await rig.PageAsync();
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }
}
