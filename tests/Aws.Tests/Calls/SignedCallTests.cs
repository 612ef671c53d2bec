using System.Net;
using System.Text.Json.Nodes;
using Slipway.Aws.S3;
using Slipway.Testing;

namespace Slipway.Aws.Tests.Calls;

public sealed class SignedCallTests
{
    [Test]
    public async Task A_call_is_posted_as_json_1_1_to_its_target_and_signed_for_service_and_region()
    {
        using var fake = new FakeAws().On("DescribeClusters", AwsAnswer.Ok("{}"));
        using var aws = Given.Clients(fake);

        await aws.Json(AwsService.Ecs).InvokeAsync("DescribeClusters", new JsonObject { ["clusters"] = new JsonArray("staging") }, CancellationToken.None);

        var sent = fake.Requests.Single();
        Assert.That(sent.Uri, Is.EqualTo(new Uri("http://127.0.0.1:1/")));
        Assert.That(sent.Body, Is.EqualTo("""{"clusters":["staging"]}"""));
        Assert.That(sent.Headers["Content-Type"], Is.EqualTo("application/x-amz-json-1.1"));
        Assert.That(sent.Headers["X-Amz-Target"], Is.EqualTo("AmazonEC2ContainerServiceV20141113.DescribeClusters"));
        Assert.That(sent.Headers["Authorization"], Does.Match(
            "^AWS4-HMAC-SHA256 Credential=AKIDOFNOACCOUNT/[0-9]{8}/eu-west-2/ecs/aws4_request, SignedHeaders=[a-z0-9;-]*x-amz-target, Signature=[0-9a-f]{64}$"));
    }

    [Test]
    public async Task Members_that_nobody_knows_pass_through_in_both_directions()
    {
        using var fake = new FakeAws().On("RegisterTaskDefinition", AwsAnswer.Ok("{'taskDefinition':{'taskDefinitionArn':'arn:shop:1','newAnswer':{'a':[1,null,'ü']}}}"));
        using var aws = Given.Clients(fake);
        var document = new JsonObject { ["family"] = "shop", ["newMember"] = new JsonObject { ["x"] = 1.50m, ["y"] = null } };

        var revision = await aws.Ecs.RegisterTaskDefinitionAsync(document, CancellationToken.None);

        Assert.That(fake.Requests.Single().Body, Does.StartWith("""{"family":"shop","newMember":{"x":1.50,"y":null},"tags":"""));
        Assert.That(JsonNode.DeepEquals(revision.Document, JsonNode.Parse("""{"taskDefinitionArn":"arn:shop:1","newAnswer":{"a":[1,null,"ü"]}}""")), Is.True);
    }

    [Test]
    public async Task An_answer_without_a_body_is_an_empty_document()
    {
        using var fake = new FakeAws().On("TagResource", AwsAnswer.Ok(""));
        using var aws = Given.Clients(fake);

        var answer = await aws.Json(AwsService.Ecs).InvokeAsync("TagResource", [], CancellationToken.None);

        Assert.That(answer, Is.Empty);
    }

    [TestCase("<html>Sign in to the network</html>")]
    [TestCase("[]")]
    [TestCase("")]
    public async Task What_does_not_speak_the_protocol_is_said_to(string body)
    {
        var strange = new AwsAnswer(HttpStatusCode.OK, body) { MediaType = "text/html", Headers = new Dictionary<string, string>() };
        using var fake = new FakeAws().On("DescribeClusters", strange);
        using var aws = Given.Clients(fake);

        var error = await Failure.OfAsync(() => aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None));

        Assert.That(error.Kind, Is.EqualTo(AwsFailure.Protocol));
        Assert.That(error.Message, Is.EqualTo(
            "ECS DescribeClusters failed: UnexpectedAnswer (HTTP 200): http://127.0.0.1:1/ did not answer with a JSON object. "
            + "Check that the endpoint is the service's (AWS_ENDPOINT_URL, and endpoint_url in the AWS profile)."));
    }

    [Test]
    public async Task The_secret_key_is_in_nothing_that_is_sent_or_said()
    {
        using var fake = new FakeAws()
            .On("DescribeClusters", AwsAnswer.Refusal("AccessDeniedException", "User is not authorized."))
            .On("GET /bucket/key", AwsAnswer.XmlRefusal(HttpStatusCode.Forbidden, "AccessDenied", "Access Denied"));
        using var aws = Given.Clients(fake);
        using var copy = new MemoryStream();

        var json = await Failure.OfAsync(() => aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None));
        var s3 = await Failure.OfAsync(() => aws.Objects.GetAsync(new S3Location("bucket", "key"), copy, CancellationToken.None));

        var said = string.Join('\n', fake.Requests.Select(r => r.Text).Append(json.ToString()).Append(s3.ToString()).Append(Given.Settings.ToString()));
        Assert.That(said, Does.Not.Contain(Given.SecretKey));
        Assert.That(fake.Requests.Select(r => r.Headers.ContainsKey("Authorization")), Is.EqualTo(new[] { true, true }));
    }

    [Test]
    public void Making_clients_looks_nothing_up()
    {
        using var nothing = new AwsEnvironment();
        using var aws = AwsClients.Create(new AwsSettings { Profile = "a-profile-that-is-not" });

        Assert.That(() => (aws.Ecr, aws.Ecs, aws.Objects, aws.Identity), Throws.Nothing);
    }
}
