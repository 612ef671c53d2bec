namespace Slipway.Ecs.Diffing;

/// <summary>One place at which two documents differ in what ECS would do.</summary>
/// <param name="Path">Members joined by dots, entries of a list by what identifies them: <c>containerDefinitions[app].environment[DB_HOST].value</c>.</param>
/// <param name="Before">Text as it is, anything else as JSON; null when it is not there.</param>
/// <param name="After">Likewise.</param>
public sealed record Difference(string Path, string? Before, string? After);
