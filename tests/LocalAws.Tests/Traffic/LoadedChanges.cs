using System.Text.Json.Nodes;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Traffic;

/// <summary>Changes of a service that gets requests meanwhile, each to its right end.</summary>
/// <remarks>Each takes how many tasks the service has, how many requests there are at least, and the longest pause between two of a connection in milliseconds.</remarks>
internal static class LoadedChanges
{
    private const int UsualPause = 30;

    /// <summary>How long a deployment stays paused before it is continued: hundreds of requests come meanwhile.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(Soak.IsOn ? 10 : 3);

    /// <summary>A rolling update.</summary>
    public static async Task<Load> RollAsync(TrafficRig rig, int tasks, int least, int longestPause = UsualPause)
    {
        await rig.ServeAsync(TrafficRig.Site("one"), tasks);
        return await ChangeAsync(rig, least, longestPause, "two", rig.DeployedAsync);
    }

    /// <summary>A blue/green deployment.</summary>
    public static async Task<Load> ShiftAsync(TrafficRig rig, int tasks, int least, int longestPause = UsualPause)
    {
        await rig.ServeAsync(TrafficRig.Site("one"), tasks, TrafficRig.BlueGreen);
        return await ChangeAsync(rig, least, longestPause, "two", () => IsAsync(rig, "SUCCESSFUL"));
    }

    /// <summary>A blue/green deployment that waits for an answer before and after the shift.</summary>
    public static async Task<Load> PauseAsync(TrafficRig rig, int tasks, int least, int longestPause = UsualPause)
    {
        const string Hooks = """ "lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP", "POST_PRODUCTION_TRAFFIC_SHIFT"]}],""";
        await rig.ServeAsync(TrafficRig.Site("one"), tasks, TrafficRig.BlueGreen);
        return await ChangeAsync(
            rig,
            least,
            longestPause,
            "two",
            async () =>
            {
                foreach (var stage in new[] { "POST_SCALE_UP", "POST_PRODUCTION_TRAFFIC_SHIFT" })
                    await ContinueAsync(rig, stage);
                await IsAsync(rig, "SUCCESSFUL");
            },
            $", \"deploymentConfiguration\": {TrafficRig.BlueGreen.Insert(1, Hooks)}");
    }

    /// <summary>A blue/green deployment that is rolled back when it has the requests.</summary>
    public static async Task<Load> ShiftBackAsync(TrafficRig rig, int tasks, int least, int longestPause = UsualPause)
    {
        await rig.ServeAsync(TrafficRig.Site("one"), tasks, TrafficRig.BlueGreen.Replace("\"bakeTimeInMinutes\": 3", "\"bakeTimeInMinutes\": 60", StringComparison.Ordinal));
        return await ChangeAsync(rig, least, longestPause, "one", async () =>
        {
            await rig.DeploymentAsync(deployment => (string?)deployment["lifecycleStage"] == "BAKE_TIME");
            await rig.Ecs.CallAsync("StopServiceDeployment", $$"""{"serviceDeploymentArn": "{{await rig.NewestAsync()}}"}""");
            await IsAsync(rig, "ROLLBACK_SUCCESSFUL");
        });
    }

    public static void AssertNoneIsLost(Load load, int least)
    {
        TestContext.Out.WriteLine($"{load.Requests} requests, {load.Failed} failed");
        Assert.That(load.Requests, Is.GreaterThanOrEqualTo(least));
        Assert.That(load.Failed, Is.Zero, load.Report);
    }

    /// <param name="page">What the service answers in the end.</param>
    /// <param name="more">Members of the update.</param>
    private static async Task<Load> ChangeAsync(TrafficRig rig, int least, int longestPause, string page, Func<Task> end, string more = "")
    {
        var load = await LoadGenerator.DuringAsync(
            rig.Url,
            least,
            async () =>
            {
                await rig.UpdateAsync(TrafficRig.Site("two"), more);
                await end();
            },
            longestPause);
        Assert.That(await rig.PageAsync(), Is.EqualTo(page));
        return load;
    }

    private static Task<JsonNode> IsAsync(TrafficRig rig, string status) => rig.DeploymentAsync(deployment => (string?)deployment["status"] == status);

    private static async Task ContinueAsync(TrafficRig rig, string stage)
    {
        await PausedAsync(rig, stage);
        await Task.Delay(Held);
        var paused = await PausedAsync(rig, stage);
        var hook = Waiting(paused)!["hookId"];
        await rig.Ecs.CallAsync("ContinueServiceDeployment", $$"""{"serviceDeploymentArn": "{{paused["serviceDeploymentArn"]}}", "hookId": "{{hook}}"}""");
    }

    private static Task<JsonNode> PausedAsync(TrafficRig rig, string stage) => rig.DeploymentAsync(deployment => (string?)deployment["lifecycleStage"] == stage && Waiting(deployment) is not null);

    private static JsonNode? Waiting(JsonNode deployment) => deployment["lifecycleHookDetails"]?.AsArray().FirstOrDefault(hook => (string?)hook!["status"] == "AWAITING_ACTION");
}
