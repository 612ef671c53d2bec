using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>
/// A task definition as it is written, with typed views on what Slipway acts on. Members that are not known pass through.
/// Accepts what <c>aws ecs describe-task-definition</c> prints as well: the <c>taskDefinition</c> wrapper, and the members
/// that only a response has, which <see cref="ToRegistration"/> leaves out.
/// </summary>
public sealed class TaskDefinitionDocument
{
    private static readonly string[] ResponseOnly =
        ["taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt", "registeredBy", "deregisteredAt", "deleteRequestedAt"];

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public TaskDefinitionDocument(JsonObject root) => Root = root["taskDefinition"] is JsonObject wrapped ? wrapped : root;

    /// <summary>The task definition itself, without the wrapper of a response.</summary>
    public JsonObject Root { get; }

    public string Family => Root.Text("family") ?? "";

    /// <summary>bridge, host, awsvpc or none; bridge when the task definition says nothing, as on EC2.</summary>
    public string NetworkMode => Root.Text("networkMode") ?? "bridge";

    /// <summary>Task-level memory in MiB, or null.</summary>
    public int? Memory => Root.Number("memory");

    public IReadOnlyList<ContainerDefinition> Containers =>
        [.. Root.Objects("containerDefinitions").Select(node => new ContainerDefinition(node))];

    public IReadOnlyList<VolumeDefinition> Volumes =>
        [.. Root.Objects("volumes").Select(volume => new VolumeDefinition(
            volume.Text("name") ?? "",
            (volume["host"] as JsonObject)?.Text("sourcePath"),
            (volume["dockerVolumeConfiguration"] as JsonObject)?.Text("scope") == "shared",
            volume))];

    /// <summary>Reads a task definition file.</summary>
    /// <param name="json">The file's text; comments and trailing commas are refused, as ECS refuses them.</param>
    /// <param name="file">Named in errors.</param>
    /// <exception cref="TaskDefinitionException">The text is not JSON, or not an object with containers.</exception>
    public static TaskDefinitionDocument Parse(string json, string file)
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject root) throw new TaskDefinitionException($"{file}:1:1: a task definition is a JSON object.");
            var document = new TaskDefinitionDocument(root);
            return document.Containers.Count > 0
                ? document
                : throw new TaskDefinitionException($"{file}:1:1: 'containerDefinitions' is missing or empty.");
        }
        catch (JsonException broken)
        {
            // The parser's own message ends with the place as well, counted from 0.
            var what = broken.Message.Split(" LineNumber: ")[0];
            throw new TaskDefinitionException($"{file}:{broken.LineNumber + 1}:{broken.BytePositionInLine + 1}: not valid JSON: {what}", broken);
        }
    }

    public TaskDefinitionDocument Clone() => new(Root.DeepClone().AsObject());

    /// <summary>A copy in which each named container runs the given image; the other containers keep theirs.</summary>
    /// <exception cref="TaskDefinitionException">A name is not among the container definitions.</exception>
    public TaskDefinitionDocument WithImages(IReadOnlyDictionary<string, string> imageByContainer)
    {
        var copy = Clone();
        var containers = copy.Containers.ToDictionary(container => container.Name);
        foreach (var (name, image) in imageByContainer)
        {
            if (!containers.TryGetValue(name, out var container))
                throw new TaskDefinitionException($"Task definition '{Family}' has no container '{name}'; it has {string.Join(", ", containers.Keys)}.");
            container.Image = image;
        }

        return copy;
    }

    /// <summary>What RegisterTaskDefinition takes: a copy without the members that only a response has, and without nulls.</summary>
    public JsonObject ToRegistration()
    {
        var copy = Root.DeepClone().AsObject();
        foreach (var name in ResponseOnly) copy.Remove(name);
        RemoveNulls(copy);
        return copy;
    }

    /// <summary>Indented JSON that ends with a line break.</summary>
    public string ToJson() => Root.ToJsonString(Readable) + "\n";

    private static void RemoveNulls(JsonNode node)
    {
        if (node is JsonObject members)
        {
            foreach (var name in members.Where(member => member.Value is null).Select(member => member.Key).ToList()) members.Remove(name);
            foreach (var member in members) RemoveNulls(member.Value!);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>()) RemoveNulls(item);
        }
    }
}
