using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Scaling;

/// <summary>The one owner of the scalable targets: a change is on disk before anybody sees it, and changes come one after the other.</summary>
internal sealed class ScalingStore(StateStore store) : IStartable, IDisposable
{
    private const string DocumentName = "scaling";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile ScalingState _current = new();

    /// <summary>In the order of their resource ids.</summary>
    public IReadOnlyList<ScalableTarget> All => _current.Targets;

    public async Task StartAsync(CancellationToken cancellationToken) => _current = await store.ReadAsync(DocumentName, ScalingJson.Default.ScalingState, cancellationToken);

    public Task RemoveAllAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sets one target, or removes it.</summary>
    /// <param name="change">Gets it as it was, or null; gives it as it is to be, or null. Nothing is written when it throws.</param>
    public async Task<ScalableTarget?> ChangeAsync(string resourceId, Func<ScalableTarget?, ScalableTarget?> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var changed = change(All.FirstOrDefault(known => known.ResourceId == resourceId));
            var others = All.Where(known => known.ResourceId != resourceId);
            var after = new ScalingState { Targets = [.. (changed is null ? others : others.Append(changed)).OrderBy(known => known.ResourceId, StringComparer.Ordinal)] };
            await store.WriteAsync(DocumentName, after, ScalingJson.Default.ScalingState, cancellationToken);
            _current = after;
            return changed;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
