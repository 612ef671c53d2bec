using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Init;

/// <summary>What someone with five services in a Compose file does: Init, and a deployment to the rehearsal with nothing edited.</summary>
[TestFixture]
public sealed class NewApplicationTests
{
    [Test]
    public async Task Five_services_run_after_Init_with_nothing_edited()
    {
        await using var shop = await NewApplication.CreateAsync("Shop");

        var init = await shop.RunAsync("--target=Init");

        Assert.That(init.ExitCode, Is.Zero);
        Assert.That(init.Output + init.Error, Does.Not.Contain("a-value-that-is-in-no-compose-file"));
        await shop.CommitAsync();
        Assert.That(await shop.GitAsync("ls-files"), Does.Not.Contain(".slipway"));

        var deploy = await shop.RunAsync("--target=Deploy", "--env=local");

        Assert.That(deploy.ExitCode, Is.Zero);
        Assert.That(deploy.Output, Does.Contain($"Deployed: {shop.Address}/health answers with 200."));
        await TheShopSellsAsync(shop);
        Assert.That(await RehearsalCopy.DockerAsync("ps", "--filter", $"name=slipway-{shop.Name}-", "--format", "{{.Names}}"), Is.Empty);
        Assert.That(await shop.GitAsync("status", "--porcelain"), Is.Empty);
        await WhatRunsIsABeginningTooAsync(shop);

        var production = await shop.RunAsync("--target=Deploy", "--env=production");

        Assert.That(production.ExitCode, Is.EqualTo(2));
        Assert.That(production.Output + production.Error, Does.Contain("missing key 'cluster' in 'deploy' (environment 'production')"));
    }

    [Test]
    public async Task An_application_that_builds_nothing_runs_after_Init_with_nothing_edited()
    {
        await using var shop = await NewApplication.CreateAsync("Images");
        Assert.That((await shop.RunAsync("--target=Init")).ExitCode, Is.Zero);
        await shop.CommitAsync();

        var deploy = await shop.RunAsync("--target=Deploy", "--env=local");

        Assert.That(deploy.ExitCode, Is.Zero, deploy.Output + deploy.Error);
        Assert.That(deploy.Output, Does.Contain("There is nothing to push: no image is built here."));
        using var http = new HttpClient();
        Assert.That(await http.GetStringAsync(shop.Address), Is.EqualTo("hello"));
    }

    [Test]
    public async Task Two_services_run_on_Fargate_after_Init_with_nothing_edited()
    {
        await using var counter = await NewApplication.CreateAsync("Counter");
        Assert.That((await counter.RunAsync("--target=Init", "--launch-type=fargate")).ExitCode, Is.Zero);
        await counter.CommitAsync();

        var deploy = await counter.RunAsync("--target=Deploy", "--env=local");

        Assert.That(deploy.ExitCode, Is.Zero, deploy.Output + deploy.Error);
        using var http = new HttpClient();
        var visits = new List<JsonNode> { JsonNode.Parse(await http.GetStringAsync(counter.Address))!, JsonNode.Parse(await http.GetStringAsync(counter.Address))! };
        Assert.That(visits.Select(visit => ((string?)visit["platform"], (int)visit["visits"]!)), Is.EqualTo(new[] { ("AWS_ECS_FARGATE", 1), ("AWS_ECS_FARGATE", 2) }));
        Assert.That(await counter.GitAsync("status", "--porcelain"), Is.Empty);
    }

    [TestCase("fargate", 1)]
    [TestCase("ec2", 0)]
    public async Task Four_services_are_four_services_of_ECS_that_find_each_other_by_the_names_of_Compose_with_nothing_edited(string launchType, int balancers)
    {
        await using var fleet = await NewApplication.CreateAsync("Fleet");
        Assert.That((await fleet.RunAsync("--target=Init", "--services=each", $"--launch-type={launchType}")).ExitCode, Is.Zero);
        await fleet.CommitAsync();

        var deploy = await fleet.RunAsync("--target=Deploy", "--env=local");

        Assert.That(deploy.ExitCode, Is.Zero, deploy.Output + deploy.Error);
        Assert.That(deploy.Output, Does.Contain($"Deployed: {fleet.Address}/health answers with 200."));
        var answer = await VisitedAsync(fleet);
        Assert.That(((string?)answer["platform"], (int)answer["visits"]!, (int)answer["packed"]!), Is.EqualTo(($"AWS_ECS_{launchType.ToUpperInvariant()}", 1, 1)));
        var services = JsonNode.Parse(await fleet.AwsAsync("ecs", "describe-services", "--cluster", "local", "--services", $"{fleet.Name}-gateway", $"{fleet.Name}-api", $"{fleet.Name}-worker", $"{fleet.Name}-redis"))!["services"]!.AsArray();
        Assert.That(services.Select(service => $"{service!["serviceName"]} {service["runningCount"]} {service["loadBalancers"]!.AsArray().Count}"), Is.EqualTo(new[]
        {
            $"{fleet.Name}-gateway 1 {balancers}", $"{fleet.Name}-api 2 0", $"{fleet.Name}-worker 1 0", $"{fleet.Name}-redis 1 0",
        }));
        Assert.That(await fleet.GitAsync("status", "--porcelain"), Is.Empty);
    }

    /// <summary>The visit goes through the gateway and the program to Redis, and from there to the worker.</summary>
    private static async Task<JsonNode> VisitedAsync(NewApplication fleet)
    {
        using var http = new HttpClient();
        var answer = JsonNode.Parse(await http.GetStringAsync($"{fleet.Address}/visit"))!;
        for (var attempt = 0; attempt < 100 && (int)answer["packed"]! == 0; attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            answer = JsonNode.Parse(await http.GetStringAsync($"{fleet.Address}/"))!;
        }

        return answer;
    }

    /// <summary>The page goes through the proxy and the program to the database, and an order through the queue to the worker.</summary>
    private static async Task TheShopSellsAsync(NewApplication shop)
    {
        using var http = new HttpClient();
        var ordered = JsonNode.Parse(await http.GetStringAsync($"{shop.Address}/orders"))!;
        var packed = 0;
        for (var attempt = 0; attempt < 50 && packed == 0; attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            packed = (int)JsonNode.Parse(await http.GetStringAsync($"{shop.Address}/"))!["packed"]!;
        }

        Assert.That(((int)ordered["orders"]!, packed, (int)ordered["session"]! > 0), Is.EqualTo((1, 1, true)));
    }

    private static async Task WhatRunsIsABeginningTooAsync(NewApplication shop)
    {
        var init = await shop.RunAsync(shop.AwsEnvironment(), "--target=Init", $"--from-service=local/{shop.Name}", "--force");

        Assert.That(init.ExitCode, Is.Zero);
        Assert.That(init.Output, Does.Contain("Wrote taskdefs/staging-taskdef.json; what it was is in taskdefs/staging-taskdef.json.orig."));
        var document = JsonNode.Parse(await File.ReadAllTextAsync(shop.PathOf("taskdefs/staging-taskdef.json")))!.AsObject();
        Assert.That(document["containerDefinitions"]!.AsArray().Select(container => (string?)container!["image"]), Has.All.Match($"^{shop.Name}\\.(web|api|cache|db)$|^<API>$"));
        Assert.That((document.ContainsKey("revision"), document.ContainsKey("taskDefinitionArn")), Is.EqualTo((false, false)));
    }
}
