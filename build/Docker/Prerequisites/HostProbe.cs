namespace Slipway.Docker.Prerequisites;

/// <summary>Checks the machine: one docker process and a few files.</summary>
internal sealed class HostProbe(DockerCli docker, PrerequisiteOptions options)
{
    private static readonly string[] SystemDirectories = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/sbin"];

    public async Task<HostFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var facts = await DockerAsync(cancellationToken);
        var directory = facts.DataDirectory is { } data && Directory.Exists(data) ? data : options.WorkingDirectory;
        return new(
            OsRelease.Read(),
            System.Environment.IsPrivilegedProcess,
            options.MayInstall,
            Directory.Exists("/run/systemd/system"),
            Directory.Exists("/sys/fs/cgroup") && Directory.EnumerateFileSystemEntries("/sys/fs/cgroup").Any(),
            SystemDirectories.Any(path => File.Exists(Path.Combine(path, "dockerd"))),
            System.Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host ? host : null,
            facts,
            directory,
            FreeBytes(directory));
    }

    private async Task<DockerFacts> DockerAsync(CancellationToken cancellationToken)
    {
        try
        {
            return DockerFacts.Parse(await docker.InfoAsync(cancellationToken));
        }
        catch (ToolMissingException)
        {
            // Cake's way to say that there is no such program.
            return DockerFacts.NoClient;
        }
    }

    private static long? FreeBytes(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
