
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Reader;

namespace Slipway.Pipeline.Tests.Configuration;

public sealed class ComposeReferencesTests
{
    [Test]
    public void Services_that_exist_pass()
    {
        var settings = SettingsText.Parse(SettingsText.StartingPoint);

        Assert.That(() => ComposeReferences.Check(settings, ["app", "nginx", "redis", "blackbox", "mysql-db-test"]), Throws.Nothing);
    }

    [Test]
    public void Services_that_do_not_exist_are_told_at_once_where_each_stands()
    {
        var settings = SettingsText.Parse(SettingsText.StartingPoint);

        var failure = Assert.Throws<ConfigurationException>(() => ComposeReferences.Check(settings, ["web", "ngnix", "redis", "black-box"]));

        Assert.That(failure?.Message, Is.EqualTo(
            """
            slipway.yml:6:3: error SLP012: docker-compose.yml has no service 'app'; valid here: web, ngnix, redis, black-box
            slipway.yml:7:3: error SLP012: docker-compose.yml has no service 'nginx'; did you mean 'ngnix'?
            slipway.yml:10:3: error SLP012: docker-compose.yml has no service 'blackbox'; did you mean 'black-box'?
            slipway.yml:15:13: error SLP012: docker-compose.yml has no service 'mysql-db-test'; valid here: web, ngnix, redis, black-box
            slipway.yml:16:12: error SLP012: docker-compose.yml has no service 'app'; valid here: web, ngnix, redis, black-box
            slipway.yml:17:9: error SLP012: docker-compose.yml has no service 'app'; valid here: web, ngnix, redis, black-box
            """));
    }

    [Test]
    public void Compose_files_without_services_are_said_to_have_none()
    {
        var settings = SettingsText.Parse(SettingsText.Smallest);

        var failure = Assert.Throws<ConfigurationException>(() => ComposeReferences.Check(settings, []));

        Assert.That(failure?.Message, Is.EqualTo("slipway.yml:4:3: error SLP012: docker-compose.yml has no service 'app'; there are none"));
    }
}
