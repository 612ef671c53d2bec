namespace Slipway.Pipeline.Foundation.WorkingTree;

/// <summary>Which build this is.</summary>
/// <param name="BuildNumber">Letters, digits, <c>_ . -</c>.</param>
/// <param name="Commit">The full hash; <c>-dirty</c> is appended when tracked files of a local clone are modified.</param>
/// <param name="Branch">Branch or tag, as the build service or git has it; null on a detached head, and for a tag in GitHub Actions.</param>
public sealed record BuildIdentity(string BuildNumber, string Commit, string? Branch);
