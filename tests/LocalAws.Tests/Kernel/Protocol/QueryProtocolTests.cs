using System.Net;
using System.Xml.Linq;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Protocol;

public sealed class QueryProtocolTests
{
    [TestCase("GetCallerIdentity", "2011-06-15")]
    [TestCase("DescribeLoadBalancers", "2015-12-01")]
    public async Task A_call_that_is_not_signed_is_refused(string action, string version)
    {
        await using var server = await LocalAwsServer.StartAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["Action"] = action, ["Version"] = version });

        using var response = await server.Client.PostAsync(new Uri("/", UriKind.Relative), form);

        var document = XElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.That((response.StatusCode, document.Name.LocalName), Is.EqualTo((HttpStatusCode.Forbidden, "ErrorResponse")));
        Assert.That(
            document.Elements().First().Elements().Select(element => $"{element.Name.LocalName}={element.Value}"),
            Is.EqualTo(new[] { "Type=Sender", "Code=MissingAuthenticationToken", "Message=Request is missing Authentication Token" }));
        Assert.That(document.Elements().Last().Name.LocalName, Is.EqualTo("RequestId"));
    }
}
