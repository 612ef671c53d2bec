using Slipway.Pipeline.Build.Gates;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Tests.Build.Gates;

/// <summary>A gate's program that leaves what a test says.</summary>
internal sealed class FakeProgram(GateRun left) : IGateProgram
{
    public string Sources => "/src";

    public string Scratch => "/tmp";

    public IReadOnlyDictionary<string, string> Variables { get; private set; } = new Dictionary<string, string>();

    public string? Asked { get; private set; }

    public Task<GateRun> RunAsync(GateSettings gate, IReadOnlyDictionary<string, string> variables, string? file, Action<string> onLine, CancellationToken cancellation)
    {
        (Variables, Asked) = (variables, file);
        return Task.FromResult(left);
    }
}
