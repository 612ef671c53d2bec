using Cake.Core.Diagnostics;

namespace Slipway.Pipeline.Foundation.Output;

/// <summary>Sentences into the log at once, each with its time: Progress&lt;T&gt; would hand them to the thread pool, where they lose their order.</summary>
internal sealed class TimedProgress(ICakeLog log, TimeProvider time) : IProgress<string>
{
    public void Report(string value) => log.Information("{0:HH:mm:ss} {1}", time.GetLocalNow(), value);
}
