using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Tests.CodeDeploy.Testing;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;
using Slipway.LocalAws.Tests.Traffic;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.CodeDeploy;

/// <summary>CodeDeploy with the real ECS and the real load balancer below it, by the <c>aws</c> command line. A minute takes a second.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class CodeDeployOnDockerTests
{
    private const string AllAtOnce = "CodeDeployDefault.ECSAllAtOnce";
    private const string Canary = "CodeDeployDefault.ECSCanary10Percent5Minutes";
    private const string Linear = "CodeDeployDefault.ECSLinear10PercentEvery1Minutes";

    [Test]
    public async Task Aws_ecs_deploy_registers_deploys_and_waits_until_the_original_task_set_is_gone()
    {
        await using var ecs = await StartAsync();
        using var shop = new BlueGreenServer(ecs.Server.Client.BaseAddress!);
        await shop.SetUpAsync(AllAtOnce, terminationMinutes: 2);
        var before = await shop.PageAsync(shop.Url);
        var (definition, appspec) = await shop.FilesAsync("two");

        var output = await ecs.Aws.SucceedAsync("ecs", "deploy", "--cluster", "local", "--service", "web", "--task-definition", definition, "--codedeploy-appspec", appspec);

        var id = (await shop.TextAsync("deploy", "list-deployments", "--query", "deployments[0]")).Trim();
        await shop.TextAsync("deploy", "wait", "deployment-successful", "--deployment-id", id);
        var service = await ecs.ServiceAsync("web", service => service["taskSets"]!.AsArray().Count == 1);
        Assert.That(output, Does.Contain($"Successfully created deployment {id}").And.Contain("Successfully deployed arn:aws:ecs:us-east-1:000000000000:task-definition/web:2 to service 'web'"));
        Assert.That((before, await shop.PageAsync(shop.Url), await shop.PageAsync(shop.TestUrl)), Is.EqualTo(("one", "two", "two")));
        Assert.That(((string?)service["taskSets"]![0]!["status"], (string?)service["taskSets"]![0]!["externalId"]), Is.EqualTo(("PRIMARY", id)));
    }

    [Test]
    public async Task A_canary_that_is_stopped_leads_all_traffic_back_and_leaves_the_original_tasks()
    {
        await using var ecs = await StartAsync(minute: TimeSpan.FromMinutes(1));
        using var shop = new BlueGreenServer(ecs.Server.Client.BaseAddress!);
        await shop.SetUpAsync(Canary);
        var id = await shop.DeployAsync(await shop.RegisterAsync("two"));
        await shop.ShiftedAsync(id, 10);
        var test = await shop.PageAsync(shop.TestUrl);

        await shop.TextAsync("deploy", "stop-deployment", "--deployment-id", id, "--auto-rollback-enabled", "--query", "status");
        var stopped = await shop.DeploymentAsync(id, "Stopped");
        await shop.DeploymentAsync((string)stopped["rollbackInfo"]!["rollbackDeploymentId"]!, "Succeeded");

        var service = await ecs.ServiceAsync("web", service => service["taskSets"]!.AsArray().Count == 1);
        var pages = new List<string>();
        for (var request = 0; request < 20; request++)
            pages.Add(await shop.PageAsync(shop.Url));
        Assert.That((test, (string?)service["taskSets"]![0]!["status"], (int)service["runningCount"]!), Is.EqualTo(("two", "PRIMARY", 2)));
        Assert.That(pages, Has.All.EqualTo("one"));
    }

    [Test]
    public async Task No_request_is_lost_while_traffic_is_shifted_and_the_original_tasks_end()
    {
        await using var ecs = await StartAsync();
        using var shop = new BlueGreenServer(ecs.Server.Client.BaseAddress!);
        await shop.SetUpAsync(Linear);
        var definition = await shop.RegisterAsync("two");
        var least = Soak.Count(100_000);

        var load = await LoadGenerator.DuringAsync(shop.Url, least, async () =>
        {
            var id = await shop.DeployAsync(definition);
            await shop.DeploymentAsync(id, "Succeeded");
            await ecs.ServiceAsync("web", service => service["taskSets"]!.AsArray().Count == 1);
        });

        await TestContext.Out.WriteLineAsync($"{load.Requests} requests, {load.Failed} failed");
        Assert.That((load.Failed, await shop.PageAsync(shop.Url)), Is.EqualTo((0, "two")), load.Report);
        Assert.That(load.Requests, Is.GreaterThanOrEqualTo(least));
    }

    [Test]
    public async Task Rules_of_EventBridge_are_not_there_and_say_so()
    {
        await using var server = await LocalAwsServer.StartAsync();

        var (exitCode, _, error) = await new AwsCommand(server.Client.BaseAddress!).RunAsync("events", "list-rules");

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(error, Does.Contain("(NotImplemented)").And.Contain("LocalAws does not emulate the service AWSEvents (operation ListRules)"));
    }

    private static Task<EcsServer> StartAsync(TimeSpan? minute = null) => EcsServer.StartAsync(configure: services =>
        services.AddSingleton(new CodeDeploySettings { Minute = minute ?? TimeSpan.FromSeconds(1), PollInterval = TimeSpan.FromMilliseconds(500) }));
}
