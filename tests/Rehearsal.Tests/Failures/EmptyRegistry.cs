using System.Net;
using System.Text;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>
/// A registry of someone else's that has no images, on loopback, where Docker does without TLS. The registry of the rehearsal would ask for
/// a login first, and is asked by Slipway before the service moves.
/// </summary>
internal sealed class EmptyRegistry : IDisposable
{
    private readonly HttpListener _listener = new();

    public void Start()
    {
        Name = $"127.0.0.1:{LoopbackPort.Claim()}";
        _listener.Prefixes.Add($"http://{Name}/");
        _listener.Start();
        _ = AnswerAsync();
    }

    /// <summary>As in the names of its images.</summary>
    public string Name { get; private set; } = "";

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var exchange = await _listener.GetContextAsync();
                var isVersion = exchange.Request.Url?.AbsolutePath == "/v2/";
                exchange.Response.StatusCode = isVersion ? 200 : 404;
                exchange.Response.Headers["Docker-Distribution-API-Version"] = "registry/2.0";
                exchange.Response.ContentType = "application/json";
                exchange.Response.Close(Encoding.UTF8.GetBytes(isVersion ? "{}" : """{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}"""), willBlock: false);
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                // Disposed, or a client that has gone.
            }
        }
    }
}
