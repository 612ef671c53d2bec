namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>An entry of <c>gates</c>.</summary>
/// <param name="Settings">Null for a gate that the environment does not have.</param>
internal sealed record GateEntry(GateSettings? Settings);
