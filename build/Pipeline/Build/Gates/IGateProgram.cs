using Slipway.Docker;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Build.Gates;

/// <summary>Where a gate's program runs: in a container of its own, in a service's, or on this machine.</summary>
public interface IGateProgram
{
    /// <summary>Where the sources are for the program: absolute, without a slash at the end.</summary>
    string Sources { get; }

    /// <summary>A folder that the program can write to; absolute.</summary>
    string Scratch { get; }

    /// <param name="variables">What the program gets; no value stands in an argument list.</param>
    /// <param name="file">Read when the program has ended; null for none.</param>
    /// <param name="onLine">Called with each line of either output.</param>
    /// <exception cref="RunFailedException">The program could not be started; exit code 3, or 2 where the run has not started what it runs in.</exception>
    /// <exception cref="ToolException">It took longer than allowed, and was stopped.</exception>
    Task<GateRun> RunAsync(GateSettings gate, IReadOnlyDictionary<string, string> variables, string? file, Action<string> onLine, CancellationToken cancellation);
}
