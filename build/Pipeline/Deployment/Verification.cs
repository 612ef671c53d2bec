using System.Net.Http.Headers;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Failures;

namespace Slipway.Pipeline.Deployment;

/// <summary>Looks whether the deployed application answers at its URL.</summary>
public sealed class Verification(HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Asks all URLs at the same time, each until it answers as it should or its time is over.</summary>
    /// <returns>What answered, in the order of the file.</returns>
    /// <exception cref="RunFailedException">
    /// Not all did within their time; the message names each that did not. Exit code 7, since the service runs the release.
    /// </exception>
    public async Task<IReadOnlyList<VerifiedUrl>> WaitAsync(
        IReadOnlyList<VerifySettings> verify, PlaceholderValues placeholders, CancellationToken cancellation)
    {
        var wanted = verify.Select(one => (Settings: one, Url: one.Url.Render(placeholders))).ToList();
        var problems = await Task.WhenAll(wanted.Select(one => WaitAsync(one.Settings, one.Url, cancellation)));
        var failed = problems.OfType<string>().ToList();
        return failed.Count == 0
            ? [.. wanted.Select(one => new VerifiedUrl(one.Url, one.Settings.Status))]
            : throw new RunFailedException(ExitCodes.NotRolledBack, string.Join('\n', failed));
    }

    /// <returns>What is wrong, or null when it answered as it should.</returns>
    private async Task<string?> WaitAsync(VerifySettings verify, string url, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        while (true)
        {
            var seen = await AskAsync(url, verify.Status, cancellation);
            if (seen is null) return null;
            if (time.GetElapsedTime(begin) >= verify.Timeout)
                return $"{verify.Place}: the service runs the release, but {url} did not answer with {verify.Status} within {verify.Timeout.TotalSeconds:0} s: {seen}. Look at its log, or correct 'verify'.";
            await Task.Delay(Interval, time, cancellation);
        }
    }

    private async Task<string?> AskAsync(string url, int status, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return (int)answer.StatusCode == status ? null : $"it answered with {(int)answer.StatusCode}";
        }
        catch (HttpRequestException failure)
        {
            return failure.Message;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer within {http.Timeout.TotalSeconds:0} s";
        }
    }
}
