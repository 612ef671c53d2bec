namespace Slipway.Ecs.Sources;

/// <summary>A member of an object, as often as it is written.</summary>
/// <param name="Start">Offset of the name's opening quote, in bytes of UTF-8.</param>
public sealed record SourceMember(string Name, int Start, SourceValue Value);
