using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>
/// What runs wrote, as their user sees it, without what differs between two runs: times, ids, ports, commits. Revisions count from the one
/// that is there at the beginning. The service has the same name in all of them. Lines that tell of how far a deployment is come when someone looks, so they are left out; of a report's
/// events those stay that tell of the failure, for the others may or may not have happened when it is written, as a target may or may not be new.
/// </summary>
/// <param name="application">Null where it is always the same.</param>
/// <param name="family">Null where it is always the same, and revisions count from 1.</param>
internal sealed partial class ReadableOutput(string? application = null, string? family = null)
{
    private const string Family = "shop";

    private readonly List<string> _revisions = [];

    /// <summary>Several that move at the same time: lines of theirs that follow each other come in the order of the services.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <param name="revision">ARN of the one that the service has at the beginning.</param>
    public string Of(string revision, IEnumerable<(string Command, CommandResult Result)> runs)
    {
        _revisions.Add(revision.Split(':')[^1]);
        return Of(runs);
    }

    public string Of(IEnumerable<(string Command, CommandResult Result)> runs)
    {
        return string.Join('\n', runs.Select(run => $"$ {run.Command}\n{Part(run.Result.Output)}{Part(run.Result.Error)}[exit code {run.Result.ExitCode}]\n"));
    }

    private string Part(string text)
    {
        if (application is not null) text = Build().Replace(text, "build BUILD");
        foreach (var (pattern, replacement) in Different) text = pattern.Replace(text, replacement);
        if (text.Contains("for the same reason", StringComparison.Ordinal)) text = Count().Replace(text, "N tasks");
        if (application is not null) text = text.Replace(application, "APPLICATION", StringComparison.Ordinal);
        text = WithoutName(text);
        text = RevisionPattern().Replace(text, match => family is not null && match.Groups[1].Value == Family ? $"{Family}:{Number(match.Groups[2].Value)}" : match.Value);
        var lines = Ordered(text.Split('\n').Select(line => line.TrimEnd()).Where(line => !Progress().IsMatch(line) && (!Event().IsMatch(line) || Telling().IsMatch(line))));
        // A run that is killed may end within a line of progress.
        var readable = string.Join('\n', lines);
        return readable.Length == 0 || readable.EndsWith('\n') ? readable : readable + '\n';
    }

    /// <summary>The same for whichever service of the table it is.</summary>
    public string WithoutName(string text) => family is null ? text : Regex.Replace(text, $@"\b{family}\b", Family, RegexOptions.None, TimeSpan.FromSeconds(1));

    private IEnumerable<string> Ordered(IEnumerable<string> lines)
    {
        var waiting = new List<(int Service, string Line)>();
        foreach (var line in lines)
        {
            if (ServiceOf(line) is var service and >= 0)
            {
                waiting.Add((service, line));
                continue;
            }

            foreach (var (_, told) in waiting.OrderBy(one => one.Service)) yield return told;
            waiting.Clear();
            yield return line;
        }

        foreach (var (_, told) in waiting.OrderBy(one => one.Service)) yield return told;
    }

    private int ServiceOf(string line) => Services.ToList().FindIndex(name => line.StartsWith($"HH:MM:SS {name}: ", StringComparison.Ordinal));

    private string Number(string revision)
    {
        if (!_revisions.Contains(revision)) _revisions.Add(revision);
        return (_revisions.IndexOf(revision) + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static IReadOnlyList<(Regex Pattern, string Replacement)> Different =>
    [
        (Owner(), "USER@HOST since $1 UTC (build BUILD, commit COMMIT)"),
        (Instant(), "DATE TIME"),
        (ClockTime(), "HH:MM:SS"),
        (TableTime(), "HH:MM:SS.0000000"),
        (DeploymentId(), "ecs-svc/ID"),
        (ContainerName(), "${1}ID"),
        (EngineId(), "ID"),
        (TaskId(), "TASK"),
        (Run(), "run RUN"),
        (Digest(), "sha256:DIGEST"),
        (Commit(), "COMMIT"),
        (LoopbackPort(), "127.0.0.1:PORT"),
        (HostPort(), "hostPort: PORT"),
        (ReleaseBefore(), "the last release → "),
        (Duration(), "N s"),
    ];

    [GeneratedRegex(@"\S+@\S+ since (.+?) UTC \(build \S+, commit \S+\)")]
    private static partial Regex Owner();

    [GeneratedRegex(@"\b\d{4}-\d\d-\d\d[T ]\d\d[:-]\d\d[:-]\d\d(\.\d+)?Z?")]
    private static partial Regex Instant();

    [GeneratedRegex(@"(?m)^\d\d:\d\d:\d\d(?= )")]
    private static partial Regex ClockTime();

    [GeneratedRegex(@"\b\d\d:\d\d:\d\d\.\d{7}\b")]
    private static partial Regex TableTime();

    [GeneratedRegex(@"\bbuild \d+\b")]
    private static partial Regex Build();

    [GeneratedRegex(@"\becs-svc/\d+")]
    private static partial Regex DeploymentId();

    [GeneratedRegex(@"\b(ecs-\w+-)\d+-\w+-[0-9a-f]{12}\b")]
    private static partial Regex ContainerName();

    [GeneratedRegex(@"(?<!:)\b[0-9a-f]{64}\b")]
    private static partial Regex EngineId();

    [GeneratedRegex(@"\brun [0-9a-f]{8}\b")]
    private static partial Regex Run();

    [GeneratedRegex(@"\bhostPort: \d{4,}")]
    private static partial Regex HostPort();

    [GeneratedRegex(@"\b[0-9a-f]{32}\b")]
    private static partial Regex TaskId();

    [GeneratedRegex(@"\bsha256:[0-9a-f]{64}\b")]
    private static partial Regex Digest();

    [GeneratedRegex(@"\b[0-9a-f]{40}(-dirty)?\b")]
    private static partial Regex Commit();

    [GeneratedRegex(@"\b127\.0\.0\.1:(?!9\b)\d+")]
    private static partial Regex LoopbackPort();

    // A deployment that fails more slowly than it is given up has one task more or less.
    [GeneratedRegex(@"\b\d+ tasks(?= (alike|stopped))")]
    private static partial Regex Count();

    [GeneratedRegex(@"(?<=\[RELEASE\]\.value: ).+? → ")]
    private static partial Regex ReleaseBefore();

    [GeneratedRegex(@"\b\d+(\.\d+)? s\b")]
    private static partial Regex Duration();

    [GeneratedRegex(@"\b([a-z]+):(\d+)\b")]
    private static partial Regex RevisionPattern();

    [GeneratedRegex(@"^HH:MM:SS (\w+: )?(\d+/\d+ running|\(service |The deployment is complete, but|$)|^  target .*: initial: ")]
    private static partial Regex Progress();

    [GeneratedRegex("^  event: ")]
    private static partial Regex Event();

    [GeneratedRegex("unable to|deployment failed|rolling back")]
    private static partial Regex Telling();
}
