using Slipway.Pipeline.Commands.Continuation;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Pipeline.Tests.Deployment.OneOff;
using Slipway.Pipeline.Tests.Environments.Locking;

namespace Slipway.Pipeline.Tests.Commands.Continuation;

/// <summary>What comes last in a release, when Continue has brought its deployment to an end.</summary>
public sealed class LastTasksTests
{
    private const string One =
        """
        application: shop
        region: eu-west-2
        images: { app: { repository: shop.app } }
        deploy: { strategy: rolling, cluster: main, service: web }
        release: { before: { name: index, command: [reindex] }, after: { name: warm, command: [warm] } }
        environments: { local: {} }

        """;

    private FakeCluster _cluster = null!;
    private LockRig _rig = null!;

    [SetUp]
    public void Start() => (_cluster, _rig) = (new(), new());

    [TearDown]
    public void Stop()
    {
        _cluster.Dispose();
        _rig.Dispose();
    }

    [Test]
    public async Task It_is_run_with_the_lock_which_is_free_again()
    {
        var revision = _cluster.Register("web", "42");

        await RunAsync(SettingsText.Parse(One), revision);

        Assert.That(_cluster.Ran, Is.EqualTo(new[] { "web:1 warm" }));
        Assert.That((_cluster.NotesOn(revision)["slipway:ran-warm"][..3], _rig.Holder), Is.EqualTo(("42:", "free ada")));
    }

    [Test]
    public async Task It_is_left_to_the_run_that_deploys_and_waits_for_Continue()
    {
        var held = await _rig.AcquireAsync("bob");

        await RunAsync(SettingsText.Parse(One), _cluster.Register("web", "42"));

        Assert.That(_cluster.Ran, Is.Empty);
        Assert.That(_rig.Log.Lines, Has.Some.StartsWith("'warm' is left to the run that has the lock. Environment 'staging' of 'shop' is locked by bob "));
        await _rig.ReleaseAsync(held);
    }

    [Test]
    public async Task Of_one_of_several_services_it_is_not_run_and_told()
    {
        var settings = SettingsText.Parse(One.Replace("service: web }", "services: { web: { service: web }, worker: { service: worker } } }", StringComparison.Ordinal)
            .Replace("name: warm", "name: warm, service: web", StringComparison.Ordinal).Replace("name: index", "name: index, service: web", StringComparison.Ordinal)).Of(["web"]);

        await RunAsync(settings, _cluster.Register("web", "42"));

        Assert.That(_cluster.Ran, Is.Empty);
        Assert.That(_rig.Log.Lines, Has.Some.EndsWith("'warm' was not run: it is for a release as a whole. --target=Deploy runs what is missing."));
    }

    private async Task RunAsync(Settings settings, string revision)
    {
        await _rig.Time.RunAsync(RunCoreAsync(), TimeSpan.FromSeconds(6));

        async Task<bool> RunCoreAsync()
        {
            var guard = new EnvironmentGuard(_rig.Objects, LockRig.Location, settings with { Environment = "staging" }, LockRig.Owner("ada"), TimeSpan.Zero, _rig.Log, _rig.Time);
            await new LastTasks(settings, _cluster.Clients, guard, _rig.Log, _rig.Time).RunAsync(new(revision, "d-1", 1, Changed: true), CancellationToken.None);
            return true;
        }
    }
}
