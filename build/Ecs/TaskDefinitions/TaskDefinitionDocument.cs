using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Ecs.Sources;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>
/// A task definition as it is written, with typed views on what Slipway acts on. Members that are not known pass through.
/// Accepts what <c>aws ecs describe-task-definition</c> prints as well: the <c>taskDefinition</c> wrapper, and the members
/// that only a response has, which <see cref="ToRegistration"/> leaves out.
/// </summary>
public sealed class TaskDefinitionDocument
{
    private const string Wrapper = "taskDefinition";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonSource? _source;

    public TaskDefinitionDocument(JsonObject root) => Root = Unwrapped(root);

    private TaskDefinitionDocument(JsonObject root, JsonSource? source) => (Root, _source) = (root, source);

    /// <summary>The task definition itself, without the wrapper of a response.</summary>
    public JsonObject Root { get; }

    public string Family => Root.Text("family") ?? "";

    /// <summary>bridge, host, awsvpc or none; bridge when the task definition says nothing, as on EC2.</summary>
    public string NetworkMode => Root.Text("networkMode") ?? "bridge";

    /// <summary>Task-level memory in MiB, or null.</summary>
    public int? Memory => Root.Number("memory");

    /// <summary>CPU units of the whole task.</summary>
    public int? Cpu => Root.Number("cpu");

    public IReadOnlyList<ContainerDefinition> Containers =>
        [.. Root.Objects("containerDefinitions").Select(node => new ContainerDefinition(node))];

    public IReadOnlyList<VolumeDefinition> Volumes =>
        [.. Root.Objects("volumes").Select(volume => new VolumeDefinition(
            volume.Text("name") ?? "",
            (volume["host"] as JsonObject)?.Text("sourcePath"),
            (volume["dockerVolumeConfiguration"] as JsonObject)?.Text("scope") == "shared",
            volume))];

    /// <summary>What a revision that is registered from it is tagged with, by key. Slipway's own, which a file has from another revision, are not its.</summary>
    public IReadOnlyDictionary<string, string> Tags =>
        Root.Objects("tags").GroupBy(tag => tag.Text("key") ?? "").Where(tag => !OwnTags.Has(tag.Key)).ToDictionary(tag => tag.Key, tag => tag.Last().Text("value") ?? "");

    /// <summary>Names of the containers whose image is still a placeholder.</summary>
    public IReadOnlyList<string> UnfilledImages =>
        [.. Containers.Where(container => ImagePlaceholder.Is(container.Image)).Select(container => container.Name)];

    /// <summary>Names of the containers whose image is the placeholder of a service: <c>&lt;QUEUE_WORKER&gt;</c> for <c>queue-worker</c>.</summary>
    public IReadOnlyList<string> PlaceholdersOf(string service) =>
        [.. Containers.Where(container => ImagePlaceholder.ServiceOf(container.Image, [service]) is not null).Select(container => container.Name)];

    // A view was written through, or there never was a text.
    private bool IsAsWritten => _source is not null && JsonNode.DeepEquals(Unwrapped(JsonNode.Parse(_source.Utf8)!.AsObject()), Root);

    /// <summary>Reads a task definition file.</summary>
    /// <param name="json">The file's text; comments and trailing commas are refused, as ECS refuses them.</param>
    /// <param name="file">Named in errors.</param>
    /// <exception cref="TaskDefinitionException">The text is not JSON, or not an object with containers.</exception>
    public static TaskDefinitionDocument Parse(string json, string file) => Parse(JsonSource.Parse(json, file));

    /// <summary>The same for a text that was parsed before.</summary>
    /// <exception cref="TaskDefinitionException">The text is not JSON, or not an object with containers.</exception>
    public static TaskDefinitionDocument Parse(JsonSource source)
    {
        if (source.Failure is { } failure) throw new TaskDefinitionException($"{failure.Place}: not valid JSON: {failure.Message}.");
        if (DuplicateMember.In(source.Root!) is { } twice) throw new TaskDefinitionException($"{source.PlaceAt(twice.Start)}: '{twice.Name}' is written a second time in the same object.");
        try
        {
            if (JsonNode.Parse(source.Utf8) is not JsonObject root) throw new TaskDefinitionException($"{source.File}:1:1: a task definition is a JSON object.");
            var document = new TaskDefinitionDocument(Unwrapped(root), source);
            return document.Containers.Count > 0
                ? document
                : throw new TaskDefinitionException($"{source.File}:1:1: 'containerDefinitions' is missing or empty.");
        }
        catch (JsonException tooDeep)
        {
            throw new TaskDefinitionException($"{source.File}:{tooDeep.LineNumber + 1}:{tooDeep.BytePositionInLine + 1}: no task definition is nested that deep.", tooDeep);
        }
    }

    public TaskDefinitionDocument Clone() => new(Root.DeepClone().AsObject(), _source);

    /// <summary>A copy in which each named container runs the given image; the other containers keep theirs.</summary>
    /// <exception cref="TaskDefinitionException">A name is not among the container definitions.</exception>
    public TaskDefinitionDocument WithImages(IReadOnlyDictionary<string, string> imageByContainer) =>
        WithImages(imageByContainer, new Dictionary<string, string>());

    /// <summary>
    /// The same, and a container that is not named gets a service's image when its own is the placeholder of that service: its name in
    /// upper case, <c>&lt;QUEUE_WORKER&gt;</c> for <c>queue-worker</c>. Of the text that was parsed only these images change.
    /// </summary>
    /// <exception cref="TaskDefinitionException">A name of <paramref name="imageByContainer"/> is not among the container definitions.</exception>
    public TaskDefinitionDocument WithImages(IReadOnlyDictionary<string, string> imageByContainer, IReadOnlyDictionary<string, string> imageByService)
    {
        var names = Containers.Select(container => container.Name).ToList();
        if (imageByContainer.Keys.FirstOrDefault(name => !names.Contains(name)) is { } missing)
            throw new TaskDefinitionException($"Task definition '{Family}' has no container '{missing}'; it has {string.Join(", ", names)}.");

        string? ImageFor(string name, string image) =>
            imageByContainer.TryGetValue(name, out var chosen) ? chosen
            : ImagePlaceholder.ServiceOf(image, imageByService.Keys) is { } service ? imageByService[service] : null;

        if (IsAsWritten && ImageEdits.Apply(_source!, ImageFor) is { } rendered) return Parse(rendered);
        var copy = new TaskDefinitionDocument(Root.DeepClone().AsObject());
        foreach (var container in copy.Containers) container.Image = ImageFor(container.Name, container.Image) ?? container.Image;
        return copy;
    }

    /// <summary>What RegisterTaskDefinition takes: a copy without nulls and without what only a response has, each value in the API's type.</summary>
    public JsonObject ToRegistration() => RegistrationValues.Of(Root);

    /// <summary>
    /// The text that was parsed, as it is written there, without the wrapper of a response; or indented JSON where the document did not come
    /// from a text, or was changed in more than its images.
    /// </summary>
    public string ToJson()
    {
        if (!IsAsWritten) return Root.ToJsonString(Readable) + "\n";
        var root = _source!.Root!;
        var text = root.Member(Wrapper) is { Kind: JsonValueKind.Object } wrapped ? _source.Utf8[wrapped.Start..wrapped.End] : _source.Utf8;
        return Encoding.UTF8.GetString(text);
    }

    private static JsonObject Unwrapped(JsonObject root) => root[Wrapper] is JsonObject wrapped ? wrapped : root;
}
