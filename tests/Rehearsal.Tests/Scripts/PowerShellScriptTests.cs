using System.Text.RegularExpressions;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>build.ps1 cannot be run everywhere that build.sh is tested; that it does the same is read from both texts.</summary>
[TestFixture]
internal sealed partial class PowerShellScriptTests
{
    private static readonly string Bash = File.ReadAllText(Path.Join(Workspace.Repository, "build.sh"));
    private static readonly string PowerShell = File.ReadAllText(Path.Join(Workspace.Repository, "build.ps1"));

    [Test]
    public void It_watches_the_same_inputs()
    {
        var inBash = BashInputs().Match(Bash).Groups[1].Value.Split(' ');
        var inPowerShell = PowerShellSources().Matches(PowerShell).Select(match => match.Groups[1].Value)
            .Concat(PowerShellSettings().Match(PowerShell).Groups[1].Value.Split(", "));

        Assert.That(inPowerShell, Is.EqualTo(inBash));
        Assert.That(inBash, Is.EqualTo(new[] { "build", "Directory.*.props", "global.json", ".editorconfig", "Slipway.slnx" }));
    }

    [Test]
    public void It_leaves_out_the_same_folders()
    {
        var inBash = BashPruned().Matches(Bash).Select(match => match.Groups[1].Value);
        var inPowerShell = PowerShellPruned().Match(PowerShell).Groups[1].Value.Split('|');

        Assert.That(inPowerShell, Is.EqualTo(inBash));
    }

    [Test]
    public void It_compiles_with_the_same_options()
    {
        Assert.That(CompilerOptions(PowerShell), Is.EqualTo(CompilerOptions(Bash)));
        Assert.That(CompilerOptions(Bash), Has.Length.EqualTo(6));
    }

    [Test]
    public void It_sets_the_same_variables()
    {
        var inBash = BashVariables().Matches(Bash).Select(match => match.Value).Distinct(StringComparer.Ordinal);
        var inPowerShell = PowerShellVariables().Matches(PowerShell).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal);

        // Read, not set, where they are in both.
        Assert.That(inPowerShell, Is.EquivalentTo(inBash));
        Assert.That(inBash, Does.Contain("SLIPWAY_ROOT").And.Contain("DOTNET_ROOT"));
    }

    [Test]
    public void It_keeps_as_many_outputs_and_tries_as_often()
    {
        Assert.That(PowerShell, Does.Contain("$outputsKept = 5").And.Contain("1..3"));
        Assert.That(Bash, Does.Contain("outputs_kept=5").And.Contain("in 1 2 3;"));
    }

    [TestCase("Compiling Slipway (first run or changed sources)…")]
    [TestCase("Slipway was not run: its sources do not compile.")]
    [TestCase(" or a later ")]
    [TestCase(".x, and there is ")]
    [TestCase("no 'dotnet' on PATH")]
    [TestCase("no SDK at all")]
    [TestCase("Install it from https://dot.net/download or with ")]
    [TestCase("The sources were changed while they were compiled (attempt $attempt of 3).")]
    [TestCase("exit 1\n")]
    [TestCase("exit 3\n")]
    public void It_says_the_same(string text)
    {
        Assert.That(Bash, Does.Contain(text));
        Assert.That(PowerShell.ReplaceLineEndings("\n"), Does.Contain(text));
    }

    [Test]
    public void It_hands_over_arguments_and_exit_code_as_they_are()
    {
        Assert.That(Lines("slipway.exe\" @args"), Is.EqualTo(new[] { "& \"$PSScriptRoot/.slipway/bin/$hash/slipway.exe\" @args", "exit $LASTEXITCODE" }));
        Assert.That(Lines("build.sh\" @args"), Is.EqualTo(new[] { "& \"$PSScriptRoot/build.sh\" @args", "exit $LASTEXITCODE" }));
        Assert.That(PowerShell, Does.Not.Contain("param("), "parameters of its own would take arguments away from the program");
    }

    /// <summary>The line that contains a text, and the next one.</summary>
    private static string[] Lines(string text) =>
        [.. PowerShell.ReplaceLineEndings("\n").Split('\n').SkipWhile(line => !line.Contains(text, StringComparison.Ordinal)).Take(2).Select(line => line.Trim())];

    private static string[] CompilerOptions(string script) =>
        [.. CompilerCall().Match(script).Value.Split([' ', '\r', '\n', '\\', '`', '\'', '"'], StringSplitOptions.RemoveEmptyEntries).Select(part => part.Replace("$1/", "$fresh/", StringComparison.Ordinal))];

    [GeneratedRegex(@"exec find (.+?) -name")]
    private static partial Regex BashInputs();

    [GeneratedRegex(@"Get-ChildItem (\w+) -Recurse")]
    private static partial Regex PowerShellSources();

    [GeneratedRegex(@"Get-Item (.+?) -Force")]
    private static partial Regex PowerShellSettings();

    [GeneratedRegex(@"-name (\w+) -prune")]
    private static partial Regex BashPruned();

    [GeneratedRegex(@"/\(([\w|]+)\)/")]
    private static partial Regex PowerShellPruned();

    [GeneratedRegex(@"(?<=msbuild build/Publish\.proj )[^<]*?output(?="")")]
    private static partial Regex CompilerCall();

    [GeneratedRegex(@"\b(DOTNET|SLIPWAY)_[A-Z_]+\b(?=\b|=)")]
    private static partial Regex BashVariables();

    [GeneratedRegex(@"\$env:(\w+)")]
    private static partial Regex PowerShellVariables();
}
