namespace Slipway.Ecs.Releases;

/// <summary>How many of a family's active revisions were deregistered, and why the others were not.</summary>
/// <param name="Others">Of another environment, or without a record.</param>
public sealed record CleanedRevisions(int Deregistered, int Released, int InUse, int Others);
