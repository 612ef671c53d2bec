using Docker.DotNet;
using Docker.DotNet.Handler.Abstractions;
using Docker.DotNet.X509;

namespace Slipway.LocalAws.Kernel.Engine;

/// <summary>The connection to the engine, with the newest version of its API that both sides know.</summary>
internal sealed class EngineClient(DockerEndpoint endpoint) : IDisposable
{
    /// <summary>Of Docker 29: calls that it answers have been tried.</summary>
    private static readonly Version NewestApi = new(1, 52);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile DockerClient? _client;

    public Uri Address => endpoint.Address;

    public async ValueTask<IDockerClient> GetAsync(CancellationToken cancellationToken)
    {
        if (_client is { } known)
            return known;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return _client ??= await NegotiateAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _turn.Dispose();
    }

    private async Task<DockerClient> NegotiateAsync(CancellationToken cancellationToken)
    {
        using var any = Builder().Build();
        var engine = await any.System.GetVersionAsync(cancellationToken);
        var version = Version.TryParse(engine.APIVersion, out var its) && its < NewestApi ? its : NewestApi;
        return Builder().WithApiVersion(version).Build();
    }

    private DockerClientBuilder Builder()
    {
        // No time-out: a stop lasts as long as the container takes, a pull as long as its image. Callers cancel.
        var builder = new DockerClientBuilder().WithEndpoint(endpoint.Address).WithTimeout(Timeout.InfiniteTimeSpan);
        return endpoint.CertificateDirectory is { } folder ? builder.WithAuthProvider(Credentials(folder)) : builder;
    }

    private IAuthProvider Credentials(string folder)
    {
        try
        {
            var certificates = DockerTlsCertificates.LoadFromDirectory(folder, loadCertificateAuthority: endpoint.VerifiesServer);
            var credentials = certificates.CreateCredentials();
            if (!endpoint.VerifiesServer && credentials is CertificateCredentials lenient)
#pragma warning disable CA5359 // The user's context says so: SkipTLSVerify.
                lenient.ServerCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
            return credentials;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new EngineException($"The certificates for the Docker engine at {endpoint.Address} cannot be read from '{folder}': {error.Message}", inner: error);
        }
    }
}
