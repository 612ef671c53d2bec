using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Protocol;

public sealed class LoopbackGuardTests
{
    [TestCase("Host", "rebound.example", 403)]
    [TestCase("Origin", "https://page.example", 403)]
    [TestCase("Host", "localhost:4566", 200)]
    [TestCase("Host", "data-127.0.0.1:4566", 200)]
    [TestCase("User-Agent", "aws-cli", 200)]
    public async Task Web_pages_are_kept_out(string header, string value, int status)
    {
        await using var server = await LocalAwsServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_slipway/health");
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await server.Client.SendAsync(request);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }
}
