using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>Between the caller of build.sh and the program nothing is lost and nothing is added.</summary>
[TestFixture]
internal sealed class PassThroughTests
{
    [OneTimeSetUp]
    public async Task Compile()
    {
        await FreshCopy.MakeAsync();
        await FreshCopy.RunAsync("version");
    }

    [Test]
    public async Task Arguments_with_spaces_quotes_globs_and_line_ends_reach_the_program_as_they_are()
    {
        string[] arguments = ["--name=two words", "", "*", "build/*", "it's", "\"quoted\"", "$HOME", "`id`", "back\\slash", "two\nlines", "-e", "--", "é…", " "];

        var result = await FreshCopy.RunAsync(["arguments", .. arguments]);

        Assert.That(result, Is.EqualTo(new CommandResult(0, string.Concat(arguments.Select(argument => $"<{argument}>")), "")));
    }

    [Test]
    public async Task No_arguments_are_no_arguments()
    {
        var result = await FreshCopy.RunAsync();

        Assert.That(result, Is.EqualTo(new CommandResult(99, "", "")));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(10)]
    [TestCase(130)]
    [TestCase(143)]
    public async Task The_exit_code_of_the_program_is_the_exit_code_of_the_script(int code)
    {
        var result = await FreshCopy.RunAsync("exit", $"{code}");

        Assert.That(result, Is.EqualTo(new CommandResult(code, "", "")));
    }

    [TestCase("TERM", "SIGTERM", 143)]
    [TestCase("INT", "SIGINT", 130)]
    public async Task A_signal_to_the_script_reaches_the_program_which_decides_the_exit_code(string signal, string seen, int code)
    {
        var cancellation = TestContext.CurrentContext.CancellationToken;
        await using var running = CommandRunner.Start(FreshCopy.BuildScript("signal", $"{code}"));
        await running.WaitForOutputAsync("waiting", cancellation);

        running.Signal(signal);
        var result = await running.WaitAsync(cancellation);

        Assert.That(result, Is.EqualTo(new CommandResult(code, $"waiting\n{seen}", "")));
    }

    [Test]
    public async Task Standard_input_is_the_programs()
    {
        var result = await CommandRunner.RunAsync(FreshCopy.BuildScript("input") with { Input = "one\ntwo" }, TestContext.CurrentContext.CancellationToken);

        Assert.That(result, Is.EqualTo(new CommandResult(0, "one\ntwo", "")));
    }

    [Test]
    public async Task Called_from_another_folder_it_runs_in_the_repository_and_says_where_that_is()
    {
        var command = FreshCopy.BuildScript("variables", "SLIPWAY_ROOT") with { WorkingDirectory = Path.GetTempPath() };

        var result = await CommandRunner.RunAsync(command, TestContext.CurrentContext.CancellationToken);

        Assert.That(result, Is.EqualTo(new CommandResult(0, $"{FreshCopy.Workspace.Root}\n{FreshCopy.Workspace.Root}", "")));
    }

    [Test]
    public async Task Called_through_a_relative_path_it_finds_the_repository_too()
    {
        var command = new Command("bash", "-c", "../build.sh version") { WorkingDirectory = FreshCopy.Workspace.PathOf("build") };

        var result = await CommandRunner.RunAsync(command, TestContext.CurrentContext.CancellationToken);

        Assert.That(result, Is.EqualTo(new CommandResult(0, "first", "")));
    }

    [Test]
    public async Task The_program_runs_on_the_runtime_of_the_dotnet_that_compiled_it()
    {
        var result = await FreshCopy.RunAsync("variables", "DOTNET_ROOT");

        var folder = result.Output.Split('\n')[0];
        Assert.That(Directory.Exists(Path.Join(folder, "sdk")), Is.True, $"'{folder}' is the root of a .NET SDK");
    }
}
