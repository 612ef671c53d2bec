using System.Text.RegularExpressions;

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

    public async Task<T> RunAsync<T>(string what, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (ToolException exception) when (number < Attempts && IsTransient(exception))
            {
                var delay = TimeSpan.FromSeconds(Math.Pow(2, number) * (0.75 + (Random.Shared.NextDouble() / 2)));
                var reason = exception.StandardError.Last(line => Transient().IsMatch(line)).Trim();
                progress?.Invoke($"{what}: {reason}; trying again in {delay.TotalSeconds:0} s (attempt {number + 1} of {Attempts}).");
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }

    [GeneratedRegex($"{Busy}|{Broken}|{Gone}", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Transient();
}
