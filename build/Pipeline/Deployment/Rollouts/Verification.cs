using System.Net.Http.Headers;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>Checks whether the deployed application answers at its URL.</summary>
public sealed class Verification(HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>What is asked, in the order of the file.</summary>
    public static IReadOnlyList<string> UrlsOf(IReadOnlyList<VerifySettings> verify, PlaceholderValues placeholders) => [.. verify.Select(one => one.Url.Render(placeholders))];

    /// <summary>Asks all URLs at the same time, each until it answers as it should or its time is over.</summary>
    /// <returns>What answered, in the order of the file.</returns>
    /// <exception cref="RunFailedException">
    /// Not all did within their time; the message names each that did not. Exit code 7, since the service runs the release.
    /// </exception>
    public async Task<IReadOnlyList<VerifiedUrl>> WaitAsync(
        IReadOnlyList<VerifySettings> verify, PlaceholderValues placeholders, CancellationToken cancellation)
    {
        var answers = await AskAsync(verify, placeholders, cancellation);
        var failed = answers.Where(answer => !answer.IsGood).Select(answer =>
            $"{answer.Settings.Place}: the service runs the release, but {answer.Url} {answer.Failing}. Check its log, or correct 'verify'.").ToList();
        return failed.Count == 0
            ? [.. answers.Select(answer => new VerifiedUrl(answer.Url, answer.Settings.Status))]
            : throw new RunFailedException(ExitCodes.NotRolledBack, string.Join('\n', failed));
    }

    /// <summary>The same, and one that did not answer as it should is in the result.</summary>
    public async Task<IReadOnlyList<UrlAnswer>> AskAsync(IReadOnlyList<VerifySettings> verify, PlaceholderValues placeholders, CancellationToken cancellation) =>
        await Task.WhenAll(verify.Select(one => WaitAsync(one, one.Url.Render(placeholders), cancellation)));

    private async Task<UrlAnswer> WaitAsync(VerifySettings verify, string url, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            var seen = await AskAsync(url, verify.Status, cancellation);
            if (seen is null || time.GetElapsedTime(begin) >= verify.Timeout) return new(verify, url, seen, tries, time.GetElapsedTime(begin));
            await Task.Delay(Interval, time, cancellation);
        }
    }

    /// <returns>What is wrong, or null when it answered as it should.</returns>
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
