using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>A value that is about to be read.</summary>
/// <param name="Place">Of the key that it belongs to; of itself when it is an entry of a list.</param>
/// <param name="Path">As messages have it: <c>images.app.tags[0]</c>.</param>
/// <param name="Name">The key that it is listed under.</param>
internal sealed record FieldValue(Node Node, Place Place, string Path, string Name)
{
    /// <summary>A single value: no list, no mapping, and not nothing. Null after noting that it is none.</summary>
    public ScalarNode? Scalar(ReadContext context)
    {
        if (Node is ScalarNode { IsNull: false } scalar)
            return scalar;

        context.Refuse(Node, Path, "a single value");
        return null;
    }

    /// <summary>The same as a text that follows a rule.</summary>
    public string? Text(ReadContext context, Func<string, string?>? check = null) =>
        Scalar(context) is { } scalar ? PlainText.Read(scalar, Path, context, check) : null;
}
