using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.CloudMap.Resources;

/// <summary>The one owner of the state of Cloud Map: a change is on disk before anybody sees it, and changes come one after the other.</summary>
internal sealed class CloudMapStore(StateStore store) : IStartable, IDisposable
{
    private const string DocumentName = "cloud-map";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile CloudMapState _current = new();

    public CloudMapState Current => _current;

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _current = await store.ReadAsync(DocumentName, CloudMapJson.Default.CloudMapState, cancellationToken);

    public Task RemoveAllAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Changes the state; nothing is written when <paramref name="change"/> throws, or gives the same state back.</summary>
    public async Task ChangeAsync(Func<CloudMapState, CloudMapState> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var changed = change(_current);
            if (ReferenceEquals(changed, _current))
                return;
            await store.WriteAsync(DocumentName, changed, CloudMapJson.Default.CloudMapState, cancellationToken);
            _current = changed;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
