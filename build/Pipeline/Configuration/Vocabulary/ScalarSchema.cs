using System.Diagnostics.CodeAnalysis;
using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Vocabulary;

/// <summary>A single value: no list, no mapping, and not nothing.</summary>
internal abstract class ScalarSchema<T> : Schema<T>
{
    public sealed override bool TryRead(Found found, Reading reading, [MaybeNullWhen(false)] out T value)
    {
        if (found.Node is ScalarNode { IsNull: false } scalar)
            return TryRead(scalar, found.Path, reading, out value);

        reading.Refuse(found.Node, found.Path, "a single value");
        value = default;
        return false;
    }

    protected abstract bool TryRead(ScalarNode scalar, string path, Reading reading, [MaybeNullWhen(false)] out T value);
}
