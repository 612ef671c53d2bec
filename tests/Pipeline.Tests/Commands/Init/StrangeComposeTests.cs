using System.Text.RegularExpressions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>
/// Compose files as people write them who never thought of ECS, each with <c>--services=each</c> on both launch types: what Init writes passes Lint and is what a rehearsal would
/// run, or it is refused with a reason.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed partial class StrangeComposeTests
{
    private static IEnumerable<StrangeCompose> Cases => StrangeCompose.All;

    [TestCaseSource(nameof(Cases))]
    public async Task It_becomes_services_that_pass_Lint_or_is_refused_with_a_reason(StrangeCompose one)
    {
        using var ec2 = one.Folder();
        using var fargate = one.Folder();

        var found = (await TryAsync(ec2, LaunchType.Ec2), await TryAsync(fargate, LaunchType.Fargate));

        var said = ec2.Said.Select(line => $"EC2: {line.Trim()}").Concat(fargate.Said.Select(line => $"Fargate: {line.Trim()}")).ToList();
        Assert.That(found, Is.EqualTo((one.Ec2, one.Fargate ?? one.Ec2)), string.Join('\n', said));
        foreach (var sentence in one.Says) Assert.That(said, Has.Some.StartsWith(sentence));
    }

    /// <returns>The services of staging in their order, each with those before it, or the first line of the refusal.</returns>
    private static async Task<string> TryAsync(ApplicationFolder folder, LaunchType launchType)
    {
        try
        {
            await folder.InitAsync(launchType, hasEach: true);
        }
        catch (RunFailedException refused)
        {
            Assert.That((refused.ExitCode, folder.Files.Where(file => file.StartsWith("taskdefs/", StringComparison.Ordinal))), Is.EqualTo((ExitCodes.Configuration, Array.Empty<string>())), refused.Message);
            return refused.Message.Split('\n').Last();
        }

        var local = SettingsReader.Read(folder.PathOf("slipway.yml"), "local");
        new DeploymentFiles(local, PlaceholderValues.For(local, new("1", "c0ffee", null)), new(folder.Root), new Dictionary<string, string>()).Check();
        folder.Write("slipway.yml", Commented().Replace(folder.Read("slipway.yml"), ""));
        var errors = (await folder.LintAsync()).Where(finding => finding.Contains(": error ", StringComparison.Ordinal) && !finding.Contains("FILL-IN", StringComparison.Ordinal));
        Assert.That(errors, Is.Empty);
        return string.Join("; ", SettingsReader.Read(folder.PathOf("slipway.yml"), "staging").Services.Select(service => $"{service.Name}{(service.After.Count > 0 ? $" after {string.Join(", ", service.After)}" : "")}"));
    }

    /// <summary>The keys that slipway.yml has as comments, with an example of each.</summary>
    [GeneratedRegex("# (?=(region|cluster|network): )", RegexOptions.ExplicitCapture)]
    private static partial Regex Commented();
}
