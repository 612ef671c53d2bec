using Slipway.LocalAws.Tests.Testing;
using static Slipway.LocalAws.Tests.S3.S3Requests;

namespace Slipway.LocalAws.Tests.S3;

public sealed class PresignedUrlTests
{
    private const string Version4 = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20250101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-SignedHeaders=host&X-Amz-Signature=0";

    [TestCase("X-Amz-Date=20250101T000000Z&X-Amz-Expires=900", "<X-Amz-Expires>900</X-Amz-Expires><Expires>2025-01-01T00:15:00Z</Expires>")]
    [TestCase("AWSAccessKeyId=AKIA&Signature=0&Expires=1735690500", "<Expires>2025-01-01T00:15:00Z</Expires>")]
    public async Task A_URL_whose_time_is_over_is_refused_with_the_times(string time, string members)
    {
        await using var server = await LocalAwsServer.StartAsync();

        var (status, body) = await GetAsync(server, time.StartsWith("X-Amz", StringComparison.Ordinal) ? $"{Version4}&{time}" : time);

        Assert.That(status, Is.EqualTo(403));
        Assert.That(body, Does.Match($"<Error><Code>AccessDenied</Code><Message>Request has expired</Message>{members}<ServerTime>\\d{{4}}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ</ServerTime>"));
    }

    [TestCase("", "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.")]
    [TestCase("&X-Amz-Date=2025-01-01&X-Amz-Expires=900", "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")]
    [TestCase("&X-Amz-Date=20250101T000000Z&X-Amz-Expires=soon", "X-Amz-Expires should be a number")]
    [TestCase("&X-Amz-Date=20250101T000000Z&X-Amz-Expires=-1", "X-Amz-Expires must be non-negative")]
    [TestCase("&X-Amz-Date=20250101T000000Z&X-Amz-Expires=604801", "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds")]
    public async Task A_URL_without_a_time_that_it_can_have_is_refused(string time, string message)
    {
        await using var server = await LocalAwsServer.StartAsync();

        var (status, body) = await GetAsync(server, Version4 + time);

        Assert.That((status, Element(body, "Code"), Element(body, "Message")), Is.EqualTo((400, "AuthorizationQueryParametersError", message)));
    }

    private static async Task<(int Status, string Body)> GetAsync(LocalAwsServer server, string query)
    {
        using var response = await server.Client.GetAsync(new Uri($"/?{query}", UriKind.Relative));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
