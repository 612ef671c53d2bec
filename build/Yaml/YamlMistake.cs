namespace Slipway.Yaml;

/// <summary>What is wrong with a text, and where.</summary>
/// <param name="IsDuplicateKey">The text is YAML, and the rest of it is read.</param>
public sealed record YamlMistake(Place Place, string Message, bool IsDuplicateKey);
