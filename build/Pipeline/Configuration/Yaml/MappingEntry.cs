using Slipway.Pipeline.Configuration.Errors;

namespace Slipway.Pipeline.Configuration.Yaml;

/// <summary>A key and its value.</summary>
/// <param name="Place">Of the key.</param>
internal sealed record MappingEntry(string Key, Place Place, Node Value);
