using System.Text;
using System.Text.Json.Nodes;
using Slipway.Aws.Ecr;
using Slipway.Testing;

namespace Slipway.Aws.Tests.Ecr;

public sealed class EcrClientTests
{
    private const string Digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

    [Test]
    public async Task The_authorization_token_decodes_to_a_login()
    {
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes("AWS:pass:word"));
        using var fake = new FakeAws().On("GetAuthorizationToken", AwsAnswer.Ok(
            $"{{'authorizationData':[{{'authorizationToken':'{token}','expiresAt':1772445600.5,'proxyEndpoint':'https://123456789012.dkr.ecr.eu-west-2.amazonaws.com'}}]}}"));
        using var aws = Given.Clients(fake);

        var login = await aws.Ecr.GetAuthorizationTokenAsync(CancellationToken.None);

        Assert.That(login, Is.EqualTo(new RegistryLogin(
            new Uri("https://123456789012.dkr.ecr.eu-west-2.amazonaws.com"), "AWS", new Secret("pass:word"),
            new DateTimeOffset(2026, 3, 2, 10, 0, 0, 500, TimeSpan.Zero))));
        Assert.That(login.Host, Is.EqualTo("123456789012.dkr.ecr.eu-west-2.amazonaws.com"));
    }

    [Test]
    public void A_login_for_a_registry_on_a_port_of_its_own_has_the_port_in_its_host()
    {
        var login = new RegistryLogin(new Uri("http://127.0.0.1:5000"), "AWS", new Secret("x"), DateTimeOffset.MaxValue);

        Assert.That(login.Host, Is.EqualTo("127.0.0.1:5000"));
    }

    [Test]
    public async Task Repositories_are_asked_for_a_hundred_at_a_time_and_page_by_page()
    {
        var names = Enumerable.Range(0, 150).Select(i => $"shop/{i:000}").ToList();
        using var fake = new FakeAws().On("DescribeRepositories", DescribeInPagesOf60);
        using var aws = Given.Clients(fake);

        var lookup = await aws.Ecr.DescribeRepositoriesAsync(names, CancellationToken.None);

        Assert.That(lookup.Found.Keys.Order(StringComparer.Ordinal), Is.EqualTo(names));
        Assert.That(lookup.Found["shop/149"], Is.EqualTo(new EcrRepository("shop/149", "registry.test/shop/149", "arn:shop/149", "IMMUTABLE", ScansOnPush: false)));
        Assert.That(
            fake.DocumentsTo("DescribeRepositories").Select(d => (d["repositoryNames"]!.AsArray().Count, (string?)d["nextToken"])),
            Is.EqualTo(new[] { (100, null), (100, "60"), (50, (string?)null) }));
    }

    [Test]
    public async Task A_batch_with_a_missing_repository_is_asked_for_one_by_one()
    {
        using var fake = new FakeAws().On("DescribeRepositories", request =>
        {
            var names = Names(request);
            return names.Contains("absent") ? AwsAnswer.Refusal("RepositoryNotFoundException", "The repository with name 'absent' does not exist") : Repositories(names, null);
        });
        using var aws = Given.Clients(fake);

        var lookup = await aws.Ecr.DescribeRepositoriesAsync(["app", "absent", "redis", "app"], CancellationToken.None);

        Assert.That(lookup.Found.Keys, Is.EqualTo(new[] { "app", "redis" }));
        Assert.That(lookup.Missing, Is.EqualTo(new[] { "absent" }));
        Assert.That(fake.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task A_refusal_of_another_kind_is_not_taken_for_a_missing_repository()
    {
        using var fake = new FakeAws().On("DescribeRepositories", AwsAnswer.Refusal("AccessDeniedException", "No."));
        using var aws = Given.Clients(fake);

        var error = await Failure.OfAsync(() => aws.Ecr.DescribeRepositoriesAsync(["app"], CancellationToken.None));

        Assert.That((error.Code, fake.Requests.Count), Is.EqualTo(("AccessDeniedException", 1)));
    }

    [Test]
    public async Task No_names_ask_nothing()
    {
        using var fake = new FakeAws();
        using var aws = Given.Clients(fake);

        var lookup = await aws.Ecr.DescribeRepositoriesAsync([], CancellationToken.None);

        Assert.That((lookup.Found.Count, lookup.Missing.Count, fake.Requests.Count), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task An_image_is_described_with_its_tags_size_and_time()
    {
        using var fake = new FakeAws().On("DescribeImages", AwsAnswer.Ok(
            $"{{'imageDetails':[{{'imageDigest':'{Digest}','imageTags':['staging','staging-42'],'imageSizeInBytes':5368709120,'imagePushedAt':1772442000,'imageManifestMediaType':'application/vnd.oci.image.manifest.v1+json'}}]}}"));
        using var aws = Given.Clients(fake);

        var lookup = await aws.Ecr.DescribeImagesAsync("app", [ImageId.ByTag("staging")], CancellationToken.None);

        var image = lookup.Found.Single();
        Assert.That(
            (image.Digest, string.Join(' ', image.Tags), image.Size, image.PushedAt, image.MediaType),
            Is.EqualTo((Digest, "staging staging-42", (long?)5368709120, (DateTimeOffset?)new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), "application/vnd.oci.image.manifest.v1+json")));
        Assert.That(fake.Requests.Single().Body, Is.EqualTo("""{"repositoryName":"app","imageIds":[{"imageTag":"staging"}]}"""));
    }

    [Test]
    public async Task Images_that_are_missing_are_reported_beside_those_that_exist()
    {
        using var fake = new FakeAws().On("DescribeImages", request =>
            request.Body.Contains("absent", StringComparison.Ordinal)
                ? AwsAnswer.Refusal("ImageNotFoundException", "The image with imageId {imageTag:'absent'} does not exist")
                : AwsAnswer.Ok($"{{'imageDetails':[{{'imageDigest':'{Digest}','imageTags':['staging','latest']}}]}}"));
        using var aws = Given.Clients(fake);

        var lookup = await aws.Ecr.DescribeImagesAsync(
            "app", [ImageId.ByTag("staging"), ImageId.ByTag("absent"), ImageId.ByTag("latest")], CancellationToken.None);

        Assert.That(lookup.Found.Select(i => i.Digest), Is.EqualTo(new[] { Digest }));
        Assert.That(lookup.Missing, Is.EqualTo(new[] { ImageId.ByTag("absent") }));
    }

    [Test]
    public async Task Manifests_come_with_their_exact_text_and_failures_beside_them()
    {
        using var fake = new FakeAws().On("BatchGetImage", AwsAnswer.Ok(new JsonObject
        {
            ["images"] = new JsonArray(new JsonObject
            {
                ["imageId"] = new JsonObject { ["imageTag"] = "staging", ["imageDigest"] = Digest },
                ["imageManifest"] = "{\n   \"schemaVersion\": 2\n}",
            }),
            ["failures"] = new JsonArray(new JsonObject
            {
                ["imageId"] = new JsonObject { ["imageTag"] = "absent" },
                ["failureCode"] = "ImageNotFound",
                ["failureReason"] = "Requested image not found",
            }),
        }));
        using var aws = Given.Clients(fake);

        var lookup = await aws.Ecr.BatchGetImageAsync(
            "app", [ImageId.ByTag("staging"), ImageId.ByTag("absent")], ["application/vnd.oci.image.index.v1+json"], CancellationToken.None);

        Assert.That(lookup.Found, Is.EqualTo(new[] { new ImageManifest(new ImageId("staging", Digest), "{\n   \"schemaVersion\": 2\n}", null) }));
        Assert.That(lookup.Failures, Is.EqualTo(new[] { new ImageFailure(ImageId.ByTag("absent"), "ImageNotFound", "Requested image not found") }));
        var accepted = fake.DocumentsTo("BatchGetImage").Single()["acceptedMediaTypes"]!.AsArray();
        Assert.That(accepted.Select(m => m!.GetValue<string>()), Is.EqualTo(new[] { "application/vnd.oci.image.index.v1+json" }));
    }

    [Test]
    public async Task An_answer_without_what_was_asked_for_says_what_is_missing()
    {
        using var fake = new FakeAws().On("CreateRepository", AwsAnswer.Ok("{'repository':{'repositoryName':'app'}}"));
        using var aws = Given.Clients(fake);

        var error = await Failure.OfAsync(() => aws.Ecr.CreateRepositoryAsync("app", CancellationToken.None));

        Assert.That((error.Kind, error.Operation, error.AwsMessage), Is.EqualTo(
            (AwsFailure.Protocol, "CreateRepository", "the answer has no 'repositoryUri': it has 'repositoryName'.")));
    }

    [TestCase("MUTABLE", "", "staging", false)]
    [TestCase("IMMUTABLE", "", "staging", true)]
    [TestCase("IMMUTABLE_WITH_EXCLUSION", "staging,prod-*", "staging", false)]
    [TestCase("IMMUTABLE_WITH_EXCLUSION", "staging,prod-*", "prod-42", false)]
    [TestCase("IMMUTABLE_WITH_EXCLUSION", "staging,prod-*", "staging-42", true)]
    [TestCase("MUTABLE_WITH_EXCLUSION", "v*", "v1", true)]
    [TestCase("MUTABLE_WITH_EXCLUSION", "v*", "staging", false)]
    public async Task Which_tags_cannot_move_is_said_by_the_repository(string mutability, string exclusions, string tag, bool isFixed)
    {
        var filters = exclusions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(filter => $"{{'filterType':'WILDCARD','filter':'{filter}'}}");
        using var fake = new FakeAws().On("DescribeRepositories", AwsAnswer.Ok(
            $"{{'repositories':[{{'repositoryName':'app','repositoryUri':'registry.test/app','imageTagMutability':'{mutability}','imageTagMutabilityExclusionFilters':[{string.Join(',', filters)}]}}]}}"));
        using var aws = Given.Clients(fake);

        var repository = (await aws.Ecr.DescribeRepositoriesAsync(["app"], CancellationToken.None)).Found["app"];

        Assert.That(repository.Fixes(tag), Is.EqualTo(isFixed));
    }

    [Test]
    public async Task Findings_of_a_scan_are_read_page_by_page_without_those_that_are_settled()
    {
        using var fake = new FakeAws().On(
            "DescribeImageScanFindings",
            AwsAnswer.Ok("{'imageScanStatus':{'status':'ACTIVE','description':'Continuous'},'imageScanFindings':{'findingSeverityCounts':{'HIGH':2},'enhancedFindings':[{'title':'a','severity':'HIGH','status':'ACTIVE'},{'title':'b','severity':'HIGH','status':'CLOSED'}]},'nextToken':'2'}"),
            AwsAnswer.Ok("{'imageScanStatus':{'status':'ACTIVE'},'imageScanFindings':{'findings':[{'name':'CVE-1','severity':'LOW'}]}}"));
        using var aws = Given.Clients(fake);

        var scan = await aws.Ecr.DescribeImageScanFindingsAsync("app", ImageId.ByDigest(Digest), CancellationToken.None);

        Assert.That((scan.Status, scan.Description, scan.Counts["HIGH"]), Is.EqualTo(("ACTIVE", "Continuous", 2)));
        Assert.That(scan.Findings, Is.EqualTo(new[] { new ScanFinding("a", "HIGH"), new ScanFinding("CVE-1", "LOW") }));
        Assert.That(fake.Requests.Select(request => request.Body), Is.EqualTo(new[]
        {
            $$"""{"repositoryName":"app","imageId":{"imageDigest":"{{Digest}}"},"maxResults":1000}""",
            $$"""{"repositoryName":"app","imageId":{"imageDigest":"{{Digest}}"},"maxResults":1000,"nextToken":"2"}""",
        }));
    }

    [Test]
    public async Task An_image_that_was_never_scanned_has_no_status()
    {
        using var fake = new FakeAws().On("DescribeImageScanFindings", AwsAnswer.Refusal("ScanNotFoundException", "Image scan does not exist"));
        using var aws = Given.Clients(fake);

        var scan = await aws.Ecr.DescribeImageScanFindingsAsync("app", ImageId.ByDigest(Digest), CancellationToken.None);

        Assert.That((scan.Status, scan.Findings.Count), Is.EqualTo(((string?)null, 0)));
    }

    private static AwsAnswer DescribeInPagesOf60(RecordedRequest request)
    {
        var start = int.Parse((string?)request.Document["nextToken"] ?? "0");
        var names = Names(request);
        var next = start + 60 < names.Count ? $"{start + 60}" : null;
        return Repositories(names.Skip(start).Take(60), next);
    }

    private static List<string> Names(RecordedRequest request) => [.. request.Document["repositoryNames"]!.AsArray().Select(n => n!.GetValue<string>())];

    private static AwsAnswer Repositories(IEnumerable<string> names, string? next) => AwsAnswer.Ok(new JsonObject
    {
        ["repositories"] = new JsonArray([.. names.Select(n => new JsonObject
        {
            ["repositoryName"] = n,
            ["repositoryUri"] = $"registry.test/{n}",
            ["repositoryArn"] = $"arn:{n}",
            ["imageTagMutability"] = "IMMUTABLE",
        })]),
        ["nextToken"] = next,
    });
}
