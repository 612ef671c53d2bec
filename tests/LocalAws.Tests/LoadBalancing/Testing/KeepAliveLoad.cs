using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Slipway.LocalAws.Tests.LoadBalancing.Testing;

/// <summary>Several clients, each sending one request after the other on a connection that it keeps.</summary>
internal sealed class KeepAliveLoad : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _answers = new();
    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _client;
    private readonly Task _work;
    private int _connections;

    public KeepAliveLoad(Uri address, int clients)
    {
        Clients = clients;
        _client = new(new SocketsHttpHandler { UseProxy = false, ConnectCallback = ConnectAsync }) { Timeout = TimeSpan.FromSeconds(20) };
        _work = Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => SendAsync(address))));
    }

    public int Clients { get; }

    /// <summary>More than <see cref="Clients"/> when a connection was closed in between.</summary>
    public int Connections => _connections;

    /// <summary>How often there was which answer; what went wrong is an answer, too.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers;

    public int Total => _answers.Values.Sum();

    /// <summary>Waits until so many more requests were answered.</summary>
    public async Task GoOnAsync(int requests)
    {
        var goal = Total + requests;
        await ElbServer.UntilAsync(() => Task.FromResult(Total), total => total >= goal);
    }

    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _work;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _client.Dispose();
        _end.Dispose();
    }

    private async Task SendAsync(Uri address)
    {
        while (!_end.IsCancellationRequested)
        {
            string answer;
            try
            {
                using var response = await _client.GetAsync(address);
                var body = await response.Content.ReadAsStringAsync();
                answer = response.IsSuccessStatusCode ? body : $"{(int)response.StatusCode}";
            }
            catch (Exception error)
            {
                answer = error.GetType().Name;
            }

            _answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _connections);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
