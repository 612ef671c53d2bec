using Slipway.Aws;
using Slipway.Pipeline.Commands.Promote;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Environments.Locking;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Promote;

public sealed class RunningReleaseTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Revision = "arn:aws:ecs:eu-west-2:170904582664:task-definition/shop:7";
    private const string Released =
        "{'key':'slipway:application','value':'shop'},{'key':'slipway:environment','value':'staging'},{'key':'slipway:build','value':'421'},{'key':'slipway:commit','value':'c0ffee'},{'key':'slipway:by','value':'ada@laptop'}";

    private static readonly Settings Settings = LockSettings.Of("pull: { maps: { repository: maps, tag: \"{env}\" }, db: { repository: db, tag: \"1\" } }");

    [Test]
    public async Task The_images_are_those_of_the_task_definition_and_the_build_that_of_its_tags()
    {
        using var fake = Service(
            $"{{'name':'app','image':'registry.example/shop.app@{Digest}'}},{{'name':'maps','image':'registry.example/maps:staging@{Digest}'}}", $"{Released},{{'key':'slipway:released','value':'2026-03-02T09:00:00Z'}}");

        var running = await ReadAsync(fake);

        Assert.That(running.TaskDefinition, Is.EqualTo(Revision));
        Assert.That((running.Release.Application, running.Release.Environment, running.Release.Build, running.Release.Commit), Is.EqualTo(("shop", "staging", "421", "c0ffee")));
        Assert.That(running.Release.Images.Select(image => $"{image.Service} {image.Container} {image.Reference}"), Is.EqualTo(new[]
        {
            $"app app registry.example/shop.app@{Digest}", $"maps maps registry.example/maps@{Digest}",
        }));
    }

    [Test]
    public async Task Containers_that_nobody_names_belong_to_the_image_that_they_run()
    {
        const string Other = "sha256:f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        using var fake = Service(
            $"{{'name':'app','image':'registry.example/shop.app@{Digest}'}},{{'name':'worker','image':'registry.example/shop.app@{Digest}'}},{{'name':'pinned','image':'registry.example/shop.app@{Other}'}},{{'name':'cache','image':'redis:7'}}",
            $"{Released},{{'key':'slipway:released','value':'2026-03-02T09:00:00Z'}}");
        using var renamed = Service($"{{'name':'worker','image':'registry.example/shop.app@{Digest}'}}", $"{Released},{{'key':'slipway:released','value':'2026-03-02T09:00:00Z'}}");

        var (running, alone) = (await ReadAsync(fake), await ReadAsync(renamed));

        Assert.That(running.Release.Images.Select(image => $"{image.Service} {image.Container} {image.Digest}"), Is.EqualTo(new[] { $"app app {Digest}", $"app worker {Digest}" }));
        Assert.That(alone.Release.Images.Select(image => $"{image.Service} {image.Container} {image.Digest}"), Is.EqualTo(new[] { $"app worker {Digest}" }));
    }

    [Test]
    public async Task A_revision_that_was_never_released_is_no_release()
    {
        using var fake = Service($"{{'name':'app','image':'registry.example/shop.app@{Digest}'}}", Released);

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => ReadAsync(fake));

        Assert.That(failed!.ExitCode, Is.EqualTo(3));
        Assert.That(failed.Message, Is.EqualTo(
            "Environment 'staging' runs nothing that was released: its service has shop:7, build 421, commit c0ffee, never released, by ada@laptop. "
            + "Wait until its deployment is done, deploy to it first (--target=Deploy --env=staging), or name a recorded release with --release=FILE."));
    }

    [Test]
    public async Task A_task_definition_of_someone_else_is_no_release()
    {
        using var fake = Service($"{{'name':'app','image':'registry.example/shop.app@{Digest}'}}", "");

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => ReadAsync(fake));

        Assert.That(failed!.ExitCode, Is.EqualTo(3));
        Assert.That(failed.Message, Does.StartWith("Environment 'staging' runs nothing that was released: its service has shop:7, not of Slipway. "));
    }

    [Test]
    public async Task An_image_by_tag_is_not_promoted()
    {
        using var fake = Service("{'name':'app','image':'registry.example/shop.app:staging'}", $"{Released},{{'key':'slipway:released','value':'2026-03-02T09:00:00Z'}}");

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => ReadAsync(fake));

        Assert.That(failed!.Message, Is.EqualTo(
            "shop:7 has registry.example/shop.app:staging for container 'app', which is a tag, not a digest: the running image cannot be identified. Deploy it with Slipway first, or name a recorded release with --release=FILE."));
    }

    [Test]
    public async Task A_service_that_is_not_there_runs_nothing()
    {
        using var fake = new FakeAws().On("DescribeServices", AwsAnswer.Ok("{'services':[],'failures':[{'arn':'shop','reason':'MISSING'}]}"));

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => ReadAsync(fake));

        Assert.That(failed!.ExitCode, Is.EqualTo(3));
        Assert.That(failed.Message, Does.Contain("there is no service 'shop' in cluster 'staging': nothing is deployed to environment 'staging'."));
    }

    private static FakeAws Service(string containers, string tags) => new FakeAws()
        .On("DescribeServices", AwsAnswer.Ok($"{{'services':[{{'serviceName':'shop','status':'ACTIVE','taskDefinition':'{Revision}'}}]}}"))
        .On("DescribeTaskDefinition", AwsAnswer.Ok($"{{'taskDefinition':{{'taskDefinitionArn':'{Revision}','family':'shop','containerDefinitions':[{containers}]}},'tags':[{tags}]}}"));

    private static async Task<RunningRelease> ReadAsync(FakeAws fake)
    {
        using var aws = AwsClients.Create(
            new() { Region = "eu-west-2", Endpoint = new Uri("http://127.0.0.1:1"), AccessKeyId = "AKIDOFNOACCOUNT", SecretAccessKey = new Secret("a-secret-key-of-no-account") }, fake);
        return await RunningRelease.ReadAsync(aws.Ecs, Settings, CancellationToken.None);
    }
}
