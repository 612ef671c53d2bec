using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Secrets;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>
/// The <c>secrets</c> of a container: variables whose values come from Secrets Manager
/// (<c>ARN[:json-key:version-stage:version-id]</c>) or Parameter Store (a name or an ARN); and the <c>secretOptions</c> of its log driver.
/// </summary>
public sealed class ContainerSecrets(ISecretValues values)
{
    private const string Failure = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ";
    private const string FromSecretsManager = Failure + "unable to retrieve secret from asm: service call has been retried 1 time(s): ";
    private const string FromParameterStore = Failure + "unable to retrieve secrets from ssm: service call has been retried 1 time(s): ";

    /// <summary>Parts of the ARN of a secret, before those that ECS adds.</summary>
    private const int ArnParts = 7;

    /// <summary>
    /// Variable to value. Options of the log driver are none, as logs stay on the engine, but the agent of ECS gets them together with the secrets (as secrets whose
    /// target is LOG_DRIVER: agent/api/container/container.go of amazon-ecs-agent), so that a missing one stops the task with the same reason.
    /// </summary>
    /// <exception cref="TaskRuntimeException"><c>ResourceInitializationError</c>: one of them is not there.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(ContainerDefinition container, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(container);
        var found = new Dictionary<string, string>();
        var missing = new List<string>();
        var variables = container.Node.Members("secrets").ToList();
        foreach (var secret in variables.Concat(container.Node.Object("logConfiguration")?.Members("secretOptions") ?? []))
        {
            var source = $"{secret["valueFrom"]}";
            var value = source.StartsWith("arn:aws:secretsmanager:", StringComparison.Ordinal)
                ? await ReadSecretAsync(source, cancellationToken)
                : await ReadParameterAsync(source, cancellationToken);
            if (value is null)
                missing.Add(source.Split(":parameter", 2)[^1]);
            else if (variables.Contains(secret))
                found[$"{secret["name"]}"] = value;
        }

        return missing.Count == 0 ? found : throw new TaskRuntimeException($"{FromParameterStore}invalid parameters: {string.Join(",", missing)}");
    }

    private async Task<string> ReadSecretAsync(string source, CancellationToken cancellationToken)
    {
        if (!SecretReference.IsComplete(source))
            throw new TaskRuntimeException($"{Failure}unexpected ARN format with parameters when trying to retrieve ASM secret");
        var parts = source.Split(':');
        var arn = string.Join(':', parts.Take(ArnParts));
        var (key, stage, version) = (Part(parts, 0), Part(parts, 1), Part(parts, 2));
        try
        {
            var text = await values.ReadSecretAsync(arn, stage, version, cancellationToken);
            return key is null ? text : Member(text, key, arn);
        }
        catch (AwsErrorException refused)
        {
            throw new TaskRuntimeException($"{FromSecretsManager}failed to fetch secret {arn} from secrets manager: {refused.Code}: {refused.Message}", refused);
        }
    }

    private async Task<string?> ReadParameterAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            return await values.ReadParameterAsync(source, cancellationToken);
        }
        catch (AwsErrorException refused)
        {
            throw new TaskRuntimeException($"{FromParameterStore}{refused.Code}: {refused.Message}", refused);
        }
    }

    private static string? Part(string[] parts, int number) => parts.ElementAtOrDefault(ArnParts + number) is { Length: > 0 } part ? part : null;

    /// <summary>The parser's own message is left out: it quotes the value.</summary>
    private static string Member(string text, string key, string arn)
    {
        try
        {
            return (JsonNode.Parse(text) as JsonObject)?[key]?.ToString()
                ?? throw new TaskRuntimeException($"{FromSecretsManager}retrieved secret from Secrets Manager did not contain json key {key}");
        }
        catch (JsonException)
        {
            throw new TaskRuntimeException($"{FromSecretsManager}the value of {arn} is not JSON, so it has no key {key}");
        }
    }
}
