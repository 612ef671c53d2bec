using Slipway.Aws;
using Slipway.Pipeline.Commands.Promote;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Promote;

/// <summary>The one release that several services run, and the mixture that is none.</summary>
public sealed class RunningServicesTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Other = "sha256:f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly Settings Settings = SettingsText.Parse(
        """
        application: shop
        region: eu-west-2
        images: { app: { repository: shop.app, container: [web, worker] } }
        deploy: { strategy: rolling, cluster: staging, services: { web: { service: shop-web }, worker: { service: shop-worker } } }
        environments: { staging: {} }

        """,
        "staging");

    [Test]
    public async Task Services_of_one_build_run_that_release_with_the_images_of_all()
    {
        var running = await ReadAsync(Tags("421"), Tags("421"));

        Assert.That((running.Release.Build, running.Release.Commit, running.TaskDefinition), Is.EqualTo(("421", "c421", Arn("shop-web"))));
        Assert.That(running.Release.Images.Select(image => $"{image.Service} {image.Container} {image.Digest}"), Is.EqualTo(new[] { $"app web {Digest}", $"app worker {Digest}" }));
    }

    [Test]
    public async Task One_that_a_build_did_not_change_is_a_part_of_it()
    {
        var running = await ReadAsync(Tags("422"), Tags("420") + Tag("unchanged-in", "421 422"));

        Assert.That((running.Release.Build, running.Release.Commit, running.TaskDefinition), Is.EqualTo(("422", "c422", Arn("shop-web"))));
    }

    [Test]
    public async Task One_that_another_service_says_was_in_its_build_is_a_part_of_it()
    {
        var running = await ReadAsync(Tags("420"), Tags("422") + Tag("beside", "422 shop-mail:3") + Tag("beside-2", "422 shop-web:7"));

        Assert.That((running.Release.Build, running.Release.Commit, running.TaskDefinition), Is.EqualTo(("422", "c422", Arn("shop-worker"))));
    }

    [Test]
    public async Task A_build_that_changed_none_is_found_by_the_service_that_it_is_noted_on()
    {
        var running = await ReadAsync(Tags("421"), Tags("422") + Tag("beside", "422 shop-web:7") + Tag("unchanged-in", "423") + Tag("unchanged-commit", "c423") + Tag("unchanged-beside", "423 shop-web:7"));

        Assert.That((running.Release.Build, running.Release.Commit), Is.EqualTo(("423", "c423")));
    }

    [TestCase("422 shop-web:6", TestName = "Another revision than the service runs makes it no part of the build")]
    [TestCase("421 shop-web:7", TestName = "What an earlier build has left makes it no part of the build")]
    public void A_mixture_stays_one(string beside) =>
        Assert.That(async () => await ReadAsync(Tags("420"), Tags("422") + Tag("beside", beside)), Throws.TypeOf<RunFailedException>().With.Message.Contains("does not run one release"));

    [Test]
    public async Task A_build_that_changed_none_has_the_commit_that_was_noted_with_it()
    {
        var running = await ReadAsync(Tags("421") + Tag("unchanged-in", "423") + Tag("unchanged-commit", "c423"), Tags("422") + Tag("unchanged-in", "423") + Tag("unchanged-commit", "c423"));

        Assert.That((running.Release.Build, running.Release.Commit), Is.EqualTo(("423", "c423")));
    }

    [Test]
    public async Task A_mixture_is_refused_by_name()
    {
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => ReadAsync(Tags("41"), Tags("42")));

        Assert.That((failed!.ExitCode, failed.Message), Is.EqualTo((
            ExitCodes.Prerequisite,
            "Environment 'staging' does not run one release: web runs build 41, worker 42. Deploy one build to all services (--target=Deploy --env=staging), or name a recorded release with --release=FILE.")));
    }

    [Test]
    public void One_image_by_two_digests_is_a_mixture_too_and_named_by_them() =>
        Assert.That(async () => await ReadAsync(Tags("41"), Tags("41"), Other), Throws.TypeOf<RunFailedException>().With.Message.StartsWith(
            $"Environment 'staging' does not run one release: the image of 'app' is {Digest} in container 'web', {Other} in container 'worker'. Deploy one build to all services"));

    private static async Task<RunningRelease> ReadAsync(string web, string worker, string digestOfWorker = Digest)
    {
        var tags = new Dictionary<string, (string Tags, string Digest)> { [Arn("shop-web")] = (web, Digest), [Arn("shop-worker")] = (worker, digestOfWorker) };
        using var fake = new FakeAws()
            .On("DescribeServices", request => AwsAnswer.Ok($"{{'services':[{{'serviceName':'{request.Document["services"]![0]}','status':'ACTIVE','taskDefinition':'{Arn((string)request.Document["services"]![0]!)}'}}]}}"))
            .On("DescribeTaskDefinition", request => Revision((string)request.Document["taskDefinition"]!));
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s") }, fake);
        return await RunningRelease.ReadAsync(aws.Ecs, Settings, CancellationToken.None);

        AwsAnswer Revision(string arn)
        {
            var container = arn.Contains("worker", StringComparison.Ordinal) ? "worker" : "web";
            return AwsAnswer.Ok($"{{'taskDefinition':{{'taskDefinitionArn':'{arn}','containerDefinitions':[{{'name':'{container}','image':'registry.example/shop.app@{tags[arn].Digest}'}}]}},'tags':[{tags[arn].Tags}]}}");
        }
    }

    private static string Arn(string family) => $"arn:aws:ecs:eu-west-2:170904582664:task-definition/{family}:7";

    private static string Tags(string build) => $"{{'key':'slipway:application','value':'shop'}}{Tag("environment", "staging")}{Tag("build", build)}{Tag("commit", $"c{build}")}{Tag("released", "2026-03-02T09:00:00Z")}";

    private static string Tag(string name, string value) => $",{{'key':'slipway:{name}','value':'{value}'}}";
}
