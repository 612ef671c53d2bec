using System.Runtime.Versioning;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>Repositories in folders with unusual names work, or are refused before anything is compiled; none of them is a git repository, as where an archive was unpacked.</summary>
[TestFixture(EntryPoint.Bash)]
[TestFixture(EntryPoint.PowerShell)]
[UnsupportedOSPlatform("windows")]
internal sealed class FolderNameTests(EntryPoint entryPoint)
{
    private ScriptCopy _copy = null!;
    private DirectoryInfo _folder = null!;

    [OneTimeSetUp]
    public async Task MakeCopy() => _copy = await ScriptCopy.CreateAsync(entryPoint);

    [OneTimeTearDown]
    public void RemoveCopy() => _copy?.Dispose();

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("slipway-folder-");

    [TearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    [TestCase("a;b", ";")]
    [TestCase("a,b", ",")]
    [TestCase("a=b", "=")]
    [TestCase("a%20b", "%")]
    [TestCase("@(a)", "@(")]
    [TestCase("$(a)", "$(")]
    public async Task A_name_with_a_character_that_the_compiler_reads_otherwise_is_refused_at_once(string name, string character)
    {
        var root = await CopyToAsync(name);

        var result = await RunAsync(root);

        var problem = $"{_copy.Name}: Slipway cannot be compiled in '{root}': '{character}' in the name of a folder means something else to the compiler.\n";
        Assert.That(result, Is.EqualTo(new CommandResult(3, "", $"{problem}Rename the folder, or move Slipway to another one.\n")));
        Assert.That(Directory.Exists(Path.Join(root, ".slipway")), Is.False);
    }

    [TestCase("it's [x] (ü) & #1 $HOME @ {z} !~+^")]
    public async Task Any_other_name_works(string name)
    {
        var root = await CopyToAsync(name);

        var first = await RunAsync(root);
        var second = await RunAsync(root);

        Assert.That(first, Is.EqualTo(new CommandResult(0, "first", $"{Probe.CompilingFirst}Compiled in N s.\n")));
        Assert.That(second, Is.EqualTo(new CommandResult(0, "first", "")));
    }

    private Task<CommandResult> RunAsync(string root) => ScriptCopy.RunAsync(_copy.Script(Path.Join(root, _copy.Name), ["version"]) with { WorkingDirectory = root });

    private async Task<string> CopyToAsync(string name)
    {
        var root = Path.Join(_folder.FullName, name);
        var copied = await CommandRunner.RunAsync(new("cp", "--recursive", _copy.Workspace.Root, root), TestContext.CurrentContext.CancellationToken);
        Assert.That(copied.ExitCode, Is.Zero, copied.Error);
        Directory.Delete(Path.Join(root, ".git"), recursive: true);

        return root;
    }
}
