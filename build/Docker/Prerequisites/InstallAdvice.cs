namespace Slipway.Docker.Prerequisites;

/// <summary>What a user installs on which system.</summary>
internal static class InstallAdvice
{
    // Package names in the order client, engine, Compose, buildx.
    private static readonly (string Family, string Command, string[] Packages)[] Families =
    [
        ("ubuntu", "sudo apt-get install", ["docker.io", "docker.io", "docker-compose-v2", "docker-buildx"]),
        ("debian", "sudo apt-get install", ["docker.io docker-cli", "docker.io", "docker-compose", "docker-buildx"]),
        ("fedora", "sudo dnf install", ["docker-cli", "moby-engine", "docker-compose", "docker-buildx"]),
        ("arch", "sudo pacman -S", ["docker", "docker", "docker-compose", "docker-buildx"]),
        ("alpine", "apk add", ["docker-cli", "docker-engine", "docker-cli-compose", "docker-cli-buildx"]),
        ("suse", "sudo zypper install", ["docker", "docker", "docker-compose", "docker-buildx"]),
    ];

    public static string For(PrerequisiteKind kind, OsRelease os)
    {
        if (os.Id is "macos" or "windows")
            return kind == PrerequisiteKind.Engine
                ? "Start Docker Desktop; install it first where it is missing."
                : "Install Docker Desktop, which has it.";

        foreach (var (family, command, packages) in Families)
            if (os.IsLike(family))
                return $"Install it: {command} {packages[(int)kind]}{Note(kind, family)}.";
        return "Install it from your distribution, or as Docker's documentation describes for it.";
    }

    private static string Note(PrerequisiteKind kind, string family) =>
        family == "debian" && kind is PrerequisiteKind.Compose or PrerequisiteKind.Buildx
            ? " (Debian 13 has it; in Debian 12, as root, Slipway installs it from there)"
            : "";
}
