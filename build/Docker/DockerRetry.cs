using System.Text.RegularExpressions;
using Polly;

namespace Slipway.Docker;

/// <summary>
/// Tries a command again when the registry was busy (429), broken (5xx) or gone in the middle: five times in all, after about
/// 2, 4, 8 and 16 seconds. A refusal (wrong password, no such image, nobody listening) is not tried again.
/// </summary>
internal sealed partial class DockerRetry(TimeProvider time, Action<string>? progress)
{
    private const int Attempts = 5;

    private const string Busy = @"toomanyrequests|too many requests|\b429\b";

    private const string Broken =
        @"(status|status code|HTTP status):? 5\d\d\b|\b50[0234] (Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)";

    private const string Gone = @"connection reset|broken pipe|\bEOF\b|i/o timeout|TLS handshake timeout|connection timed out"
        + "|use of closed network connection|request canceled while waiting|http2: server sent GOAWAY";

    public static bool IsTransient(ToolException exception) => exception.StandardError.Any(line => Transient().IsMatch(line));

    public async Task<T> RunAsync<T>(string what, Func<Task<T>> attempt, CancellationToken cancellationToken) =>
        await Retries(what).ExecuteAsync(async _ => await attempt(), cancellationToken);

    private ResiliencePipeline Retries(string what) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new()
        {
            MaxRetryAttempts = Attempts - 1,
            ShouldHandle = new PredicateBuilder().Handle<ToolException>(IsTransient),
            DelayGenerator = failed => new(Delay(failed.AttemptNumber)),
            OnRetry = failed =>
            {
                var reason = ((ToolException)failed.Outcome.Exception!).StandardError.Last(line => Transient().IsMatch(line)).Trim();
                progress?.Invoke($"{what}: {reason}; trying again in {failed.RetryDelay.TotalSeconds:0} s (attempt {failed.AttemptNumber + 2} of {Attempts}).");
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    /// <param name="failed">Attempts that have failed before this one.</param>
    private static TimeSpan? Delay(int failed) => TimeSpan.FromSeconds(Math.Pow(2, failed + 1) * (0.75 + (Random.Shared.NextDouble() / 2)));

    [GeneratedRegex($"{Busy}|{Broken}|{Gone}", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Transient();
}
