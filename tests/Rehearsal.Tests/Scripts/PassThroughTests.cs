using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>Between the caller of a script and the program nothing is lost and nothing is added.</summary>
[TestFixture(EntryPoint.Bash)]
[TestFixture(EntryPoint.PowerShell)]
internal sealed class PassThroughTests(EntryPoint entryPoint)
{
    private ScriptCopy _copy = null!;

    [OneTimeSetUp]
    public async Task MakeCopy() => _copy = await FirstCompile.CopyAsync(entryPoint);

    [OneTimeTearDown]
    public void RemoveCopy() => _copy?.Dispose();

    [Test]
    public async Task Arguments_with_spaces_quotes_globs_and_line_ends_reach_the_program_as_they_are()
    {
        string[] arguments = ["--name=two words", "", "*", "build/*", "it's", "\"quoted\"", "$HOME", "`id`", "back\\slash", "two\nlines", "-e", "--", "é…", " "];

        var result = await _copy.RunAsync(["arguments", .. arguments]);

        Assert.That(result, Is.EqualTo(new CommandResult(0, string.Concat(arguments.Select(argument => $"<{argument}>")), "")));
    }

    [Test]
    public async Task No_arguments_are_no_arguments()
    {
        var result = await _copy.RunAsync();

        Assert.That(result, Is.EqualTo(new CommandResult(99, "", "")));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(10)]
    [TestCase(130)]
    [TestCase(143)]
    public async Task The_exit_code_of_the_program_is_the_exit_code_of_the_script(int code)
    {
        var result = await _copy.RunAsync("exit", $"{code}");

        Assert.That(result, Is.EqualTo(new CommandResult(code, "", "")));
    }

    [Test]
    public async Task Standard_input_is_the_programs()
    {
        var result = await ScriptCopy.RunAsync(_copy.Script("input") with { Input = "one\ntwo" });

        Assert.That(result, Is.EqualTo(new CommandResult(0, "one\ntwo", "")));
    }

    [Test]
    public async Task Called_from_another_folder_it_runs_in_the_repository_and_says_where_both_are_and_the_sdk_that_compiled_it()
    {
        var command = _copy.Script("variables", "SLIPWAY_ROOT", "SLIPWAY_CALLER", "DOTNET_ROOT") with { WorkingDirectory = _copy.Workspace.PathOf("build") };

        var result = await ScriptCopy.RunAsync(command);

        var (root, dotnet) = (_copy.Workspace.Root, result.Output.Split('\n').ElementAtOrDefault(2));
        Assert.That(result, Is.EqualTo(new CommandResult(0, $"{root}\n{_copy.Workspace.PathOf("build")}\n{dotnet}\n{root}", "")));
        Assert.That(Directory.Exists(Path.Join(dotnet, "sdk")), Is.True, $"'{dotnet}' is the root of a .NET SDK");
    }

    [Test]
    public async Task Called_through_a_relative_path_it_finds_the_repository_too()
    {
        var command = _copy.Script($"../{_copy.Name}", ["version"]) with { WorkingDirectory = _copy.Workspace.PathOf("build") };

        var result = await ScriptCopy.RunAsync(command);

        Assert.That(result, Is.EqualTo(new CommandResult(0, "first", "")));
    }

    [Test]
    public async Task Called_through_symbolic_links_to_the_file_it_finds_the_repository_and_leaves_nothing_beside_the_links()
    {
        var folder = Directory.CreateTempSubdirectory("slipway-link-");
        try
        {
            var direct = File.CreateSymbolicLink(Path.Join(folder.FullName, "direct"), _copy.Workspace.PathOf(_copy.Name));
            var relative = File.CreateSymbolicLink(Path.Join(folder.FullName, $"slipway{Path.GetExtension(_copy.Name)}"), direct.Name);

            var result = await ScriptCopy.RunAsync(_copy.Script(relative.FullName, ["variables", "SLIPWAY_ROOT"]) with { WorkingDirectory = folder.FullName });

            Assert.That(result, Is.EqualTo(new CommandResult(0, $"{_copy.Workspace.Root}\n{_copy.Workspace.Root}", "")));
            Assert.That(folder.GetFileSystemInfos(), Has.Length.EqualTo(2));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
