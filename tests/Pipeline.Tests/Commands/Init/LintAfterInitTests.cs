using System.Text.RegularExpressions;
using Slipway.Docker;
using Slipway.Ecs.Linting;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Commands.Lint;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Reader;
using ComposeReading = Slipway.Pipeline.Commands.Lint.ComposeReading;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>What Init writes passes Lint, but for what only the user knows.</summary>
public sealed partial class LintAfterInitTests
{
    private const string Shop = """
        services:
          web: { build: web, ports: ["8080:80"], depends_on: { api: { condition: service_healthy } } }
          api:
            build: api
            environment: { DATABASE_URL: "postgres://shop:${DB_PASSWORD:-secret}@db/shop", REDIS_HOST: cache }
            depends_on: { migrations: { condition: service_completed_successfully }, cache: { condition: service_started } }
            healthcheck: { test: curl -f http://localhost:8000/, interval: 2s, start_period: 10m }
            deploy: { resources: { limits: { cpus: "0.5", memory: 300M } } }
          migrations: { build: api, command: [migrate], depends_on: [db] }
          worker: { build: api, command: [work], stop_grace_period: 5m }
          db: { image: "postgres:16", environment: { POSTGRES_PASSWORD: "${DB_PASSWORD:-secret}" }, volumes: ["data:/var/lib/postgresql/data"], tmpfs: [/run] }
          cache: { image: "redis:7", sysctls: { net.core.somaxconn: 1024 }, ulimits: { nofile: 65535 } }
        volumes: { data: {} }
        """;

    [TestCase(LaunchType.Ec2)]
    [TestCase(LaunchType.Fargate)]
    public async Task Only_what_is_to_be_filled_in_is_an_error(LaunchType launchType)
    {
        using var folder = new ApplicationFolder(Shop);
        await folder.InitAsync(launchType);
        folder.Write("slipway.yml", Cluster().Replace(Region().Replace(folder.Read("slipway.yml"), "region: eu-west-2"), "cluster: shop"));

        var errors = new List<string>();
        foreach (var environment in new[] { "local", "staging", "production" })
        {
            var settings = SettingsReader.Read(folder.PathOf("slipway.yml"), environment);
            var compose = await ComposeReading.ReadAsync(DockerCli.Create(new() { WorkingDirectory = folder.Root }), settings, new(folder.Root), CancellationToken.None);
            var report = ProjectLinter.Lint([(LintEnvironment.Of(settings, PlaceholderValues.For(settings, new("1", "c0ffee", null))), compose)], [], new(folder.Root), "slipway.yml");
            errors.AddRange(report.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Headline));
        }

        Assert.That(errors.Where(error => !error.Contains("FILL-IN", StringComparison.Ordinal)), Is.Empty);
    }

    [GeneratedRegex("# region: .*")]
    private static partial Regex Region();

    [GeneratedRegex("# cluster: .*")]
    private static partial Regex Cluster();
}
