using System.Runtime.Versioning;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>.ci/run, with a build.sh and a dotnet that only say how they were called.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class ContinuousIntegrationTests
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void Copy()
    {
        _folder = Directory.CreateTempSubdirectory("slipway-ci-");
        Directory.CreateDirectory(PathOf(".ci"));
        File.Copy(Path.Join(Workspace.Repository, ".ci/run"), PathOf(".ci/run"));
        Directory.CreateDirectory(PathOf("tools"));
    }

    [TearDown]
    public void Remove() => _folder.Delete(recursive: true);

    [TestCase(0, 0, 0, 0)]
    [TestCase(0, 2, 0, 1)]
    [TestCase(0, 0, 1, 1)]
    [TestCase(4, 0, 0, 4)]
    [TestCase(3, 2, 1, 3)]
    public async Task It_ends_with_the_tests_exit_code_and_never_with_0_when_the_format_or_an_analyzer_complains(int tests, int format, int build, int expected)
    {
        Script("build.sh", $"echo \"build.sh $* with CI=$CI\"; cat; exit {tests}");
        Script("tools/dotnet", $"echo \"dotnet $*\"; case $1 in format) exit {format};; *) exit {build};; esac");
        Script("tools/shellcheck", "exit 0");

        var result = await RunAsync();

        Assert.That(result.ExitCode, Is.EqualTo(expected));
        Assert.That(result.Output, Does.EndWith("""
            == dotnet format whitespace Slipway.slnx --verify-no-changes
            dotnet format whitespace Slipway.slnx --verify-no-changes
            == dotnet build Slipway.slnx --nologo --verbosity quiet
            dotnet build Slipway.slnx --nologo --verbosity quiet
            == ./build.sh --target=Test
            build.sh --target=Test with CI=true

            """));
    }

    [Test]
    public async Task It_gives_its_standard_input_to_nobody()
    {
        Script("build.sh", "cat");
        Script("tools/dotnet", "cat");
        Script("tools/shellcheck", "exit 0");

        var result = await RunAsync();

        Assert.That(result.Output, Does.Not.Contain("someone's input"));
    }

    private string PathOf(string file) => Path.Join(_folder.FullName, file);

    private void Script(string file, string text)
    {
        File.WriteAllText(PathOf(file), $"#!/usr/bin/env bash\n{text}\n");
        File.SetUnixFileMode(PathOf(file), Executable);
    }

    private Task<CommandResult> RunAsync()
    {
        var command = new Command(PathOf(".ci/run"))
        {
            WorkingDirectory = Path.GetTempPath(),
            Input = "someone's input",
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["PATH"] = $"{PathOf("tools")}:{Environment.GetEnvironmentVariable("PATH")}",
            },
        };

        return CommandRunner.RunAsync(command, TestContext.CurrentContext.CancellationToken);
    }
}
