namespace Slipway.Pipeline.Tests.Environments.Locking;

/// <summary>A client's way to the server. Cut, it is as if the client's process were killed: nothing arrives any more, at whatever moment.</summary>
internal sealed class CutNetwork : DelegatingHandler
{
    private readonly CancellationTokenSource _cut = new();

    public CutNetwork() => InnerHandler = new SocketsHttpHandler();

    public Task CutAsync() => _cut.CancelAsync();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_cut.IsCancellationRequested) throw new HttpRequestException("The network is down.");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cut.Token, cancellationToken);
        try
        {
            return await base.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException cut) when (_cut.IsCancellationRequested)
        {
            throw new HttpRequestException("The network went down.", cut);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _cut.Dispose();
        base.Dispose(disposing);
    }
}
