using System.Net;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Environments;

/// <summary>A page on loopback that answers when it is told to: a deployment that is verified by it continues until then.</summary>
internal sealed class Gate : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Gate()
    {
        Address = $"http://127.0.0.1:{LoopbackPort.Claim()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>For those who come from now on: who was there before has an answer.</summary>
    public void Close()
    {
        Open();
        _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Open() => _open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Open();
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        var answers = new List<Task>();
        try
        {
            while (true) answers.Add(AnswerAsync(await _listener.GetContextAsync()));
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            await Task.WhenAll(answers);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        await _open.Task;
        try
        {
            context.Response.Close();
        }
        catch (HttpListenerException)
        {
            // Whoever asked was killed.
        }
    }
}
