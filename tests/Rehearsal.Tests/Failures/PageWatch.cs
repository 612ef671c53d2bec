using System.Net;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>Asks for a page again and again until it is disposed, and keeps what was not answered well.</summary>
internal sealed class PageWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _end = new();
    private readonly List<string> _bad = [];
    private readonly Task _watching;

    public PageWatch(string page) => _watching = WatchAsync(page);

    /// <summary>One entry for each bad answer, to be read when the watch has ended.</summary>
    public IReadOnlyList<string> Bad => _bad;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
    }

    private async Task WatchAsync(string page)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                if (await World.StatusAsync(page) is not HttpStatusCode.OK and var status) _bad.Add($"{status}");
                await Task.Delay(Interval, _end.Token);
            }
            catch (HttpRequestException failure)
            {
                _bad.Add(failure.Message);
            }
            catch (OperationCanceledException)
            {
                // The end, or no answer in time.
                if (!_end.IsCancellationRequested) _bad.Add("no answer");
            }
        }
    }
}
