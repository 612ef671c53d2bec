using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>
/// Applications of the kind that people publish, each through Init and Lint. Beside each folder of <c>Collection</c> stands what became of it: <c>NAME.txt</c>, and
/// <c>NAME.fargate.txt</c> for those that are tried there too, both with <c>.each</c> for those that become several services of ECS. SLIPWAY_RENEW=1 writes these anew, for the difference to be read.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed partial class CollectionTests
{
    private const string Variables = ".env";

    private static readonly string Folder = Path.Combine(Workspace.Repository, "tests/Pipeline.Tests/Commands/Init/Collection");

    private static readonly string[] OnFargate = ["aspnet", "django", "flask", "golang", "kafka", "keycloak", "monitoring", "nextjs", "spring", "voting", "wordpress"];

    private static readonly (string Name, LaunchType LaunchType)[] AsServices = [("fleet", LaunchType.Ec2), ("fleet", LaunchType.Fargate), ("django", LaunchType.Fargate), ("laravel", LaunchType.Ec2), ("voting", LaunchType.Fargate)];

    private static IEnumerable<TestCaseData> Applications => Directory.GetDirectories(Folder).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)
        .SelectMany(name => OnFargate.Contains(name) ? new[] { LaunchType.Ec2, LaunchType.Fargate } : [LaunchType.Ec2], (name, launchType) => new TestCaseData(name, launchType, false))
        .Concat(AsServices.Select(one => new TestCaseData(one.Name, one.LaunchType, true)));

    [TestCaseSource(nameof(Applications))]
    public async Task An_application_becomes_what_stands_beside_it(string sample, LaunchType launchType, bool hasEach)
    {
        using var folder = await CopyAsync(sample);
        var text = new StringBuilder("=== Init ===\n");
        var isWritten = await InitAsync(folder, launchType, hasEach, text);
        if (!isWritten && File.Exists(folder.PathOf(".env.example")) && !File.Exists(folder.PathOf(Variables)))
        {
            folder.Write(Variables, folder.Read(".env.example"));
            text.Append("=== Init, after cp .env.example .env ===\n");
            isWritten = await InitAsync(folder, launchType, hasEach, text);
        }

        if (isWritten)
        {
            text.Append("=== slipway.yml, without comments ===\n").AppendJoin("", folder.Read("slipway.yml").Split('\n').Where(line => line.Trim() is [not '#', ..]).Select(line => $"{line}\n"));
            AppendTasks(folder, text);
            await AppendFindingsAsync(folder, text);
        }

        var golden = Path.Combine(Folder, $"{sample}{(launchType == LaunchType.Fargate ? ".fargate" : "")}{(hasEach ? ".each" : "")}.txt");
        var said = text.ToString().Replace(folder.Root, "/project", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("SLIPWAY_RENEW") == "1") await File.WriteAllTextAsync(golden, said);
        Assert.That(said, Is.EqualTo(await File.ReadAllTextAsync(golden)),
            $"{golden} is stale. Renew it with: SLIPWAY_RENEW=1 dotnet test tests/Pipeline.Tests --filter \"FullyQualifiedName~CollectionTests\"; then check what git diff says.");
    }

    /// <summary>In git, as it would be.</summary>
    private static async Task<ApplicationFolder> CopyAsync(string sample)
    {
        var from = Path.Combine(Folder, sample);
        var folder = new ApplicationFolder(await File.ReadAllTextAsync(Path.Combine(from, "compose.yaml")), sample);
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories)) folder.Write(Path.GetRelativePath(from, file), await File.ReadAllTextAsync(file));
        foreach (var command in new[] { new[] { "init", "--quiet" }, ["add", "--all"] })
        {
            var git = await CommandRunner.RunAsync(new("git", command) { WorkingDirectory = folder.Root }, TestContext.CurrentContext.CancellationToken);
            Assert.That(git.ExitCode, Is.Zero, git.Error);
        }

        return folder;
    }

    private static async Task<bool> InitAsync(ApplicationFolder folder, LaunchType launchType, bool hasEach, StringBuilder text)
    {
        try
        {
            await folder.InitAsync(launchType, hasEach: hasEach);
            foreach (var line in folder.Said.Where(line => line.Length > 0 && !line.StartsWith("Wrote ", StringComparison.Ordinal))) text.Append(line).Append('\n');
            return true;
        }
        catch (RunFailedException refused)
        {
            // Compose names the first service that it meets, in any order.
            var lines = refused.Message.Split('\n').Where(line => !line.StartsWith("error while interpolating ", StringComparison.Ordinal));
            text.Append($"refused, exit code {refused.ExitCode}: {string.Join('\n', lines)}\n");
            return false;
        }
    }

    private static void AppendTasks(ApplicationFolder folder, StringBuilder text)
    {
        text.Append("=== local ===\n").Append(Tasks(folder, "local")).Append("=== staging ===\n").Append(Tasks(folder, "staging"));
        text.Append("=== production ===\n").Append(AsStaging(Tasks(folder, "production")) == Tasks(folder, "staging") ? "as staging\n" : Tasks(folder, "production"));
    }

    /// <summary>The task definition of an environment, or those of its services, each with the service definition.</summary>
    private static string Tasks(ApplicationFolder folder, string environment)
    {
        const string End = "-taskdef.json";
        var text = new StringBuilder();
        foreach (var file in folder.Files.Where(file => file.StartsWith($"taskdefs/{environment}-", StringComparison.Ordinal) && file.EndsWith(End, StringComparison.Ordinal)))
        {
            var definition = $"{file[..^End.Length]}-service.json";
            if (folder.Files.Contains(definition)) text.Append("--- ").Append(file["taskdefs/".Length..^End.Length]).Append('\n');
            text.Append(TaskSummary.Of(TaskDefinitionDocument.Parse(folder.Read(file), environment)));
            if (folder.Files.Contains(definition)) text.Append("service definition ").Append(JsonNode.Parse(folder.Read(definition))!.ToJsonString()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What Lint says at once, and what it says besides with what only the user knows in slipway.yml.</summary>
    private static async Task AppendFindingsAsync(ApplicationFolder folder, StringBuilder text)
    {
        var first = await folder.LintAsync();
        folder.Write("slipway.yml", Commented().Replace(folder.Read("slipway.yml"), ""));
        var second = await folder.LintAsync();

        text.Append("=== Lint ===\n").AppendJoin("", first.Select(finding => $"{finding}\n"));
        text.Append("=== Lint, with slipway.yml filled in ===\n");
        text.AppendJoin("", second.Except(first).Where(finding => !finding.Contains("production", StringComparison.Ordinal) || !second.Contains(AsStaging(finding))).Select(finding => $"{finding}\n"));
        Assert.That(first.Concat(second).Where(finding => finding.Contains(": error ", StringComparison.Ordinal)), Has.All.Contains("FILL-IN").Or.Contains("missing key"));
        Assert.That(second, Has.None.Matches<string>(finding => finding!.StartsWith("taskdefs/local", StringComparison.Ordinal) && finding.Contains(": error ", StringComparison.Ordinal)));
    }

    private static string AsStaging(string text) => text.Replace("production", "staging", StringComparison.Ordinal);

    /// <summary>The keys that slipway.yml has as comments, with an example of each.</summary>
    [GeneratedRegex("# (?=(region|cluster|network): )", RegexOptions.ExplicitCapture)]
    private static partial Regex Commented();
}
