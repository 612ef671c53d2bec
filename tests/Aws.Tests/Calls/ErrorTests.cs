using System.Net;
using Slipway.Testing;

namespace Slipway.Aws.Tests.Calls;

public sealed class ErrorTests
{
    [TestCase("{'__type':'ClusterNotFoundException','message':'Cluster not found.'}")]
    [TestCase("{'__type':'com.amazonaws.ecs#ClusterNotFoundException','Message':'Cluster not found.'}")]
    [TestCase("{'code':'ClusterNotFoundException:http://internal/','errorMessage':'Cluster not found.'}")]
    public async Task Code_and_message_are_read_however_they_are_spelt(string body)
    {
        var error = await RefusedAsync(AwsAnswer.Ok(body) with { Status = HttpStatusCode.BadRequest });

        Assert.That(
            (error.Service, error.Operation, error.Code, error.AwsMessage, error.RequestId, error.HttpStatus),
            Is.EqualTo(("ECS", "DescribeClusters", "ClusterNotFoundException", "Cluster not found.", AwsAnswer.RequestId, HttpStatusCode.BadRequest)));
    }

    [Test]
    public async Task The_code_may_stand_in_a_header()
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["x-amzn-ErrorType"] = "ClientException:http://internal/" };

        var error = await RefusedAsync(new AwsAnswer(HttpStatusCode.BadRequest, "{}") { Headers = headers });

        Assert.That((error.Code, error.RequestId, error.Message), Is.EqualTo(
            ("ClientException", (string?)null, "ECS DescribeClusters failed: ClientException (HTTP 400): Bad Request")));
    }

    [Test]
    public async Task An_error_that_is_no_document_is_known_by_its_status()
    {
        var error = await RefusedAsync(new AwsAnswer(HttpStatusCode.RequestEntityTooLarge, "<html>\nToo large\n</html>"));

        Assert.That((error.Kind, error.Code), Is.EqualTo((AwsFailure.Refused, "HTTP 413")));
    }

    [TestCase("ClusterNotFoundException", "Cluster not found.", AwsFailure.NotFound,
        "Cluster not found. Create it, or correct the name, the region or the account.")]
    [TestCase("ExpiredTokenException", "The security token included in the request is expired", AwsFailure.Credentials,
        "The security token included in the request is expired. The session has expired: sign in again ('aws sso login'), or renew AWS_SESSION_TOKEN.")]
    [TestCase("UnrecognizedClientException", "The security token included in the request is invalid.", AwsFailure.Credentials,
        "The security token included in the request is invalid. Check AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, or the AWS profile: they must be of one session, and of this partition.")]
    [TestCase("InvalidSignatureException", "Signature expired: it is now later.", AwsFailure.Credentials,
        "Signature expired: it is now later. Set this machine's clock.")]
    [TestCase("AccessDeniedException", "Access denied", AwsFailure.AccessDenied,
        "Access denied. Allow the caller 'ecs:DescribeClusters'.")]
    [TestCase("AccessDeniedException", "User: arn:aws:sts::123456789012:assumed-role/ci is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/task", AwsFailure.AccessDenied,
        "User: arn:aws:sts::123456789012:assumed-role/ci is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/task. Allow the caller 'iam:PassRole'.")]
    [TestCase("InvalidParameterException", "Two\nlines.", AwsFailure.Refused, "Two lines.")]
    public async Task The_message_is_one_line_with_the_remedy(string code, string message, AwsFailure kind, string end)
    {
        var error = await RefusedAsync(AwsAnswer.Refusal(code, message));

        Assert.That(error.Kind, Is.EqualTo(kind));
        Assert.That(error.Message, Is.EqualTo($"ECS DescribeClusters failed: {code} (HTTP 400, request {AwsAnswer.RequestId}): {end}"));
    }

    private static async Task<AwsException> RefusedAsync(AwsAnswer answer)
    {
        using var fake = new FakeAws().On("DescribeClusters", answer);
        using var aws = Given.Clients(fake);
        return await Failure.OfAsync(() => aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None));
    }
}
