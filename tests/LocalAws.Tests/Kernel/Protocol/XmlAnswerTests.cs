using System.Net;
using System.Xml.Linq;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Protocol;

public sealed class XmlAnswerTests
{
    [Test]
    public async Task An_error_that_quotes_what_XML_cannot_hold_is_XML_all_the_same()
    {
        await using var server = await LocalAwsServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new FormUrlEncodedContent([new("Action", "Get\u0001Identity"), new("Version", "2011-06-15")]) };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0");

        using var response = await server.Client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!.Value, Does.Contain("Get\uFFFDIdentity"));
    }
}
