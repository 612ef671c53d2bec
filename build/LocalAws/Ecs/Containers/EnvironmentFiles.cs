using System.Text;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.S3;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>
/// The environment of a container: its <c>environmentFiles</c> from S3 and its <c>environment</c>, which wins. Of two files the first wins.
/// The rules are those of the agent of ECS, and not those of Compose.
/// </summary>
public sealed class EnvironmentFiles(IBucketStore buckets)
{
    private const string ArnPrefix = "arn:aws:s3:::";

    /// <summary>All variables of a container.</summary>
    /// <exception cref="TaskRuntimeException"><c>ResourceInitializationError</c>: a file is not there.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(ContainerDefinition container, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(container);
        var environment = container.Environment.ToDictionary();
        foreach (var arn in container.EnvironmentFiles)
        {
            foreach (var (name, value) in Parse(Encoding.UTF8.GetString(await DownloadAsync(arn, cancellationToken))))
                environment.TryAdd(name, value);
        }

        return environment;
    }

    /// <summary>
    /// One variable a line; <c>#</c> begins a comment line; quotes and spaces are part of the value, and spaces and <c>export </c> part of the name; a line
    /// without a name or a value sets nothing.
    /// </summary>
    /// <remarks>amazon-ecs-agent, agent/taskresource/envFiles/envfile.go, readEnvVarsFromFile.</remarks>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var variables = new Dictionary<string, string>();
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && equals < line.Length - 1 && !line.StartsWith('#'))
                variables[line[..equals]] = line[(equals + 1)..];
        }

        return variables;
    }

    private async Task<byte[]> DownloadAsync(string arn, CancellationToken cancellationToken)
    {
        try
        {
            var path = arn.StartsWith(ArnPrefix, StringComparison.Ordinal) ? arn[ArnPrefix.Length..].Split('/', 2) : [];
            return path is [var bucket, var key]
                ? await buckets.ReadAsync(bucket, key, cancellationToken)
                : throw new AwsErrorException("InvalidParameterException", "it is not the ARN of an object in S3.");
        }
        catch (AwsErrorException refused)
        {
            throw new TaskRuntimeException($"ResourceInitializationError: failed to download env files: {arn}: {refused.Code}: {refused.Message}", refused);
        }
    }
}
