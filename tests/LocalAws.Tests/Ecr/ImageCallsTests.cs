using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecr;

/// <summary>PutImage, tags that stay, and scan results, with a real image in the registry.</summary>
public sealed class ImageCallsTests
{
    private const string Repository = "shop";

    private string _folder = null!;
    private LocalAwsExecutable _local = null!;
    private string _manifest = null!;
    private string _digest = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("local-ecr-").FullName;
        _local = await LocalAwsExecutable.StartAsync(Path.Combine(_folder, "state"));
        await CallAsync("CreateRepository", $$"""{"repositoryName": "{{Repository}}", "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION", "imageTagMutabilityExclusionFilters": [{"filterType": "WILDCARD", "filter": "env-*"}]}""");
        await PushAsync($"{_local.Registry}/{Repository}:v1");
        var image = (await CallAsync("BatchGetImage", $$"""{"repositoryName": "{{Repository}}", "imageIds": [{"imageTag": "v1"}]}"""))["images"]![0]!;
        (_manifest, _digest) = ((string)image["imageManifest"]!, (string)image["imageId"]!["imageDigest"]!);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        // NUnit calls this even if the start failed half-way.
        if (_local is not null)
            await _local.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task An_image_gets_another_tag_by_its_manifest()
    {
        var put = await CallAsync("PutImage", Put("v2", _manifest));
        var listed = await CallAsync("ListImages", $$"""{"repositoryName": "{{Repository}}"}""");

        Assert.That(put["image"]!["imageId"]!.ToJsonString(), Is.EqualTo($$"""{"imageDigest":"{{_digest}}","imageTag":"v2"}"""));
        Assert.That(listed["imageIds"]!.AsArray().Select(id => id!.ToJsonString()), Does.Contain($$"""{"imageDigest":"{{_digest}}","imageTag":"v2"}"""));
    }

    [Test]
    public async Task A_tag_is_deleted_alone_and_an_image_with_its_last_tag_or_by_its_digest()
    {
        await CallAsync("CreateRepository", """{"repositoryName": "old"}""");
        await PushAsync($"{_local.Registry}/old:a");
        var digest = await DigestOfAsync("a");
        var manifest = (string)(await CallAsync("BatchGetImage", """{"repositoryName": "old", "imageIds": [{"imageTag": "a"}]}"""))["images"]![0]!["imageManifest"]!;
        foreach (var tag in new[] { "b", "c" })
            await CallAsync("PutImage", new JsonObject { ["repositoryName"] = "old", ["imageTag"] = tag, ["imageManifest"] = manifest }.ToJsonString());

        var alone = await DeleteAsync($$"""{"imageTag": "b"}, {"imageTag": "none"}, {"imageTag": "a", "imageDigest": "sha256:{{new string('0', 64)}}"}""");
        var left = await TagsAsync();
        var still = await DigestOfAsync("a");
        var all = await DeleteAsync($$"""{"imageDigest": "{{digest}}"}""");
        await PushAsync($"{_local.Registry}/old:last");
        var digestOfLast = await DigestOfAsync("last");
        var last = await DeleteAsync("""{"imageTag": "last"}""");

        Assert.That(alone, Is.EqualTo($$"""[{"imageDigest":"{{digest}}","imageTag":"b"}] [{"imageId":{"imageTag":"none"},"failureCode":"ImageNotFound","failureReason":"Requested image not found"},{"imageId":{"imageDigest":"sha256:{{new string('0', 64)}}","imageTag":"a"},"failureCode":"ImageTagDoesNotMatchDigest","failureReason":"Specified tag does not reference specified digest"}]"""));
        Assert.That((left, still), Is.EqualTo(("a c", digest)));
        Assert.That(all, Is.EqualTo($$"""[{"imageDigest":"{{digest}}","imageTag":"a"},{"imageDigest":"{{digest}}","imageTag":"c"}] []"""));
        Assert.That((last, await TagsAsync()), Is.EqualTo(($$"""[{"imageDigest":"{{digestOfLast}}","imageTag":"last"}] []""", "")));

        async Task<string> DeleteAsync(string ids)
        {
            var answer = await CallAsync("BatchDeleteImage", $$"""{"repositoryName": "old", "imageIds": [{{ids}}]}""");
            return $"{answer["imageIds"]!.ToJsonString()} {answer["failures"]!.ToJsonString()}";
        }

        async Task<string> TagsAsync() => string.Join(' ', (await CallAsync("ListImages", """{"repositoryName": "old"}"""))["imageIds"]!.AsArray().Select(id => (string?)id!["imageTag"]));

        async Task<string> DigestOfAsync(string tag) =>
            (string)(await CallAsync("DescribeImages", $$"""{"repositoryName": "old", "imageIds": [{"imageTag": "{{tag}}"}]}"""))["imageDetails"]![0]!["imageDigest"]!;
    }

    [TestCase("PutLifecyclePolicy", "GetLifecyclePolicy", "DeleteLifecyclePolicy", "lifecyclePolicyText", "LifecyclePolicyNotFoundException: Lifecycle policy does not exist for the repository with name 'shop' in the registry with id '000000000000'")]
    [TestCase("SetRepositoryPolicy", "GetRepositoryPolicy", "DeleteRepositoryPolicy", "policyText", "RepositoryPolicyNotFoundException: Repository policy does not exist for the repository with name 'shop' in the registry with id '000000000000'")]
    public async Task A_policy_is_kept_as_it_is_until_it_is_deleted(string put, string get, string delete, string member, string missing)
    {
        const string Policy = """{"rules": []}""";
        var repository = $$"""{"repositoryName": "{{Repository}}"}""";

        var before = await RefusedAsync(get, repository);
        var wrong = await RefusedAsync(put, new JsonObject { ["repositoryName"] = Repository, [member] = "{" }.ToJsonString());
        await CallAsync(put, new JsonObject { ["repositoryName"] = Repository, [member] = Policy }.ToJsonString());
        var kept = await CallAsync(get, repository);
        await CallAsync(delete, repository);

        Assert.That((before, await RefusedAsync(get, repository)), Is.EqualTo(($"400 {missing}", $"400 {missing}")));
        Assert.That(wrong, Does.StartWith("400 InvalidParameterException: "));
        Assert.That((string?)kept[member], Is.EqualTo(Policy));
    }

    [Test]
    public async Task A_tag_stays_with_its_image_unless_it_is_an_exclusion()
    {
        var other = Reformatted();

        var again = await RefusedAsync("PutImage", Put("v1", _manifest));
        var moved = await RefusedAsync("PutImage", Put("v1", other));
        await CallAsync("PutImage", Put("env-staging", _manifest));
        var excluded = await CallAsync("PutImage", Put("env-staging", other));

        Assert.That(again, Is.EqualTo($"400 ImageAlreadyExistsException: Image with digest '{_digest}' and tag 'v1' already exists in the repository with name 'shop' in registry with id '000000000000'"));
        Assert.That(moved, Is.EqualTo("400 ImageTagAlreadyExistsException: The image tag 'v1' already exists in the 'shop' repository and cannot be overwritten because the tag is immutable."));
        Assert.That((string?)excluded["image"]!["imageId"]!["imageDigest"], Is.Not.EqualTo(_digest));
    }

    [Test]
    public async Task An_image_whose_layers_are_not_there_is_refused()
    {
        var missing = $"sha256:{new string('0', 64)}";
        var manifest = JsonNode.Parse(_manifest)!;
        manifest["layers"]![0]!["digest"] = missing;

        var refused = await RefusedAsync("PutImage", Put("none", manifest.ToJsonString()));

        Assert.That(refused, Does.StartWith("400 LayersNotFoundException: The layers with digests '[").And.Contains(missing));
    }

    [TestCase("PENDING")]
    [TestCase("IN_PROGRESS")]
    [TestCase("COMPLETE")]
    [TestCase("ACTIVE")]
    [TestCase("FAILED")]
    [TestCase("UNSUPPORTED_IMAGE")]
    [TestCase("FINDINGS_UNAVAILABLE")]
    [TestCase("SCAN_ELIGIBILITY_EXPIRED")]
    public async Task A_scan_has_found_what_a_test_says(string status)
    {
        var findings = """{"findingSeverityCounts": {"HIGH": 2}, "findings": [{"name": "CVE-1", "severity": "HIGH"}, {"name": "CVE-2", "severity": "HIGH"}]}""";
        await SetScanAsync($$"""{"repositoryName": "shop", "imageId": {"imageTag": "v1"}, "imageScanStatus": {"status": "{{status}}", "description": "said"}, "imageScanFindings": {{findings}} }""");

        var first = await CallAsync("DescribeImageScanFindings", """{"repositoryName": "shop", "imageId": {"imageTag": "v1"}, "maxResults": 1}""");
        var second = await CallAsync("DescribeImageScanFindings", $$"""{"repositoryName": "shop", "imageId": {"imageDigest": "{{_digest}}"}, "maxResults": 1, "nextToken": "{{first["nextToken"]}}"}""");

        Assert.That(first["imageScanStatus"]!.ToJsonString(), Is.EqualTo($$"""{"status":"{{status}}","description":"said"}"""));
        Assert.That(first["imageScanFindings"]!.ToJsonString(), Is.EqualTo("""{"findingSeverityCounts":{"HIGH":2},"findings":[{"name":"CVE-1","severity":"HIGH"}]}"""));
        Assert.That(((string?)second["imageScanFindings"]!["findings"]![0]!["name"], second["nextToken"] is null), Is.EqualTo(("CVE-2", true)));
    }

    [Test]
    public async Task Without_a_word_about_it_there_was_no_scan()
    {
        await SetScanAsync("""{"repositoryName": "shop", "imageId": {"imageTag": "v1"} }""");

        var described = await RefusedAsync("DescribeImageScanFindings", """{"repositoryName": "shop", "imageId": {"imageTag": "v1"}}""");
        var started = await RefusedAsync("StartImageScan", """{"repositoryName": "shop", "imageId": {"imageTag": "v1"}}""");

        Assert.That(described, Is.EqualTo($"400 ScanNotFoundException: Image scan does not exist for the image with '{{imageDigest:'{_digest}', imageTag:'v1'}}' in the repository with name 'shop' in the registry with id '000000000000'"));
        Assert.That(started, Is.EqualTo("400 UnsupportedImageTypeException: LocalAws scans nothing. Say what a scan is to find with POST /_slipway/ecr/scan-findings, or leave the scan out with --env=local."));
    }

    [Test]
    public async Task Repositories_have_tags_and_are_deleted_with_their_images_only_by_force()
    {
        await CallAsync("CreateRepository", """{"repositoryName": "gone", "tags": [{"Key": "a", "Value": "1"}]}""");
        await CallAsync("TagResource", """{"resourceArn": "arn:aws:ecr:us-east-1:000000000000:repository/gone", "tags": [{"Key": "b", "Value": "2"}]}""");
        await CallAsync("UntagResource", """{"resourceArn": "arn:aws:ecr:us-east-1:000000000000:repository/gone", "tagKeys": ["a"]}""");
        var tags = await CallAsync("ListTagsForResource", """{"resourceArn": "arn:aws:ecr:us-east-1:000000000000:repository/gone"}""");
        await PushAsync($"{_local.Registry}/gone:v1");

        var refused = await RefusedAsync("DeleteRepository", """{"repositoryName": "gone"}""");
        await CallAsync("DeleteRepository", """{"repositoryName": "gone", "force": true}""");
        await CallAsync("CreateRepository", """{"repositoryName": "gone"}""");
        var left = await CallAsync("ListImages", """{"repositoryName": "gone"}""");

        Assert.That(tags.ToJsonString(), Is.EqualTo("""{"tags":[{"Key":"b","Value":"2"}]}"""));
        Assert.That(refused, Is.EqualTo("400 RepositoryNotEmptyException: The repository with name 'gone' in registry with id '000000000000' cannot be deleted because it still contains images"));
        Assert.That(left.ToJsonString(), Is.EqualTo("""{"imageIds":[]}"""));
    }

    [Test]
    public async Task The_aws_command_drives_the_operations_on_images_and_repositories()
    {
        var lines = await AwsScript.RunAsync(new(_local.Endpoint), """
            ecr() { aws ecr "$@" --output text; }
            manifest=$(ecr batch-get-image --repository-name shop --image-ids imageTag=v1 --query 'images[0].imageManifest')
            ecr put-image --repository-name shop --image-tag cli --image-manifest "$manifest" --query image.imageId.imageTag
            try ecr put-image --repository-name shop --image-tag cli --image-manifest "$manifest" | grep -o ImageAlreadyExistsException
            ecr list-images --repository-name shop --query 'imageIds[?imageTag==`cli`].imageTag'
            try ecr describe-image-scan-findings --repository-name shop --image-id imageTag=none | grep -o ImageNotFoundException
            try ecr start-image-scan --repository-name shop --image-id imageTag=none | grep -o ImageNotFoundException
            ecr create-repository --repository-name cli --query repository.imageTagMutability
            ecr put-image-tag-mutability --repository-name cli --image-tag-mutability IMMUTABLE --query imageTagMutability
            ecr put-image-scanning-configuration --repository-name cli --image-scanning-configuration scanOnPush=true --query imageScanningConfiguration.scanOnPush
            try ecr get-lifecycle-policy --repository-name cli | grep -o LifecyclePolicyNotFoundException
            ecr tag-resource --resource-arn arn:aws:ecr:us-east-1:000000000000:repository/cli --tags Key=a,Value=1
            ecr untag-resource --resource-arn arn:aws:ecr:us-east-1:000000000000:repository/cli --tag-keys b
            ecr list-tags-for-resource --resource-arn arn:aws:ecr:us-east-1:000000000000:repository/cli --query 'tags[].Key'
            ecr delete-repository --repository-name cli --query repository.repositoryName
            """);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "cli", "ImageAlreadyExistsException", "cli", "ImageNotFoundException", "ImageNotFoundException", "MUTABLE", "IMMUTABLE", "True", "LifecyclePolicyNotFoundException", "a", "cli",
        }));
    }

    private static string Put(string tag, string manifest) =>
        new JsonObject { ["repositoryName"] = Repository, ["imageTag"] = tag, ["imageManifest"] = manifest }.ToJsonString();

    /// <summary>The same image with another digest.</summary>
    private string Reformatted() => JsonNode.Parse(_manifest)!.ToJsonString();

    private Task<JsonObject> CallAsync(string operation, string request) => _local.Client.SucceedAsync($"AmazonEC2ContainerRegistry_V20150921.{operation}", request);

    private Task<string> RefusedAsync(string operation, string request) => _local.Client.RefusedAsync($"AmazonEC2ContainerRegistry_V20150921.{operation}", request);

    private async Task SetScanAsync(string request)
    {
        using var response = await _local.Client.PostAsJsonAsync(new Uri("/_slipway/ecr/scan-findings", UriKind.Relative), JsonNode.Parse(request));
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
    }

    private async Task PushAsync(string name)
    {
        using var docker = new DockerCommand();
        var token = (string)(await CallAsync("GetAuthorizationToken", "{}"))["authorizationData"]![0]!["authorizationToken"]!;
        await docker.SucceedAsync(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(token))[4..], "login", "--username", "AWS", "--password-stdin", _local.Registry);
        await File.WriteAllTextAsync(Path.Combine(_folder, "layer"), $"{Guid.NewGuid()}");
        await File.WriteAllTextAsync(Path.Combine(_folder, "Dockerfile"), "FROM scratch\nCOPY layer /layer\n");
        await docker.SucceedAsync(null, "build", "--quiet", "--tag", name, _folder);
        await docker.SucceedAsync(null, "push", "--quiet", name);
        await docker.SucceedAsync(null, "rmi", name);
    }
}
