using Slipway.Docker.Prerequisites;

namespace Slipway.Docker.Tests.Prerequisites;

/// <summary>Machines that users have, as the probe describes them.</summary>
internal static class Machines
{
    public static readonly DockerFacts Ready = new(ClientFound: true, "26.1.5", null, "2.26.1", "0.13.1", "default", "/var/lib/docker");

    public static readonly DockerFacts Stopped =
        new(ClientFound: true, null, "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?", "2.26.1", "0.13.1", "default", null);

    public static readonly OsRelease Debian12 = new("debian", [], "Debian GNU/Linux 12 (bookworm)", "12", "bookworm");

    public static readonly OsRelease Debian13 = new("debian", [], "Debian GNU/Linux 13 (trixie)", "13", "trixie");

    public static readonly OsRelease Ubuntu = new("ubuntu", ["debian"], "Ubuntu 24.04 LTS", "24.04", "noble");

    public static readonly OsRelease Fedora = new("fedora", [], "Fedora Linux 42", "42", null);

    public static readonly OsRelease MacOs = new("macos", [], "macOS", null, null);

    // The archive has no name here: the plan takes whatever the machine's own sources say.
    public static readonly AptFacts Bookworm = new(
        new Dictionary<string, string>
        {
            ["docker.io"] = "20.10.24+dfsg1-1",
            ["ca-certificates"] = "20230311",
            ["cgroupfs-mount"] = "1.4",
            ["mmdebstrap"] = "1.3.5-7",
            ["docker-compose"] = "1.29.2-3",
        },
        [
            new("https://archive.test/security", ["bookworm-security"], ["main"], null),
            new("https://archive.test/debian", ["bookworm", "bookworm-updates"], ["main"], "/usr/share/keyrings/archive.gpg"),
        ]);

    public static readonly AptFacts Trixie = new(
        new Dictionary<string, string>
        {
            ["docker.io"] = "26.1.5+dfsg1-9",
            ["docker-cli"] = "26.1.5+dfsg1-9",
            ["docker-compose"] = "2.26.1-4",
            ["docker-buildx"] = "0.13.1+ds1-3",
            ["ca-certificates"] = "20250419",
            ["mmdebstrap"] = "1.5.7-1",
        },
        [new("https://archive.test/debian", ["trixie"], ["main"], null)]);

    public static readonly AptFacts Noble = new(
        new Dictionary<string, string>
        {
            ["docker.io"] = "24.0.7-0ubuntu4",
            ["docker-compose"] = "1.29.2-6",
            ["docker-compose-v2"] = "2.24.6+ds1-0ubuntu2",
            ["docker-buildx"] = "0.12.1-0ubuntu2",
            ["ca-certificates"] = "20240203",
            ["mmdebstrap"] = "1.4.3-6",
        },
        [new("https://archive.test/ubuntu", ["noble"], ["main"], null)]);

    /// <summary>A root's machine that has everything, with systemd.</summary>
    public static HostFacts Machine(OsRelease os, DockerFacts docker) =>
        new(os, IsRoot: true, MayInstall: true, Systemd: true, ControlGroups: true, DockerdInstalled: true, DockerHost: null, docker, "/var/lib/docker", 50_000_000_000);
}
