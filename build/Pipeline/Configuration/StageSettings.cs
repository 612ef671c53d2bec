namespace Slipway.Pipeline.Configuration;

/// <summary>Where an environment stands in the order of environments.</summary>
/// <param name="From">The environment whose release is promoted to this one; null when the file names none.</param>
/// <param name="Approve">Deploy and Promote need somebody's approval.</param>
public sealed record StageSettings(string? From, bool Approve)
{
    /// <summary>Of an environment of which the file says nothing.</summary>
    public static StageSettings First { get; } = new(From: null, Approve: false);
}
