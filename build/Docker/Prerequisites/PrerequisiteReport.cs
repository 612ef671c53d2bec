namespace Slipway.Docker.Prerequisites;

/// <summary>The message for a machine on which something is missing.</summary>
public static class PrerequisiteReport
{
    public static PrerequisiteException Refuse(HostFacts facts, IReadOnlyList<Prerequisite> missing, Exception? failure = null)
    {
        var lines = missing.Select(item => $"\n  - {item}");
        var why = failure is null ? WhyNotInstalled(facts, missing) : $"\nInstalling it failed: {failure.Message}";
        return new(
            $"This target needs Docker, and on {facts.Os.PrettyName} something is missing:{string.Concat(lines)}{why}", missing, failure);
    }

    private static string WhyNotInstalled(HostFacts facts, IReadOnlyList<Prerequisite> missing)
    {
        var wouldHelp = missing.All(item => PrerequisiteCheck.IsInstallable(item, facts));
        if (!facts.Os.IsDebianFamily || facts.CanInstall || !wouldHelp)
            return "";

        return facts.MayInstall
            ? "\nRun as root, Slipway installs packages and starts the engine on its own."
            : $"\nSlipway would install packages and start the engine on its own, but {PrerequisiteOptions.InstallVariable}=never forbids it.";
    }
}
