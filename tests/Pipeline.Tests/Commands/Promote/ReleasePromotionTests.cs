using System.Text;
using Slipway.Aws;
using Slipway.Aws.S3;
using Slipway.Pipeline.Commands.Promote;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Environments.Rehearsal;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Foundation.Output;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Promote;

/// <summary>A promotion to an environment that another run holds, in an account as moto's server keeps it. Its registry does not exist: no tag can be moved.</summary>
[NonParallelizable] // It sets environment variables of this process.
public sealed class ReleasePromotionTests
{
    private const string Configuration = """
        application: shop
        region: eu-west-2
        account: "123456789012"
        images: { app: { repository: shop.app } }
        environments:
          staging: { deploy: { strategy: rolling, cluster: staging, service: shop } }
          production: { deploy: { strategy: rolling, cluster: production, service: shop, lock: "s3://locks/shop.lock" } }
        """;

    private const string Release = """
        { "application": "shop", "environment": "staging", "build": "7", "commit": "c0ffee",
          "images": [{ "service": "app", "container": "app", "repository": "registry.invalid/shop.app", "tags": [], "digest": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }] }
        """;

    private const string Held = """
        { "application": "shop", "environment": "production", "run": "0123456789abcdef0123456789abcdef", "owner": { "name": "ada@elsewhere", "buildNumber": "6", "commit": "beef" },
          "since": "2026-03-02T09:00:00Z", "heartbeat": "2026-03-02T09:00:00Z", "expires": "2026-03-02T10:00:00Z" }
        """;

    private static readonly (string Name, string? Value)[] Variables =
        [("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_PROFILE", null), ("AWS_CONFIG_FILE", "/nowhere"), ("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")];

    private readonly Dictionary<string, string?> _before = [];
    private DirectoryInfo _root = null!;

    [SetUp]
    public void MakeRepository()
    {
        _root = Directory.CreateTempSubdirectory("slipway-promotion-");
        Write("slipway.yml", Configuration);
        Write("release.json", Release);
        Write("taskdefs/production-taskdef.json", """{ "family": "shop", "containerDefinitions": [{ "name": "app", "image": "app", "memory": 64 }] }""");
        foreach (var (name, value) in Variables) Set(name, value);
    }

    [TearDown]
    public void RemoveRepository()
    {
        foreach (var (name, value) in _before) Environment.SetEnvironmentVariable(name, value);
        _root.Delete(recursive: true);
    }

    [Test]
    public async Task The_lock_is_asked_for_before_a_tag_moves()
    {
        if (MotoProcess.Missing is { } reason) Assert.Ignore(reason);
        await using var moto = await MotoProcess.StartAsync(CancellationToken.None);
        Set("AWS_ENDPOINT_URL", moto.Endpoint.ToString());
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = moto.Endpoint, AccessKeyId = "a", SecretAccessKey = new("s") });
        await aws.Ecs.CreateClusterAsync("production", CancellationToken.None);
        await aws.Ecr.CreateRepositoryAsync("shop.app", CancellationToken.None);
        await aws.Objects.CreateBucketAsync("locks", CancellationToken.None);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Held));
        await aws.Objects.PutAsync(new S3Location("locks", "shop.lock"), content, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<RunFailedException>(PromoteAsync);

        Assert.That(refused!.ExitCode, Is.EqualTo(ExitCodes.Locked));
        Assert.That(refused.Message, Does.StartWith("Environment 'production' of 'shop' is locked by ada@elsewhere since 2026-03-02 09:00:00 UTC (build 6, commit beef)."));
        Assert.That(Directory.Exists(Path.Combine(_root.FullName, "artifacts")), Is.False);
    }

    private async Task PromoteAsync()
    {
        var (paths, log, time) = (new Paths(_root.FullName), new SilentLog(), TimeProvider.System);
        using var rehearsal = new RehearsalAws(paths, time);
        using var http = new HttpClient();
        using var interruption = new Interruption();
        var identities = new BuildIdentityReader(new Dictionary<string, string> { ["CODEBUILD_RESOLVED_SOURCE_VERSION"] = "c0ffee" }, new GitRepository(paths.Root, time));
        var promotion = new ReleasePromotion(identities, new AwsAccess(rehearsal, log), new(), new(http, time), new(), interruption, paths, log, time);
        var file = Path.Combine(_root.FullName, "slipway.yml");
        var invocation = Arguments.Parse(["--target=Promote", "--release=release.json", "--env=production", "--build-number=7"], [new("Promote", "", true)]);
        await promotion.RunAsync(SettingsReader.Read(file, "production"), file, invocation, CancellationToken.None);
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(_root.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}
