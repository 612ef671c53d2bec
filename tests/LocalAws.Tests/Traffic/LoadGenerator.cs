using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Traffic;

/// <summary>wrk in containers on the host's network, on connections that are kept and on connections that are not.</summary>
internal static partial class LoadGenerator
{
    /// <summary>No request waits that long for the end of the change.</summary>
    private const string AtMost = "600s";

    /// <summary>The engine reads all connections that the machine has had in the last two minutes whenever a container ends.</summary>
    private const int FewerNewConnections = 5;

    private static readonly TimeSpan ShortestAddition = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestAddition = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Sends requests from before <paramref name="change"/> until it has ended and there were <paramref name="least"/> of them.
    /// </summary>
    /// <param name="longestPause">
    /// Between two requests, in milliseconds: half of it of each of the 8 connections that are kept, and more of those that are not. The fixtures beside this one need the processors, too, and
    /// the number of requests is for the time of the change: in a soak run there are as many as go.
    /// </param>
    public static async Task<Load> DuringAsync(Uri url, int least, Func<Task> change, int longestPause = 30)
    {
        var clock = Stopwatch.StartNew();
        var load = await RunAsync(url, longestPause, change);
        while (load.Requests < least && load.Failed == 0)
        {
            // As long as the missing requests take at the pace until now.
            var missing = clock.Elapsed * (least - load.Requests) / Math.Max(1, load.Requests);
            var addition = TimeSpan.FromTicks(Math.Clamp(missing.Ticks, ShortestAddition.Ticks, LongestAddition.Ticks));
            load += await RunAsync(url, longestPause, () => Task.Delay(addition));
        }

        return load;
    }

    private static async Task<Load> RunAsync(Uri url, int longestPause, Func<Task> meanwhile)
    {
        var generators = new List<string>();
        try
        {
            generators.Add(await StartAsync(url, Script(longestPause / 2), "Connection: keep-alive"));
            generators.Add(await StartAsync(url, Script(longestPause * FewerNewConnections), "Connection: close"));
            await meanwhile();
            // wrk reports on SIGINT as it does at the end of its time.
            await Task.WhenAll(generators.Select(generator => DockerAsync("kill", "--signal", "INT", generator)));
            var load = Load.None;
            foreach (var generator in generators)
            {
                Assert.That(await DockerAsync("wait", generator), Is.EqualTo("0"), "the exit code of wrk");
                load += Read(await DockerAsync("logs", generator));
            }

            return load;
        }
        finally
        {
            foreach (var generator in generators)
                await DockerAsync("rm", "--force", generator);
        }
    }

    private static string Script(int longestPause) => Soak.IsOn ? "" : string.Create(CultureInfo.InvariantCulture, $"function delay() return math.random(0, {longestPause}) end");

    /// <summary>The id of a container that sends requests already.</summary>
    private static Task<string> StartAsync(Uri url, string script, string header) => DockerAsync(
        "run", "--detach", "--network", "host", "--label", TestLabel.Argument, "--env", $"SCRIPT={script}", TrafficImage.Name,
        "sh", "-c", "printf '%s' \"$SCRIPT\" > /tmp/script.lua && exec wrk --threads 1 --connections 8 --timeout 5s --script /tmp/script.lua \"$@\"", "wrk",
        "--duration", AtMost, "--header", header, url.ToString());

    private static async Task<string> DockerAsync(params string[] arguments)
    {
        var result = await CommandRunner.RunAsync(new("docker", arguments), CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, $"docker {string.Join(' ', arguments)}: {result.Error}");
        return result.Output.Trim();
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
/// <param name="Report">What wrk said about the rounds in which some failed.</param>
internal sealed record Load(int Requests, int Failed, string Report)
{
    public static Load None { get; } = new(0, 0, "");

    public static Load operator +(Load left, Load right) => new(left.Requests + right.Requests, left.Failed + right.Failed, left.Report + right.Report);
}
