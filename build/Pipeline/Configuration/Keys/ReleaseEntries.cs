namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>What <c>release</c> says.</summary>
internal sealed record ReleaseEntries(IReadOnlyList<ReleaseTaskEntry> Before, IReadOnlyList<ReleaseTaskEntry> After);
