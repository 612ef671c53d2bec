using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>The complete example of the reference, key by key, as the rest of the program gets it.</summary>
public sealed class VocabularyTests
{
    private static readonly PlaceholderValues Values = new("production", "eu-west-2", "170904582664", new("42", "c0ffee", "main"));

    private static Settings Whole(string environment) => SettingsText.Parse(SettingsFiles.Text(SettingsFiles.GoodFile("whole")), environment);

    [Test]
    public void Role_and_registry_are_templates_and_the_registry_is_ECR_when_it_is_not_said()
    {
        var (production, local) = (Whole("production"), Whole("local"));

        Assert.That(production.Role?.Render(Values), Is.EqualTo("arn:aws:iam::170904582664:role/production-deployer"));
        Assert.That(production.Registry?.Render(Values), Is.EqualTo("170904582664.dkr.ecr.eu-west-2.amazonaws.com"));
        Assert.That(local.Registry?.Render(Values), Is.EqualTo("127.0.0.1:5000"));
    }

    [TestCase(null, "arn:aws:iam::170904582664:role/production-deployer")]
    [TestCase("arn:aws:iam::170904582664:role/production-viewer", "arn:aws:iam::170904582664:role/production-viewer")]
    public void Another_role_takes_the_place_of_the_environments_own(string? role, string assumed) => Assert.That(Whole("production").As(role).Role?.Render(Values), Is.EqualTo(assumed));

    [TestCase("region: eu-west-2", null)]
    [TestCase("region: cn-north-1\naccount: \"170904582664\"", "{account}.dkr.ecr.{region}.amazonaws.com.cn")]
    public void The_default_registry_needs_the_account_and_knows_China(string keys, string? registry)
    {
        var settings = SettingsText.Parse(SettingsText.Smallest.Replace("region: eu-west-2", keys, StringComparison.Ordinal));

        Assert.That(settings.Registry?.Text, Is.EqualTo(registry));
    }

    [Test]
    public void Builds_and_profiles_are_read()
    {
        var settings = Whole("production");

        Assert.That(settings.Compose.Profiles, Is.EqualTo(new[] { "test" }));
        Assert.That(settings.Images[1].Build, Is.Null);
        Assert.That(settings.Images[0].Build, Is.EqualTo(new ImageBuildSettings(
            ".", "docker/app.Dockerfile", "runtime", settings.Images[0].Build!.Platforms, settings.PlaceOf("images.app.build"))));
        Assert.That(settings.Images[0].Build!.Platforms, Is.EqualTo(new[] { "linux/amd64" }));
    }

    [Test]
    public void Secrets_go_to_files_or_to_variables()
    {
        var secrets = Whole("production").Secrets;

        Assert.That(secrets.Select(secret => (secret.Source(Values).ToString(), secret.To?.Text, secret.Variable, secret.Shared, secret.IsFile)), Is.EqualTo(new[]
        {
            ("s3://shop-secrets/production/.env", ".env", null, false, true),
            ("s3://shop-secrets/certificates/production/AAA.crt", "docker/nginx/AAA.crt", null, false, true),
            ("secretsmanager://production/shop#licence", (string?)null, "LICENCE_KEY", false, false),
            ("ssm:///shop/staging/maps-token", null, "MAPS_TOKEN", true, false),
        }));
    }

    [Test]
    public void One_step_and_a_list_of_steps_are_both_lists()
    {
        var settings = Whole("production");

        Assert.That(settings.Migrate.Select(step => (step.ReportName, step.Timeout.TotalMinutes)), Is.EqualTo(new[] { ((string?)null, 5.0) }));
        Assert.That(settings.Test.Select(step => (step.ReportName, step.Timeout.TotalMinutes)), Is.EqualTo(new[] { ("phpunit.xml", 20.0), ("javascript.xml", 10.0) }));
    }

    [Test]
    public void CodeDeploy_and_launch_type_are_read()
    {
        var (production, staging, local) = (Whole("production").Service, Whole("staging").Service, Whole("local").Service);

        Assert.That(production.CodeDeploy, Is.EqualTo(new CodeDeploySettings("shop", "shop-production", production.CodeDeploy!.Place)));
        Assert.That((production.LaunchType, staging.LaunchType, local.LaunchType), Is.EqualTo((LaunchType.Ec2, LaunchType.Fargate, (LaunchType?)null)));
    }

    [Test]
    public void A_network_is_read_and_what_it_does_not_say_is_left_to_the_service()
    {
        var smallest = SettingsText.Parse(SettingsText.Smallest.Replace("service: shop", "service: shop, network: { subnets: [subnet-1] }", StringComparison.Ordinal)).Service.Network!;
        var (staging, local) = (Whole("staging").Service.Network!, Whole("local").Service.Network);

        Assert.That(staging.Subnets, Is.EqualTo(new[] { "subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829" }));
        Assert.That(staging.SecurityGroups, Is.EqualTo(new[] { "sg-0a1b2c3d4e5f60718" }));
        Assert.That((staging.PublicIp, local), Is.EqualTo(((bool?)true, (NetworkSettings?)null)));
        Assert.That((smallest.SecurityGroups, smallest.PublicIp), Is.EqualTo(((IReadOnlyList<string>?)null, (bool?)null)));
    }

    [Test]
    public void Strategy_artifacts_only_needs_neither_cluster_nor_service()
    {
        var deploy = SettingsText.Parse(SettingsText.Smallest.Replace("strategy: rolling, cluster: local, service: shop", "strategy: artifacts-only", StringComparison.Ordinal)).Service;

        Assert.That((deploy.Cluster, deploy.EcsName), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(deploy.RequireService, Throws.TypeOf<ConfigurationException>().With.Message.EqualTo(
            "slipway.yml:6:12: error SLP007: 'deploy' has no 'cluster' and 'service', so there is no service to ask for; write both"));
        Assert.That(Whole("staging").Service.RequireService(), Is.EqualTo(new ServiceAddress("staging", "shop")));
    }

    [Test]
    public void Artifacts_are_read_and_there_are_none_by_default()
    {
        var (whole, smallest) = (Whole("production"), SettingsText.Parse(SettingsText.Smallest));

        Assert.That(whole.Artifacts, Is.EqualTo(new ArtifactSettings(
            ImageSpec: true, new("app", 9000, ".ebextensions", whole.PlaceOf("artifacts.elasticBeanstalk")), whole.PlaceOf("artifacts"))));
        Assert.That((smallest.Artifacts.ImageSpec, smallest.Artifacts.ElasticBeanstalk), Is.EqualTo((false, (ElasticBeanstalkSettings?)null)));
    }

    [Test]
    public void One_url_of_an_environment_replaces_the_list_above_it()
    {
        var (production, local) = (Whole("production"), Whole("local"));

        Assert.That(production.Verify.Select(verify => (verify.Url.Text, verify.Status)), Is.EqualTo(new[]
        {
            ("https://{env}.shop.example/health", 200), ("https://{env}.shop.example/admin", 401),
        }));
        Assert.That(local.Verify.Select(verify => verify.Url.Text), Is.EqualTo(new[] { "http://127.0.0.1:8080/health" }));
    }

    [Test]
    public void Gates_are_read_and_an_environment_leaves_one_out()
    {
        var (production, local) = (Whole("production"), Whole("local"));
        var (semgrep, audit, sonar) = (local.Gates[0], local.Gates[1], local.Gates[2]);

        Assert.That((production.Gates.Select(gate => gate.Name), SettingsText.Parse(SettingsText.Smallest).Gates.Count), Is.EqualTo((new[] { "semgrep", "audit" }, 0)));
        Assert.That(
            (semgrep.Image, semgrep.Service, semgrep.Sarif, semgrep.FailOn, semgrep.Timeout.TotalMinutes), Is.EqualTo(("semgrep/semgrep:1.100.0", (string?)null, "/tmp/semgrep.sarif", new GateLimit("warning", GateLevel.Warning, null), 10.0)));
        Assert.That(semgrep.Ignores, Is.EqualTo(new[]
        {
            new GateIgnore("php.lang.security.exec-use", "app/Console", "The command is a constant.", new(2027, 1, 31), local.PlaceOf("gates.semgrep.ignore[0]")),
        }));
        Assert.That((audit.Service, audit.Sarif, audit.FailOn.Severity, audit.Command), Is.EqualTo(("app", (string?)null, 7.0, new[] { "bin/audit", "--sarif" })));
        Assert.That(sonar.SonarQube, Is.EqualTo(new SonarQubeSettings("https://sonarqube.shop.example", "shop", "SONAR_TOKEN", "/tmp/report-task.txt", TimeSpan.FromMinutes(10), local.PlaceOf("gates.sonar.sonarqube"))));
        Assert.That((semgrep.NeededVariables, sonar.NeededVariables), Is.EqualTo((new[] { "SEMGREP_APP_TOKEN" }, new[] { "SONAR_TOKEN" })));
    }

    [Test]
    public void Exceptions_from_Lint_are_read()
    {
        var settings = Whole("production");

        Assert.That(settings.LintIgnores, Is.EqualTo(new[]
        {
            new LintIgnore("ECS012", "containerDefinitions[2]", "The image of maps has no shell for a health check.", settings.PlaceOf("lint.ignore[0]")),
        }));
    }
}
