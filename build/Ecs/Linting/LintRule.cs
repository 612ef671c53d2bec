namespace Slipway.Ecs.Linting;

/// <summary>What a finding is an instance of.</summary>
/// <param name="Id"><c>ECS001</c> and so on; it does not change between versions.</param>
/// <param name="Title">What is wrong, in a few words and without a value.</param>
/// <param name="Remedy">What the user can do; a sentence.</param>
/// <param name="Source">The document that the rule comes from.</param>
public sealed record LintRule(string Id, Severity Severity, string Title, string Remedy, string Source);
