namespace Slipway.Yaml;

/// <summary>A key and its value.</summary>
/// <param name="Place">Of the key.</param>
public sealed record MappingEntry(string Key, Place Place, Node Value);
