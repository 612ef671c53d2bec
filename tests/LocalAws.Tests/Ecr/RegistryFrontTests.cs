using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecr;

/// <summary>Pushes that ECR refuses, by docker and on the wire, where every other client gets the same answer.</summary>
public sealed class RegistryFrontTests
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";
    private const string Immutable = "The image tag 'v1' already exists in the 'fixed' repository and cannot be overwritten because the repository is immutable.";

    private string _folder = null!;
    private LocalAwsExecutable _local = null!;
    private AwsCommand _aws = null!;
    private DockerCommand _docker = null!;
    private HttpClient _registry = null!;
    private string _password = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("registry-front-").FullName;
        _docker = new();
        _local = await LocalAwsExecutable.StartAsync(Path.Combine(_folder, "state"));
        _aws = new(_local.Endpoint);
        _password = await _aws.SucceedAsync("ecr", "get-login-password");
        _registry = new() { BaseAddress = new($"http://{_local.Registry}/v2/") };
        _registry.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"AWS:{_password}")));
        _registry.DefaultRequestHeaders.Accept.Add(new(ManifestType));
        await _docker.SucceedAsync(_password, "login", "--username", "AWS", "--password-stdin", _local.Registry);
        await _aws.SucceedAsync("ecr", "create-repository", "--repository-name", "fixed", "--image-tag-mutability", "IMMUTABLE_WITH_EXCLUSION",
            "--image-tag-mutability-exclusion-filters", "filterType=WILDCARD,filter=env-*");
        await PushAsync("fixed:v1");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        // NUnit calls this even if the start failed half-way.
        if (_local is not null)
        {
            var built = await _docker.SucceedAsync(null, "image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "--filter", $"reference={_local.Registry}/*:*");
            if (built.Length > 0)
                await _docker.SucceedAsync(null, ["image", "rm", "--force", .. built]);
            await _local.DisposeAsync();
        }

        _registry?.Dispose();
        _docker.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_push_to_a_repository_that_does_not_exist_is_refused_and_creates_none()
    {
        var (exitCode, _, error) = await TryPushAsync("none:v1");
        var repositories = await _aws.SucceedAsync("ecr", "describe-repositories", "--query", "repositories[].repositoryName", "--output", "text");

        Assert.That((exitCode, error), Is.EqualTo((1, "name unknown: The repository with name 'none' does not exist in the registry with id '000000000000'")));
        Assert.That(repositories.Split('\t'), Does.Not.Contain("none"));
    }

    [Test]
    public async Task A_tag_that_stays_is_not_moved_and_one_that_is_excluded_is()
    {
        var before = await DigestAsync("v1");
        var (exitCode, _, error) = await TryPushAsync("fixed:v1");
        await PushAsync("fixed:env-staging");
        var first = await DigestAsync("env-staging");
        await PushAsync("fixed:env-staging");

        Assert.That((exitCode, error), Is.EqualTo((1, $"tag invalid: {Immutable}")));
        Assert.That(await DigestAsync("v1"), Is.EqualTo(before));
        Assert.That(await DigestAsync("env-staging"), Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Where_tags_move_those_that_are_excluded_stay()
    {
        await _aws.SucceedAsync("ecr", "create-repository", "--repository-name", "moving", "--image-tag-mutability", "MUTABLE_WITH_EXCLUSION",
            "--image-tag-mutability-exclusion-filters", "filterType=WILDCARD,filter=v*");
        await PushAsync("moving:v1");
        await PushAsync("moving:staging");

        var stays = await TryPushAsync("moving:v1");
        var moves = await TryPushAsync("moving:staging");

        Assert.That((stays.ExitCode, stays.Error), Is.EqualTo((1, $"tag invalid: {Immutable.Replace("'fixed'", "'moving'", StringComparison.Ordinal)}")));
        Assert.That((moves.ExitCode, moves.Error), Is.EqualTo((0, "")));
    }

    [Test]
    public async Task Of_several_pushes_of_one_tag_that_stays_at_once_one_succeeds()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => BuildAsync($"fixed:race-{number}")));
        var manifests = new List<string>();
        for (var number = 0; number < 4; number++)
        {
            await _docker.SucceedAsync(null, "push", "--quiet", $"{_local.Registry}/fixed:race-{number}");
            manifests.Add(await _registry.GetStringAsync(new Uri($"fixed/manifests/race-{number}", UriKind.Relative)));
        }

        var answers = await Task.WhenAll(manifests.Select(manifest => PutAsync("fixed", "raced", manifest)));

        Assert.That(answers.Select(answer => answer.Status).Order(), Is.EqualTo(new[] { HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest }));
    }

    [Test]
    public async Task Every_client_gets_the_same_refusals()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "none/blobs/uploads/");
        using var upload = await _registry.SendAsync(request);
        using var blob = await _registry.GetAsync(new Uri($"none/blobs/sha256:{new string('0', 64)}", UriKind.Relative));
        var manifest = await _registry.GetStringAsync(new Uri("fixed/manifests/v1", UriKind.Relative));
        var same = await PutAsync("fixed", "v1", manifest);

        const string Unknown = """{"errors":[{"code":"NAME_UNKNOWN","message":"The repository with name 'none' does not exist in the registry with id '000000000000'"}]}""";
        Assert.That((upload.StatusCode, Readable(await upload.Content.ReadAsStringAsync())), Is.EqualTo((HttpStatusCode.NotFound, Unknown)));
        Assert.That((blob.StatusCode, Readable(await blob.Content.ReadAsStringAsync())), Is.EqualTo((HttpStatusCode.NotFound, Unknown)));
        Assert.That(same, Is.EqualTo((HttpStatusCode.BadRequest, $$$"""{"errors":[{"code":"TAG_INVALID","message":"{{{Immutable}}}"}]}""")), "also for the image that has the tag already");
    }

    [Test]
    public async Task Who_is_not_logged_in_learns_nothing_of_repositories()
    {
        using var anonymous = new HttpClient { BaseAddress = _registry.BaseAddress };

        using var none = await anonymous.GetAsync(new Uri("none/tags/list", UriKind.Relative));
        using var there = await anonymous.GetAsync(new Uri("fixed/tags/list", UriKind.Relative));

        Assert.That((none.StatusCode, there.StatusCode), Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)));
    }

    [Test]
    public async Task The_latest_image_is_found_by_the_time_of_its_push()
    {
        await _aws.SucceedAsync("ecr", "create-repository", "--repository-name", "times");
        foreach (var tag in (string[])["b", "c", "a"])
            await PushAsync($"times:{tag}");

        var latest = await _aws.SucceedAsync("ecr", "describe-images", "--repository-name", "times", "--query", "sort_by(imageDetails,& imagePushedAt)[-1].imageTags[0]", "--output", "text");

        Assert.That(latest, Is.EqualTo("a"));
    }

    [Test]
    public async Task The_scheme_of_a_login_may_have_any_case()
    {
        using var client = new HttpClient { BaseAddress = _registry.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("basic", _registry.DefaultRequestHeaders.Authorization!.Parameter);

        using var none = await client.GetAsync(new Uri("none/tags/list", UriKind.Relative));

        Assert.That(await none.Content.ReadAsStringAsync(), Does.Contain("NAME_UNKNOWN"));
    }

    private async Task<string> DigestAsync(string tag) =>
        await _aws.SucceedAsync("ecr", "describe-images", "--repository-name", "fixed", "--image-ids", $"imageTag={tag}", "--query", "imageDetails[0].imageDigest", "--output", "text");

    private async Task<(HttpStatusCode Status, string Body)> PutAsync(string repository, string tag, string manifest)
    {
        using var content = new StringContent(manifest, new MediaTypeHeaderValue(ManifestType));
        using var answer = await _registry.PutAsync(new Uri($"{repository}/manifests/{tag}", UriKind.Relative), content);
        return (answer.StatusCode, Readable(await answer.Content.ReadAsStringAsync()));
    }

    private static string Readable(string json) =>
        json.Length == 0 ? "" : JsonNode.Parse(json)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private async Task PushAsync(string name)
    {
        var (exitCode, _, error) = await TryPushAsync(name);
        Assert.That(exitCode, Is.Zero, error);
    }

    /// <summary>A new image each time.</summary>
    private async Task<(int ExitCode, string Output, string Error)> TryPushAsync(string name)
    {
        await BuildAsync(name);
        var pushed = await _docker.RunAsync(null, "push", "--quiet", $"{_local.Registry}/{name}");
        await _docker.SucceedAsync(null, "rmi", $"{_local.Registry}/{name}");
        return pushed;
    }

    private async Task BuildAsync(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, $"image-{Guid.NewGuid():N}")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "layer"), $"{Guid.NewGuid()}");
        await File.WriteAllTextAsync(Path.Combine(folder, "Dockerfile"), "FROM scratch\nCOPY layer /layer\n");
        await _docker.SucceedAsync(null, "build", "--quiet", "--tag", $"{_local.Registry}/{name}", folder);
    }
}
