using System.Text.Json.Nodes;
using Slipway.Docker.Prerequisites;

namespace Slipway.Docker.Tests.Prerequisites;

public sealed class PrerequisiteCheckTests
{
    [Test]
    public void A_machine_that_has_everything_lacks_nothing() =>
        Assert.That(PrerequisiteCheck.Missing(Machines.Machine(Machines.Debian12, Machines.Ready)), Is.Empty);

    [Test]
    public void All_that_is_missing_is_said_at_once_with_what_to_install_on_fedora()
    {
        var facts = Machines.Machine(Machines.Fedora, DockerFacts.NoClient) with { DockerdInstalled = false, FreeBytes = 1_500_000_000 };

        var exception = PrerequisiteReport.Refuse(facts, PrerequisiteCheck.Missing(facts));

        Assert.Multiple(() =>
        {
            Assert.That(exception.ExitCode, Is.EqualTo(3));
            Assert.That(exception.Message, Is.EqualTo("""
                This target needs Docker, and on Fedora Linux 42 something is missing:
                  - The docker command is not on PATH. Install it: sudo dnf install docker-cli.
                  - No docker engine answers. Install it: sudo dnf install moby-engine.
                  - The plugin 'docker compose' is missing. Install it: sudo dnf install docker-compose.
                  - The plugin 'docker buildx' is missing. Install it: sudo dnf install docker-buildx.
                  - The disk of '/var/lib/docker' has 1.5 GB free; images need 5 GB. Free some: 'docker system df' shows what images and volumes take.
                """));
            Assert.That(facts.CanInstall, Is.False);
        });
    }

    [Test]
    public void On_a_mac_it_is_docker_desktop_that_is_missing()
    {
        var facts = Machines.Machine(Machines.MacOs, DockerFacts.NoClient) with { DockerdInstalled = false, IsRoot = false, Systemd = false };

        var exception = PrerequisiteReport.Refuse(facts, PrerequisiteCheck.Missing(facts));

        Assert.That(exception.Message, Is.EqualTo("""
            This target needs Docker, and on macOS something is missing:
              - The docker command is not on PATH. Install Docker Desktop, which has it.
              - No docker engine answers. Start Docker Desktop; install it first where it is missing.
              - The plugin 'docker compose' is missing. Install Docker Desktop, which has it.
              - The plugin 'docker buildx' is missing. Install Docker Desktop, which has it.
            """));
    }

    [Test]
    public void On_debian_without_root_it_says_what_root_would_have_done()
    {
        var facts = Machines.Machine(Machines.Debian12, Machines.Ready with { ComposeVersion = "1.29.2" }) with { IsRoot = false };

        var exception = PrerequisiteReport.Refuse(facts, PrerequisiteCheck.Missing(facts));

        Assert.Multiple(() =>
        {
            Assert.That(facts.CanInstall, Is.False);
            Assert.That(exception.Message, Is.EqualTo("""
                This target needs Docker, and on Debian GNU/Linux 12 (bookworm) something is missing:
                  - docker compose is version 1.29.2; 2 or later is needed. Install it: sudo apt-get install docker-compose (Debian 13 has it; in Debian 12, as root, Slipway installs it from there).
                Run as root, Slipway installs packages and starts the engine on its own.
                """));
        });
    }

    /// <summary>There is no Compose 3 or 4; Compose 5 has the commands and options of Compose 2.</summary>
    [TestCase("2.26.1-4")]
    [TestCase("v2.40.3-desktop.1")]
    [TestCase("v5.0.1")]
    public void Compose_is_there_from_version_2_on(string version)
    {
        var info = JsonNode.Parse($$"""
            {
              "ServerVersion": "28.2.2", "DockerRootDir": "/var/lib/docker",
              "ClientInfo": { "Context": "default", "Plugins": [{ "Name": "buildx", "Version": "v0.13.1" }, { "Name": "compose", "Version": "{{version}}" }] }
            }
            """)!.AsObject();

        Assert.That(PrerequisiteCheck.Missing(Machines.Machine(Machines.Debian12, DockerFacts.Parse(info))), Is.Empty);
    }

    [Test]
    public void Where_installing_is_forbidden_it_says_by_what()
    {
        var facts = Machines.Machine(Machines.Ubuntu, Machines.Ready with { BuildxVersion = null }) with { MayInstall = false };

        var exception = PrerequisiteReport.Refuse(facts, PrerequisiteCheck.Missing(facts));

        Assert.Multiple(() =>
        {
            Assert.That(facts.CanInstall, Is.False);
            Assert.That(exception.Message, Is.EqualTo("""
                This target needs Docker, and on Ubuntu 24.04 LTS something is missing:
                  - The plugin 'docker buildx' is missing. Install it: sudo apt-get install docker-buildx.
                Slipway would install packages and start the engine on its own, but SLIPWAY_INSTALL=never forbids it.
                """));
        });
    }

    [TestCase(true, "The docker engine is installed, but does not run. Start it: sudo systemctl start docker.")]
    [TestCase(false, "The docker engine is installed, but does not run. Start it: dockerd, as root.")]
    public void An_engine_that_only_has_to_be_started_is_said_to_be_there(bool systemd, string expected)
    {
        var facts = Machines.Machine(Machines.Debian12, Machines.Stopped) with { Systemd = systemd };

        Assert.That(PrerequisiteCheck.Missing(facts).Select(missing => missing.ToString()), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void Of_an_engine_that_cannot_be_asked_it_is_not_said_that_it_does_not_run()
    {
        var facts = Machines.Machine(Machines.Debian12, DockerFacts.NoClient) with { Systemd = false };

        Assert.That(
            PrerequisiteCheck.Missing(facts)[1].ToString(),
            Is.EqualTo("The docker engine is installed; without the command, nobody knows whether it runs. Start it: dockerd, as root."));
    }

    [Test]
    public void Where_installing_would_not_help_nothing_is_said_about_it()
    {
        var facts = Machines.Machine(Machines.Debian12, Machines.Stopped with { EngineError = "no such file" }) with
        {
            DockerHost = "unix:///other.sock",
            MayInstall = false,
        };

        var exception = PrerequisiteReport.Refuse(facts, PrerequisiteCheck.Missing(facts));

        Assert.That(exception.Message, Is.EqualTo("""
            This target needs Docker, and on Debian GNU/Linux 12 (bookworm) something is missing:
              - The engine at unix:///other.sock does not answer (no such file). Start it, or unset DOCKER_HOST.
            """));
    }

    [Test]
    public void An_engine_on_another_machine_is_not_installed_here()
    {
        var facts = Machines.Machine(Machines.Debian12, Machines.Stopped with { EngineError = "dial tcp: timeout" }) with { DockerHost = "tcp://10.0.0.5:2376" };

        var missing = PrerequisiteCheck.Missing(facts).Single();

        Assert.Multiple(() =>
        {
            Assert.That(missing.ToString(), Is.EqualTo("The engine at tcp://10.0.0.5:2376 does not answer (dial tcp: timeout). Start it, or unset DOCKER_HOST."));
            Assert.That(PrerequisiteCheck.IsInstallable(missing, facts), Is.False);
        });
    }

    [Test]
    public void An_engine_of_another_context_is_not_installed_here()
    {
        var facts = Machines.Machine(Machines.Debian12, Machines.Stopped with { Context = "colima", EngineError = null });

        var missing = PrerequisiteCheck.Missing(facts).Single();

        Assert.That(missing.ToString(), Is.EqualTo(
            "The engine at docker context 'colima' does not answer. Start it, or choose another context: docker context use default."));
    }

    [TestCase("permission denied while trying to connect", "the Docker socket")]
    [TestCase("permission denied while trying to connect to the Docker daemon socket at unix:///run/user/1000/docker.sock: Get \"http://…\"", "the Docker socket /run/user/1000/docker.sock")]
    [TestCase("permission denied while trying to connect to the docker API at unix:///var/run/docker.sock", "the Docker socket /var/run/docker.sock")]
    public void A_user_without_access_to_the_socket_is_pointed_to_its_group(string error, string socket)
    {
        var facts = Machines.Machine(Machines.Ubuntu, Machines.Stopped with { EngineError = error }) with { IsRoot = false };

        var exception = PrerequisiteReport.Refuse(facts, PrerequisiteCheck.Missing(facts));

        Assert.That(exception.Message, Is.EqualTo($"""
            This target needs Docker, and on Ubuntu 24.04 LTS something is missing:
              - This user is not allowed to use {socket}. Add the user to the group that owns the socket (usually: sudo usermod -aG docker $USER), then log in again.
            """));
    }

    [Test]
    public void A_disk_that_is_full_is_nothing_to_install()
    {
        var facts = Machines.Machine(Machines.Debian12, Machines.Ready) with { FreeBytes = 4_999_999_999 };

        var missing = PrerequisiteCheck.Missing(facts).Single();

        Assert.That((missing.Kind, PrerequisiteCheck.IsInstallable(missing, facts)), Is.EqualTo((PrerequisiteKind.DiskSpace, false)));
    }
}
