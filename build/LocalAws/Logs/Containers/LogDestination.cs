namespace Slipway.LocalAws.Logs.Containers;

/// <summary>Where the lines of a container go.</summary>
public sealed record LogDestination(string Group, string Stream);
