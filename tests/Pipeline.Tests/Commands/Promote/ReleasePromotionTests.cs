using System.Text;
using Slipway.Aws;
using Slipway.Aws.S3;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Promote;

/// <summary>What a promotion asks for before a tag moves, in an account as moto's server keeps it. Its registry does not exist: no tag can be moved.</summary>
[NonParallelizable] // It sets environment variables of this process.
public sealed class ReleasePromotionTests
{
    private const string Configuration = """
        application: shop
        region: eu-west-2
        account: "123456789012"
        images: { app: { repository: shop.app } }
        environments:
          dev: { deploy: { strategy: rolling, cluster: dev, service: shop } }
          staging: { from: dev, deploy: { strategy: rolling, cluster: staging, service: shop } }
          production: { from: staging, approve: true, deploy: { strategy: rolling, cluster: production, service: shop, lock: "s3://locks/shop.lock" } }
        """;

    private const string Release = """
        { "application": "shop", "environment": "staging", "build": "7", "commit": "c0ffee",
          "images": [{ "service": "app", "container": "app", "repository": "registry.invalid/shop.app", "tags": [], "digest": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }] }
        """;

    private const string Held = """
        { "application": "shop", "environment": "production", "run": "0123456789abcdef0123456789abcdef", "owner": { "name": "ada@elsewhere", "buildNumber": "6", "commit": "beef" },
          "since": "2026-03-02T09:00:00Z", "heartbeat": "2026-03-02T09:00:00Z", "expires": "2026-03-02T10:00:00Z" }
        """;

    private PromotionFolder _folder = null!;

    [SetUp]
    public void MakeRepository()
    {
        _folder = new(Configuration);
        _folder.Write("release.json", Release);
    }

    [TearDown]
    public void RemoveRepository() => _folder.Dispose();

    [Test]
    public async Task An_approval_is_asked_for_before_the_lock_and_the_lock_before_a_tag_moves()
    {
        if (MotoProcess.Missing is { } reason) Assert.Ignore(reason);
        await using var moto = await MotoProcess.StartAsync(CancellationToken.None);
        _folder.Set("AWS_ENDPOINT_URL", moto.Endpoint.ToString());
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = moto.Endpoint, AccessKeyId = "a", SecretAccessKey = new("s") });
        await aws.Ecs.CreateClusterAsync("production", CancellationToken.None);
        await aws.Ecr.CreateRepositoryAsync("shop.app", CancellationToken.None);
        await aws.Objects.CreateBucketAsync("locks", CancellationToken.None);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Held));
        await aws.Objects.PutAsync(new S3Location("locks", "shop.lock"), content, CancellationToken.None);

        var unapproved = await Assert.ThrowsAsync<RunFailedException>(() => _folder.PromoteAsync("--release=release.json"));
        var refused = await Assert.ThrowsAsync<RunFailedException>(() => _folder.PromoteAsync("--release=release.json", "--approved-by=ada"));

        Assert.That((unapproved!.ExitCode, refused!.ExitCode), Is.EqualTo((ExitCodes.Prerequisite, ExitCodes.Locked)));
        Assert.That(unapproved.Message, Does.EndWith(
            "slipway.yml:8:32: environment 'production' needs an approval, and nobody's of build 7, commit c0ffee, is known here. Run it in a terminal and answer there, or name who has approved it: --approved-by=NAME. Nothing was changed."));
        Assert.That(refused.Message, Does.StartWith("Environment 'production' of 'shop' is locked by ada@elsewhere since 2026-03-02 09:00:00 UTC (build 6, commit beef)."));
        Assert.That(Directory.Exists(_folder.PathOf("artifacts")), Is.False);
    }

    [TestCase("--from=dev", "slipway.yml:8:17: environment 'production' comes from 'staging', and --from is 'dev'. Promote that to 'staging' first, or correct 'from'.")]
    [TestCase("--from=production", "environment 'production' cannot be promoted to itself. To deploy a recorded release again: --target=Deploy --release=FILE --env=production.")]
    [TestCase("--release=dev.json", "slipway.yml:8:17: environment 'production' comes from 'staging', and --release names a release of environment 'dev'. Promote that to 'staging' first, or correct 'from'.")]
    public async Task A_stage_is_not_left_out(string option, string message)
    {
        _folder.Write("dev.json", Release.Replace("\"staging\"", "\"dev\"", StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => _folder.PromoteAsync(option));

        Assert.That((refused!.ExitCode, refused.Message.Replace(_folder.PathOf("slipway.yml"), "slipway.yml", StringComparison.Ordinal)), Is.EqualTo((ExitCodes.Configuration, message)));
    }

    [Test]
    public async Task An_environment_without_one_before_it_needs_to_be_told()
    {
        _folder.Write("slipway.yml", Configuration.Replace("from: staging, ", "", StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => _folder.PromoteAsync());

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((
            ExitCodes.Configuration,
            "nothing says what to promote to 'production'. Write 'from: ENVIRONMENT' under 'environments.production', --from=ENVIRONMENT for what that one runs, or --release=FILE for a recorded release.")));
    }
}
