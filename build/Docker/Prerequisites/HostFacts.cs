namespace Slipway.Docker.Prerequisites;

/// <summary>All that decides what is missing on this machine and whether it may be installed.</summary>
/// <param name="DockerHost">The variable DOCKER_HOST; null when it is not set.</param>
/// <param name="DockerdInstalled">The engine is on this machine, running or not.</param>
/// <param name="Systemd">systemd runs, and starts services.</param>
/// <param name="ControlGroups">The control group file system is mounted.</param>
/// <param name="DiskDirectory">Whose disk was checked.</param>
/// <param name="FreeBytes">Null where it could not be seen.</param>
public sealed record HostFacts(
    OsRelease Os,
    bool IsRoot,
    bool MayInstall,
    bool Systemd,
    bool ControlGroups,
    bool DockerdInstalled,
    string? DockerHost,
    DockerFacts Docker,
    string DiskDirectory,
    long? FreeBytes)
{
    private const string LocalSocket = "unix:///var/run/docker.sock";

    public bool EngineIsLocal => Docker.Context == "default" && DockerHost is null or LocalSocket or "unix:///run/docker.sock";

    public bool CanInstall => Os.IsDebianFamily && IsRoot && MayInstall;
}
