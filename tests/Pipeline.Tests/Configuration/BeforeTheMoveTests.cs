
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>What is asked for before a service moves: <c>deploy.scan</c>, and migrations that are <c>in: cluster</c>.</summary>
public sealed class BeforeTheMoveTests
{
    private const string Scanning =
        """
        application: shop
        region: eu-west-2
        images: { app: { repository: shop.app } }
        environments: { local: { deploy: { strategy: rolling, cluster: local, service: shop, scan: { fail: high } } } }

        """;

    [Test]
    public void A_scan_gate_is_off_unless_asked_for_and_waits_five_minutes()
    {
        var none = SettingsText.Parse(SettingsText.Smallest);
        var high = SettingsText.Parse(Scanning);

        Assert.That(none.Deploy.Scan, Is.Null);
        Assert.That((high.Deploy.Scan!.Fail, high.Deploy.Scan.Wait), Is.EqualTo((ScanSeverity.High, TimeSpan.FromMinutes(5))));
    }

    [Test]
    public void A_migration_runs_in_Compose_unless_asked_for_in_the_cluster()
    {
        var settings = SettingsText.Parse(SettingsText.Smallest + "migrate: [{ service: app, command: [a] }, { service: app, command: [b], in: cluster }]\n");

        Assert.That(settings.Migrate.Select(step => step.In), Is.EqualTo(new[] { StepLocation.Compose, StepLocation.Cluster }));
    }

    [TestCase("migrate: { service: app, command: [a], in: cluster, report: r.xml }", "slipway.yml:8:1: error SLP013: a migration in the cluster leaves no 'report'; its exit code decides")]
    [TestCase("migrate: { service: web, command: [a], in: cluster }", "slipway.yml:8:1: error SLP014: a migration in the cluster runs in the container of an image, and there is no image 'web' under 'images' or 'pull'; valid here: app")]
    [TestCase("test: { service: app, command: [a], in: cluster }", "slipway.yml:8:37: error SLP004: unknown key 'in'")]
    public void What_cannot_be_in_the_cluster_is_a_mistake(string line, string message)
    {
        var text = SettingsText.Mistakes(SettingsText.Smallest + line + "\n");

        Assert.That(text, Does.StartWith(message));
    }
}
