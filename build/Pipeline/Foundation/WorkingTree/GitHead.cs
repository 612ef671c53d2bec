namespace Slipway.Pipeline.Foundation.WorkingTree;

/// <summary>What is checked out.</summary>
/// <param name="Commit">The full hash.</param>
/// <param name="Branch">Null on a detached head.</param>
/// <param name="IsModified">Tracked files differ from the commit.</param>
public sealed record GitHead(string Commit, string? Branch, bool IsModified);
