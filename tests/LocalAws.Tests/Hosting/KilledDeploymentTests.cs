using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.CodeDeploy.Testing;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;
using Slipway.LocalAws.Tests.Traffic;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Hosting;

/// <summary>
/// A LocalAws that is killed in the first three seconds of a deployment, or of its shift: the next process brings that to its right end. Twenty times in a
/// soak run, once otherwise.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class KilledDeploymentTests
{
    /// <summary>Ten steps of a minute, which is a second here.</summary>
    private const string Linear = "CodeDeployDefault.ECSLinear10PercentEvery1Minutes";

    /// <summary>In percent.</summary>
    private const int FirstStep = 10;

    /// <summary>Longer than the longest wait before the kill, as is the next one.</summary>
    private const string LongBake = """{"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 6}""";
    private const string Steps = """{"strategy": "LINEAR", "bakeTimeInMinutes": 0, "linearConfiguration": {"stepPercent": 20, "stepBakeTimeInMinutes": 1}}""";

    private static readonly int Rounds = Soak.IsOn ? 20 : 1;

    [TestCase(TrafficRig.Rolling, "", TestName = "A_rolling_update_goes_on_in_the_next_process")]
    [TestCase(TrafficRig.BlueGreen, "", TestName = "A_blue_green_deployment_of_ECS_goes_on_in_the_next_process")]
    [TestCase(LongBake, "BAKE_TIME", TestName = "A_blue_green_deployment_of_ECS_that_has_the_requests_goes_on_in_the_next_process")]
    [TestCase(Steps, "PRODUCTION_TRAFFIC_SHIFT", TestName = "A_shift_of_ECS_goes_on_in_the_next_process")]
    public Task A_deployment_of_ECS_goes_on_in_the_next_process(string configuration, string stage) => KillAsync(
        shop => shop.ServeAsync(configuration),
        async (shop, definition) =>
        {
            await shop.UpdateAsync(definition);
            var deployment = await shop.NewestAsync();
            if (stage.Length > 0) await shop.ServiceDeploymentAsync(deployment, known => (string?)known["lifecycleStage"] == stage);
            return deployment;
        },
        async (shop, definition, deployment) =>
        {
            await shop.ServiceDeploymentAsync(deployment, known => (string?)known["status"] == "SUCCESSFUL");
            return await shop.ServiceAsync(service => EcsServer.IsDeployed(service) && (string?)service["taskDefinition"] == definition && (int)service["runningCount"]! == 2);
        });

    [TestCase(false, TestName = "A_deployment_of_CodeDeploy_goes_on_in_the_next_process")]
    [TestCase(true, TestName = "A_shift_of_CodeDeploy_goes_on_in_the_next_process")]
    public Task A_deployment_of_CodeDeploy_goes_on_in_the_next_process(bool shifts) => KillAsync(
        shop => shop.SetUpAsync(Linear),
        async (shop, definition) =>
        {
            var id = await shop.DeployAsync(definition);
            if (shifts) await shop.ShiftedAsync(id, FirstStep);
            return id;
        },
        async (shop, _, id) =>
        {
            await shop.DeploymentAsync(id, "Succeeded");
            return await shop.ServiceAsync(service => service["taskSets"]!.AsArray() is [{ } only] && (string?)only["externalId"] == id && (int)service["runningCount"]! == 2);
        });

    /// <param name="start">Starts a deployment of a revision, waits until it is where the process is to be killed, and gives its id.</param>
    /// <param name="end">Waits until the deployment of a revision with that id has ended as it should.</param>
    private static async Task KillAsync(Func<BlueGreenServer, Task> setUp, Func<BlueGreenServer, string, Task<string>> start, Func<BlueGreenServer, string, string, Task<JsonNode>> end)
    {
        var state = Directory.CreateTempSubdirectory("killed-state-");
        var processes = new Stack<LocalAwsExecutable>();
        try
        {
            processes.Push(await LocalAwsExecutable.StartAsync(state.FullName, "--minute", "1s"));
            using var shop = new BlueGreenServer(processes.Peek().Endpoint);
            await shop.TextAsync("ecs", "create-cluster", "--cluster-name", "local", "--query", "cluster.status");
            await setUp(shop);
            for (var round = 1; round <= Rounds; round++)
            {
                var delay = TimeSpan.FromSeconds(3 * Random.Shared.NextDouble());
                await TestContext.Out.WriteLineAsync($"Round {round}: killed after {delay.TotalSeconds:0.00} s");
                using var before = new BlueGreenServer(processes.Peek().Endpoint, shop.Url);
                var definition = await before.RegisterAsync($"round {round}");
                var id = await start(before, definition);
                await Task.Delay(delay);
                await processes.Peek().SignalAsync("KILL");
                await processes.Peek().WaitForExitAsync();
                processes.Push(await LocalAwsExecutable.StartAsync(state.FullName, "--minute", "1s"));

                using var after = new BlueGreenServer(processes.Peek().Endpoint, shop.Url);
                await end(after, definition, id);

                Assert.That(await after.PageAsync(shop.Url), Is.EqualTo($"round {round}"));
                var running = await EcsServer.DockerAsync("ps", "--quiet", "--filter", $"label=slipway.local-aws={processes.Peek().InstanceId}", "--filter", "label=slipway.container=web");
                Assert.That(running.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(2), "No container is left over.");
            }
        }
        finally
        {
            // The one that runs takes everything down first.
            foreach (var process in processes)
                await process.DisposeAsync();
        }
    }
}
