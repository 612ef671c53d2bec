using Slipway.Docker.Compose;
using Slipway.Docker.Tests;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Foundation.Output;
using Slipway.Testing;
using Slipway.Yaml;

namespace Slipway.Pipeline.Tests.Build.Compose;

/// <summary>With a docker that answers as Compose 2.26 does; what the real one does is seen in whole runs.</summary>
public sealed class ComposeStartTests
{
    private const string Up = """*" up "*) echo 'container shop-db-1 has no healthcheck configured' >&2; exit 1;;""";
    private static readonly Place Place = new("slipway.yml", 6, 1);

    [Test]
    public async Task A_container_without_a_health_check_is_up_when_it_runs_whatever_compose_says()
    {
        using var docker = new FakeDocker($$"""
            case " $* " in
            {{Up}}
            *" ps "*) echo x >> "$HERE/asked"
                health=starting; [ "$(wc -l < "$HERE/asked")" -lt 3 ] || health=healthy
                echo '{"Service":"app","Name":"shop-app-1","State":"running","Health":"'$health'","ExitCode":0}'
                echo '{"Service":"db","Name":"shop-db-1","State":"running","Health":"","ExitCode":0}'
                echo '{"Service":"seed","Name":"shop-seed-1","State":"exited","Health":"","ExitCode":0}';;
            esac
            """);
        var time = new ManualTimeProvider();

        var containers = await time.RunAsync(Start(docker, time).UpAsync(CancellationToken.None), TimeSpan.FromSeconds(1));

        Assert.That(containers.Select(container => container.Service), Is.EqualTo(new[] { "app", "db", "seed" }));
        Assert.That(docker.Read("asked"), Is.EqualTo("x\nx\nx\n"));
    }

    [Test]
    public async Task Services_that_broke_are_named_with_their_state()
    {
        using var docker = new FakeDocker($$"""
            case " $* " in
            {{Up}}
            *" ps "*)
                echo '{"Service":"app","Name":"shop-app-1","State":"created","Health":"","ExitCode":0}'
                echo '{"Service":"db","Name":"shop-db-1","State":"exited","Health":"","ExitCode":3}'
                echo '{"Service":"seed","Name":"shop-seed-1","State":"running","Health":"unhealthy","ExitCode":0}';;
            *" logs "*) echo "$*" > "$HERE/logs";;
            esac
            """);

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => Start(docker, TimeProvider.System).UpAsync(CancellationToken.None));

        Assert.That(failed!.ExitCode, Is.EqualTo(ExitCodes.Application));
        Assert.That(failed.Message, Is.EqualTo(
            "slipway.yml:6:1: the Compose application did not start: 'app' was not started, 'db' has ended with exit code 3, 'seed' is unhealthy. "
            + "Compose says: container shop-db-1 has no healthcheck configured. Logs are above."));
        Assert.That(docker.Read("logs"), Does.EndWith(" db seed\n"));
    }

    [Test]
    public async Task What_compose_said_is_the_reason_when_it_cannot_be_asked_for_its_containers()
    {
        using var docker = new FakeDocker("echo 'env file /shop/.env not found' >&2; exit 14");

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => Start(docker, TimeProvider.System).UpAsync(CancellationToken.None));

        Assert.That(failed!.Message, Is.EqualTo("slipway.yml:6:1: the Compose application did not start: env file /shop/.env not found."));
    }

    private static ComposeStart Start(FakeDocker docker, TimeProvider time) =>
        new(new ComposeCli(docker.Cli(), new() { Name = "shop", Files = ["docker-compose.yml"] }), ["app", "db", "seed"], Place, new SilentLog(), time);
}
