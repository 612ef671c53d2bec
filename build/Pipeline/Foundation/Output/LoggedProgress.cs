using Cake.Core.Diagnostics;

namespace Slipway.Pipeline.Foundation.Output;

/// <summary>Sentences into the log at once: Progress&lt;T&gt; would hand them to the thread pool, where they lose their order.</summary>
internal sealed class LoggedProgress(ICakeLog log) : IProgress<string>
{
    public void Report(string value) => log.Information("{0}", value);
}
