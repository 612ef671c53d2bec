namespace Slipway.Docker.Prerequisites;

/// <summary>One step of an installation.</summary>
/// <param name="Description">Printed before it begins.</param>
public abstract record InstallStep(string Description)
{
    /// <param name="Arguments">The program first.</param>
    public sealed record Command(string Description, IReadOnlyList<string> Arguments) : InstallStep(Description);

    public sealed record WriteFile(string Description, string FilePath, string Content) : InstallStep(Description);

    /// <summary>Starts the engine, unless installing it did, and waits until it answers.</summary>
    /// <param name="LogFile">Quoted when it does not come up; null: the service manager keeps the log.</param>
    public sealed record StartEngine(string Description, IReadOnlyList<string> Arguments, string? LogFile) : InstallStep(Description);
}
