using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>An entry of <c>deploy.services</c>, before what it leaves to <c>deploy</c> is known.</summary>
/// <param name="Keys">What it says itself; null for a service that the environment does not have.</param>
internal sealed record ServiceEntry(string Name, Place Place, Values? Keys);
