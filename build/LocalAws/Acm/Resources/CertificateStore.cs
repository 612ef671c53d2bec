using Slipway.LocalAws.Acm.Contract;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Acm.Resources;

/// <summary>The one owner of the certificates: a change is on disk before anybody sees it, and changes come one after the other.</summary>
internal sealed class CertificateStore(StateStore store) : ICertificates, IStartable, IDisposable
{
    private const string DocumentName = "acm";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile AcmState _current = new();

    public IReadOnlyList<Certificate> All => _current.Certificates;

    public async Task StartAsync(CancellationToken cancellationToken) => _current = await store.ReadAsync(DocumentName, AcmJson.Default.AcmState, cancellationToken);

    /// <summary>Nothing is left outside the state directory.</summary>
    public Task RemoveAllAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ServerCertificate? Find(string arn) =>
        All.FirstOrDefault(certificate => certificate.Arn == arn) is { } found ? new(arn, string.Join('\n', new[] { found.Body, found.Chain, found.PrivateKey }.OfType<string>())) : null;

    /// <summary>Nothing is written when <paramref name="change"/> throws.</summary>
    public async Task ChangeAsync(Func<AcmState, AcmState> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var after = change(_current);
            await store.WriteAsync(DocumentName, after, AcmJson.Default.AcmState, cancellationToken);
            _current = after;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
