using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Yaml;

namespace Slipway.Pipeline.Tests.Configuration;

public sealed class SecretSourceTests
{
    private static readonly Place Somewhere = new("slipway.yml", 3, 7);

    [TestCase("s3://shop-secrets/live/.env", SecretSourceKind.S3, "shop-secrets", "live/.env")]
    [TestCase("s3://b/a#b", SecretSourceKind.S3, "b", "a#b")]
    [TestCase("secretsmanager://live/shop", SecretSourceKind.SecretsManager, "live/shop", null)]
    [TestCase("secretsmanager://live/shop#db.password", SecretSourceKind.SecretsManager, "live/shop", "db.password")]
    [TestCase("secretsmanager://arn:aws:secretsmanager:eu-west-2:170904582664:secret:live/shop-AbCdEf#key", SecretSourceKind.SecretsManager, "arn:aws:secretsmanager:eu-west-2:170904582664:secret:live/shop-AbCdEf", "key")]
    [TestCase("ssm://token", SecretSourceKind.ParameterStore, "token", null)]
    [TestCase("ssm:///shop/live/token", SecretSourceKind.ParameterStore, "/shop/live/token", null)]
    [TestCase("ssm://arn:aws:ssm:eu-west-2:170904582664:parameter/shop/token", SecretSourceKind.ParameterStore, "arn:aws:ssm:eu-west-2:170904582664:parameter/shop/token", null)]
    public void An_address_has_a_service_a_name_and_a_key(string address, SecretSourceKind kind, string name, string? key)
    {
        var source = SecretSource.Parse(address, Somewhere);

        Assert.That(source, Is.EqualTo(new SecretSource(kind, name, key)));
        Assert.That(source.ToString(), Is.EqualTo(address));
    }

    [Test]
    public void A_placeholder_can_make_an_address_wrong_and_that_is_told_with_its_place()
    {
        var secret = new SecretSettings(Template.Parse("ssm://shop-{branch}", TemplateKind.Text, Somewhere), null, "KEY", Shared: false, Somewhere);
        var values = new PlaceholderValues("live", "eu-west-2", null, new("1", "c0ffee", "a b"));

        var failure = Assert.Throws<ConfigurationException>(() => secret.Source(values));

        Assert.That(failure?.Message, Is.EqualTo(
            "slipway.yml:3:7: error SLP010: 'ssm://shop-a b' is not a parameter of Parameter Store; write 'ssm://name', or 'ssm:///path/name' for the parameter '/path/name'"));
    }
}
