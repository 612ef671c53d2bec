namespace Slipway.Docker.Prerequisites;

/// <summary>
/// The steps that bring what is missing to a machine of Debian's family: pure. Packages come from the machine's own suites; Compose and buildx, which
/// Debian 12 does not have, from Debian 13, whose builds need only a libc that 12 has too.
/// </summary>
public static class InstallPlan
{
    public const string SourceFile = "/etc/apt/sources.list.d/slipway-trixie.sources";

    public const string PreferencesFile = "/etc/apt/preferences.d/slipway-trixie";

    public const string EngineLog = "/var/log/slipway-dockerd.log";

    private const string NextSuite = "trixie";

    private static readonly string[] ComposePackages = ["docker-compose-plugin", "docker-compose-v2", "docker-compose"];

    private static readonly string[] BuildxPackages = ["docker-buildx-plugin", "docker-buildx"];

    /// <summary>All packages whose versions <see cref="For"/> checks.</summary>
    public static IReadOnlyList<string> Packages { get; } =
        ["docker.io", "docker-cli", "ca-certificates", "cgroupfs-mount", "mmdebstrap", .. ComposePackages, .. BuildxPackages];

    public static InstallStep Update { get; } = new InstallStep.Command("Update apt's package lists", AptGet("update", "-qq"));

    public static IReadOnlyList<InstallStep> For(HostFacts facts, IReadOnlyList<Prerequisite> missing, AptFacts apt)
    {
        var kinds = missing.Where(item => PrerequisiteCheck.IsInstallable(item, facts)).Select(item => item.Kind).ToHashSet();
        var own = new List<string>();
        var next = new List<string>();
        if (kinds.Contains(PrerequisiteKind.Engine) && !facts.DockerdInstalled)
            own.AddRange(EnginePackages(facts, apt));
        if (kinds.Contains(PrerequisiteKind.Client))
            own.AddRange(apt.Versions.ContainsKey("docker-cli") ? ["docker-cli"] : ["docker.io"]);
        if (kinds.Contains(PrerequisiteKind.Compose))
            Choose(ComposePackages, "docker-compose");
        if (kinds.Contains(PrerequisiteKind.Buildx))
            Choose(BuildxPackages, "docker-buildx");

        return
        [
            .. NextSuiteSteps(facts, apt, next),
            .. PackageSteps([.. own.Distinct(StringComparer.Ordinal), .. next]),
            .. EngineSteps(facts, kinds),
        ];

        void Choose(string[] packages, string nextPackage)
        {
            if (packages.FirstOrDefault(package => HasVersion(apt, package)) is { } found)
                own.Add(found);
            else if (AptSource.Find(apt.Sources, facts.Os.Codename) is not null && facts.Os is { Id: "debian", VersionId: "12" })
                next.Add($"{nextPackage}/{NextSuite}");
        }
    }

    /// <summary>For <see cref="BaseImage"/>, on a machine whose engine came from elsewhere.</summary>
    public static InstallStep Mmdebstrap { get; } = Install(["mmdebstrap"]);

    private static IEnumerable<string> EnginePackages(HostFacts facts, AptFacts apt)
    {
        string[] packages = ["docker.io", "ca-certificates", "mmdebstrap", .. facts.Systemd ? (string[])[] : ["cgroupfs-mount"]];
        return packages.Where(package => package == "docker.io" || apt.Versions.ContainsKey(package));
    }

    // Debian 12's docker-compose is the old program of version 1, which is no plugin.
    private static bool HasVersion(AptFacts apt, string package) => apt.Versions.TryGetValue(package, out var version)
        && PluginVersion.Find(version[(version.IndexOf(':', StringComparison.Ordinal) + 1)..]) is { } number
        && (package != "docker-compose" || PluginVersion.Major(number) >= 2);

    private static IEnumerable<InstallStep> NextSuiteSteps(HostFacts facts, AptFacts apt, List<string> next)
    {
        if (next.Count == 0 || AptSource.Find(apt.Sources, facts.Os.Codename) is not { } source)
            yield break;

        var signedBy = source.SignedBy is null ? "" : $"Signed-By: {source.SignedBy}\n";
        yield return new InstallStep.WriteFile(
            $"Add the package source {SourceFile}",
            SourceFile,
            $"Types: deb\nURIs: {source.Uris}\nSuites: {NextSuite}\nComponents: main\n{signedBy}");
        yield return new InstallStep.WriteFile(
            $"Keep it from upgrading anything else, in {PreferencesFile}",
            PreferencesFile,
            $"Package: *\nPin: release n={NextSuite}\nPin-Priority: 100\n");
        yield return Update;
    }

    private static IEnumerable<InstallStep> PackageSteps(IReadOnlyList<string> packages) => packages.Count == 0 ? [] : [Install(packages)];

    // Without recommendations: those of Compose and buildx would replace the engine by Debian 13's client.
    private static InstallStep.Command Install(IReadOnlyList<string> packages) =>
        new($"Install {string.Join(", ", packages)}", AptGet(["install", "-qq", "--yes", "--no-install-recommends", .. packages]));

    private static IEnumerable<InstallStep> EngineSteps(HostFacts facts, HashSet<PrerequisiteKind> kinds)
    {
        if (!kinds.Contains(PrerequisiteKind.Engine))
            yield break;

        if (facts.Systemd)
        {
            yield return new InstallStep.StartEngine("Start the docker engine", ["systemctl", "start", "docker"], LogFile: null);
            yield break;
        }

        if (!facts.ControlGroups)
            yield return new InstallStep.Command("Mount the control groups", ["cgroupfs-mount"]);

        // A session of its own: the engine outlives this build, and Ctrl-C does not reach it.
        yield return new InstallStep.StartEngine(
            $"Start the docker engine, its log in {EngineLog}",
            ["sh", "-c", "exec setsid --fork dockerd >\"$0\" 2>&1 </dev/null", EngineLog],
            EngineLog);
    }

    private static string[] AptGet(params string[] arguments) => ["apt-get", "-o", "DPkg::Lock::Timeout=120", .. arguments];
}
