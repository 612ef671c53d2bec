using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>What a row does: its commands, with what came of each.</summary>
internal sealed class TableRun(TableService service, string temporary)
{
    private readonly List<(string Command, CommandResult Result)> _results = [];

    public TableService Service => service;

    /// <summary>In their order.</summary>
    public IReadOnlyList<(string Command, CommandResult Result)> Results => _results;

    public Task DeployAsync() => RunAsync(SecondService.Deploy);

    public async Task RunAsync(params IReadOnlyList<string> arguments) => await NoteAsync(arguments, await CommandRunner.RunAsync(CommandOf(arguments), TestContext.CurrentContext.CancellationToken));

    /// <summary>Deploys, and does something else as soon as a text is written.</summary>
    /// <param name="then">Gets the process, to the end of which the run continues.</param>
    public async Task DeployUntilAsync(string text, Func<RunningCommand, Task> then)
    {
        await using var running = CommandRunner.Start(CommandOf(SecondService.Deploy));
        await running.WaitForOutputAsync(text, TestContext.CurrentContext.CancellationToken);
        await then(running);
        await NoteAsync(SecondService.Deploy, await running.WaitAsync(TestContext.CurrentContext.CancellationToken));
    }

    private async Task NoteAsync(IReadOnlyList<string> arguments, CommandResult result)
    {
        var command = $"./build.sh {string.Join(' ', arguments)}";
        _results.Add((command, result));
        await TestContext.Out.WriteLineAsync($"$ {command}\n{result.Output}{result.Error}[exit code {result.ExitCode}]");
    }

    private Command CommandOf(IReadOnlyList<string> arguments)
    {
        var variables = FailingRun.NotFromHere.ToDictionary(name => name, _ => (string?)null);
        variables["TMPDIR"] = temporary;
        return service.Copy.BuildScript(arguments) with { Environment = variables };
    }
}
