using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Environments;

/// <summary>A release of staging that becomes production's, on an account where nothing is deployed: without a build and without a Docker engine.</summary>
internal sealed class Promotion(RehearsedAccount account)
{
    /// <summary>Promotes before there is anything to promote.</summary>
    public CommandResult Early { get; private set; } = null!;

    public CommandResult Staging { get; private set; } = null!;

    /// <summary>Promotes where nobody can be asked for an approval.</summary>
    public CommandResult Unapproved { get; private set; } = null!;

    public CommandResult Promoted { get; private set; } = null!;

    /// <summary>Deploys the recorded release of production to staging.</summary>
    public CommandResult Wrong { get; private set; } = null!;

    /// <summary>Deploys it to production once more, from the record alone.</summary>
    public CommandResult Again { get; private set; } = null!;

    /// <summary>What artifacts/release.json is after the promotion.</summary>
    public JsonNode Release { get; private set; } = null!;

    /// <summary>Of the application's repository, after the promotion.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; private set; } = null!;

    /// <summary>Tags of an image that is built elsewhere: before the promotion and after it.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Others { get; private set; } = [];

    /// <summary>What staging runs.</summary>
    public (string TaskDefinition, IReadOnlyList<string> Images) Source { get; private set; }

    /// <summary>What production runs.</summary>
    public (string TaskDefinition, IReadOnlyList<string> Images) Target { get; private set; }

    /// <summary>The task definition of production after the recorded release was deployed again.</summary>
    public string TargetAgain { get; private set; } = "";

    public async Task RunAsync()
    {
        Early = await RunAsync("--target=Promote", "--from=staging", "--env=production");
        Staging = await RunAsync("--target=Deploy", "--env=staging", "--build-number=77");
        var before = await account.TagsAsync("tutorbloc.blackbox");

        Unapproved = await RunAsync("--target=Promote", "--env=production");
        Promoted = await RunAsync("--target=Promote", "--env=production", "--approved-by=ada");
        if ((Staging.ExitCode, Promoted.ExitCode) != (0, 0)) throw new InvalidOperationException($"Nothing was promoted:\n{Staging.Output}{Staging.Error}{Promoted.Output}{Promoted.Error}");
        Tags = await account.TagsAsync("tutorbloc.app");
        Others = [before, await account.TagsAsync("tutorbloc.blackbox")];
        (Source, Target) = (await RunningAsync("staging"), await RunningAsync("production"));
        await DeployRecordedReleaseAsync();
    }

    private async Task DeployRecordedReleaseAsync()
    {
        var artifacts = account.Copy.Workspace.PathOf("artifacts");
        var kept = account.Copy.Workspace.PathOf(".slipway/kept.json");
        File.Move(Path.Combine(artifacts, "release.json"), kept);
        Release = JsonNode.Parse(await File.ReadAllTextAsync(kept))!;
        Directory.Delete(artifacts, recursive: true);

        Wrong = await RunAsync("--target=Deploy", "--env=staging", "--release=.slipway/kept.json");
        Again = await RunAsync("--target=Deploy", "--env=production", "--release=.slipway/kept.json", "--approved-by=bob");
        TargetAgain = (await RunningAsync("production")).TaskDefinition;
    }

    private async Task<(string TaskDefinition, IReadOnlyList<string> Images)> RunningAsync(string environment)
    {
        var taskDefinition = (string)(await account.ServiceAsync(environment, $"{environment}-app"))["taskDefinition"]!;
        var containers = await account.ContainersAsync(taskDefinition);
        return (taskDefinition, [.. containers.Select(container => $"{container!["name"]} {container["image"]}").Order(StringComparer.Ordinal)]);
    }

    private Task<CommandResult> RunAsync(params IReadOnlyList<string> arguments)
    {
        var variables = new Dictionary<string, string?>(account.Variables);
        if (arguments.Contains("--target=Promote")) variables["DOCKER_HOST"] = "tcp://127.0.0.1:1";
        return RehearsalCopy.RunAsync(account.Copy.BuildScript(arguments) with { Environment = variables });
    }
}
