using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of an entry of <c>gates</c>.</summary>
internal static class GateKeys
{
    private static readonly Key<string> Image = new(
        "image", new TextSchema(TextRules.GateImage), "The image that it runs in. The sources are at `/src`, where it starts, and cannot be written; files that `secrets` names are empty there.")
    {
        DefaultInWords = "none; it runs on this machine",
        Example = "semgrep/semgrep:1.100.0",
    };

    private static readonly Key<string> Service = new("service", new TextSchema(TextRules.ComposeService), "The Compose service in whose container it runs, instead of `image`.")
    {
        DefaultInWords = "none",
        Example = "app",
    };

    private static readonly Key<IReadOnlyList<string>> Command = new(
        "command", new CommandSchema(), "The program and its arguments, as a list: no shell takes them apart, and no placeholders are replaced. Required without `image`.")
    {
        DefaultInWords = "the image's own",
        Example = new[] { "semgrep", "scan", "--config=p/php", "--sarif", "--output=/tmp/semgrep.sarif" },
    };

    private static readonly Key<string> Sarif = new(
        "sarif", new TextSchema(TextRules.ReportPath), "Where it writes its findings, as SARIF 2.1.0: an absolute path with `image`, a path of the repository on this machine.")
    {
        DefaultInWords = "standard output",
        Example = "/tmp/semgrep.sarif",
    };

    private static readonly Key<string> FailOn = new(
        "failOn",
        new TextSchema(TextRules.GateLimit),
        "From where on a finding fails the gate: a level (`note`, `warning`, `error`), or the rule's `security-severity` as a number or a word (`low`, `medium`, `high`, `critical`); a rule without a number counts by its level then, and an error fails.")
    {
        Default = "error",
        Example = "7.0",
    };

    private static readonly Key<IReadOnlyList<string>> Variables = new(
        "variables", new ListSchema<string>(new TextSchema(TextRules.Variable)), "Environment variables that it gets, by their names. Their values stand in no log and no command line.")
    {
        DefaultInWords = "none; on this machine, all that Slipway has",
        Example = new[] { "SEMGREP_APP_TOKEN" },
    };

    private static readonly Key<Duration> Timeout = new("timeout", new DurationSchema(), "After this time it is stopped, and has failed.") { Default = "10m" };

    private static readonly Key<string> Rule = new("rule", new TextSchema(TextRules.Any), "The rule's id, as the table of findings has it.") { IsRequired = true, Example = "CVE-2026-12345" };

    private static readonly Key<string> Path = new("path", new TextSchema(TextRules.Any), "The file, or a folder around it.") { DefaultInWords = "everywhere", Example = "composer.lock" };

    private static readonly Key<string> Reason = new("reason", new TextSchema(TextRules.Any), "Why it is accepted, for those who read the file later.")
    {
        IsRequired = true,
        Example = "The vulnerable function is not called.",
    };

    private static readonly Key<string> Until = new("until", new TextSchema(TextRules.GateDate), "The last day on which it is accepted, in UTC. After it the finding counts again.") { IsRequired = true, Example = "2027-01-31" };

    private static readonly ObjectSchema<GateIgnore> Accepted = new([Rule, Path, Reason, Until], read => new(
        read.Of(Rule), read.OrNull(Path), read.Of(Reason), GateRules.ParseDate(read.Of(Until)) ?? DateOnly.MaxValue, read.Place));

    private static readonly Key<IReadOnlyList<GateIgnore>> Ignore = new(
        "ignore", new ListSchema<GateIgnore>(Accepted), "Findings that are accepted for a time, each with its reason.");

    private static readonly Key<SonarQubeSettings> SonarQube = new(
        "sonarqube", SonarQubeKeys.Shape, "The program is a scanner of SonarQube; its analysis is waited for, and the server's quality gate decides instead of `failOn`.")
    {
        DefaultInWords = "none",
    };

    public static readonly ObjectSchema<GateEntry> Shape = new([Image, Service, Command, Sarif, FailOn, Variables, Timeout, Ignore, SonarQube], Build);

    private static GateEntry Build(Values read)
    {
        var (image, service, sarif, server) = (read.OrNull(Image), read.OrNull(Service), read.OrNull(Sarif), read.OrNull(SonarQube));
        if (image is not null && service is not null) read.Note(read.PlaceOf(Service), ErrorCode.Conflict, "'image' or 'service', not both: remove one of them");
        if (image is null && !read.IsWritten(Image) && !read.IsWritten(Command)) read.Missing(Command.Name, "; only an image may have a command of its own");
        if (sarif is not null && Problem(sarif, image, service) is { } problem) read.Note(read.PlaceOf(Sarif), ErrorCode.InvalidValue, problem);
        foreach (var key in server is null ? [] : (Key[])[Sarif, FailOn, Ignore])
        {
            if (read.IsWritten(key)) read.Note(read.PlaceOf(key), ErrorCode.Conflict, $"'{key.Name}' is for SARIF, and with 'sonarqube' the server decides: remove it");
        }

        return new(new(
            read.Name, image, service, read.OrNull(Command) ?? [], sarif, GateLimit.Parse(read.Of(FailOn)) ?? new(string.Empty, GateLevel.Error, null), read.OrNull(Variables) ?? [], read.Of(Timeout).Time,
            read.OrNull(Ignore) ?? [], server, read.Place));
    }

    private static string? Problem(string sarif, string? image, string? service)
    {
        if (image is not null) return sarif[0] == '/' ? null : $"'{sarif}' is below the sources, which a container of an image cannot write; name a file by an absolute path, such as '/tmp/{sarif[(sarif.LastIndexOf('/') + 1)..]}'";
        return service is null ? ValueRules.RepositoryPath(sarif) : null;
    }
}
