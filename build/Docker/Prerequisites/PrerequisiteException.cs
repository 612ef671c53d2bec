namespace Slipway.Docker.Prerequisites;

/// <summary>Something that must be on the machine is not. The message lists all that is missing, each with its remedy.</summary>
public sealed class PrerequisiteException(string message, IReadOnlyList<Prerequisite> missing, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The exit code of Slipway when nobody catches this.</summary>
    public int ExitCode { get; } = 3;

    public IReadOnlyList<Prerequisite> Missing { get; } = missing;
}
