using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Tests.Testing;

/// <summary>Calls of the JSON protocol.</summary>
internal static class JsonCalls
{
    /// <summary>Gives the answer; fails the test when the call is refused.</summary>
    public static async Task<JsonObject> SucceedAsync(this HttpClient client, string target, string request)
    {
        var (status, answer) = await client.CallAsync(target, request);
        Assert.That(status, Is.EqualTo(200), $"{target} {request}: {answer.ToJsonString()}");
        return answer;
    }

    /// <summary>Gives code and message of a refusal, as <c>400 Code: message</c>.</summary>
    public static async Task<string> RefusedAsync(this HttpClient client, string target, string request)
    {
        var (status, answer) = await client.CallAsync(target, request);
        return $"{status} {answer["__type"]}: {answer["message"]}";
    }

    public static async Task<(int Status, JsonObject Answer)> CallAsync(this HttpClient client, string target, string request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(request, Encoding.UTF8, "application/x-amz-json-1.1") }.Signed("json");
        message.Headers.Add("X-Amz-Target", target);
        using var response = await client.SendAsync(message);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }
}
