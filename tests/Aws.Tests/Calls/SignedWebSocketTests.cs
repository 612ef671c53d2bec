using Slipway.Testing;

namespace Slipway.Aws.Tests.Calls;

public sealed class SignedWebSocketTests
{
    [TestCase("wss://ssmmessages.eu-west-2.amazonaws.com/v1/data-channel/ecs-execute-command-1?role=publish_subscribe&cell-number=AA+B/C")]
    [TestCase("ws://127.0.0.1:4566/v1/data-channel/ecs-execute-command-1?role=publish_subscribe")]
    public async Task The_request_for_a_WebSocket_is_signed_and_not_sent(string url)
    {
        using var fake = new FakeAws();
        using var aws = Given.Clients(fake);

        var headers = await aws.SignWebSocketAsync(AwsService.SessionMessages, new(url), CancellationToken.None);

        Assert.That(headers["Authorization"], Does.Match(
            "^AWS4-HMAC-SHA256 Credential=AKIDOFNOACCOUNT/[0-9]{8}/eu-west-2/ssmmessages/aws4_request, SignedHeaders=host;[a-z0-9;-]*x-amz-date, Signature=[0-9a-f]{64}$"));
        Assert.That(headers.Keys, Does.Contain("X-Amz-Date").IgnoreCase.And.Not.Contain("Host"));
        Assert.That(fake.Requests, Is.Empty);
    }
}
