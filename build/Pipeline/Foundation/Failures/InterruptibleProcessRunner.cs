using Cake.Core.IO;
using Slipway.Docker.Processes;

namespace Slipway.Pipeline.Foundation.Failures;

/// <summary>Cake's own tools wait without a token; an interruption ends their processes, children included.</summary>
public sealed class InterruptibleProcessRunner(ProcessTreeRunner runner, Interruption interruption) : IProcessRunner
{
    public IProcess Start(FilePath filePath, ProcessSettings settings)
    {
        var process = runner.Start(filePath, settings);
        interruption.Token.Register(process.Kill);
        return process;
    }
}
