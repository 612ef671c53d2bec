using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>The repository itself, as an archive of it is unpacked: all files, and no git repository. What build.sh compiled from the same files is right here too.</summary>
[TestFixture]
internal sealed class RealTreeTests
{
    private static readonly Command NoGit = new("")
    {
        // Where the folder of temporary files is inside of a repository, git does not find that either.
        Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["GIT_CEILING_DIRECTORIES"] = Path.GetTempPath() },
    };

    private Workspace _copy = null!;
    private CommandResult _version = null!;

    [OneTimeSetUp]
    public async Task UnpackAsync()
    {
        _copy = await Workspace.CreateAsync(CancellationToken.None);
        Directory.Delete(_copy.PathOf(".git"), recursive: true);
        await RehearsalCopy.UseCompiledAsync(_copy);
        _version = await RunAsync("build.sh", "--version");
    }

    [OneTimeTearDown]
    public void RemoveCopy() => _copy?.Dispose();

    [Test]
    public async Task It_says_its_version_and_lints()
    {
        var lint = await RunAsync("build.sh", "--target=Lint");
        var nowhere = await RunAsync("build.sh", "--target=Lint", "--working=no/such/folder");

        Assert.That((_version.ExitCode, _version.Output), Is.EqualTo((0, "Slipway 1.0.0 on Cake 7.0.0\n")), _version.Error);
        Assert.That((lint.ExitCode, lint.Error), Is.EqualTo((0, "")));
        Assert.That(lint.Output, Does.Contain(" files: 0 errors, 0 warnings."));
        Assert.That(nowhere, Is.EqualTo(new CommandResult(2, "", $"--working: there is no folder '{_copy.PathOf("no/such/folder")}'\n")));
    }

    [Test]
    public async Task PowerShell_hands_over_to_the_shell_script()
    {
        var powerShell = await PowerShell.RequireAsync();

        var result = await RunAsync(powerShell.FileName, [.. powerShell.Arguments, "build.ps1", "--target=Lint", "--working", "no such folder"]);

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((2, $"--working: there is no folder '{_copy.PathOf("no such folder")}'\n")));
    }

    private Task<CommandResult> RunAsync(string program, params IReadOnlyList<string> arguments) => ScriptCopy.RunAsync(
        NoGit with { FileName = Path.Join(Path.IsPathRooted(program) ? "" : _copy.Root, program), Arguments = arguments, WorkingDirectory = _copy.Root });
}
