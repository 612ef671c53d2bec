using Slipway.Pipeline.Configuration.Errors;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>What was read from one mapping, for the function that makes a record of it.</summary>
/// <param name="place">Of the key that the mapping belongs to.</param>
/// <param name="name">That key; for an entry that the user named, the name.</param>
internal sealed class Values(Place place, string path, string name, ReadContext context)
{
    private readonly Dictionary<Key, object> _values = [];

    public Place Place => place;

    public string Name => name;

    public ReadContext Context => context;

    /// <summary>The value; else the default; after a mistake, which is noted already, a stand-in.</summary>
    public T Of<T>(Key<T> key) => (T)(_values.GetValueOrDefault(key) ?? key.Schema.Fallback(place));

    /// <summary>The value, or null when there is none and no default.</summary>
    public T? OrNull<T>(Key<T> key)
        where T : class => (T?)_values.GetValueOrDefault(key);

    /// <summary>The value, or null when there is none and no default.</summary>
    public T? IfGiven<T>(Key<T> key)
        where T : struct => _values.GetValueOrDefault(key) is T value ? value : null;

    /// <param name="value">Null after a mistake.</param>
    public void Keep(Key key, object? value)
    {
        if (value is not null)
            _values[key] = value;
    }

    public string PathOf(Key key) => path.Length == 0 ? key.Name : $"{path}.{key.Name}";

    /// <summary>The key is in the file, whatever its value is.</summary>
    public bool IsWritten(Key key) => context.Places.ContainsKey(PathOf(key));

    /// <summary>Where the key stands, or the mapping when it does not.</summary>
    public Place PlaceOf(Key key) => context.Places.GetValueOrDefault(PathOf(key), place);

    public void Note(Place where, ErrorCode code, string message) => context.Errors.Add(where, code, message);

    /// <summary>Notes that a key must be there, unless the environment is one that may be half-written.</summary>
    /// <param name="why">Ends the message.</param>
    public void Missing(string key, string why = "")
    {
        if (!context.IsComplete)
            return;

        var where = path.Length == 0 ? string.Empty : $" in '{path}'";
        Note(place, ErrorCode.MissingValue, $"missing key '{key}'{where} (environment '{context.Environment}'){why}");
    }
}
