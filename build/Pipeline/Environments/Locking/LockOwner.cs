using System.Globalization;
using System.Text.Json.Serialization;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Environments.Locking;

/// <summary>Whose run it is, for someone who waits for it.</summary>
/// <param name="Name"><c>user@host</c>, or the build of AWS CodeBuild, Bitbucket Pipelines or GitHub Actions, with who started it.</param>
/// <param name="BuildUrl">The build's page, or null where there is none.</param>
public sealed record LockOwner(string Name, string? BuildUrl, string BuildNumber, string Commit)
{
    /// <param name="variables">The environment of the process. A variable that is empty counts as not set.</param>
    public static LockOwner Of(IReadOnlyDictionary<string, string> variables, BuildIdentity build)
    {
        var (name, url) = EnvironmentVariables.IsGitHubActions(variables) && Variable(EnvironmentVariables.GitHubRepository) is { } hosted ? (GitHubName(hosted), GitHubUrl(hosted))
            : Variable(EnvironmentVariables.CodeBuildId) is { } id ? ($"CodeBuild {id}", Variable(EnvironmentVariables.CodeBuildUrl))
            : Variable(EnvironmentVariables.BitbucketRepository) is { } repository ? ($"Bitbucket Pipelines {repository}", BitbucketUrl())
            : ($"{Environment.UserName}@{Environment.MachineName}", null);
        return new(name, url, build.BuildNumber, build.Commit);

        string? Variable(string key) => variables.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;

        string? BitbucketUrl() => Variable(EnvironmentVariables.BitbucketOrigin) is { } origin && Variable(EnvironmentVariables.BitbucketBuildNumber) is { } number
            ? $"{origin.TrimEnd('/')}/pipelines/results/{number}"
            : null;

        string GitHubName(string hosted) => $"GitHub Actions {hosted}{(Variable(EnvironmentVariables.GitHubActor) is { } actor ? $" by {actor}" : "")}";

        string? GitHubUrl(string hosted) => Variable(EnvironmentVariables.GitHubServer) is { } server && Variable(EnvironmentVariables.GitHubRunId) is { } run
            ? $"{server.TrimEnd('/')}/{hosted}/actions/runs/{run}"
            : null;
    }

    /// <summary>In one line, with what is known of the run.</summary>
    public string Describe(DateTimeOffset since)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Name} since {since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC (build {BuildNumber}, commit {Commit})");
        return BuildUrl is null ? text : $"{text}, {BuildUrl}";
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LockRecord))]
[JsonSerializable(typeof(BrokenLock))]
internal sealed partial class LockJson : JsonSerializerContext;
