using System.Text.RegularExpressions;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>
/// A repository with the real scripts, build/Publish.proj and settings, and with two tiny projects in place of Slipway's, so that a compile
/// takes seconds. Its program is <see cref="Probe"/>.
/// </summary>
internal sealed partial class ScriptCopy : IDisposable
{
    private const string UnixBranch = "if (-not $IsWindows) { exit";

    private readonly EntryPoint _entryPoint;
    private readonly Command? _powerShell;

    private ScriptCopy(EntryPoint entryPoint, Command? powerShell, Workspace workspace) => (_entryPoint, _powerShell, Workspace) = (entryPoint, powerShell, workspace);

    public Workspace Workspace { get; }

    /// <summary>The name of the script, as it is in messages.</summary>
    public string Name => _powerShell is null ? "build.sh" : "build.ps1";

    public static async Task<ScriptCopy> CreateAsync(EntryPoint entryPoint)
    {
        var powerShell = entryPoint is EntryPoint.PowerShell ? await PowerShell.RequireAsync() : null;
        var workspace = await Workspace.CreateAsync(IsKept, CancellationToken.None);
        Probe.WriteProjects(workspace);
        Probe.Write(workspace, "first");
        await ChooseTheWindowsPartAsync(workspace.PathOf("build.ps1"));
        await workspace.CommitAsync("A program that shows what reaches it", CancellationToken.None);

        return new ScriptCopy(entryPoint, powerShell, workspace);
    }

    /// <summary>Another one with all that is in it, what it has compiled included.</summary>
    public async Task<ScriptCopy> CopyAsync() => new(_entryPoint, _powerShell, await Workspace.CopyAsync(CancellationToken.None));

    /// <summary>The script of the copy, called from its root.</summary>
    public Command Script(params IReadOnlyList<string> arguments) => _powerShell is null
        ? new Command(Workspace.PathOf(Name), arguments) { WorkingDirectory = Workspace.Root }
        : Script(Workspace.PathOf(Name), arguments);

    /// <summary>The script by another path to it.</summary>
    public Command Script(string path, IReadOnlyList<string> arguments) =>
        (_powerShell is null ? new Command("bash", [path, .. arguments]) : _powerShell with { Arguments = [.. _powerShell.Arguments, path, .. arguments] }) with { WorkingDirectory = Workspace.Root };

    public Task<CommandResult> RunAsync(params IReadOnlyList<string> arguments) => RunAsync(Script(arguments));

    public static async Task<CommandResult> RunAsync(Command command) =>
        WithoutTimes(await CommandRunner.RunAsync(command, TestContext.CurrentContext.CancellationToken));

    /// <summary>A compile takes longer on a busy machine, and then says so more often.</summary>
    public static CommandResult WithoutTimes(CommandResult result) =>
        result with { Error = Seconds().Replace(StillCompiling().Replace(result.Error, ""), "Compiled in N s.") };

    /// <summary>Back to the first commit, and to what was compiled from it.</summary>
    public Task GoBackAsync() => Workspace.GitAsync(["checkout", "--quiet", "--force", "main"], CancellationToken.None);

    public override string ToString() => $"{_entryPoint}";

    public void Dispose() => Workspace.Dispose();

    private static bool IsKept(string file) =>
        file is "build.sh" or "build.ps1" or "build/Publish.proj" or "build/CompilerServer.targets" or "global.json" or ".editorconfig" or ".gitignore" or "Slipway.slnx"
        || Path.GetFileName(file) is "Directory.Build.props" or "Directory.Packages.props";

    private static async Task ChooseTheWindowsPartAsync(string path)
    {
        var text = await File.ReadAllTextAsync(path);
        Assert.That(text, Does.Contain(UnixBranch), path);
        await File.WriteAllTextAsync(path, text.Replace(UnixBranch, "if ($false) { exit", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^  still compiling after \d+ s\n", RegexOptions.Multiline)]
    private static partial Regex StillCompiling();

    [GeneratedRegex(@"^Compiled in \d+ s\.$", RegexOptions.Multiline)]
    private static partial Regex Seconds();
}
