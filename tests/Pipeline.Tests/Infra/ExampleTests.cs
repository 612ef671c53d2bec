using System.Text.Json.Nodes;
using Slipway.Pipeline.Commands.Lint;
using Slipway.Pipeline.Commands.Policy;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Deployment.Permissions;
using Slipway.Pipeline.Tests.Commands.Lint;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Infra;

/// <summary>The example of <c>infra/</c> with its own file of variables on moto: applied, its services moved to a release, planned again and destroyed, once for all tests.</summary>
public sealed class ExampleTests
{
    private const string Account = "123456789012";

    /// <summary>
    /// What moto 5.2.1 forgets of a request, so that Terraform would write it again: the description of a rule that names a security group, and two members of a service.
    /// Anything else would be a change with each plan on AWS, too.
    /// </summary>
    private static readonly string[] ForgottenByMoto =
    [
        """module.service["production"].aws_vpc_security_group_egress_rule.load_balancer[0]: description""",
        """module.service["production"].aws_vpc_security_group_ingress_rule.load_balancer[0]: description""",
        """module.service["staging"].aws_ecs_service.this[0]: availability_zone_rebalancing, health_check_grace_period_seconds""",
        """module.service["staging"].aws_vpc_security_group_egress_rule.load_balancer[0]: description""",
        """module.service["staging"].aws_vpc_security_group_ingress_rule.load_balancer[0]: description""",
    ];

    private static readonly string[] Environments = ["staging", "production"];

    private JsonNode _plan = null!;
    private JsonNode _outputs = null!;
    private string[] _releases = null!;
    private (string[] Before, string[] After, string State) _left;

    [OneTimeSetUp]
    public async Task ApplyDeployPlanAndDestroyAsync()
    {
        if ((TerraformProvider.Missing ?? MotoProcess.Missing) is { } reason) Assert.Ignore(reason);
        await using var moto = await MotoProcess.StartAsync(new Dictionary<string, string?> { ["MOTO_ACM_VALIDATION_WAIT"] = "0" }, CancellationToken.None);
        using var aws = new ExampleAccount(moto.Endpoint);
        using var folder = new TerraformFolder(Path.Combine(Workspace.Repository, "infra"), "example", moto.Endpoint);
        // The provider waits for AWS much more than it works, and all that can wait at the same time does.
        string[] variables = ["-parallelism=60", "-input=false", "-var-file=terraform.tfvars.example", $"-var=zone_id={await aws.CreateZoneAsync()}", "-var=codebuild_location=codepipeline", "-var=create_pipeline=false", "-var=force_destroy=true"];
        await folder.RunAsync(0, "init", "-input=false", $"-plugin-dir={TerraformProvider.Directory}");

        await folder.RunAsync(0, ["apply", "-auto-approve", .. variables]);
        _outputs = JsonNode.Parse(await folder.RunAsync(0, "output", "-json"))!;
        foreach (var environment in Environments)
        {
            await aws.DeployAsync(environment, $"{environment}-app");
            foreach (var version in new[] { "1", "2" }) await aws.StoreAsync($"shop-configuration-{Account}", $"env-configurations/{environment}/.env", $"VERSION={version}");
        }

        await folder.RunAsync(2, ["plan", "-detailed-exitcode", "-out=second", .. variables]);
        _plan = JsonNode.Parse(await folder.RunAsync(0, "show", "-json", "second"))!;
        _releases = await Task.WhenAll(Environments.Select(environment => aws.TaskDefinitionOfAsync(environment, $"{environment}-app")));
        var before = await aws.BucketsAsync();
        await folder.RunAsync(0, ["destroy", "-auto-approve", "-refresh=false", .. variables]);
        _left = (before, await aws.BucketsAsync(), await folder.RunAsync(0, "state", "list"));
    }

    [Test]
    public void A_second_plan_leaves_the_releases_and_changes_what_moto_forgets_only()
    {
        Assert.That(_releases, Is.EqualTo(Environments.Select(environment => $"arn:aws:ecs:eu-west-2:{Account}:task-definition/{environment}-app:1")));
        Assert.That(Changes(), Is.EqualTo(ForgottenByMoto));
        Assert.That(_plan["checks"]!.AsArray().Select(check => (string?)check!["status"]).Distinct(), Is.EqualTo(new[] { "pass" }));
    }

    /// <summary>A task that starts before its subnet has a route pulls no image.</summary>
    [TestCase("public_subnets", "aws_route.internet")]
    [TestCase("task_subnets", "aws_route.internet", "aws_route.nat", "aws_vpc_endpoint.interface", "aws_vpc_endpoint.s3")]
    public void Subnets_are_known_when_they_have_their_routes(string output, params string[] routes) =>
        Assert.That(_plan["configuration"]!["root_module"]!["module_calls"]!["network"]!["module"]!["outputs"]![output]!["depends_on"]!.AsArray().Select(resource => (string?)resource), Is.SupersetOf(routes));

    [TestCaseSource(nameof(Environments))]
    public void Lint_has_no_findings_in_its_slipway_yml(string environment)
    {
        var settings = SettingsOf(environment);
        using var folder = new LintedFolder();
        folder.Environment = LintEnvironment.Of(settings, PlaceholderValues.For(settings, new("1", "c0ffee", null)));
        folder.With($"taskdefs/{environment}-taskdef.json", TaskDefinition(environment));

        Assert.That(folder.Lint(), Is.Empty);
        Assert.That(settings.Role?.Text, Is.EqualTo($"arn:aws:iam::{Account}:role/shop-{environment}-deployer"));
    }

    /// <summary>The example reads all files and secrets of the environment, which another slipway.yml may name, and opens no shells. What else differs from Policy is missing, or too much.</summary>
    [TestCaseSource(nameof(Environments))]
    public void Its_roles_may_do_what_Policy_prints(string environment)
    {
        using var folder = new LintedFolder();
        folder.With($"taskdefs/{environment}-taskdef.json", TaskDefinition(environment));
        var policies = EnvironmentPolicies.Of(SettingsOf(environment), new("1", "c0ffee", null), [], folder.Paths);
        var viewer = EnvironmentPolicies.Of(SettingsOf(environment), new("1", "c0ffee", null), ["Diff", "Status"], folder.Paths)[0];

        var secret = (string)_outputs["secret_arns"]!["value"]![$"{environment}/app-key"]!;
        var (more, less) = Compare(environment, "deployer", policies.Single(policy => policy.Role == "deployer"));
        string[] beyond =
        [
            $"s3:GetObject on arn:aws:s3:::shop-configuration-{Account}/env-configurations/{environment}/*",
            $"secretsmanager:GetSecretValue on {secret}",
            .. Environments.Where(name => name == environment || environment == "production").Select(name => $"sts:AssumeRole on arn:aws:iam::{Account}:role/shop-{name}-deployer"),
        ];
        Assert.That(more, Is.EquivalentTo(beyond));
        Assert.That(less, Is.EquivalentTo(new[]
        {
            "ssmmessages:OpenDataChannel on *",
            $"ecs:ExecuteCommand on arn:aws:ecs:eu-west-2:{Account}:cluster/{environment}",
            $"ecs:ExecuteCommand on arn:aws:ecs:eu-west-2:{Account}:task/{environment}/*",
        }));
        Assert.That(Compare(environment, "execution", policies.Single(policy => policy.Role == "execution")), Is.EqualTo((
            new[]
            {
                $"secretsmanager:GetSecretValue on {secret}",
                $"s3:GetObject on arn:aws:s3:::shop-configuration-{Account}/env-configurations/{environment}/*.env",
                $"s3:GetBucketLocation on arn:aws:s3:::shop-configuration-{Account}",
            },
            Array.Empty<string>())));
        if (environment == "production") Assert.That(Compare(environment, "viewer", viewer), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>())));
    }

    [Test]
    public void It_is_destroyed_to_nothing()
    {
        Assert.That(_left.Before, Is.EquivalentTo(new[] { $"shop-artifacts-{Account}", $"shop-configuration-{Account}" }));
        Assert.That((_left.State, _left.After), Is.EqualTo(("", Array.Empty<string>())));
    }

    /// <summary>The example's environments, beside what is not Terraform's.</summary>
    private Settings SettingsOf(string environment) => SettingsReader.Parse($"""
        application: shop
        region: eu-west-2
        account: "{Account}"
        images:
          app: {"{"} repository: shop.app {"}"}
          nginx: {"{"} repository: shop.nginx {"}"}
        {(string)_outputs["slipway_yml"]!["value"]!}
        """, "slipway.yml", environment);

    private string TaskDefinition(string environment) => $$"""
        {
          "family": "{{environment}}-app", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512",
          "executionRoleArn": "{{Output("execution_role_arn", environment)}}", "taskRoleArn": "{{Output("task_role_arn", environment)}}",
          "containerDefinitions": [
            { "name": "app", "image": "app" },
            {
              "name": "nginx", "image": "nginx", "portMappings": [{ "containerPort": 80 }],
              "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "{{Output("log_group", environment)}}", "awslogs-region": "eu-west-2", "awslogs-stream-prefix": "nginx" } }
            }
          ]
        }
        """;

    private string Output(string name, string environment) => (string)_outputs[name]!["value"]![environment]!;

    /// <returns>What the example's role may do beside what is printed, and what it may not of that.</returns>
    private (string[] More, string[] Less) Compare(string environment, string role, RolePolicy printed)
    {
        var policy = _plan["prior_state"]!["values"]!["root_module"]!["child_modules"]!.AsArray().Single(module => (string?)module!["address"] == $"""module.roles["{environment}"]""")!["resources"]!.AsArray()
            .Single(resource => (string?)resource!["type"] == "aws_iam_role_policy" && (string?)resource["name"] == role)!["values"]!["policy"]!;
        var written = AllowedActions.Of(JsonNode.Parse((string)policy!)!).ToList();
        var wanted = AllowedActions.Of(printed.ToJson()).Select(line => line.Replace("role/FILL-IN", $"role/shop-{environment}-load-balancer", StringComparison.Ordinal)).ToList();
        return ([.. written.Except(wanted)], [.. wanted.Except(written)]);
    }

    /// <summary>Each resource and output that the second plan changes, with the members that it changes.</summary>
    private string[] Changes()
    {
        var resources = _plan["resource_changes"]!.AsArray().Select(one => (Address: (string)one!["address"]!, Change: one["change"]!));
        var outputs = _plan["output_changes"]!.AsObject().Select(one => (Address: one.Key, Change: one.Value!));
        return [.. resources.Concat(outputs).Where(one => (string?)one.Change["actions"]![0] != "no-op").Select(one => $"{one.Address}: {Members(one.Change)}").Order(StringComparer.Ordinal)];
    }

    private static string Members(JsonNode change) => change["before"] is JsonObject before && change["after"] is JsonObject after
        ? string.Join(", ", after.Where(member => !JsonNode.DeepEquals(member.Value, before[member.Key])).Select(member => member.Key).Order(StringComparer.Ordinal))
        : string.Join(", ", change["actions"]!.AsArray());
}
