using System.Net.Http.Headers;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Failures;

namespace Slipway.Pipeline.Deployment;

/// <summary>Looks whether the deployed application answers at its URL.</summary>
public sealed class Verification(HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <returns>The URL that answered.</returns>
    /// <exception cref="RunFailedException">It did not answer as configured within the time; exit code 7, since the service runs the release.</exception>
    public async Task<string> WaitAsync(VerifySettings verify, PlaceholderValues placeholders, CancellationToken cancellation)
    {
        var url = verify.Url.Render(placeholders);
        var begin = time.GetTimestamp();
        while (true)
        {
            var seen = await AskAsync(url, verify.Status, cancellation);
            if (seen is null) return url;
            if (time.GetElapsedTime(begin) >= verify.Timeout)
                throw new RunFailedException(
                    ExitCodes.NotRolledBack,
                    $"{verify.Place}: the service runs the release, but {url} did not answer with {verify.Status} within {verify.Timeout.TotalSeconds:0} s: {seen}. Look at its log, or correct 'verify'.");
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
