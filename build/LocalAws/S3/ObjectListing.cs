namespace Slipway.LocalAws.S3;

/// <summary>A page of a bucket's keys, as <c>ListObjectsV2</c> cuts it. The order is ordinal.</summary>
internal sealed record ObjectListing
{
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>What keys have in common up to the delimiter, in place of those keys.</summary>
    public required IReadOnlyList<string> CommonPrefixes { get; init; }

    /// <summary>The last key or common prefix of the page when there is more; null at the end.</summary>
    public string? Last { get; init; }

    /// <summary>Cuts a page out of the keys, given in any order.</summary>
    /// <param name="after">Only what comes behind this key or common prefix; empty for all.</param>
    public static ObjectListing Take(IEnumerable<string> keys, string prefix, string delimiter, string after, int limit)
    {
        var entries = keys
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key => Group(key, prefix, delimiter))
            .Distinct()
            .Where(entry => string.CompareOrdinal(entry.Name, after) > 0)
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        var page = entries.Take(limit).ToList();
        return new()
        {
            Keys = [.. page.Where(entry => !entry.IsPrefix).Select(entry => entry.Name)],
            CommonPrefixes = [.. page.Where(entry => entry.IsPrefix).Select(entry => entry.Name)],
            Last = entries.Count > limit && limit > 0 ? page[^1].Name : null,
        };
    }

    private static (string Name, bool IsPrefix) Group(string key, string prefix, string delimiter)
    {
        var end = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return end < 0 ? (key, false) : (key[..(end + delimiter.Length)], true);
    }
}
