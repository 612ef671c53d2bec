namespace Slipway.Yaml;

/// <summary>Keys and their values.</summary>
/// <param name="Entries">In the order of the file; each key once.</param>
public sealed record MappingNode(Place Place, IReadOnlyList<MappingEntry> Entries)
    : Node(Place, SizeOf(Entries.Select(entry => entry.Value)))
{
    public override string Description => "a mapping";

    public MappingEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

    /// <summary>
    /// This mapping with <paramref name="other"/> on top of it: mappings are merged key by key, everything else is replaced. What is
    /// merged keeps the place where it stands, so that an error points there.
    /// </summary>
    public MappingNode With(MappingNode other)
    {
        var merged = Entries.ToList();

        foreach (var entry in other.Entries)
        {
            var index = merged.FindIndex(existing => existing.Key == entry.Key);

            if (index < 0)
                merged.Add(entry);
            else if (merged[index].Value is MappingNode below && entry.Value is MappingNode above)
                merged[index] = entry with { Value = below.With(above) };
            else
                merged[index] = entry;
        }

        return new(other.Place, merged);
    }
}
