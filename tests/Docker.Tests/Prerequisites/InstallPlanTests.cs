using Slipway.Docker.Prerequisites;

namespace Slipway.Docker.Tests.Prerequisites;

public sealed class InstallPlanTests
{
    private static readonly string[] AptGet = ["apt-get", "-o", "DPkg::Lock::Timeout=120"];

    [Test]
    public void Debian_12_with_nothing_gets_its_own_engine_and_debian_13s_plugins()
    {
        var facts = Machines.Machine(Machines.Debian12, DockerFacts.NoClient) with { DockerdInstalled = false, Systemd = false, ControlGroups = false };

        var steps = Plan(facts, Machines.Bookworm);

        Assert.That(steps, Is.EqualTo(new[]
        {
            """
            write /etc/apt/sources.list.d/slipway-trixie.sources
            Types: deb
            URIs: https://archive.test/debian
            Suites: trixie
            Components: main
            Signed-By: /usr/share/keyrings/archive.gpg

            """,
            """
            write /etc/apt/preferences.d/slipway-trixie
            Package: *
            Pin: release n=trixie
            Pin-Priority: 100

            """,
            Text([.. AptGet, "update", "-qq"]),
            Text([.. AptGet, "install", "-qq", "--yes", "--no-install-recommends",
                "docker.io", "ca-certificates", "mmdebstrap", "cgroupfs-mount", "docker-compose/trixie", "docker-buildx/trixie"]),
            Text(["cgroupfs-mount"]),
            "start sh|-c|exec setsid --fork dockerd >\"$0\" 2>&1 </dev/null|/var/log/slipway-dockerd.log, log /var/log/slipway-dockerd.log",
        }));
    }

    [Test]
    public void An_engine_that_is_only_stopped_is_only_started()
    {
        var facts = Machines.Machine(Machines.Debian12, Machines.Stopped);
        var nothing = new AptFacts(new Dictionary<string, string>(), []);

        Assert.Multiple(() =>
        {
            Assert.That(Plan(facts, nothing), Is.EqualTo(new[] { "start systemctl|start|docker, log " }));
            Assert.That(
                Plan(facts with { Systemd = false }, nothing),
                Is.EqualTo(new[] { "start sh|-c|exec setsid --fork dockerd >\"$0\" 2>&1 </dev/null|/var/log/slipway-dockerd.log, log /var/log/slipway-dockerd.log" }));
        });
    }

    [Test]
    public void Debian_12_without_compose_gets_only_that_from_debian_13()
    {
        var steps = Plan(Machines.Machine(Machines.Debian12, Machines.Ready with { ComposeVersion = null }), Machines.Bookworm);

        Assert.That(steps[^1], Is.EqualTo(Text([.. AptGet, "install", "-qq", "--yes", "--no-install-recommends", "docker-compose/trixie"])));
        Assert.That(steps, Has.Count.EqualTo(4));
    }

    [Test]
    public void Debian_13_has_everything_itself()
    {
        var facts = Machines.Machine(Machines.Debian13, DockerFacts.NoClient) with { DockerdInstalled = false };

        Assert.That(Plan(facts, Machines.Trixie), Is.EqualTo(new[]
        {
            Text([.. AptGet, "install", "-qq", "--yes", "--no-install-recommends",
                "docker.io", "ca-certificates", "mmdebstrap", "docker-cli", "docker-compose", "docker-buildx"]),
            "start systemctl|start|docker, log ",
        }));
    }

    [Test]
    public void Ubuntu_has_compose_2_under_a_name_of_its_own()
    {
        var facts = Machines.Machine(Machines.Ubuntu, DockerFacts.NoClient) with { DockerdInstalled = false };

        Assert.That(Plan(facts, Machines.Noble)[0], Is.EqualTo(
            Text([.. AptGet, "install", "-qq", "--yes", "--no-install-recommends", "docker.io", "ca-certificates", "mmdebstrap", "docker-compose-v2", "docker-buildx"])));
    }

    [Test]
    public void A_source_without_a_key_is_copied_without_one()
    {
        var apt = Machines.Bookworm with { Sources = [new("https://archive.test/debian", ["bookworm"], ["main"], null)] };

        var steps = Plan(Machines.Machine(Machines.Debian12, Machines.Ready with { BuildxVersion = null }), apt);

        Assert.That(steps[0], Does.EndWith("Components: main\n"));
    }

    [Test]
    public void What_no_suite_has_is_not_planned()
    {
        var debian11 = new OsRelease("debian", [], "Debian GNU/Linux 11 (bullseye)", "11", "bullseye");

        Assert.That(Plan(Machines.Machine(debian11, Machines.Ready with { BuildxVersion = null }), new(new Dictionary<string, string>(), [])), Is.Empty);
    }

    [Test]
    public void A_disk_that_is_full_needs_no_steps() =>
        Assert.That(Plan(Machines.Machine(Machines.Debian12, Machines.Ready) with { FreeBytes = 1 }, Machines.Bookworm), Is.Empty);

    private static List<string> Plan(HostFacts facts, AptFacts apt) => [.. InstallPlan.For(facts, PrerequisiteCheck.Missing(facts), apt).Select(Text)];

    private static string Text(InstallStep step) => step switch
    {
        InstallStep.Command command => Text([.. command.Arguments]),
        InstallStep.WriteFile file => $"write {file.FilePath}\n{file.Content}",
        InstallStep.StartEngine start => $"start {string.Join('|', start.Arguments)}, log {start.LogFile}",
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private static string Text(string[] command) => string.Join('|', command);
}
