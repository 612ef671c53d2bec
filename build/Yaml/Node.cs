namespace Slipway.Yaml;

/// <summary>A value in the file, and where it stands.</summary>
/// <param name="Size">Nodes in it, itself included, with aliases written out.</param>
public abstract record Node(Place Place, long Size)
{
    /// <summary>What it is, for a message: "a list", "the number 42".</summary>
    public abstract string Description { get; }

    protected static long SizeOf(IEnumerable<Node> parts)
    {
        var size = 1L;

        foreach (var part in parts)
            size += part.Size;

        return size;
    }
}
