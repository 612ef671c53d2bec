using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.CodeDeploy.Testing;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;
using Slipway.LocalAws.Tests.Traffic;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Hosting;

/// <summary>
/// A LocalAws that is killed in the first three seconds of a deployment: the next process brings that to its right end. Twenty times in a soak run, once
/// otherwise.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class KilledDeploymentTests
{
    private const string Linear = "CodeDeployDefault.ECSLinear10PercentEvery1Minutes";

    private static readonly int Rounds = Soak.IsOn ? 20 : 1;

    [TestCase(TrafficRig.Rolling, TestName = "A_rolling_update_goes_on_in_the_next_process")]
    [TestCase(TrafficRig.BlueGreen, TestName = "A_blue_green_deployment_of_ECS_goes_on_in_the_next_process")]
    public Task A_deployment_of_ECS_goes_on_in_the_next_process(string configuration) => KillAsync(
        shop => shop.ServeAsync(configuration),
        async (shop, definition) =>
        {
            await shop.UpdateAsync(definition);
            return "";
        },
        async (shop, definition, _) => await shop.ServiceAsync(service => EcsServer.IsDeployed(service) && (string?)service["taskDefinition"] == definition && (int)service["runningCount"]! == 2));

    [Test]
    public Task A_deployment_of_CodeDeploy_goes_on_in_the_next_process() => KillAsync(
        shop => shop.SetUpAsync(Linear),
        (shop, definition) => shop.DeployAsync(definition),
        async (shop, _, id) =>
        {
            await shop.DeploymentAsync(id, "Succeeded");
            return await shop.ServiceAsync(service => service["taskSets"]!.AsArray() is [{ } only] && (string?)only["externalId"] == id && (int)service["runningCount"]! == 2);
        });

    /// <param name="start">Starts a deployment of a revision and gives its id.</param>
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
