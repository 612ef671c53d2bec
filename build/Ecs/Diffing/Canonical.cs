using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Diffing;

/// <summary>Brings a task definition into the spelling that ECS itself would answer with.</summary>
internal static partial class Canonical
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Of(TaskDefinitionDocument document)
    {
        var root = ServerDefaults.Remove(document.ToRegistration());
        foreach (var own in root.Objects("tags").Where(tag => OwnTags.Has(tag.Text("key"))).ToList()) root["tags"]!.AsArray().Remove(own);
        if (root["tags"] is JsonArray { Count: 0 }) root.Remove("tags");
        foreach (var (member, unit) in new[] { ("cpu", "vCPU"), ("memory", "GB") })
        {
            if (root.Text(member) is { } size) root[member] = Size(size, unit);
        }

        foreach (var container in new TaskDefinitionDocument(root).Containers.Where(container => container.Image.Length > 0)) container.Image = WithoutTag(container.Image);
        return root;
    }

    /// <summary>A text as it is, a number without its spelling, anything else as JSON.</summary>
    public static string Text(JsonNode? node) => node switch
    {
        null => "null",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => Number(value.ToJsonString()),
        _ => node.ToJsonString(Compact),
    };

    private static string Number(string spelling) =>
        decimal.TryParse(spelling, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("0.############################", CultureInfo.InvariantCulture) : spelling;

    /// <summary><c>.5 vCPU</c> and <c>1 GB</c> are 512 CPU units and 1024 MiB.</summary>
    private static string Size(string text, string unit)
    {
        var size = WithUnit().Match(text);
        return size.Success && size.Groups["unit"].Value.Equals(unit, StringComparison.OrdinalIgnoreCase)
            && decimal.TryParse(size.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number < int.MaxValue
            ? Number((number * 1024).ToString(CultureInfo.InvariantCulture))
            : text;
    }

    /// <summary>Beside a digest, a tag is a remark.</summary>
    private static string WithoutTag(string image)
    {
        if (image.IndexOf('@', StringComparison.Ordinal) is not (> 0 and var digest)) return image;
        var tag = image.LastIndexOf(':', digest);
        return tag > image.LastIndexOf('/', digest) ? image[..tag] + image[digest..] : image;
    }

    [GeneratedRegex(@"^\s*(?<number>[0-9.]+)\s*(?<unit>[A-Za-z]+)\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex WithUnit();
}
