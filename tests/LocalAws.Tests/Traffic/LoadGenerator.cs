using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Traffic;

/// <summary>wrk in a container on the host's network: as many requests as go, for some seconds at a time.</summary>
internal static partial class LoadGenerator
{
    private const int Seconds = 8;
    private const int MostRounds = 60;

    /// <summary>
    /// Sends requests on connections that are kept and on connections that are not, until <paramref name="meanwhile"/> has ended and there were
    /// <paramref name="least"/> of them; bounded, whatever happens.
    /// </summary>
    public static async Task<Load> DuringAsync(Uri url, int least, Func<Task> meanwhile)
    {
        var load = Load.None;
        var kept = RoundAsync(url, closing: false);
        var closed = RoundAsync(url, closing: true);
        var change = meanwhile();
        for (var round = 0; round < MostRounds; round++)
        {
            load += await kept + await closed;
            if (change.IsCompleted && load.Requests >= least)
                break;
            kept = RoundAsync(url, closing: false);
            closed = RoundAsync(url, closing: true);
        }

        await change;
        await Task.WhenAll(kept, closed);
        return load;
    }

    private static async Task<Load> RoundAsync(Uri url, bool closing)
    {
        string[] header = closing ? ["--header", "Connection: close"] : [];
        string[] arguments =
        [
            "run", "--rm", "--network", "host", "--label", "slipway.tests=traffic", TrafficImage.Name,
            "wrk", "--threads", "1", "--connections", "8", "--duration", $"{Seconds}s", .. header, url.ToString(),
        ];
        var result = await CommandRunner.RunAsync(new("docker", arguments), CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        return Read(result.Output);
    }

    private static Load Read(string report)
    {
        var requests = Number(RequestLine().Match(report));
        var refused = Number(StatusLine().Match(report));
        var broken = ErrorLine().Match(report).Groups.Values.Skip(1).Where(group => group.Success).Sum(group => int.Parse(group.Value, CultureInfo.InvariantCulture));
        return new(requests, refused + broken, refused + broken > 0 ? report : "");
    }

    private static int Number(Match match) => match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")]
    private static partial Regex ErrorLine();
}

/// <summary>What became of the requests.</summary>
/// <param name="Failed">No connection, no answer, or one that is not of the 200s and 300s.</param>
/// <param name="Report">What wrk said of the rounds in which some failed.</param>
internal sealed record Load(int Requests, int Failed, string Report)
{
    public static Load None { get; } = new(0, 0, "");

    public static Load operator +(Load left, Load right) => new(left.Requests + right.Requests, left.Failed + right.Failed, left.Report + right.Report);
}
