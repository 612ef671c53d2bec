namespace Slipway.Docker.Prerequisites;

/// <summary>What apt offers on this machine, read after its lists were updated.</summary>
/// <param name="Versions">By package, from the machine's own suites (<see cref="AptPolicy"/>).</param>
/// <param name="Sources">The machine's package sources.</param>
public sealed record AptFacts(IReadOnlyDictionary<string, string> Versions, IReadOnlyList<AptSource> Sources);
