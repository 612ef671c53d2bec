using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of each entry of <c>images</c>, and what they share with <c>pull</c>.</summary>
internal static class ImageKeys
{
    private static readonly ListSchema<Template> TagList = new(new TemplateSchema(TemplateKind.Tag)) { AtLeastOne = true };

    /// <summary>Of the top level.</summary>
    public static readonly Key<IReadOnlyList<Template>> DefaultTags = new("tags", TagList, "The tags that images get which have none of their own.")
    {
        Default = new[] { "{env}", "{env}-{build}", "{commit}" },
        Example = new[] { "{env}-{branch}", "{commit}" },
    };

    public static readonly Key<string> Repository = new(
        "repository", new TextSchema(TextRules.ImageRepository), "The repository's name in the registry, without the registry's host and without a tag.")
    {
        IsRequired = true,
        Example = "shop.app",
    };

    public static readonly Key<IReadOnlyList<string>> Container = new(
        "container",
        new OneOrListSchema<string>(new TextSchema(TextRules.EcsName)),
        "The container of the task definition that runs the image, or a list of them. Containers that Compose starts from the same image need not be listed.")
    {
        DefaultInWords = "the name of the Compose service",
        Example = new[] { "web", "worker" },
    };

    private static readonly Key<IReadOnlyList<Template>> Tags = new("tags", TagList, "The tags that this image gets.")
    {
        DefaultInWords = "`tags` of the top level",
        Example = new[] { "{env}" },
    };

    private static readonly Key<ImageBuildSettings> Build =
        new("build", ImageBuildKeys.Shape, "How the image is built, where it is not as the Compose file says.");

    public static readonly ObjectSchema<ImageSettings> Shape = new([Repository, Container, Tags, Build], read => new(
        read.Name, read.Of(Repository), ContainersOf(read), read.OrNull(Tags) ?? [], read.OrNull(Build), read.Place));

    /// <summary>A service's name is not always one that ECS takes.</summary>
    public static IReadOnlyList<string> ContainersOf(Values read)
    {
        if (read.OrNull(Container) is { Count: > 0 } containers)
            return containers;

        var isServiceOnly = read.Name.Length > 0 && ValueRules.EcsName(read.Name) is not null && ValueRules.ComposeService(read.Name) is null;

        if (isServiceOnly && !read.IsWritten(Container))
        {
            read.Note(
                read.Place,
                ErrorCode.InvalidValue,
                $"the service's name '{read.Name}' cannot be a container's name in ECS; add the key 'container'");
        }

        return [read.Name];
    }
}
