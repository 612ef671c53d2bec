using System.Text.RegularExpressions;
using Polly;
using Polly.Retry;

namespace Slipway.LocalAws.Kernel.Engine;

/// <summary>
/// Tries a pull again when the registry was busy (429), broken (5xx) or closed the connection: five times in all, after about 2, 4, 8 and 16 seconds.
/// A refusal (wrong password, no such image, connection refused) is not tried again.
/// </summary>
internal static partial class PullRetry
{
    private const int Retries = 4;

    private const string Busy = @"toomanyrequests|too many requests|\b429\b";

    private const string Broken =
        @"(status|status code|HTTP status):? 5\d\d\b|\b50[0234] (Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)";

    private const string Gone = @"connection reset|broken pipe|\bEOF\b|i/o timeout|TLS handshake timeout|connection timed out"
        + "|use of closed network connection|request canceled while waiting|http2: server sent GOAWAY";

    /// <param name="report">Called before each wait with its length and the reason.</param>
    public static ResiliencePipeline Create(TimeProvider time, Action<TimeSpan, string> report) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            Delay = TimeSpan.FromSeconds(2),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<EngineException>(refused => Transient().IsMatch(refused.Message)),
            OnRetry = retry =>
            {
                report(retry.RetryDelay, retry.Outcome.Exception!.Message);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    [GeneratedRegex($"{Busy}|{Broken}|{Gone}", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Transient();
}
