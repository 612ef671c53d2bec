using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.LoadBalancing.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Traffic;

/// <summary>Requests for as long as something changes, 100,000 at least in a soak run and a tenth of them otherwise; none may fail.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class NoRequestIsLostTests
{
    private static readonly int Least = Soak.Count(100_000);

    /// <summary>A server that takes eight seconds for <c>/slow</c>, and ends at once when it is told to.</summary>
    private const string Slow = """
        $SIG{CHLD} = 'IGNORE';
        $SIG{TERM} = sub { kill 'KILL', 0; exit 0 };
        $s = IO::Socket::INET->new(LocalPort => 8080, Listen => 5, ReuseAddr => 1) or die;
        while ($c = $s->accept) {
          if (fork) { close $c; next }
          $l = <$c>;
          while (<$c>) { last if /^\r?\n$/ }
          sleep 8 if $l =~ m{ /slow };
          print $c "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok";
          exit 0;
        }
        """;

    private static readonly JsonObject EndsAtOnce = new() { ["entryPoint"] = new JsonArray("sh", "-c", "exit 3") };

    [Test]
    public async Task While_a_service_is_rolled_to_another_revision([Values(1, 2)] int tasks)
    {
        await using var rig = await TrafficRig.StartAsync();

        AssertNoneIsLost(await LoadedChanges.RollAsync(rig, tasks, Least));
    }

    [Test]
    public async Task While_requests_are_shifted_from_blue_to_green([Values(1, 2)] int tasks)
    {
        await using var rig = await TrafficRig.StartAsync();

        AssertNoneIsLost(await LoadedChanges.ShiftAsync(rig, tasks, Least));
    }

    [Test]
    public async Task While_a_deployment_that_has_the_requests_is_rolled_back([Values(1, 2)] int tasks)
    {
        await using var rig = await TrafficRig.StartAsync();

        AssertNoneIsLost(await LoadedChanges.ShiftBackAsync(rig, tasks, Least));
    }

    [Test]
    public async Task While_the_circuit_breaker_takes_a_broken_release_back([Values(1, 2)] int tasks)
    {
        await using var rig = await TrafficRig.StartAsync();
        await rig.ServeAsync(TrafficRig.Site("one"), tasks);

        var load = await LoadGenerator.DuringAsync(rig.Url, Least, async () =>
        {
            await rig.UpdateAsync(TrafficRig.Site("two", EndsAtOnce));
            await rig.DeploymentAsync(deployment => (string?)deployment["status"] == "ROLLBACK_SUCCESSFUL");
        });

        Assert.That(await rig.PageAsync(), Is.EqualTo("one"));
        AssertNoneIsLost(load);
    }

    [Test]
    public async Task Unless_the_health_check_does_not_see_that_the_application_is_not_ready()
    {
        // What the health check asks answers at once, the application itself not for a while: as with no health check at all.
        await using var rig = await TrafficRig.StartAsync(healthCheckPath: "/alive");
        await rig.ServeAsync(TrafficRig.Site("one", "location = /alive { return 200; }"), 1);
        var unready = TrafficRig.Site("two", "location = /alive { return 200; } location = / { return 503; }");

        var load = await LoadGenerator.DuringAsync(rig.Url, 1000, async () =>
        {
            await rig.UpdateAsync(unready);
            await rig.DeployedAsync();
        });

        Assert.That(load.Failed, Is.Positive);
    }

    [TestCase(0, ExpectedResult = true)]
    [TestCase(12, ExpectedResult = false)]
    public async Task<bool> Slow_requests_are_cut_off_where_no_time_is_left_to_them(int drainSeconds)
    {
        await using var rig = await TrafficRig.StartAsync(drainSeconds);
        await rig.ServeAsync([EcsServer.Perl("web", Slow, """{"portMappings": [{"containerPort": 8080}]}""")], 1);
        using var client = new HttpClient();

        var answer = client.GetAsync(new Uri(rig.Url, "slow"));
        await ElbServer.UntilAsync(() => ProxyAdministration.RequestsAsync(rig.Ecs.Server.Options.InstanceId), count => count > 0);
        await rig.Ecs.CallAsync("UpdateService", """{"cluster": "local", "service": "web", "desiredCount": 0}""");

        using var answered = await answer;
        return !answered.IsSuccessStatusCode;
    }

    private static void AssertNoneIsLost(Load load) => LoadedChanges.AssertNoneIsLost(load, Least);
}
