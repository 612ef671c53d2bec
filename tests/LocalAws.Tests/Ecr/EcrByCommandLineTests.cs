using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecr;

/// <summary>ECR and its registry, by the <c>aws</c> and <c>docker</c> commands, on the Docker engine. One LocalAws serves all of them.</summary>
public sealed class EcrByCommandLineTests
{
    private string _folder = null!;
    private LocalAwsExecutable _local = null!;
    private AwsCommand _aws = null!;
    private DockerCommand _docker = null!;
    private string _image = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("local-ecr-").FullName;
        _docker = new();
        _local = await LocalAwsExecutable.StartAsync(Path.Combine(_folder, "state"));
        _aws = new(_local.Endpoint);
        await File.WriteAllTextAsync(Path.Combine(_folder, "layer"), $"{Guid.NewGuid()}");
        await File.WriteAllTextAsync(Path.Combine(_folder, "Dockerfile"), "FROM scratch\nCOPY layer /layer\nCMD [\"/layer\"]\n");
        _image = $"local-aws-tests:{_local.InstanceId}";
        await _docker.SucceedAsync(null, "build", "--quiet", "--tag", _image, _folder);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        // NUnit calls this even if the start failed half-way.
        if (_local is not null)
            await _local.DisposeAsync();
        if (_image.Length > 0)
            await _docker.RunAsync(null, "rmi", "--force", _image);
        _docker.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task An_image_is_pushed_with_the_token_described_and_pulled_again()
    {
        var uri = await _aws.SucceedAsync("ecr", "create-repository", "--repository-name", "shop/app", "--query", "repository.repositoryUri", "--output", "text");
        await LoginAsync();
        var digest = await PushAsync($"{uri}:v1");
        await PushAsync($"{uri}:staging");

        var images = await DescribeAsync("shop/app");
        var manifests = JsonNode.Parse(await _aws.SucceedAsync("ecr", "batch-get-image", "--repository-name", "shop/app", "--image-ids", "imageTag=v1", "imageTag=none"))!;
        await _docker.SucceedAsync(null, "rmi", $"{uri}:v1", $"{uri}:staging");
        await _docker.SucceedAsync(null, "pull", "--quiet", $"{uri}@{digest}");
        await _docker.SucceedAsync(null, "rmi", $"{uri}@{digest}");

        Assert.That(uri, Is.EqualTo($"{_local.Registry}/shop/app"));
        Assert.That(images, Is.EqualTo($$"""
            [{"registryId":"000000000000","repositoryName":"shop/app","imageDigest":"{{digest}}","imageTags":["staging","v1"],"imageManifestMediaType":"application/vnd.docker.distribution.manifest.v2+json","artifactMediaType":"application/vnd.docker.container.image.v1+json"}]
            """));
        Assert.That(
            ((string?)manifests["images"]![0]!["imageId"]!["imageDigest"], manifests["failures"]!.ToJsonString()),
            Is.EqualTo((digest, """[{"imageId":{"imageTag":"none"},"failureCode":"ImageNotFound","failureReason":"Requested image not found"}]""")));
    }

    [Test]
    public async Task The_size_of_an_image_is_that_of_its_layers_and_configuration()
    {
        var uri = await _aws.SucceedAsync("ecr", "create-repository", "--repository-name", "size", "--query", "repository.repositoryUri", "--output", "text");
        await LoginAsync();
        await PushAsync($"{uri}:v1");

        var size = await _aws.SucceedAsync("ecr", "describe-images", "--repository-name", "size", "--query", "imageDetails[0].imageSizeInBytes");
        var manifest = JsonNode.Parse(await _aws.SucceedAsync(
            "ecr", "batch-get-image", "--repository-name", "size", "--image-ids", "imageTag=v1", "--query", "images[0].imageManifest", "--output", "text"))!;
        await _docker.SucceedAsync(null, "rmi", $"{uri}:v1");

        Assert.That(long.Parse(size), Is.EqualTo((long)manifest["config"]!["size"]! + manifest["layers"]!.AsArray().Sum(layer => (long)layer!["size"]!)));
    }

    [Test]
    public async Task Repositories_are_described_in_pages()
    {
        foreach (var name in (string[])["pages/c", "pages/a", "pages/b"])
            await _aws.SucceedAsync("ecr", "create-repository", "--repository-name", name);

        var all = await _aws.SucceedAsync("ecr", "describe-repositories", "--page-size", "1", "--query", "repositories[?starts_with(repositoryName, 'pages/')].repositoryName", "--output", "text");
        var named = await _aws.SucceedAsync("ecr", "describe-repositories", "--repository-names", "pages/c", "pages/a", "--query", "repositories[].repositoryName", "--output", "text");

        Assert.That((all.Split('\n', '\t'), named), Is.EqualTo((new[] { "pages/a", "pages/b", "pages/c" }, "pages/c\tpages/a")));
    }

    [TestCase("create-repository --repository-name here", "RepositoryAlreadyExistsException", "CreateRepository", "The repository with name 'here' already exists in the registry with id '000000000000'")]
    [TestCase("create-repository --repository-name Upper", "InvalidParameterException", "CreateRepository", "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$''")]
    [TestCase("describe-repositories --repository-names none", "RepositoryNotFoundException", "DescribeRepositories", "The repository with name 'none' does not exist in the registry with id '000000000000'")]
    [TestCase("describe-images --repository-name none", "RepositoryNotFoundException", "DescribeImages", "The repository with name 'none' does not exist in the registry with id '000000000000'")]
    [TestCase("describe-images --repository-name here --image-ids imageTag=none", "ImageNotFoundException", "DescribeImages", "The image with imageId {imageDigest:'null', imageTag:'none'} does not exist within the repository with name 'here' in the registry with id '000000000000'")]
    [TestCase("get-lifecycle-policy-preview --repository-name here", "UnknownOperationException", "GetLifecyclePolicyPreview", "LocalAws does not emulate ECR GetLifecyclePolicyPreview; run this against AWS, or leave it out with --env=local.")]
    public async Task A_refusal_reads_as_on_AWS(string command, string code, string operation, string message)
    {
        await _aws.RunAsync("ecr", "create-repository", "--repository-name", "here");

        var (exitCode, _, error) = await _aws.RunAsync(["ecr", .. command.Split(' ')]);

        Assert.That((exitCode > 0, error.Replace("aws: [ERROR]: ", "")), Is.EqualTo((true, $"An error occurred ({code}) when calling the {operation} operation: {message}")));
    }

    [Test]
    public async Task A_repository_without_images_has_none()
    {
        await _aws.SucceedAsync("ecr", "create-repository", "--repository-name", "empty");

        var images = await _aws.SucceedAsync("ecr", "describe-images", "--repository-name", "empty");

        Assert.That(JsonNode.Parse(images)!.ToJsonString(), Is.EqualTo("""{"imageDetails":[]}"""));
    }

    [Test]
    public async Task A_wrong_password_is_refused_by_the_registry()
    {
        await _aws.SucceedAsync("ecr", "get-login-password");

        var (exitCode, _, error) = await _docker.RunAsync("wrong", "login", "--username", "AWS", "--password-stdin", _local.Registry);

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(error, Does.Contain("401").Or.Contain("unauthorized"));
    }

    [Test]
    public async Task The_token_is_good_for_twelve_hours_at_the_registry_that_it_names()
    {
        var data = JsonNode.Parse(await _aws.SucceedAsync("ecr", "get-authorization-token"))!["authorizationData"]![0]!;

        Assert.That((string?)data["proxyEndpoint"], Is.EqualTo($"http://{_local.Registry}"));
        Assert.That(DateTimeOffset.FromUnixTimeSeconds((long)(double)data["expiresAt"]!), Is.EqualTo(DateTimeOffset.UtcNow.AddHours(12)).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task A_registry_that_was_stopped_or_removed_is_there_again_at_the_next_call()
    {
        var before = await _aws.SucceedAsync("ecr", "get-login-password");
        await _docker.SucceedAsync(null, "stop", "--time", "1", $"slipway-local-aws-{_local.InstanceId}-registry");
        var stopped = await _aws.SucceedAsync("ecr", "get-login-password");
        await _docker.SucceedAsync(null, "rm", "--force", $"slipway-local-aws-{_local.InstanceId}-registry");
        var removed = await _aws.SucceedAsync("ecr", "get-login-password");

        await LoginAsync();

        Assert.That((stopped, removed), Is.EqualTo((before, before)));
    }

    [Test]
    public async Task The_password_is_in_no_argument_environment_or_log()
    {
        var password = await _aws.SucceedAsync("ecr", "get-login-password");

        var container = string.Join('\n', await _docker.SucceedAsync(null, "inspect", $"slipway-local-aws-{_local.InstanceId}-registry"));
        var history = string.Join('\n', await _docker.SucceedAsync(null, "history", "--no-trunc", (string)JsonNode.Parse(container)![0]!["Image"]!));
        var log = await File.ReadAllTextAsync(Path.Combine(_local.StateDirectory, "local-aws.log"));

        Assert.That(password, Has.Length.EqualTo(40));
        Assert.That(container + history + log, Does.Not.Contain(password));
    }

    [Test]
    public async Task Down_leaves_no_container_network_volume_process_or_state()
    {
        var state = Path.Combine(_folder, "down");
        await using var local = await LocalAwsExecutable.StartAsync(state);
        await new AwsCommand(local.Endpoint).SucceedAsync("ecr", "get-login-password");
        var instance = local.InstanceId;
        await _docker.SucceedAsync(null, "network", "create", "--label", $"slipway.local-aws={instance}", $"left-over-{instance}");
        var before = await _docker.LabelledAsync(instance);

        var (answer, exitCode) = await local.DownAsync();

        var name = $"slipway-local-aws-{instance}-registry";
        Assert.That(before, Is.EqualTo(new[] { $"container {name}", $"network left-over-{instance}", $"volume {name}" }));
        Assert.That((answer, exitCode, Directory.Exists(state)), Is.EqualTo(("""{"removed":true}""", 0, false)));
        Assert.That(await _docker.LabelledAsync(instance), Is.Empty);
    }

    [Test]
    public async Task Images_and_login_outlive_a_SIGTERM()
    {
        var state = Path.Combine(_folder, "restarted");
        await using var first = await LocalAwsExecutable.StartAsync(state);
        var password = await new AwsCommand(first.Endpoint).SucceedAsync("ecr", "get-login-password");
        await first.SignalAsync("TERM");
        await first.WaitForExitAsync();
        var between = await _docker.SucceedAsync(null, "ps", "--filter", $"label=slipway.local-aws={first.InstanceId}", "--format", "{{.Names}}");

        await using var second = await LocalAwsExecutable.StartAsync(state);

        Assert.That(between, Is.EqualTo(new[] { $"slipway-local-aws-{first.InstanceId}-registry" }));
        Assert.That((await new AwsCommand(second.Endpoint).SucceedAsync("ecr", "get-login-password"), second.Registry), Is.EqualTo((password, first.Registry)));
    }

    private async Task LoginAsync() =>
        await _docker.SucceedAsync(await _aws.SucceedAsync("ecr", "get-login-password"), "login", "--username", "AWS", "--password-stdin", _local.Registry);

    private async Task<string> PushAsync(string reference)
    {
        await _docker.SucceedAsync(null, "tag", _image, reference);
        var output = await _docker.SucceedAsync(null, "push", reference);
        return output[^1].Split(' ').Single(word => word.StartsWith("sha256:", StringComparison.Ordinal));
    }

    /// <summary>The images of a repository without their size, which depends on the builder, and their time.</summary>
    private async Task<string> DescribeAsync(string repository)
    {
        var images = JsonNode.Parse(await _aws.SucceedAsync("ecr", "describe-images", "--repository-name", repository))!["imageDetails"]!.AsArray();
        foreach (var image in images)
        {
            image!.AsObject().Remove("imageSizeInBytes");
            Assert.That(DateTimeOffset.FromUnixTimeSeconds((long)(double)image["imagePushedAt"]!), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(5)));
            image.AsObject().Remove("imagePushedAt");
        }
        return images.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
