using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of <c>lint</c>.</summary>
internal static class LintKeys
{
    private static readonly Key<string> Rule = new("rule", new TextSchema(TextRules.LintRule), "The rule that is not to be reported, as Lint prints it.")
    {
        IsRequired = true,
        Example = "ECS012",
    };

    private static readonly Key<string> Path = new(
        "path", new TextSchema(TextRules.Any), "The place where it is not to be reported, as Lint prints it.")
    {
        DefaultInWords = "everywhere",
        Example = "containerDefinitions[0].environment",
    };

    private static readonly Key<string> Reason = new(
        "reason", new TextSchema(TextRules.Any), "Why it is meant to be as it is, for those who read the file later.")
    {
        IsRequired = true,
        Example = "The sidecar's image has no health check.",
    };

    private static readonly ObjectSchema<LintIgnore> Entry = new([Rule, Path, Reason], read => new(
        read.Of(Rule), read.OrNull(Path), read.Of(Reason), read.Place));

    private static readonly Key<IReadOnlyList<LintIgnore>> Ignore =
        new("ignore", new ListSchema<LintIgnore>(Entry), "Findings that are meant to be as they are, each with its reason.");

    public static readonly ObjectSchema<IReadOnlyList<LintIgnore>> Shape = new([Ignore], read => read.OrNull(Ignore) ?? []);
}
