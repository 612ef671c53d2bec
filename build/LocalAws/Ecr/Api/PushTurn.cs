namespace Slipway.LocalAws.Ecr.Api;

/// <summary>Between looking for a tag and setting it nobody else may set it.</summary>
internal sealed class PushTurn : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <returns>Disposing it gives the turn to the next.</returns>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Taken(_turn);
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Taken(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
