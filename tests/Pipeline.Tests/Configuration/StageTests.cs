using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>How environments follow each other. Wrong files are in <c>Bad/stages.yml</c> and <c>Bad/stage-keys.yml</c>.</summary>
public sealed class StageTests
{
    private const string Three = """
        application: shop
        region: eu-west-2
        images: { app: { repository: shop.app } }
        deploy: { strategy: rolling, cluster: shop, service: shop }
        environments:
          dev: {}
          staging: { from: dev }
          production: { from: staging, approve: true, deploy: { create: later } }

        """;

    [TestCase("dev", null, false)]
    [TestCase("staging", "dev", false)]
    [TestCase("production", "staging", true)]
    public void An_environment_has_what_its_own_entry_says(string environment, string? from, bool approve) =>
        Assert.That(SettingsText.Parse(Three, environment).Stage, Is.EqualTo(new StageSettings(from, approve)));

    [Test]
    public void Its_place_is_that_of_the_key()
    {
        var production = SettingsText.Parse(Three, "production");

        Assert.That((production.PlaceOf("from").ToString(), production.PlaceOf("approve").ToString()), Is.EqualTo(("slipway.yml:8:17", "slipway.yml:8:32")));
    }

    [TestCase("dev", ServiceCreation.Now)]
    [TestCase("production", ServiceCreation.Later)]
    public void A_service_is_created_now_unless_the_file_says_later(string environment, ServiceCreation create) =>
        Assert.That(SettingsText.Parse(Three, environment).Deploy.Create, Is.EqualTo(create));

    [TestCase("staging: { from: dev }", "staging: { from: production }", "slipway.yml:7:14: error SLP013: environments come after each other in a circle: 'staging' from 'production', 'production' from 'staging'. Leave 'from' out of the first of them")]
    [TestCase("dev: {}", "dev: { from: production }", "slipway.yml:6:10: error SLP013: environments come after each other in a circle: 'dev' from 'production', 'production' from 'staging', 'staging' from 'dev'. Leave 'from' out of the first of them")]
    [TestCase("from: dev", "from: staging", "slipway.yml:7:20: error SLP013: environment 'staging' cannot come after itself: name the one before it, or leave 'from' out")]
    [TestCase("from: dev", "from: stage", "slipway.yml:7:20: error SLP008: unknown environment 'stage'; valid here: dev, production")]
    [TestCase("from: dev", "form: dev", "slipway.yml:7:14: error SLP004: unknown key 'form'; did you mean 'from'?")]
    [TestCase("region: eu-west-2", "region: eu-west-2\nfrom: dev", "slipway.yml:3:1: error SLP004: unknown key 'from'; valid here: application, region, account, role, registry, compose, tags, images, pull, secrets, database, migrate, test, gates, deploy, release, artifacts, pipeline, verify, skip, lint, environments")]
    public void What_cannot_be_followed_is_refused_with_its_line(string right, string wrong, string message) =>
        Assert.That(SettingsText.Mistakes(Three.Replace(right, wrong, StringComparison.Ordinal), "dev"), Is.EqualTo(message));
}
