using System.Collections.Concurrent;

namespace Slipway.Rehearsal.Tests.Line;

/// <summary>Clients that ask for the sample's page without a pause until they are stopped, half of them with a new connection for each request.</summary>
internal sealed class PageClients : IAsyncDisposable
{
    private const int Number = 4;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<string> _answers = [];
    private readonly string _page;
    private readonly string _heading;
    private readonly Task _asking;

    /// <param name="heading">What is in the page of the new release and not in that of the old one.</param>
    public PageClients(string page, string heading)
    {
        (_page, _heading) = (page, heading);
        _asking = Task.WhenAll(Enumerable.Range(0, Number).Select(number => AskAsync(closing: number % 2 == 0)));
    }

    /// <summary>For each request <c>old</c> or <c>new</c>, or what went wrong. To be read when they are stopped.</summary>
    public IReadOnlyCollection<string> Answers => _answers;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        _stop.Dispose();
    }

    private async Task AskAsync(bool closing)
    {
        // What .NET tries again on its own would hide a loss: a connection that was kept and is broken at its next use.
        using var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = closing ? TimeSpan.Zero : Timeout.InfiniteTimeSpan });
        while (!_stop.IsCancellationRequested)
        {
            _answers.Add(await AnswerAsync(http));
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private async Task<string> AnswerAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(_page);
            return !answer.IsSuccessStatusCode ? $"{(int)answer.StatusCode}" : (await answer.Content.ReadAsStringAsync()).Contains(_heading, StringComparison.Ordinal) ? "new" : "old";
        }
        catch (HttpRequestException lost)
        {
            return lost.Message;
        }
    }
}
