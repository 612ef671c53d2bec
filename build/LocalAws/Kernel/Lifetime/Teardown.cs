using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Kernel.Lifetime;

/// <summary>Removes all that this LocalAws made on Docker, once; from then on nothing new may be made.</summary>
internal sealed partial class Teardown(LocalAwsOptions options, IEnumerable<IStartable> startables, ILogger<Teardown> log) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>True from the first call on, also after a failure: the services have stopped.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Not to be cancelled: half a removal helps nobody. After a failure it may be called again.</summary>
    public async Task RunAsync()
    {
        HasBegun = true;
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            foreach (var startable in startables.Reverse())
                await startable.RemoveAllAsync(CancellationToken.None);
            Done(LocalAwsOptions.LabelName, options.InstanceId);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    [LoggerMessage(LogLevel.Information, "Everything labelled {Label}={Instance} is removed")]
    private partial void Done(string label, string instance);
}
