using System.Text.Encodings.Web;
using System.Text.Json;
using Slipway.Ecs.Sources;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>Puts images into the text of a task definition and leaves every other byte as it is.</summary>
internal static class ImageEdits
{
    /// <param name="imageFor">The new image for a container's name and present image, or null for one that keeps it.</param>
    /// <returns>Null when a container that gets an image has no member for it.</returns>
    public static JsonSource? Apply(JsonSource source, Func<string, string, string?> imageFor)
    {
        var root = source.Root!;
        var task = root.Member("taskDefinition") is { Kind: JsonValueKind.Object } wrapped ? wrapped : root;
        var edits = new List<(int Start, int End, byte[] Replacement)>();
        foreach (var container in task.ItemsOf("containerDefinitions").Where(item => item.Kind == JsonValueKind.Object))
        {
            var written = container.Members.FirstOrDefault(member => member.Name == "image")?.Value;
            if (imageFor(container.TextOf("name") ?? "", written?.Scalar ?? "") is not { } image) continue;
            if (written is null) return null;
            edits.Add((written.Start, written.End, [(byte)'"', .. JsonEncodedText.Encode(image, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"']));
        }

        return JsonSource.Parse(source.With(edits), source.File);
    }
}
