using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of each step of <c>migrate</c> and <c>test</c>.</summary>
internal static class StepKeys
{
    private static readonly Key<string> Service = new(
        "service", new TextSchema(TextRules.ComposeService), "The Compose service in whose container the command runs.")
    {
        IsRequired = true,
        Example = "app",
    };

    private static readonly Key<IReadOnlyList<string>> Command = new(
        "command", new CommandSchema(), "The program and its arguments, as a list: no shell takes them apart, and no placeholders are replaced.")
    {
        IsRequired = true,
        Example = new[] { "vendor/bin/phpunit", "--testdox" },
    };

    private static readonly Key<Duration> Timeout = new("timeout", new DurationSchema(), "After this time the command is stopped, and has failed.")
    {
        Default = "10m",
    };

    private static readonly Key<string> Report = new(
        "report",
        new TextSchema(TextRules.ReportPath),
        "Where in the container the command leaves a JUnit report, absolute or relative to its working directory. It is kept in `test-results/` under its own name.")
    {
        DefaultInWords = "none",
        Example = "storage/phpunit.xml",
    };

    private static readonly Key<StepLocation> In = new(
        "in",
        new ChoiceSchema<StepLocation>(new("compose", StepLocation.Compose), new("cluster", StepLocation.Cluster)),
        "`compose`: in the container of the Compose service, with the test database. `cluster`: as a task of its own in the environment's cluster, with the release's task definition, before the service moves to it.")
    {
        Default = "compose",
    };

    public static readonly ObjectSchema<StepSettings> Test = new([Service, Command, Timeout, Report], Build);

    public static readonly ObjectSchema<StepSettings> Migrate = new([Service, Command, Timeout, Report, In], read => Build(read) with { In = read.Of(In) });

    private static StepSettings Build(Values read) => new(read.Of(Service), read.Of(Command), read.Of(Timeout).Time, read.OrNull(Report), read.Place);
}
