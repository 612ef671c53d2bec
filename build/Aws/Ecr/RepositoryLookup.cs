namespace Slipway.Aws.Ecr;

/// <summary>The repositories that the registry has, and those that it has not.</summary>
/// <param name="Found">By name.</param>
/// <param name="Missing">The names that do not exist, in the order in which they were asked for.</param>
public sealed record RepositoryLookup(IReadOnlyDictionary<string, EcrRepository> Found, IReadOnlyList<string> Missing);
