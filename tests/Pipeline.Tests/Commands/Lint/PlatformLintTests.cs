using static Slipway.Pipeline.Tests.Commands.Lint.LintedFolder;

namespace Slipway.Pipeline.Tests.Commands.Lint;

public sealed class PlatformLintTests
{
    private const string Arm = "\"runtimePlatform\": {\"cpuArchitecture\": \"ARM64\"},";

    [TestCase(Arm, null, "linux/amd64", null, "linux/arm64")]
    [TestCase("", "FARGATE", "linux/arm64", null, "linux/amd64")]
    [TestCase("", "FARGATE", null, "linux/arm64/v8", "linux/amd64")]
    [TestCase("\"requiresCompatibilities\": [\"FARGATE\"],", null, "linux/arm64", "linux/amd64", "linux/amd64")]
    public void An_image_that_is_built_for_another_platform_than_its_task_is_an_error(string members, string? launchType, string? configured, string? inCompose, string task)
    {
        var found = Lint(members, launchType, configured, inCompose);

        Assert.That(found, Is.EqualTo(new[] { $"task.json:1:{found[0].Split(':')[2]}: error SLP118: The image of container 'app' is built for {configured ?? inCompose}, and its task runs on {task}." }));
    }

    [TestCase(Arm, null, "linux/arm64", null)]
    [TestCase(Arm, null, "linux/arm64", "linux/amd64")]
    [TestCase(Arm, null, null, "linux/${ARCHITECTURE}")]
    [TestCase(Arm, null, null, null)]
    [TestCase("", null, "linux/arm64", null)]
    [TestCase("", "FARGATE", null, "linux/x86_64")]
    [TestCase(Arm, null, "linux/aarch64", null)]
    public void An_image_for_its_task_or_for_no_platform_in_particular_is_not(string members, string? launchType, string? configured, string? inCompose) =>
        Assert.That(Lint(members, launchType, configured, inCompose), Is.Empty);

    /// <param name="configured">In <c>slipway.yml</c>.</param>
    private static string[] Lint(string members, string? launchType, string? configured, string? inCompose)
    {
        using var folder = new LintedFolder();
        folder.Environment = folder.Environment with
        {
            LaunchType = launchType,
            Platforms = configured is null ? new Dictionary<string, string>() : new() { ["app"] = configured },
        };
        folder.With("task.json", $$"""{ "family": "shop", {{members}} "containerDefinitions": [{{Container("app")}}] }""");
        var services = inCompose is null ? "{}" : $$"""{ "app": { "build": { "context": "ROOT/app" }, "platform": "{{inCompose}}" } }""";
        // What Fargate needs besides is not what is checked here.
        return [.. folder.Lint(services).Where(line => line.Contains(" SLP", StringComparison.Ordinal))];
    }
}
