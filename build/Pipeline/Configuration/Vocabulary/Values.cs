namespace Slipway.Pipeline.Configuration.Vocabulary;

/// <summary>What was read from one mapping, for the function that makes a record of it.</summary>
/// <param name="place">Of the key that the mapping belongs to.</param>
/// <param name="name">That key; for an entry that the user named, the name.</param>
internal sealed class Values(Place place, string path, string name, Reading reading)
{
    private readonly Dictionary<Key, object?> _values = [];
    private readonly HashSet<Key> _given = [];

    public Place Place => place;

    public string Name => name;

    public Reading Reading => reading;

    /// <summary>The key stands in the file, and its value is right.</summary>
    public bool Has(Key key) => _given.Contains(key);

    /// <summary>The value; else the default; after a mistake, which is noted already, a stand-in.</summary>
    public T Of<T>(Key<T> key) => _values.TryGetValue(key, out var value) ? (T)value! : key.StandIn(place);

    /// <summary>The value, or null when there is none and no default.</summary>
    public T? OrNull<T>(Key<T> key)
        where T : class => _values.TryGetValue(key, out var value) ? (T?)value : null;

    /// <summary>The value, or null when there is none and no default.</summary>
    public T? IfGiven<T>(Key<T> key)
        where T : struct => _values.TryGetValue(key, out var value) ? (T?)value : null;

    public void Give<T>(Key<T> key, T value)
    {
        _given.Add(key);
        _values[key] = value;
    }

    public void Assume<T>(Key<T> key, T value) => _values[key] = value;

    public string PathOf(Key key) => path.Length == 0 ? key.Name : $"{path}.{key.Name}";

    /// <summary>Where the key stands, or the mapping when it does not.</summary>
    public Place PlaceOf(Key key) => reading.Places.GetValueOrDefault(PathOf(key), place);

    public void Note(Place where, ErrorCode code, string message) => reading.Errors.Add(where, code, message);

    /// <summary>Notes that a key must be there, unless the environment is one that may be half-written.</summary>
    /// <param name="why">Ends the message.</param>
    public void Missing(string key, string why = "")
    {
        if (!reading.IsComplete)
            return;

        var where = path.Length == 0 ? string.Empty : $" in '{path}'";
        Note(place, ErrorCode.MissingValue, $"missing key '{key}'{where} (environment '{reading.Environment}'){why}");
    }
}
