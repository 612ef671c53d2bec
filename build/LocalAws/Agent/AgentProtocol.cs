using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Agent.Credentials;
using Slipway.LocalAws.Agent.Forwarding;
using Slipway.LocalAws.Agent.Metadata;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Agent;

/// <summary>
/// The agent of ECS as containers know it: metadata and stats, version 3 and 4, the credentials of the task role, and the protection of the task. Refusals have the words and the
/// statuses of https://github.com/aws/amazon-ecs-agent, <c>ecs-agent/tmds/handlers</c> and <c>agent/handlers/v3</c>. Not signed, so no call of S3.
/// </summary>
internal sealed class AgentProtocol(IAgentTasks tasks, TaskMetadata metadata, TaskCredentials credentials, ProtectionState protection, Forwarder forwarder) : IProtocol
{
    private static readonly string[] Paths = ["/v3", "/v4", "/v2/credentials", "/api"];

    private const string NotFound = "unable to get task arn from request: unable to get task Arn from v3 endpoint ID: ";
    private const string ContainerNotFound = "unable to get container ID from request: unable to get docker ID from v3 endpoint ID: ";

    /// <summary>Tasks ask again and again, and for credentials by a path that is as good as a password.</summary>
    public bool IsLogged => false;

    public bool Accepts(HttpRequest request) => (HttpMethods.IsGet(request.Method) || (HttpMethods.IsPut(request.Method) && IsProtection(Parts(request)))) && !CredentialScope.IsSigned(request)
        && Array.Exists(Paths, path => request.Path.StartsWithSegments(path, StringComparison.Ordinal));

    /// <summary>The ids in its paths are as good as passwords. A task in network mode host, as any user of its container, has only these.</summary>
    public bool IsOpen(HttpRequest request) => true;

    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var path = Parts(context.Request);
        var (status, answer) = IsProtection(path) ? await ProtectionAsync(context, path[1], cancellationToken) : await AnswerAsync(path, cancellationToken);
        context.Response.StatusCode = status;
        await JsonProtocol.WriteAsync(context.Response, answer, JsonProtocol.PlainContentType, cancellationToken);
    }

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken) =>
        JsonProtocol.WriteErrorAsync(context.Response, error, JsonProtocol.PlainContentType, cancellationToken);

    private static string[] Parts(HttpRequest request) => request.Path.Value!.Trim('/').Split('/');

    private static bool IsProtection(string[] path) => path is ["api", _, "task-protection", "v1", "state"];

    private async Task<(int Status, JsonNode? Answer)> ProtectionAsync(HttpContext context, string endpoint, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = HttpMethods.IsPut(context.Request.Method) ? await reader.ReadToEndAsync(cancellationToken) : null;
        return await protection.AnswerAsync(endpoint, body, context.TraceIdentifier, cancellationToken);
    }

    private async Task<(int Status, JsonNode? Answer)> AnswerAsync(string[] path, CancellationToken cancellationToken)
    {
        try
        {
            return path switch
            {
                ["v2", "credentials", var id] => await CredentialsAsync(id, cancellationToken),
                ["v2", "credentials"] => Refused(400, "NoIdInRequest", "CredentialsV2Request: No Credential ID in the request"),
                ["v4", var start, "forwarder"] => Reached(start),
                ["v3" or "v4", _, ..] => await MetadataAsync(path[0][1] - '0', path[1], string.Join('/', path[2..]), cancellationToken),
                _ => throw AwsErrorException.NotImplemented($"the agent's {path[0]}"),
            };
        }
        catch (EngineException unreachable)
        {
            return (500, unreachable.Message);
        }
    }

    private (int, JsonNode?) Reached(string start)
    {
        forwarder.Reached(start);
        return (200, new JsonObject());
    }

    private async Task<(int, JsonNode?)> CredentialsAsync(string id, CancellationToken cancellationToken)
    {
        if (await tasks.FindByCredentialsAsync(id, cancellationToken) is not { RoleArn: { } role } task)
            return Refused(400, "InvalidIdInRequest", "CredentialsV2Request: Credentials not found");
        var given = await credentials.OfAsync(task, cancellationToken);
        return (200, new JsonObject
        {
            ["RoleArn"] = role,
            ["AccessKeyId"] = given.AccessKeyId,
            ["SecretAccessKey"] = given.SecretAccessKey,
            ["Token"] = given.Token,
            ["Expiration"] = given.Expiration.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        });
    }

    private async Task<(int, JsonNode?)> MetadataAsync(int version, string endpoint, string what, CancellationToken cancellationToken)
    {
        var (of, missing) = what switch
        {
            "" => ("container metadata", ContainerNotFound),
            "task" or "taskWithTags" => ("task metadata", NotFound),
            "stats" => ("container stats", NotFound),
            "task/stats" => ("task stats", NotFound),
            _ => ("", ""),
        };
        if (of.Length == 0)
            return (404, "404 page not found");
        var task = await tasks.FindByEndpointAsync(endpoint, cancellationToken);
        var container = task?.Containers.First(known => known.EndpointId == endpoint);
        var document = task is null ? null : what switch
        {
            "" => await metadata.ContainerAsync(task, container!, version, cancellationToken),
            "stats" => await metadata.ContainerStatsAsync(task, container!, cancellationToken),
            "task/stats" => await metadata.TaskStatsAsync(task, cancellationToken),
            _ => await metadata.TaskAsync(task, version, what == "taskWithTags", cancellationToken),
        };
        return document is null ? (version == 3 ? 400 : 404, $"V{version} {of} handler: {missing}{endpoint}") : (200, document);
    }

    private static (int, JsonNode?) Refused(int status, string code, string message) => (status, new JsonObject { ["code"] = code, ["message"] = message });
}
