using System.Text.Json.Nodes;
using Slipway.Pipeline.Commands.Lint;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Tests.Commands.Lint;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Infra;

/// <summary>The example of <c>infra/</c>, with its own file of variables, against moto.</summary>
public sealed class ExampleTests
{
    private static readonly string Infra = Path.Combine(Workspace.Repository, "infra");

    /// <summary>
    /// What moto 5.2.1 forgets of a request, so that Terraform would write it again: the description of a rule that names a security group, and two members of a service.
    /// Anything else is a change that AWS would see with each plan.
    /// </summary>
    private static readonly string[] ForgottenByMoto =
    [
        """module.service["production"].aws_vpc_security_group_egress_rule.load_balancer[0]: description""",
        """module.service["production"].aws_vpc_security_group_ingress_rule.load_balancer[0]: description""",
        """module.service["staging"].aws_ecs_service.this[0]: availability_zone_rebalancing, health_check_grace_period_seconds""",
        """module.service["staging"].aws_vpc_security_group_egress_rule.load_balancer[0]: description""",
        """module.service["staging"].aws_vpc_security_group_ingress_rule.load_balancer[0]: description""",
    ];

    [Test]
    public async Task The_example_is_applied_changes_nothing_that_was_deployed_feeds_slipway_yml_and_is_destroyed_to_nothing()
    {
        if ((TerraformProvider.Missing ?? MotoProcess.Missing) is { } reason) Assert.Ignore(reason);
        await using var moto = await MotoProcess.StartAsync(new Dictionary<string, string?> { ["MOTO_ACM_VALIDATION_WAIT"] = "0" }, CancellationToken.None);
        using var aws = new ExampleAccount(moto.Endpoint);
        using var folder = new TerraformFolder(Infra, "example", moto.Endpoint);
        // The provider waits for AWS much more than it works: all that can wait at the same time does.
        string[] variables = ["-parallelism=60", "-input=false", "-var-file=terraform.tfvars.example", $"-var=zone_id={await aws.CreateZoneAsync()}", "-var=codebuild_location=codepipeline", "-var=create_pipeline=false", "-var=force_destroy=true"];
        await folder.RunAsync(0, "init", "-input=false", $"-plugin-dir={TerraformProvider.Directory}");

        await folder.RunAsync(0, ["apply", "-auto-approve", .. variables]);
        foreach (var environment in new[] { "staging", "production" })
        {
            await aws.DeployAsync(environment, $"{environment}-app");
            await aws.PutAsync($"/shop-configuration-123456789012/env-configurations/{environment}/.env", "VERSION=1");
            await aws.PutAsync($"/shop-configuration-123456789012/env-configurations/{environment}/.env", "VERSION=2");
        }

        var release = await aws.TaskDefinitionOfAsync("production", "production-app");
        await folder.RunAsync(2, ["plan", "-detailed-exitcode", "-out=second", .. variables]);
        var plan = JsonNode.Parse(await folder.RunAsync(0, "show", "-json", "second"))!;
        var slipwayYml = (string)JsonNode.Parse(await folder.RunAsync(0, "output", "-json"))!["slipway_yml"]!["value"]!;
        var buckets = await aws.BucketsAsync();
        await folder.RunAsync(0, ["destroy", "-auto-approve", "-refresh=false", .. variables]);

        Assert.That(release, Does.EndWith(":task-definition/production-app:1"));
        Assert.That(Changes(plan), Is.EqualTo(ForgottenByMoto));
        Assert.That(plan["checks"]!.AsArray().Select(check => (string?)check!["status"]).Distinct(), Is.EqualTo(new[] { "pass" }));
        Assert.That(Lint(slipwayYml), Is.Empty);
        Assert.That(buckets, Is.EquivalentTo(new[] { "shop-artifacts-123456789012", "shop-configuration-123456789012" }));
        Assert.That((await folder.RunAsync(0, "state", "list"), await aws.BucketsAsync()), Is.EqualTo(("", Array.Empty<string>())));
    }

    /// <summary>Each resource and output that the plan changes, with the members that it changes.</summary>
    private static string[] Changes(JsonNode plan)
    {
        var resources = plan["resource_changes"]!.AsArray().Select(one => ((string)one!["address"]!, one["change"]!));
        var outputs = plan["output_changes"]!.AsObject().Select(one => (one.Key, one.Value!));
        return [.. resources.Concat(outputs).Where(one => (string?)one.Item2["actions"]![0] != "no-op").Select(one => $"{one.Item1}: {Members(one.Item2)}").Order(StringComparer.Ordinal)];
    }

    private static string Members(JsonNode change) =>
        change is { } both && both["before"] is JsonObject before && both["after"] is JsonObject after
            ? string.Join(", ", after.Where(member => !JsonNode.DeepEquals(member.Value, before[member.Key])).Select(member => member.Key).Order(StringComparer.Ordinal))
            : string.Join(", ", change["actions"]!.AsArray());

    /// <summary>What Lint finds in a slipway.yml with these environments, and with task definitions that have the example's container.</summary>
    private static string[] Lint(string environments)
    {
        var text = $"""
            application: shop
            region: eu-west-2
            account: "123456789012"
            images:
              nginx: {"{"} repository: shop.nginx {"}"}
            {environments}
            """;
        return [.. new[] { "staging", "production" }.SelectMany(environment => Lint(text, environment))];
    }

    private static string[] Lint(string text, string environment)
    {
        var settings = SettingsReader.Parse(text, "slipway.yml", environment);
        using var folder = new LintedFolder();
        folder.Environment = LintEnvironment.Of(settings, PlaceholderValues.For(settings, new("1", "c0ffee", null)));
        return folder.With($"taskdefs/{environment}-taskdef.json", $$"""
            {
              "family": "{{environment}}-app", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512",
              "executionRoleArn": "arn:aws:iam::123456789012:role/shop-{{environment}}-execution",
              "containerDefinitions": [{ "name": "nginx", "image": "nginx", "portMappings": [{ "containerPort": 80 }] }]
            }
            """).Lint();
    }
}
