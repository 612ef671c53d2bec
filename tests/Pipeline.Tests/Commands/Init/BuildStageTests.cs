namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>Images that are built to a stage for development.</summary>
public sealed class BuildStageTests
{
    private const string Dockerfile = "FROM --platform=$BUILDPLATFORM node:22 AS dev\nRUN x\nFROM dev AS build\nfrom nginx as Prod\nCOPY --from=build / /\n";

    [TestCase("target: dev", "web: 'build.target' is 'dev', and the last stage of its Dockerfile is 'Prod'.")]
    [TestCase("target: \"1\"", "web: 'build.target' is '1', and the last stage of its Dockerfile is 'Prod'.")]
    [TestCase("target: DEV, dockerfile: other/Dockerfile.two", "web: 'build.target' is 'DEV', and the last stage of its Dockerfile is stage 1.")]
    [TestCase("target: a, dockerfile_inline: \"FROM x AS a\\nFROM y AS b\"", "web: 'build.target' is 'a', and the last stage of its Dockerfile is 'b'.")]
    public async Task A_stage_that_is_not_the_last_is_named(string build, string message)
    {
        using var folder = Create(build);

        await folder.InitAsync();

        Assert.That(folder.Said, Has.One.StartsWith(message));
    }

    [TestCase("target: prod")]
    [TestCase("target: unknown")]
    [TestCase("args: { A: 1 }")]
    [TestCase("target: dev, dockerfile: not-there")]
    public async Task The_last_stage_is_not_spoken_of(string build)
    {
        using var folder = Create(build);

        await folder.InitAsync();

        Assert.That(folder.Said, Has.None.Contains("build.target"));
    }

    private static ApplicationFolder Create(string build)
    {
        var folder = new ApplicationFolder($"services: {{ web: {{ build: {{ context: app, {build} }} }} }}");
        folder.Write("app/Dockerfile", Dockerfile);
        folder.Write("app/other/Dockerfile.two", "FROM x AS dev\nFROM y\n");
        return folder;
    }
}
