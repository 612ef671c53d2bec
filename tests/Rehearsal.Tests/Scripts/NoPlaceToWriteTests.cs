using System.Runtime.Versioning;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>A folder of another user, and disks without space: small file systems in memory, which only root can mount.</summary>
[TestFixture(EntryPoint.Bash)]
[TestFixture(EntryPoint.PowerShell)]
[SupportedOSPlatform("linux")]
internal sealed class NoPlaceToWriteTests(EntryPoint entryPoint)
{
    private const string Remedy = "Free some disk space, or make the folder writable for this user, then run this again.\n";

    private ScriptCopy _copy = null!;
    private DirectoryInfo _folder = null!;

    private string State => Path.Join(_folder.FullName, ".slipway");

    private static CancellationToken Cancellation => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public async Task MakeCopy() => _copy = await ScriptCopy.CreateAsync(entryPoint);

    [OneTimeTearDown]
    public void RemoveCopy() => _copy?.Dispose();

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("slipway-full-");

    [TearDown]
    public async Task RemoveFolder()
    {
        await CommandRunner.RunAsync(new("umount", _folder.FullName), CancellationToken.None);
        _folder.Delete(recursive: true);
    }

    [TestCase(".slipway")]
    [TestCase(".slipway/obj")]
    public async Task A_folder_that_another_user_owns_is_named(string folder)
    {
        RequireRoot();
        await RunAsync("cp", "--recursive", $"{_copy.Workspace.Root}/.", _folder.FullName);
        await RunAsync("chmod", "--recursive", "a+rX", _folder.FullName);
        await RunAsync("install", "--directory", "--owner=65534", State, $"{State}/bin", $"{State}/obj");
        await RunAsync("chown", "root", Path.Join(_folder.FullName, folder));
        var script = _copy.Script(Path.Join(_folder.FullName, _copy.Name), ["version"]);
        var asNobody = new Command("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", script.FileName, .. script.Arguments])
        {
            WorkingDirectory = _folder.FullName,
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = "/nonexistent", ["DOTNET_CLI_HOME"] = State },
        };

        var result = await ScriptCopy.RunAsync(asNobody);

        Assert.That(result, Is.EqualTo(new CommandResult(3, "", $"{_copy.Name}: cannot write to '{Path.Join(_folder.FullName, folder)}': Permission denied.\n{Remedy}")));
    }

    [Test]
    public async Task A_full_disk_is_reported_before_anything_is_compiled()
    {
        await MountAsync("256k");
        await FillAsync();

        var result = await ScriptCopy.RunAsync(Script());

        Assert.That(result, Is.EqualTo(new CommandResult(3, "", Full)));
    }

    [Test]
    public async Task A_disk_that_becomes_full_while_compiling_is_reported_as_such()
    {
        await MountAsync("512k");

        var result = await ScriptCopy.RunAsync(Script());

        Assert.That((result.ExitCode, result.Output), Is.EqualTo((3, "")), result.Error);
        Assert.That(result.Error, Does.StartWith(Probe.CompilingFirst).And.EndsWith(Full).And.Not.Contain("do not compile"));
    }

    private string Full => $"{_copy.Name}: cannot write to '{State}': No space left on device.\n{Remedy}";

    private static void RequireRoot()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Ignore("Not run: only root can act as another user and mount a small file system.");
    }

    private Command Script() => _copy.Script(Path.Join(_folder.FullName, _copy.Name), ["version"]) with { WorkingDirectory = _folder.FullName };

    private async Task MountAsync(string size)
    {
        RequireRoot();
        var mounted = await CommandRunner.RunAsync(new("mount", "-t", "tmpfs", "-o", $"size={size},mode=755", "tmpfs", _folder.FullName), Cancellation);
        if (mounted.ExitCode != 0)
            Assert.Ignore($"Not run: a small file system cannot be mounted here ({mounted.Error.Trim()}).");

        foreach (var file in new[] { _copy.Name, "build", "global.json", "Directory.Build.props", "Directory.Packages.props", ".editorconfig", "Slipway.slnx" })
            await RunAsync("cp", "--recursive", _copy.Workspace.PathOf(file), _folder.FullName);
    }

    private async Task FillAsync()
    {
        var filled = await CommandRunner.RunAsync(new("dd", "if=/dev/zero", $"of={_folder.FullName}/rest", "bs=4k"), Cancellation);
        Assert.That(filled.Error, Does.Contain("No space left on device"));
    }

    private static async Task RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        var result = await CommandRunner.RunAsync(new(program, arguments), Cancellation);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
    }
}
