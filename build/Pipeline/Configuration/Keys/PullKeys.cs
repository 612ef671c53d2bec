using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of each entry of <c>pull</c>.</summary>
internal static class PullKeys
{
    private static readonly Key<Template> Tag = new("tag", new TemplateSchema(TemplateKind.Tag), "The tag that is pulled. What is deployed is the digest that it has then.")
    {
        IsRequired = true,
        Example = "{env}",
    };

    private static readonly Key<IReadOnlyList<string>> Publish = new(
        "publish",
        new CommandSchema(),
        "A program, with its arguments, that puts the image into the registry of a rehearsal (`--env=local`), which starts without it.")
    {
        DefaultInWords = "none",
        Example = new[] { "scripts/publish-maps.sh" },
    };

    public static readonly ObjectSchema<PullSettings> Shape = new([ImageKeys.Repository, Tag, ImageKeys.Container, Publish], read => new(
        read.Name, read.Of(ImageKeys.Repository), read.Of(Tag), ImageKeys.ContainersOf(read), read.OrNull(Publish), read.Place));
}
