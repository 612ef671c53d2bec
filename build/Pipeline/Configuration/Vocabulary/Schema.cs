using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Slipway.Pipeline.Configuration.Vocabulary;

/// <summary>What may be written under a key: it reads a node, and it describes itself to editors and to people.</summary>
internal abstract class Schema
{
    /// <summary>In a few words, for people: "duration", "list of templates".</summary>
    public abstract string Type { get; }

    /// <summary>The keys of a mapping, or of the mappings in it.</summary>
    public virtual IReadOnlyList<Key> Keys => [];

    /// <summary>What stands between the path of a key and the paths of <see cref="Keys"/>.</summary>
    public virtual string Between => string.Empty;

    /// <summary>The same as JSON Schema, draft 7.</summary>
    /// <param name="isWhole">
    /// What is required is said. In the mappings of the top level it cannot be: the rest may stand under <c>environments</c>.
    /// </param>
    public abstract JsonObject ToJson(bool isWhole);
}

/// <summary>A <see cref="Schema"/> and what becomes of the value.</summary>
internal abstract class Schema<T> : Schema
{
    /// <summary>False after noting why not in <paramref name="reading"/>.</summary>
    public abstract bool TryRead(Found found, Reading reading, [MaybeNullWhen(false)] out T value);

    /// <summary>Takes the place of a value after a mistake, so that reading goes on and finds the next one. Nobody sees it.</summary>
    public abstract T StandIn(Place place);
}
