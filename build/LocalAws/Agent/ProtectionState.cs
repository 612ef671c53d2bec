using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Agent;

/// <summary>
/// <c>$ECS_AGENT_URI/task-protection/v1/state</c>, by which a task reads and sets its own protection: GET and PUT of ECS's GetTaskProtection and UpdateTaskProtection.
/// https://github.com/aws/amazon-ecs-agent, <c>ecs-agent/tmds/handlers/taskprotection/v1</c>
/// </summary>
internal sealed class ProtectionState(IAgentTasks tasks)
{
    private const string Enabled = "ProtectionEnabled";
    private const string Minutes = "ExpiresInMinutes";

    /// <param name="endpoint">The id in the path.</param>
    /// <param name="body">What is put; null to read.</param>
    public async Task<(int Status, JsonNode Answer)> AnswerAsync(string endpoint, string? body, string requestId, CancellationToken cancellationToken)
    {
        var change = body is null ? null : Decode(body);
        if (body is not null && change is null)
            return (400, Error(null, "InvalidParameterException", "UpdateTaskProtection: failed to decode request"));
        if (await tasks.FindByEndpointAsync(endpoint, cancellationToken) is not { } task)
            return (404, Error(null, "ResourceNotFoundException", "Failed to find a task for the request"));
        if (change is not null && change[Enabled] is null)
            return (400, Error(task.Arn, "InvalidParameterException", $"Invalid request: does not contain '{Enabled}' field"));
        if (task.RoleArn is null)
            return (403, Error(task.Arn, "AccessDeniedException", "Invalid Request: no task IAM role credentials available for task"));
        try
        {
            return (200, Answer(await CallAsync(task, change, cancellationToken)));
        }
        catch (AwsErrorException refused)
        {
            var error = Error(task.Arn, refused.Code, refused.Message);
            error["requestID"] = requestId;
            return (refused.Status, error);
        }
    }

    private Task<JsonObject> CallAsync(AgentTask task, JsonObject? change, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["cluster"] = task.ClusterName, ["tasks"] = new JsonArray(task.Arn) };
        if (change is null)
            return tasks.CallAsync("GetTaskProtection", request, cancellationToken);
        request["protectionEnabled"] = change[Enabled]!.DeepClone();
        request["expiresInMinutes"] = change[Minutes]?.DeepClone();
        return tasks.CallAsync("UpdateTaskProtection", request, cancellationToken);
    }

    private static JsonObject Answer(JsonObject answer)
    {
        if (answer.Objects("failures") is [var failure, ..])
            return new() { ["failure"] = new JsonObject { ["Arn"] = failure["arn"]?.DeepClone(), ["Detail"] = null, ["Reason"] = failure["reason"]?.DeepClone() } };
        var given = answer.Objects("protectedTasks")[0];
        var protection = new JsonObject { ["ExpirationDate"] = null, [Enabled] = given["protectionEnabled"]?.DeepClone(), ["TaskArn"] = given["taskArn"]?.DeepClone() };
        if (given.Real("expirationDate") is { } seconds)
            protection["ExpirationDate"] = DateTimeOffset.UnixEpoch.AddMilliseconds((double)(seconds * 1000)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
        return new() { ["protection"] = protection };
    }

    /// <summary>As Go decodes it: names in any case, no others, and values of their type. Null for what it cannot.</summary>
    private static JsonObject? Decode(string body)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject given)
                return null;
            var decoded = new JsonObject();
            foreach (var (name, value) in given)
            {
                var known = new[] { Enabled, Minutes }.FirstOrDefault(one => one.Equals(name, StringComparison.OrdinalIgnoreCase));
                var kind = value?.GetValueKind();
                var isTyped = kind is null || (known == Enabled ? kind is JsonValueKind.True or JsonValueKind.False : kind == JsonValueKind.Number && value!.AsValue().TryGetValue<int>(out _));
                if (known is null || !isTyped)
                    return null;
                decoded[known] = value?.DeepClone();
            }

            return decoded;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Error(string? arn, string code, string message)
    {
        var error = new JsonObject();
        if (arn is not null)
            error["Arn"] = arn;
        (error["Code"], error["Message"]) = (code, message);
        return new() { ["error"] = error };
    }
}
