using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of <c>images.&lt;service&gt;.build</c>.</summary>
internal static class ImageBuildKeys
{
    private const string ComposeSays = "what the Compose file says";

    private static readonly Key<string> Context = new(
        "context", new TextSchema(TextRules.Folder), "The folder that is sent to the builder; `.` is the repository itself.")
    {
        DefaultInWords = ComposeSays,
        Example = "services/web",
    };

    private static readonly Key<string> Dockerfile = new("dockerfile", new TextSchema(TextRules.Path), "The Dockerfile, relative to the context.")
    {
        DefaultInWords = ComposeSays,
        Example = "docker/web.Dockerfile",
    };

    private static readonly Key<string> Target = new("target", new TextSchema(TextRules.BuildStage), "The stage of the Dockerfile that is the image.")
    {
        DefaultInWords = ComposeSays,
        Example = "runtime",
    };

    private static readonly Key<IReadOnlyList<string>> Platforms = new(
        "platforms",
        new ListSchema<string>(new TextSchema(TextRules.Platform))
        {
            Most = 1,
            WhyMost = "one is possible: the engine keeps images of one platform under a name. Name the one that the tasks run on",
        },
        "The platform that the image is built for. It must be the one that the tasks run on, whatever machine builds.")
    {
        DefaultInWords = ComposeSays,
        Example = new[] { "linux/amd64" },
    };

    public static readonly ObjectSchema<ImageBuildSettings> Shape = new([Context, Dockerfile, Target, Platforms], read => new(
        read.OrNull(Context), read.OrNull(Dockerfile), read.OrNull(Target), read.OrNull(Platforms) ?? [], read.Place));
}
