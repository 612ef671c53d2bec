namespace Slipway.Docker.Prerequisites;

/// <summary>Says what is missing on a machine, and what its user can do about it: pure.</summary>
public static class PrerequisiteCheck
{
    private const long NeededBytes = 5_000_000_000;

    private const int NeededCompose = 2;

    public static IReadOnlyList<Prerequisite> Missing(HostFacts facts) =>
        [.. new[] { Client(facts), Engine(facts), Compose(facts), Buildx(facts), Disk(facts) }.OfType<Prerequisite>()];

    /// <summary>True where a package or a start of the engine helps: everything but space, and an engine that is remote or refuses this user.</summary>
    public static bool IsInstallable(Prerequisite missing, HostFacts facts) =>
        missing.Kind != PrerequisiteKind.DiskSpace && (missing.Kind != PrerequisiteKind.Engine || (facts.EngineIsLocal && !facts.Docker.IsRefused));

    private static Prerequisite? Client(HostFacts facts) => facts.Docker.ClientFound
        ? null
        : new(PrerequisiteKind.Client, "The docker command is not on PATH.", InstallAdvice.For(PrerequisiteKind.Client, facts.Os));

    private static Prerequisite? Engine(HostFacts facts)
    {
        if (facts.Docker.EngineVersion is not null)
            return null;
        if (facts.Docker.IsRefused)
            return new(
                PrerequisiteKind.Engine,
                $"This user is not allowed to use {Socket(facts.Docker.EngineError!)}.",
                "Add the user to the group that owns the socket (usually: sudo usermod -aG docker $USER), then log in again.");
        if (!facts.EngineIsLocal)
            return new(
                PrerequisiteKind.Engine,
                $"The engine at {facts.DockerHost ?? $"docker context '{facts.Docker.Context}'"} does not answer{Reason(facts.Docker.EngineError)}.",
                facts.DockerHost is null ? "Start it, or choose another context: docker context use default." : "Start it, or unset DOCKER_HOST.");
        if (facts.DockerdInstalled)
            return new(
                PrerequisiteKind.Engine,
                facts.Docker.ClientFound
                    ? "The docker engine is installed, but does not run."
                    : "The docker engine is installed; without the command, nobody knows whether it runs.",
                facts.Systemd ? "Start it: sudo systemctl start docker." : "Start it: dockerd, as root.");

        return new(
            PrerequisiteKind.Engine,
            $"No docker engine answers{Reason(facts.Docker.EngineError)}.",
            InstallAdvice.For(PrerequisiteKind.Engine, facts.Os));
    }

    private static Prerequisite? Compose(HostFacts facts)
    {
        if (facts.Docker.ComposeVersion is { } version && PluginVersion.Major(version) >= NeededCompose)
            return null;

        var problem = facts.Docker.ComposeVersion is { } old
            ? $"docker compose is version {old}; {NeededCompose} or later is needed."
            : "The plugin 'docker compose' is missing.";
        return new(PrerequisiteKind.Compose, problem, InstallAdvice.For(PrerequisiteKind.Compose, facts.Os));
    }

    private static Prerequisite? Buildx(HostFacts facts) => facts.Docker.BuildxVersion is not null
        ? null
        : new(PrerequisiteKind.Buildx, "The plugin 'docker buildx' is missing.", InstallAdvice.For(PrerequisiteKind.Buildx, facts.Os));

    private static Prerequisite? Disk(HostFacts facts) => facts.FreeBytes is null or >= NeededBytes
        ? null
        : new(
            PrerequisiteKind.DiskSpace,
            $"The disk of '{facts.DiskDirectory}' has {facts.FreeBytes.Value / 1e9:0.0} GB free; images need {NeededBytes / 1e9:0} GB.",
            "Free some: 'docker system df' shows what images and volumes take.");

    // docker names the socket in a sentence that differs between versions, always as an address.
    private static string Socket(string error)
    {
        const string Scheme = "unix://";
        var start = error.IndexOf(Scheme, StringComparison.Ordinal);
        if (start < 0) return "the Docker socket";
        var path = error[(start + Scheme.Length)..].Split(' ')[0].TrimEnd(':', '.', ',');
        return $"the Docker socket {path}";
    }

    private static string Reason(string? error) => error is null ? "" : $" ({error.TrimEnd('.')})";
}
