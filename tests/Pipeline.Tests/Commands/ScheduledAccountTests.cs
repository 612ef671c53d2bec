using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Pipeline.Commands.Diff;
using Slipway.Pipeline.Commands.Doctor;
using Slipway.Pipeline.Commands.Promote;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Environments.Approvals;
using Slipway.Pipeline.Environments.Rehearsal;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Environments.Locking;
using LocalAwsProcess = Slipway.Testing.LocalAwsProcess;

namespace Slipway.Pipeline.Tests.Commands;

/// <summary>What Diff, Doctor and Promote make of schedules, in an account as LocalAws keeps it. The service wants no tasks, so that none of it needs a Docker engine.</summary>
[NonParallelizable] // It sets environment variables of this process.
public sealed class ScheduledAccountTests
{
    private const string Configuration = """
        application: shop
        region: eu-west-2
        deploy:
          strategy: rolling
          desiredCount: 0
          lock: "s3://contract-bucket/{env}.lock"
          schedules:
            nightly: { expression: cron(0 3 * * ? *), role: "arn:aws:iam::000000000000:role/scheduler", group: reports, command: [report] }
            hourly: { state: disabled, group: reports }
        environments:
          staging: { deploy: { cluster: staging, service: shop } }
          production: { deploy: { cluster: production, service: shop } }

        """;

    private AwsVariables _variables = null!;
    private DirectoryInfo _root = null!;
    private LocalAwsProcess _server = null!;
    private AwsClients _aws = null!;

    [SetUp]
    public async Task StartAsync()
    {
        if (LocalAwsProcess.Missing is { } reason) Assert.Ignore(reason);
        _root = Directory.CreateTempSubdirectory("slipway-scheduled-");
        _server = await LocalAwsProcess.StartAsync("eu-west-2", CancellationToken.None);
        _aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = _server.Endpoint, AccessKeyId = "a", SecretAccessKey = new("s") });
        _variables = new();
        _variables.Set("AWS_ENDPOINT_URL", _server.Endpoint.ToString());
        Write("slipway.yml", Configuration);
        foreach (var environment in (string[])["staging", "production"])
        {
            Write($"taskdefs/{environment}-taskdef.json", Definition(environment).ToJsonString());
            await _aws.Ecs.CreateClusterAsync(environment, CancellationToken.None);
            await _aws.Ecs.RegisterTaskDefinitionAsync(Definition(environment), CancellationToken.None);
            await _aws.Ecs.CreateServiceAsync(new() { ["cluster"] = environment, ["serviceName"] = "shop", ["taskDefinition"] = environment, ["desiredCount"] = 0 }, CancellationToken.None);
        }
    }

    [TearDown]
    public async Task StopAsync()
    {
        _variables?.Dispose();
        _aws?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _root?.Delete(recursive: true);
    }

    [Test]
    public async Task Diff_compares_each_with_what_is_written_at_what_its_service_runs()
    {
        await _aws.Schedules.EnsureGroupAsync("reports", CancellationToken.None);
        await CreateAsync("hourly", "staging:1", enabled: true);
        var before = await CompareAsync();
        await CreateAsync("nightly", "staging:1", enabled: true, "cron(0 3 * * ? *)", """{"containerOverrides":[{"name":"app","command":["report"]}]}""");
        await _aws.Schedules.UpdateAsync("shop-staging-hourly", Schedule("staging:1", enabled: false, "rate(1 hour)", null), CancellationToken.None);

        var after = await CompareAsync();

        Assert.That(before.Select(Text), Is.EqualTo(new[] { "nightly (shop-staging-nightly): not there", "hourly (shop-staging-hourly): ~ State: ENABLED → DISABLED" }));
        Assert.That(after.Select(one => one.IsEqual), Is.All.True, string.Join('\n', after.Select(Text)));
    }

    [Test]
    public async Task Doctor_says_what_is_missing_of_them_and_which_run_another_revision_than_their_service()
    {
        var before = await ExamineAsync();
        await _aws.Schedules.EnsureGroupAsync("reports", CancellationToken.None);
        var other = (await _aws.Ecs.RegisterTaskDefinitionAsync(Definition("staging"), CancellationToken.None)).Arn;
        await CreateAsync("hourly", "staging:2", enabled: true);

        var after = await ExamineAsync();

        Assert.That(before.Select(check => $"{check.Subject}: {check.Result}, {check.Detail} | {check.Remedy}"), Is.EqualTo(new[]
        {
            "schedule group reports: Failed, is not there | aws scheduler create-schedule-group --region eu-west-2 --name reports",
            "schedule shop-staging-nightly: Passed, is not there yet; the first deployment creates it | ",
            "schedule shop-staging-hourly: Failed, is not there, and cannot be created without its 'expression' | slipway.yml:9:5: write 'deploy.schedules.hourly.expression'.",
        }));
        Assert.That(after.Select(check => $"{check.Subject}: {check.Result}, {check.Detail}"), Is.EqualTo(new[]
        {
            "schedule group reports: Passed, exists",
            "schedule shop-staging-nightly: Passed, is not there yet; the first deployment creates it",
            $"schedule shop-staging-hourly: Passed, runs {other}, and its service {other[..^1]}1",
        }));
    }

    [Test]
    public async Task Promote_brings_the_schedules_of_the_environment_that_it_deploys_to_and_no_others()
    {
        await _aws.Schedules.EnsureGroupAsync("reports", CancellationToken.None);
        foreach (var environment in (string[])["staging", "production"]) await CreateAsync("hourly", $"{environment}:1", enabled: true, environment: environment);
        Write("release.json", """{ "application": "shop", "environment": "staging", "build": "7", "commit": "c0ffee", "images": [] }""");
        Write("taskdefs/production-taskdef.json", Definition("production", "another").ToJsonString());

        await PromoteAsync();

        Assert.That(await RunsAsync("production", "nightly"), Is.EqualTo("production:2"));
        Assert.That(await RunsAsync("production", "hourly"), Is.EqualTo("production:2"));
        Assert.That(await RunsAsync("staging", "hourly"), Is.EqualTo("staging:1"));
    }

    private static JsonObject Definition(string family, string image = "registry.example/app") => new()
    {
        ["family"] = family,
        ["containerDefinitions"] = new JsonArray(new JsonObject { ["name"] = "app", ["image"] = $"{image}:1", ["memory"] = 64 }),
    };

    private static JsonObject Schedule(string revision, bool enabled, string expression, string? input, string environment = "staging")
    {
        var target = new JsonObject
        {
            ["Arn"] = $"arn:aws:ecs:eu-west-2:000000000000:cluster/{environment}",
            ["RoleArn"] = "arn:aws:iam::000000000000:role/scheduler",
            ["EcsParameters"] = new JsonObject { ["TaskDefinitionArn"] = $"arn:aws:ecs:eu-west-2:000000000000:task-definition/{revision}" },
        };
        if (input is not null) target["Input"] = input;
        return new()
        {
            ["GroupName"] = "reports",
            ["ScheduleExpression"] = expression,
            ["State"] = enabled ? "ENABLED" : "DISABLED",
            ["FlexibleTimeWindow"] = new JsonObject { ["Mode"] = "OFF" },
            ["Target"] = target,
        };
    }

    private Task CreateAsync(string name, string revision, bool enabled, string expression = "rate(1 hour)", string? input = null, string environment = "staging") =>
        _aws.Schedules.CreateAsync($"shop-{environment}-{name}", Schedule(revision, enabled, expression, input, environment), CancellationToken.None);

    private async Task<string> RunsAsync(string environment, string name)
    {
        var found = await _aws.Schedules.FindAsync("reports", $"shop-{environment}-{name}", CancellationToken.None);
        return RevisionName.Of((string)found!["Target"]!["EcsParameters"]!["TaskDefinitionArn"]!);
    }

    private static string Text(ScheduleDifferences differences) =>
        $"{differences.Name} ({differences.ScheduleName}): {(differences.Differences is { } found ? string.Join(", ", found) : "not there")}";

    private async Task<IReadOnlyList<ScheduleDifferences>> CompareAsync()
    {
        var paths = new Paths(_root.FullName);
        using var rehearsal = new RehearsalAws(paths, TimeProvider.System);
        return await new DeploymentDiff(Identities(paths), new AwsAccess(rehearsal, new LockRig.RecordedLog()), paths).CompareSchedulesAsync(SettingsReader.Parse(Configuration, "slipway.yml", "staging"), "7", CancellationToken.None);
    }

    /// <summary>The checks of schedules alone: of a machine and its account there are others.</summary>
    private async Task<IReadOnlyList<Check>> ExamineAsync()
    {
        var paths = new Paths(_root.FullName);
        using var rehearsal = new RehearsalAws(paths, TimeProvider.System);
        var examination = new DoctorChecks(Identities(paths), new AwsAccess(rehearsal, new LockRig.RecordedLog()), new(), paths, TimeProvider.System);
        var checks = await examination.RunAsync(SettingsReader.Parse(Configuration, "slipway.yml", "staging"), "7", CancellationToken.None);
        return [.. checks.Where(check => check.Subject.StartsWith("schedule", StringComparison.Ordinal))];
    }

    private async Task PromoteAsync()
    {
        var (paths, log, time) = (new Paths(_root.FullName), new LockRig.RecordedLog(), TimeProvider.System);
        using var rehearsal = new RehearsalAws(paths, time);
        using var http = new HttpClient();
        using var interruption = new Interruption();
        var none = new Dictionary<string, string>();
        var approvals = new ApprovalGate(none, new GitHubReviews(none, http), new ConsolePrompt(), log);
        var promotion = new ReleasePromotion(Identities(paths), new AwsAccess(rehearsal, log), approvals, new(), new(http, time), new(), interruption, paths, log, time);
        var file = Path.Combine(_root.FullName, "slipway.yml");
        var invocation = Arguments.Parse(["--target=Promote", "--release=release.json", "--env=production", "--build-number=7"], [new("Promote", "", true)]);
        await promotion.RunAsync(SettingsReader.Read(file, "production"), file, invocation, CancellationToken.None);
    }

    private static BuildIdentityReader Identities(Paths paths) => new(new Dictionary<string, string> { ["CODEBUILD_RESOLVED_SOURCE_VERSION"] = "c0ffee" }, new GitRepository(paths.Root, TimeProvider.System));

    private void Write(string name, string content)
    {
        var path = Path.Combine(_root.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
