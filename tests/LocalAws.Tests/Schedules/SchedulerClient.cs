using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Schedules;

/// <summary>Calls EventBridge Scheduler as the SDKs do.</summary>
internal sealed class SchedulerClient(HttpClient client)
{
    public const string Role = "arn:aws:iam::000000000000:role/scheduler";
    public const string Cluster = "arn:aws:ecs:us-east-1:000000000000:cluster/local";

    /// <summary>A schedule that runs a task definition.</summary>
    public static JsonObject Definition(string expression, string taskDefinition, string? input = null)
    {
        var target = new JsonObject { ["Arn"] = Cluster, ["RoleArn"] = Role, ["EcsParameters"] = new JsonObject { ["TaskDefinitionArn"] = taskDefinition } };
        if (input is not null)
            target["Input"] = input;
        return new() { ["ScheduleExpression"] = expression, ["FlexibleTimeWindow"] = new JsonObject { ["Mode"] = "OFF" }, ["Target"] = target };
    }

    /// <summary>Gives the answer; fails the test when the call is refused.</summary>
    public async Task<JsonObject> SucceedAsync(string method, string path, JsonObject? body = null)
    {
        var (status, _, answer) = await CallAsync(method, path, body);
        Assert.That(status, Is.EqualTo(200), $"{method} {path}: {answer.ToJsonString()}");
        return answer;
    }

    /// <summary>Gives code and message of a refusal, as <c>400 Code: message</c>.</summary>
    public async Task<string> RefusedAsync(string method, string path, JsonObject? body = null)
    {
        var (status, code, answer) = await CallAsync(method, path, body);
        return $"{status} {code}: {answer["Message"]}";
    }

    private async Task<(int Status, string? Code, JsonObject Answer)> CallAsync(string method, string path, JsonObject? body)
    {
        using var message = new HttpRequestMessage(new(method), path).Signed("scheduler");
        if (body is not null)
            message.Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        using var response = await client.SendAsync(message);
        var code = response.Headers.TryGetValues("x-amzn-ErrorType", out var values) ? values.Single() : null;
        return ((int)response.StatusCode, code, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }
}
