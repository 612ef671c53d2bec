using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Tests.Infra;

/// <summary>What others than Terraform do in the example's account: its zone is there, releases are deployed, objects are stored.</summary>
internal sealed partial class ExampleAccount(Uri endpoint) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = endpoint };

    /// <returns>The id of a hosted zone for shop.example.</returns>
    public async Task<string> CreateZoneAsync()
    {
        using var body = new StringContent("""<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>shop.example</Name><CallerReference>1</CallerReference></CreateHostedZoneRequest>""", Encoding.UTF8, "application/xml");
        return ZoneId().Match(await SendAsync(HttpMethod.Post, "/2013-04-01/hostedzone", "route53", body)).Groups[1].Value;
    }

    /// <summary>Registers the first revision of a family that has the service's name, and moves the service to it.</summary>
    public async Task DeployAsync(string cluster, string service)
    {
        var registered = await EcsAsync("RegisterTaskDefinition", new() { ["family"] = service, ["containerDefinitions"] = new JsonArray(new JsonObject { ["name"] = "nginx", ["image"] = "nginx", ["memory"] = 128 }) });
        await EcsAsync("UpdateService", new() { ["cluster"] = cluster, ["service"] = service, ["taskDefinition"] = (string)registered["taskDefinition"]!["taskDefinitionArn"]! });
    }

    public async Task<string> TaskDefinitionOfAsync(string cluster, string service) =>
        (string)(await EcsAsync("DescribeServices", new() { ["cluster"] = cluster, ["services"] = new JsonArray(service) }))["services"]![0]!["taskDefinition"]!;

    /// <summary>Stores an object as a browser's form does: of other requests moto 5.2.1 reads a bucket policy without its conditions, and so refuses them over HTTP.</summary>
    public async Task StoreAsync(string bucket, string key, string text)
    {
        using var form = new MultipartFormDataContent { { new StringContent(key), "key" }, { new StringContent(text), "file" } };
        await SendAsync(HttpMethod.Post, $"/{bucket}", "s3", form);
    }

    public async Task<string[]> BucketsAsync() => [.. BucketName().Matches(await SendAsync(HttpMethod.Get, "/", "s3", body: null)).Select(match => match.Groups[1].Value)];

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> EcsAsync(string operation, JsonObject request)
    {
        using var body = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1");
        body.Headers.Add("X-Amz-Target", $"AmazonEC2ContainerServiceV20141113.{operation}");
        return JsonNode.Parse(await SendAsync(HttpMethod.Post, "/", "ecs", body))!;
    }

    /// <summary>moto finds the service in the scope of the signature, which it does not verify.</summary>
    private async Task<string> SendAsync(HttpMethod method, string path, string service, HttpContent? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("AWS4-HMAC-SHA256", $"Credential=test/20260101/eu-west-2/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = (await _http.SendAsync(request)).EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("<Id>/hostedzone/([^<]+)</Id>")]
    private static partial Regex ZoneId();

    [GeneratedRegex(@"<Bucket>\s*<Name>([^<]+)</Name>")]
    private static partial Regex BucketName();
}
