namespace Slipway.Pipeline.Configuration.Binding;

/// <summary>A section under a key that the user chose.</summary>
internal sealed record NamedSection(string Name, Section Section);
