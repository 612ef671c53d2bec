using System.Text.Json.Nodes;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>What may be written under a key: it reads a node, and it describes itself to editors and to people.</summary>
internal abstract class Schema
{
    /// <summary>In a few words, for people: "duration", "list of templates".</summary>
    public abstract string Type { get; }

    /// <summary>The keys of a mapping, or of the mappings in it.</summary>
    public virtual IReadOnlyList<Key> Keys => [];

    /// <summary>What stands between the path of a key and the paths of <see cref="Keys"/>.</summary>
    public virtual string Between => string.Empty;

    /// <summary>The value; null after noting in <paramref name="context"/> why there is none.</summary>
    public abstract object? Read(FieldValue found, ReadContext context);

    /// <summary>Takes the place of a value after a mistake, so that reading continues and finds the next one. Nobody sees it.</summary>
    public abstract object Fallback(Place place);

    /// <summary>The same as JSON Schema, draft 7.</summary>
    /// <param name="isWhole">
    /// What is required is said. In the mappings of the top level it cannot be: the rest may be listed under <c>environments</c>.
    /// </param>
    public abstract JsonObject ToJson(bool isWhole);
}

/// <summary>
/// A <see cref="Schema"/> whose values are <typeparamref name="T"/>. The type is for declarations only: methods of a generic class are
/// compiled at run time when its argument is a value type, and that is time that every start of the program would take.
/// </summary>
internal abstract class Schema<T> : Schema;
