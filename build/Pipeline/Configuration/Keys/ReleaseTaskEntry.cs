using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>A task of <c>release</c>, before it is known which services there are.</summary>
internal sealed record ReleaseTaskEntry(Values Keys, ReleaseTaskSettings Task);
