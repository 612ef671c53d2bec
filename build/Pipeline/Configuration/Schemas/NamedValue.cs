namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>One of the values that a key can have, by its name in the file.</summary>
internal sealed record NamedValue(string Name, object Value);
