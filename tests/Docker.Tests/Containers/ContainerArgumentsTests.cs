using Slipway.Docker.Containers;

namespace Slipway.Docker.Tests.Containers;

public sealed class ContainerArgumentsTests
{
    [Test]
    public void Create_with_an_image_alone_leaves_the_rest_to_the_image() =>
        Assert.That(DockerArguments.Create(new() { Image = "shop:1" }), Is.EqualTo(new[] { "create", "shop:1" }));

    [Test]
    public void Create_passes_everything_that_is_set_and_no_value_of_the_environment()
    {
        var settings = new ContainerSettings
        {
            Image = "shop:1",
            Pull = "never",
            Platform = "linux/amd64",
            Name = "shop-1",
            Hostname = "shop",
            Labels = new Dictionary<string, string> { ["task"] = "t1" },
            Environment = new Dictionary<string, string> { ["PASSWORD"] = "planted-secret", ["KEY"] = "two\nlines" },
            Entrypoint = ["php", "-d", "x=1"],
            Command = ["artisan", "serve"],
            User = "www-data",
            Workdir = "/srv",
            HealthCheck = new(["CMD-SHELL", "curl -f localhost || exit 1"])
            {
                Interval = TimeSpan.FromSeconds(5),
                Timeout = TimeSpan.FromMilliseconds(1500),
                Retries = 3,
                StartPeriod = TimeSpan.FromMinutes(1),
            },
            StopTimeout = TimeSpan.FromSeconds(30),
            StopSignal = "SIGQUIT",
            RestartPolicy = "on-failure:2",
            Init = true,
            Tty = true,
            Interactive = true,
            Privileged = true,
            ReadOnly = true,
            CapabilitiesAdded = ["SYS_PTRACE"],
            CapabilitiesDropped = ["ALL"],
            SecurityOptions = ["no-new-privileges"],
            LogDriver = "json-file",
            LogOptions = new Dictionary<string, string> { ["max-size"] = "1m" },
            Networking = new()
            {
                Network = "net",
                Aliases = ["app"],
                PublishedPorts = ["127.0.0.1:8080:80/tcp"],
                Links = ["db-1:db"],
                ExtraHosts = ["host:10.0.0.1"],
                DnsServers = ["10.0.0.2"],
                DnsSearchDomains = ["local"],
            },
            Resources = new()
            {
                MemoryMiB = 256,
                MemoryReservationMiB = 128,
                MemorySwapMiB = -1,
                MemorySwappiness = 10,
                ShmSizeMiB = 64,
                CpuShares = 512,
                Cpus = 0.5m,
                Ulimits = ["nofile=1024:4096"],
                Sysctls = new Dictionary<string, string> { ["net.core.somaxconn"] = "1024" },
                Devices = ["/dev/null:/dev/x"],
                PidMode = "host",
                IpcMode = "private",
            },
            Storage = new()
            {
                Mounts = ["type=bind,source=/a,target=/b"],
                Volumes = ["data:/data:ro"],
                Tmpfs = ["/run:size=64m"],
                VolumesFrom = ["other:ro"],
            },
        };

        var arguments = DockerArguments.Create(settings, "/tmp/x.env", "KEY");

        Assert.That(arguments, Is.EqualTo(new[]
        {
            "create", "--name", "shop-1", "--pull", "never", "--platform", "linux/amd64", "--hostname", "shop", "--label", "task=t1",
            "--env-file", "/tmp/x.env", "--env", "KEY",
            "--network", "net", "--network-alias", "app", "--publish", "127.0.0.1:8080:80/tcp", "--link", "db-1:db", "--add-host", "host:10.0.0.1",
            "--dns", "10.0.0.2", "--dns-search", "local",
            "--mount", "type=bind,source=/a,target=/b", "--volume", "data:/data:ro", "--tmpfs", "/run:size=64m", "--volumes-from", "other:ro",
            "--memory", "256m", "--memory-reservation", "128m", "--memory-swap", "-1", "--memory-swappiness", "10", "--shm-size", "64m",
            "--cpu-shares", "512", "--cpus", "0.5", "--ulimit", "nofile=1024:4096", "--sysctl", "net.core.somaxconn=1024", "--device", "/dev/null:/dev/x",
            "--pid", "host", "--ipc", "private",
            "--health-cmd", "curl -f localhost || exit 1", "--health-interval", "5000ms", "--health-timeout", "1500ms", "--health-retries", "3",
            "--health-start-period", "60000ms",
            "--user", "www-data", "--workdir", "/srv", "--stop-timeout", "30", "--stop-signal", "SIGQUIT", "--restart", "on-failure:2",
            "--init", "--tty", "--interactive", "--privileged", "--read-only", "--cap-add", "SYS_PTRACE", "--cap-drop", "ALL",
            "--security-opt", "no-new-privileges", "--log-driver", "json-file", "--log-opt", "max-size=1m",
            "--entrypoint", "php", "shop:1", "-d", "x=1", "artisan", "serve",
        }));
    }

    [Test]
    public void Run_removes_the_container_and_connects_its_input() =>
        Assert.That(
            DockerArguments.Run(new() { Image = "shop", Command = ["cat"] }, "one-shot"),
            Is.EqualTo(new[] { "run", "--rm", "--interactive", "--name", "one-shot", "shop", "cat" }));

    [Test]
    public void An_empty_entrypoint_takes_the_images_own_away() =>
        Assert.That(DockerArguments.Create(new() { Image = "shop", Entrypoint = [] }), Is.EqualTo(new[] { "create", "--entrypoint", "", "shop" }));

    [Test]
    public void A_health_check_of_a_program_is_quoted_for_the_shell_that_docker_runs_it_with() =>
        Assert.That(
            DockerArguments.Create(new() { Image = "shop", HealthCheck = new(["CMD", "test", "-n", "it's $HOME"]) }),
            Is.EqualTo(new[] { "create", "--health-cmd", @"exec 'test' '-n' 'it'\''s $HOME'", "shop" }));

    [Test]
    public void A_health_check_of_none_switches_the_images_own_off() =>
        Assert.That(
            DockerArguments.Create(new() { Image = "shop", HealthCheck = new(["NONE"]) }),
            Is.EqualTo(new[] { "create", "--no-healthcheck", "shop" }));

    [Test]
    public void A_health_check_of_another_form_is_refused() =>
        Assert.That(
            () => DockerArguments.Create(new() { Image = "shop", HealthCheck = new(["curl", "localhost"]) }),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "A health check is [\"CMD\", …], [\"CMD-SHELL\", script] or [\"NONE\"], not [curl, localhost]."));
}
