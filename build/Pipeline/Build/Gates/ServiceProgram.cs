using Slipway.Docker.Compose;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Build.Gates;

/// <summary>Runs a gate in the container of a Compose service, as the application's tests are run.</summary>
internal sealed class ServiceProgram(ComposeApplication application) : IGateProgram
{
    private static readonly TimeSpan CopyLimit = TimeSpan.FromMinutes(1);

    /// <summary>Paths of the findings stay as they are: where an image has its sources only its author knows.</summary>
    public string Sources => "";

    public string Scratch => "/tmp";

    public async Task<GateRun> RunAsync(GateSettings gate, IReadOnlyDictionary<string, string> variables, string? file, Action<string> onLine, CancellationToken cancellation)
    {
        if (!application.IsStarted)
        {
            throw new RunFailedException(
                ExitCodes.Configuration,
                $"{gate.Place}: gate '{gate.Name}' runs in service '{gate.Service}', which this run has not started. Leave {Options.Exclusive} out, or do not skip 'ComposeUp'.");
        }

        var settings = new ComposeExecSettings { Service = gate.Service!, Command = gate.Command, Environment = variables, TimeLimit = gate.Timeout == Timeout.InfiniteTimeSpan ? null : gate.Timeout };
        var output = await application.CaptureAsync(settings, onLine, cancellation);
        return new(output.ExitCode, output.Text, file is null ? null : await ReadAsync(gate.Service!, file, cancellation));
    }

    private async Task<string?> ReadAsync(string service, string file, CancellationToken cancellation)
    {
        var (exitCode, text) = await application.ReadAsync(service, ["cat", file], CopyLimit, cancellation);
        return exitCode == 0 ? text : null;
    }
}
