namespace Slipway.Docker.Prerequisites;

/// <summary>
/// Finds at once all that a target with containers needs and this machine has not: docker, an engine that answers, Compose 2, buildx,
/// 5 GB of disk. As root on a machine of Debian's family it installs them and starts the engine; elsewhere, or where SLIPWAY_INSTALL is
/// <c>never</c>, it says what to install.
/// </summary>
public static class DockerPrerequisites
{
    /// <summary>Leaves a machine alone that has everything.</summary>
    /// <exception cref="PrerequisiteException">Something is missing and was not or could not be installed.</exception>
    public static async Task EnsureAsync(DockerCli docker, PrerequisiteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(docker);
        ArgumentNullException.ThrowIfNull(options);
        var probe = new HostProbe(docker, options);
        var facts = await probe.ReadAsync(cancellationToken);
        var missing = PrerequisiteCheck.Missing(facts);
        if (missing.Count == 0)
            return;
        if (!facts.CanInstall || !missing.All(item => PrerequisiteCheck.IsInstallable(item, facts)))
            throw PrerequisiteReport.Refuse(facts, missing);

        await InstallAsync(new AptInstaller(docker, options), facts, missing, cancellationToken);

        facts = await probe.ReadAsync(cancellationToken);
        missing = PrerequisiteCheck.Missing(facts);
        if (missing.Count > 0)
            throw PrerequisiteReport.Refuse(facts, missing);
    }

    /// <summary>Looks, and changes nothing.</summary>
    public static Task<HostFacts> InspectAsync(DockerCli docker, PrerequisiteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(docker);
        ArgumentNullException.ThrowIfNull(options);
        return new HostProbe(docker, options).ReadAsync(cancellationToken);
    }

    private static async Task InstallAsync(
        AptInstaller installer, HostFacts facts, IReadOnlyList<Prerequisite> missing, CancellationToken cancellationToken)
    {
        try
        {
            var needsPackages = missing.Any(item => item.Kind != PrerequisiteKind.Engine || !facts.DockerdInstalled);
            if (needsPackages)
                await installer.TakeAsync(InstallPlan.Update, cancellationToken);
            var apt = needsPackages
                ? await AptInstaller.ReadAsync(cancellationToken)
                : new(new Dictionary<string, string>(StringComparer.Ordinal), []);
            foreach (var step in InstallPlan.For(facts, missing, apt))
                await installer.TakeAsync(step, cancellationToken);
        }
        catch (Exception exception) when (exception is ToolException or ToolMissingException or IOException)
        {
            throw PrerequisiteReport.Refuse(facts, missing, exception);
        }
    }
}
