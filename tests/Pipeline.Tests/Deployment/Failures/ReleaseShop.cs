using System.Text.Json.Nodes;
using Slipway.Pipeline.Commands.Promote;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Configuration;

namespace Slipway.Pipeline.Tests.Deployment.Failures;

/// <summary>An application of three services, web, worker and mail, and a schedule of the worker's, which is released to <see cref="ReleaseAccount"/>.</summary>
internal sealed class ReleaseShop : IDisposable
{
    public const string Schedule = "shop-production-nightly";

    private readonly CancellationTokenSource _cancelled = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-releases-");

    public ReleaseAccount Account { get; } = new();

    /// <summary>What came of each command, in their order.</summary>
    public List<ReleaseRun> Runs { get; } = [];

    /// <summary>Their <c>after</c>, by their names; every service of the application is in it.</summary>
    public Dictionary<string, string> Services { get; } = new() { ["web"] = "", ["worker"] = "", ["mail"] = "" };

    /// <summary>More of <c>deploy</c>, a line each.</summary>
    public List<string> Deploy { get; } = [];

    public bool IsScheduled { get; set; }

    /// <summary>Options of the command line.</summary>
    public Func<DeployOptions, DeployOptions> Options { get; set; } = options => options;

    public IEnumerable<string> EcsServices => Services.Keys.Select(name => $"shop-{name}");

    /// <summary>As slipway.yml.</summary>
    private string Configuration => $$"""
        application: shop
        region: eu-west-2
        account: "123456789012"
        images: { web: { repository: shop.web }, worker: { repository: shop.worker }, mail: { repository: shop.mail } }
        deploy:
          strategy: rolling
          cluster: production
          timeout: 10m
        {{string.Concat(Deploy.Select(line => $"  {line}\n"))}}  services:
        {{string.Concat(Services.Select(service => $"    {service.Key}: {{ service: shop-{service.Key}, taskDefinition: taskdefs/{service.Key}.json{(service.Value.Length > 0 ? $", after: {service.Value}" : "")} }}\n"))}}
        {{(IsScheduled ? "  schedules: { nightly: { service: worker, expression: rate(1 day), role: \"arn:aws:iam::123456789012:role/shop-scheduler\" } }" : "")}}
        environments:
          production: { verify: { url: "https://shop.example/" } }

        """;

    /// <summary>A release of all services.</summary>
    /// <param name="unchanged">Services whose image is the one of the build before.</param>
    public Task DeployAsync(string build, params IReadOnlyList<string> unchanged) => DeployAsync([], build, unchanged);

    /// <param name="chosen">By <c>--service</c>; none are all.</param>
    public Task DeployAsync(IReadOnlyList<string> chosen, string build, IReadOnlyList<string> unchanged) => RunAsync(
        "Deploy", $"./build.sh --target=Deploy --env=production{(chosen.Count > 0 ? $" --service={string.Join(',', chosen)}" : "")}", async (log, interruption) =>
        {
            var settings = SettingsText.Parse(Configuration, "production").Of(chosen);
            var placeholders = PlaceholderValues.For(settings, new(build, $"c0ffee{build}", "main"));
            foreach (var service in settings.Services) WriteArtifact(service.Name!, unchanged.Contains(service.Name) ? $"{int.Parse(build, null) - 1}" : build);
            var paths = new Paths(_folder.FullName);
            var deployment = new ReleaseDeployment(settings, new(settings, placeholders, paths, new Dictionary<string, string>()), Account.Clients, log, paths, Account.Time);
            using var http = new HttpClient(new Answering());
            await using var guard = new EnvironmentGuard(Account.Clients.Objects, null, settings, new("ada@home", null, build, "c0ffee"), TimeSpan.Zero, log, Account.Time);
            var rollout = new VerifiedRollout(deployment, new(settings, Account.Clients, log, Account.Time), new(http, Account.Time), guard, interruption, settings, placeholders, log);
            var options = Options(new(Force: false, RollsBack: true, Follows: true, UntilTerminated: false, Timeout: null) { PauseAdvice = "" });
            await rollout.RunHeldAsync(new("shop", "production", build, $"c0ffee{build}", "main", []), options, _cancelled.Token);
        });

    /// <summary>Reads what is promoted, as Promote does first.</summary>
    public Task PromoteAsync() => RunAsync(
        "Promote", "./build.sh --target=Promote --env=demo --from=production", (_, interruption) => RunningRelease.ReadAsync(Account.Clients.Ecs, SettingsText.Parse(Configuration, "production"), interruption.Token));

    /// <summary>Cancels the command that runs.</summary>
    public void Cancel() => _ = _cancelled.CancelAsync();

    public void Dispose()
    {
        _cancelled.Dispose();
        Account.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task RunAsync(string target, string command, Func<ILog, Interruption, Task> act) => Runs.Add(await ReleaseRun.OfAsync(target, command, _folder.FullName, Account, act));

    private void WriteArtifact(string service, string release)
    {
        var definition = new JsonObject
        {
            ["family"] = $"shop-{service}",
            ["memory"] = "512",
            ["containerDefinitions"] = new JsonArray(new JsonObject { ["name"] = service, ["image"] = $"registry.example/shop.{service}@sha256:{release.PadLeft(64, '0')}", ["memory"] = 128, ["essential"] = true }),
        };
        foreach (var file in new[] { $"artifacts/{service}/production-taskdef.json", $"taskdefs/{service}.json" })
        {
            var path = Path.Combine(_folder.FullName, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, definition.ToJsonString());
        }
    }

    /// <summary>The application's page, which always answers.</summary>
    private sealed class Answering : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage());
    }
}
