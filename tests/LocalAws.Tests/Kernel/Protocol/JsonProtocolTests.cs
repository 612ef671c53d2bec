using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Protocol;

public sealed class JsonProtocolTests
{
    [Test]
    public async Task An_operation_is_answered_by_the_service_of_its_target_prefix()
    {
        await using var server = await StartAsync();

        var (status, type, body, requestId) = await CallAsync(server, "Echo.Say", """{"word":"hello"}""");

        Assert.That((status, type, body), Is.EqualTo((HttpStatusCode.OK, "application/x-amz-json-1.1", """{"operation":"Say","request":{"word":"hello"}}""")));
        Assert.That(requestId, Has.Length.EqualTo(36));
    }

    [TestCase("Echo.Refuse", 400, """{"__type":"RefusedException","message":"No."}""")]
    [TestCase("Echo.Break", 500, """{"__type":"InternalFailure","message":"LocalAws failed: Broken. Its log has more, at request ID."}""")]
    [TestCase("Lambda.Invoke", 501, """{"__type":"NotImplemented","message":"LocalAws does not emulate the service Lambda (operation Invoke); run this against AWS, or leave it out with --env=local."}""")]
    [TestCase("Echo", 400, """{"__type":"UnknownOperationException","message":"The header X-Amz-Target is 'Echo'; it should be 'Service.Operation'."}""")]
    public async Task What_is_refused_is_told_in_the_shape_of_the_protocol(string target, int expectedStatus, string expectedBody)
    {
        await using var server = await StartAsync();

        var (status, _, body, requestId) = await CallAsync(server, target, "{}");

        Assert.That(((int)status, body), Is.EqualTo((expectedStatus, expectedBody.Replace("request ID", $"request {requestId}"))));
    }

    [TestCase("[]", "The body is not a JSON object.")]
    [TestCase("""{"word": 1, "word": 2}""", "The body is not JSON: Duplicate property 'word' encountered during deserialization.")]
    [TestCase("{", "The body is not JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed. LineNumber: 0 | BytePositionInLine: 1.")]
    public async Task A_body_that_is_no_object_is_a_serialization_error(string sent, string message)
    {
        await using var server = await StartAsync();

        var (status, _, body, _) = await CallAsync(server, "Echo.Say", sent);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(body, Is.EqualTo($$"""{"__type":"SerializationException","message":"{{message}}"}"""));
    }

    [TestCase("""{"word": "hello", "list": [{"inner": {"loud": true}}]}""", "list[].inner.loud")]
    [TestCase("""{"shouted": ["x"]}""", "shouted")]
    [TestCase("""{"list": [{"inner": {"loud": false}}], "shouted": [], "word": ""}""", null)]
    public async Task A_member_that_the_service_does_not_honour_is_refused_when_it_says_something(string sent, string? member)
    {
        await using var server = await StartAsync();

        var (status, _, body, _) = await CallAsync(server, "Echo.Say", sent);

        Assert.That((int)status, Is.EqualTo(member is null ? 200 : 501));
        if (member is not null) Assert.That(body, Is.EqualTo($$"""{"__type":"NotImplemented","message":"LocalAws does not emulate '{{member}}' of Say; run this against AWS, or leave it out with --env=local."}"""));
    }

    [TestCase("/", "X-Amz-Target", "Echo.Say")]
    [TestCase("/service/Echo/operation/Say", "smithy-protocol", "rpc-v2-cbor")]
    public async Task A_call_that_is_not_signed_is_refused(string path, string header, string value)
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add(header, value);

        using var response = await server.Client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("MissingAuthenticationTokenException").And.Contain("Missing Authentication Token"));
    }

    private static Task<LocalAwsServer> StartAsync() =>
        LocalAwsServer.StartAsync(configure: services => services.AddSingleton<IJsonService, EchoService>());

    private static async Task<(HttpStatusCode Status, string? Type, string Body, string RequestId)> CallAsync(LocalAwsServer server, string target, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1") }.Signed("echo");
        request.Headers.Add("X-Amz-Target", target);
        using var response = await server.Client.SendAsync(request);
        return (response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync(),
            response.Headers.GetValues("x-amzn-RequestId").Single());
    }

    private sealed class EchoService : IJsonService
    {
        public IReadOnlyList<string> Unsupported => ["Say,Shout list[].inner.loud", "Say shouted", "Shout word"];

        public string TargetPrefix => "Echo";

        public Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken) => operation switch
        {
            "Refuse" => throw new AwsErrorException("RefusedException", "No."),
            "Break" => throw new InvalidOperationException("Broken."),
            _ => Task.FromResult(new JsonObject { ["operation"] = operation, ["request"] = request.DeepClone() }),
        };
    }
}
