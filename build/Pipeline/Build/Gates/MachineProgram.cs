using System.Text;
using Slipway.Docker;
using Slipway.Docker.Processes;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Build.Gates;

/// <summary>Runs a gate on this machine, at the root of the repository.</summary>
internal sealed class MachineProgram(GateSettings settings, RunDirectory run, Paths paths, TimeProvider time) : IGateProgram
{
    public string Sources => paths.Root;

    public string Scratch => run.MakeFolder($"gate-{settings.Name}");

    public async Task<GateRun> RunAsync(GateSettings gate, IReadOnlyDictionary<string, string> variables, string? file, Action<string> onLine, CancellationToken cancellation)
    {
        var path = file is null ? null : paths.InRepository(file);

        // What an earlier run has left must not be taken for this one's.
        if (path is not null) File.Delete(path);
        var (output, turn) = (new StringBuilder(), new Lock());
        var program = new ProgramRun(Program(gate.Command[0]), [.. gate.Command.Skip(1)])
        {
            WorkingDirectory = paths.Root,
            Environment = variables,
            TakeLine = line =>
            {
                lock (turn) onLine(line);
            },
            TakeOutput = line => output.Append(line).Append('\n'),
        };
        var exitCode = await RunAsync(program, gate, cancellation);
        return new(exitCode, output.ToString(), path is not null && File.Exists(path) ? await File.ReadAllTextAsync(path, cancellation) : null);
    }

    // A program of the repository is named by its path in it, any other is found on PATH.
    private string Program(string name) => File.Exists(paths.InRepository(name)) ? paths.InRepository(name) : name;

    private async Task<int> RunAsync(ProgramRun program, GateSettings gate, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(gate.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await program.RunAsync(either.Token);
        }
        catch (ToolMissingException missing)
        {
            throw new RunFailedException(ExitCodes.Prerequisite, $"{gate.Place}: the program of gate '{gate.Name}' could not be started: {missing.Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ToolException(gate.Command[0], gate.Command[0], gate.Timeout, []);
        }
    }
}
