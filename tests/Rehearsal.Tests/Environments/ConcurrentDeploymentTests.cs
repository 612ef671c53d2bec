using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Environments;

/// <summary>
/// Two people deploy the same application to the same environment at the same moment, each from a clone of their own. The service runs
/// the release already, so that a deployment takes as long as the page that verifies it wants.
/// </summary>
[TestFixture]
public sealed partial class ConcurrentDeploymentTests
{
    private static readonly int Rounds = Soak.Count(100);

    private const int EachKilled = 5;
    private const int Locked = 8;

    private const string TaskDefinition = """{"family":"race","networkMode":"bridge","containerDefinitions":[{"name":"app","image":"debian:bookworm-slim","memoryReservation":16,"essential":true,"command":["sleep","infinity"],"stopTimeout":2}]}""";

    // The lock that a killed deployment leaves is given this one by hand: that it waits is the point, not for how long.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(15);

    private readonly Gate _gate = new();
    private readonly List<string> _clones = [];
    private RehearsalCopy _slipway = null!;
    private LocalAwsAlone _aws = null!;

    [OneTimeSetUp]
    public async Task DeployAsync()
    {
        _slipway = await RehearsalCopy.CreateAsync();
        _aws = await LocalAwsAlone.StartAsync(_slipway);
        for (var number = 0; number < 2; number++) _clones.Add(await CloneAsync());
        await _slipway.AwsAsync("s3api", "create-bucket", "--bucket", "race", "--create-bucket-configuration", "LocationConstraint=eu-west-2");
        await _slipway.AwsAsync("ecr", "create-repository", "--repository-name", "race.app");
        await _slipway.AwsAsync("ecs", "create-cluster", "--cluster-name", "race");
        _gate.Open();
        var deployed = await RunAsync(_clones[0], "--target=Deploy", "--exclusive");
        Assert.That(deployed.ExitCode, Is.Zero, deployed.Output + deployed.Error);
    }

    [OneTimeTearDown]
    public async Task TakeDownAsync()
    {
        await _gate.DisposeAsync();
        if (_slipway is not null) await _slipway.DisposeAsync();
        if (_aws is not null) await _aws.DisposeAsync();
        foreach (var clone in _clones) Directory.Delete(clone, recursive: true);
    }

    [Test]
    public async Task One_deploys_and_the_other_says_so_each_time_though_the_one_is_killed_now_and_then()
    {
        for (var round = 0; round < Rounds; round++)
        {
            _gate.Close();
            await using var first = Deploy(_clones[0]);
            await using var second = Deploy(_clones[1]);
            var (holder, refused) = await RaceAsync(first, second);

            Assert.That((round, refused.ExitCode), Is.EqualTo((round, Locked)), refused.Output + refused.Error);
            Assert.That(refused.Error, Does.Match(Refusal()));
            Assert.That(holder.HasExited, Is.False);
            if (round % EachKilled == 0)
            {
                await KillAsync(holder);
                continue;
            }

            _gate.Open();
            var deployed = await holder.WaitAsync(CancellationToken.None);
            Assert.That((round, deployed.ExitCode), Is.EqualTo((round, 0)), deployed.Output + deployed.Error);
            Assert.That(deployed.Output, Does.Contain("nothing to do."));
        }
    }

    [Test]
    public async Task A_killed_deployments_lock_is_waited_for_until_it_expires_and_no_longer()
    {
        _gate.Close();
        await using (var holder = Deploy(_clones[0]))
        {
            await holder.WaitForOutputAsync("nothing to do.", CancellationToken.None);
            holder.Signal("KILL");
            await holder.WaitAsync(CancellationToken.None);
        }

        var refused = await RunAsync(_clones[1], "--target=Deploy", "--exclusive");
        _gate.Open();
        var clock = Stopwatch.StartNew();
        await ShortenLockAsync();
        await using var first = Deploy(_clones[0], "--lock-wait=5m");
        await using var second = Deploy(_clones[1], "--lock-wait=5m");
        var (one, other) = (await first.WaitAsync(CancellationToken.None), await second.WaitAsync(CancellationToken.None));

        Assert.That((refused.ExitCode, one.ExitCode, other.ExitCode), Is.EqualTo((Locked, 0, 0)), one.Output + other.Output);
        Assert.That(clock.Elapsed, Is.GreaterThan(Lifetime - TimeSpan.FromSeconds(1)).And.LessThan(Lifetime + TimeSpan.FromMinutes(1)));
        Assert.That(one.Output + other.Output, Does.Contain("expired"));
    }

    /// <summary>The tag is the only one that the image has, so that nothing can be pushed without it.</summary>
    [Test]
    public async Task A_deployment_that_does_not_get_the_lock_has_moved_no_tag()
    {
        _gate.Open();
        var clone = await CloneAsync("services: { app: { build: . } }\n");
        _clones.Add(clone);
        await File.WriteAllTextAsync(Path.Combine(clone, "Dockerfile"), "FROM debian:bookworm-slim\nRUN echo first > /version\nCMD [\"sleep\", \"infinity\"]\n");
        var first = await RunAsync(clone, "--target=Deploy");
        var before = await TaggedAsync();
        await File.WriteAllTextAsync(Path.Combine(clone, "Dockerfile"), "FROM debian:bookworm-slim\nRUN echo second > /version\nCMD [\"sleep\", \"infinity\"]\n");
        await HoldLockAsync();

        var refused = await RunAsync(clone, "--target=Deploy");
        var meanwhile = await TaggedAsync();
        var broken = await RunAsync(clone, "--target=Unlock");
        var deployed = await RunAsync(clone, "--target=Deploy");
        // As the other tests want it.
        var restored = await RunAsync(_clones[0], "--target=Deploy", "--exclusive");

        Assert.That((first.ExitCode, refused.ExitCode, broken.ExitCode, deployed.ExitCode, restored.ExitCode), Is.EqualTo((0, Locked, 0, 0, 0)), first.Output + first.Error + refused.Output + refused.Error + deployed.Error);
        Assert.That(refused.Error, Does.Match(Refusal()));
        Assert.That(meanwhile, Is.EqualTo(before));
        Assert.That(await TaggedAsync(), Is.Not.EqualTo(before));
    }

    /// <returns>The digest of what the environment's tag points to.</returns>
    private async Task<string?> TaggedAsync()
    {
        using var aws = _slipway.Calls();
        var found = await aws.EcrAsync("BatchGetImage", new() { ["repositoryName"] = "race.app", ["imageIds"] = new JsonArray(new JsonObject { ["imageTag"] = "staging" }) });
        return (string?)found["images"]![0]!["imageId"]!["imageDigest"];
    }

    /// <summary>As if another run had it.</summary>
    private async Task HoldLockAsync()
    {
        using var aws = _slipway.Calls();
        var held = JsonNode.Parse(await aws.GetObjectAsync("race/staging.lock"))!.AsObject();
        Assert.That(held.Remove("released"));
        held["run"] = "0123456789abcdef0123456789abcdef";
        await aws.PutObjectAsync("race/staging.lock", Encoding.UTF8.GetBytes(held.ToJsonString()));
    }

    /// <summary>Writes it again as it is, but for its expiry. A lock's age is counted from its last writing.</summary>
    private async Task ShortenLockAsync()
    {
        using var aws = _slipway.Calls();
        var held = JsonNode.Parse(await aws.GetObjectAsync("race/staging.lock"))!;
        Assert.That((DateTimeOffset)held["expires"]! - (DateTimeOffset)held["heartbeat"]!, Is.EqualTo(TimeSpan.FromMinutes(2)));
        held["expires"] = (DateTimeOffset)held["heartbeat"]! + Lifetime;
        await aws.PutObjectAsync("race/staging.lock", Encoding.UTF8.GetBytes(held.ToJsonString()));
    }

    /// <returns>The one that continues, and how the other ended.</returns>
    private static async Task<(RunningCommand Holder, CommandResult Refused)> RaceAsync(RunningCommand first, RunningCommand second)
    {
        var (one, other) = (first.WaitAsync(CancellationToken.None), second.WaitAsync(CancellationToken.None));
        return await Task.WhenAny(one, other) == one ? (second, await one) : (first, await other);
    }

    /// <summary>What it held is broken by hand, since it would stand for two minutes.</summary>
    private async Task KillAsync(RunningCommand holder)
    {
        await holder.WaitForOutputAsync("nothing to do.", CancellationToken.None);
        holder.Signal("KILL");
        await holder.WaitAsync(CancellationToken.None);
        var broken = await RunAsync(_clones[1], "--target=Unlock");

        Assert.That(broken.ExitCode, Is.Zero, broken.Output + broken.Error);
        Assert.That(broken.Output, Does.Contain("'staging'"));
    }

    private RunningCommand Deploy(string clone, params IReadOnlyList<string> options) => CommandRunner.Start(Command(clone, ["--target=Deploy", "--exclusive", .. options]));

    private async Task<CommandResult> RunAsync(string clone, params IReadOnlyList<string> arguments) => await CommandRunner.RunAsync(Command(clone, arguments), CancellationToken.None);

    private Command Command(string clone, IReadOnlyList<string> arguments) =>
        _slipway.BuildScript([.. arguments, "--env=staging", "--build-number=1", $"--working={clone}"]) with { Environment = _slipway.AwsEnvironment() };

    private async Task<string> CloneAsync(string compose = "services: { app: { image: \"debian:bookworm-slim\" } }\n")
    {
        var clone = Directory.CreateTempSubdirectory("slipway-race-").FullName;
        Directory.CreateDirectory(Path.Combine(clone, "artifacts"));
        var files = new Dictionary<string, string>
        {
            ["slipway.yml"] = $$"""
                application: race
                region: eu-west-2
                compose: { files: [compose.yaml] }
                images: { app: { repository: race.app } }
                tags: ["{env}"]
                environments:
                  staging:
                    deploy: { strategy: rolling, cluster: race, service: race, taskDefinition: task.json, lock: "s3://race/staging.lock" }
                    verify: { url: "{{_gate.Address}}", timeout: 5m }

                """,
            ["compose.yaml"] = compose,
            ["task.json"] = TaskDefinition,
            ["artifacts/staging-taskdef.json"] = TaskDefinition,
            ["artifacts/release.json"] = """{"application":"race","environment":"staging","build":"1","commit":"0123456789abcdef0123456789abcdef01234567","images":[]}""",
        };
        foreach (var (name, text) in files) await File.WriteAllTextAsync(Path.Combine(clone, name), text);
        await CommandRunner.RunAsync(new("git", ["init", "--quiet", clone]), CancellationToken.None);
        await CommandRunner.RunAsync(new("git", ["-C", clone, "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "--allow-empty", "--message", "Race"]), CancellationToken.None);
        return clone;
    }

    [GeneratedRegex("Environment 'staging' of 'race' is locked by .+ since .+", RegexOptions.None, 1000)]
    private static partial Regex Refusal();
}
