using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of <c>compose</c>.</summary>
internal static class ComposeKeys
{
    private static readonly string[] DefaultFiles = ["docker-compose.yml"];

    private static readonly Key<IReadOnlyList<string>> Files = new(
        "files",
        new ListSchema<string>(new TextSchema(TextRules.Path)) { AtLeastOne = true },
        "Paths of the Compose files, in Compose's order: a later one overrides those before it.")
    {
        Default = DefaultFiles,
        Example = new[] { "docker-compose.yml", "docker-compose.ci.yml" },
    };

    private static readonly Key<IReadOnlyList<string>> Profiles = new(
        "profiles",
        new ListSchema<string>(new TextSchema(TextRules.ComposeProfile)),
        "Profiles of the Compose application whose services take part, beside those without a profile.")
    {
        DefaultInWords = "none",
        Example = new[] { "test" },
    };

    public static readonly ObjectSchema<ComposeSettings> Shape = new([Files, Profiles], read => new(
        read.OrNull(Files) ?? DefaultFiles, read.OrNull(Profiles) ?? [], read.Place));

    public static ComposeSettings Default(Place place) => new(DefaultFiles, [], place);
}
