using System.Text.Json.Nodes;
using Slipway.Pipeline.Build.Compose;

namespace Slipway.Pipeline.Build.Inputs;

/// <summary>Finds what the images of a Compose application are built from. https://docs.docker.com/reference/compose-file/build/</summary>
/// <param name="services">As <c>docker compose config</c> describes them.</param>
/// <param name="project">Compose's name for the application.</param>
/// <param name="root">The folder that relative paths are relative to.</param>
public sealed class ImageInputsReader(JsonObject services, string? project, string root)
{
    private const string ServiceScheme = "service:";
    private const string ImageScheme = "docker-image://";

    /// <summary>Those of the service's image, with those of images of the application that it is built on.</summary>
    public ImageInputs Of(string service) => Of(service, []);

    private ImageInputs Of(string service, HashSet<string> seen)
    {
        if (!seen.Add(service)) return ImageInputs.None;
        return services[service]?["build"] switch
        {
            null => ImageInputs.None,
            JsonValue context => Of(service, new() { ["context"] = context.DeepClone() }, seen),
            JsonObject build => Of(service, build, seen),
            _ => ImageInputs.Unknown($"the build of '{service}'"),
        };
    }

    private ImageInputs Of(string service, JsonObject build, HashSet<string> seen)
    {
        var named = Named(build["additional_contexts"]);
        var inputs = Context(service, build, named, seen);
        foreach (var (_, value) in named)
        {
            inputs = inputs.With(
                value.StartsWith(ServiceScheme, StringComparison.Ordinal) ? Of(value[ServiceScheme.Length..], seen)
                : value.StartsWith(ImageScheme, StringComparison.Ordinal) ? ImageInputs.None with { Bases = [value[ImageScheme.Length..]] }
                : IsFolder(value) ? new([new(Full(root, value), Ignore: null)], [], null)
                : ImageInputs.Unknown(value));
        }

        return inputs;
    }

    private ImageInputs Context(string service, JsonObject build, Dictionary<string, string> named, HashSet<string> seen)
    {
        var context = Text(build["context"]) ?? ".";
        if (!IsFolder(context)) return ImageInputs.Unknown(context);
        var folder = Full(root, context);
        var inline = Text(build["dockerfile_inline"]);
        var dockerfile = Full(folder, Text(build["dockerfile"]) ?? "Dockerfile");
        if (inline is null && dockerfile.Contains('$', StringComparison.Ordinal)) return ImageInputs.Unknown(dockerfile);
        var ignore = DockerIgnore.FileOf(folder, dockerfile);
        var inputs = new ImageInputs(
            [new(folder, ignore is null ? null : DockerIgnore.Parse(File.ReadAllText(ignore)))], [dockerfile, $"{dockerfile}.dockerignore", Path.Combine(folder, ".dockerignore")], null)
        { Services = [service] };
        if (inline is null && !File.Exists(dockerfile)) return inputs with { Open = $"{dockerfile}, which is not there," };
        var text = inline ?? File.ReadAllText(dockerfile);
        if (DockerfileImages.Fetches(text)) inputs = inputs with { Open = $"what the build of '{service}' fetches" };
        return DockerfileImages.Of(text, Named(build["args"])).Where(image => !named.ContainsKey(image)).Aggregate(inputs, (all, image) => all.With(OfBase(service, image, seen)));
    }

    /// <summary>An image that another service of the application builds has its inputs; one whose name is open may be any of them.</summary>
    private ImageInputs OfBase(string service, string image, HashSet<string> seen)
    {
        var isOpen = image.Contains('$', StringComparison.Ordinal);
        var built = services.Where(other => other.Key != service && other.Value?["build"] is not null && (isOpen || SharedImages.ImageOf(other.Key, services, project) == SharedImages.Tagged(image)))
            .Select(other => other.Key).ToList();
        return built.Aggregate(built.Count > 0 && !isOpen ? ImageInputs.None : ImageInputs.None with { Bases = [image] }, (all, other) => all.With(Of(other, seen)));
    }

    /// <summary>A mapping, or a list of <c>name=value</c>.</summary>
    private static Dictionary<string, string> Named(JsonNode? node) => node switch
    {
        JsonObject members => members.Where(member => member.Value is not null).ToDictionary(member => member.Key, member => Text(member.Value) ?? ""),
        JsonArray items => items.Select(item => (Text(item) ?? "").Split('=', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]),
        _ => [],
    };

    /// <summary>Neither the address of something elsewhere nor one with variables that are not known yet.</summary>
    private static bool IsFolder(string value) =>
        !value.Contains("://", StringComparison.Ordinal) && !value.StartsWith("git@", StringComparison.Ordinal) && !value.StartsWith("github.com/", StringComparison.Ordinal) && !value.Contains('$', StringComparison.Ordinal);

    private static string Full(string folder, string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, folder));

    private static string? Text(JsonNode? node) => node is JsonValue value ? value.ToString() : null;
}
