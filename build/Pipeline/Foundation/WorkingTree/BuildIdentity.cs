namespace Slipway.Pipeline.Foundation.WorkingTree;

/// <summary>Which build this is.</summary>
/// <param name="BuildNumber">Letters, digits, <c>_ . -</c>.</param>
/// <param name="Commit">The full hash; <c>-dirty</c> is appended when tracked files of a local clone are modified.</param>
/// <param name="Branch">Branch or tag, as git has it; null on a detached head.</param>
public sealed record BuildIdentity(string BuildNumber, string Commit, string? Branch);
