namespace Slipway.Docker.Prerequisites;

/// <summary>How far finding and installing may go.</summary>
public sealed record PrerequisiteOptions
{
    /// <summary>The variable that forbids installing with the value <c>never</c>.</summary>
    public const string InstallVariable = "SLIPWAY_INSTALL";

    public bool MayInstall { get; init; } =
        !string.Equals(System.Environment.GetEnvironmentVariable(InstallVariable), "never", StringComparison.OrdinalIgnoreCase);

    /// <summary>Its disk is checked where the engine's data is not on this machine.</summary>
    public string WorkingDirectory { get; init; } = System.Environment.CurrentDirectory;

    /// <summary>Told of each step before it begins.</summary>
    public Action<string>? Progress { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
