using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Environments.Locking;

namespace Slipway.Pipeline.Tests.Environments.Locking;

public sealed class LockPlaceTests
{
    private const string Secrets =
        """
        secrets:
          - { from: "ssm://shop/key", variable: APP_KEY }
          - { from: "s3://shop-secrets/{env}/.env", to: .env }
          - { from: "s3://shop-keys/{env}/key.p8", to: key.p8 }
        """;

    [Test]
    public void The_lock_is_in_the_bucket_of_the_first_secret_that_is_in_S3() =>
        Assert.That(Find(LockSettings.Of(Secrets)), Is.EqualTo("s3://shop-secrets/slipway/shop/staging.lock"));

    [Test]
    public void It_is_where_the_configuration_says() =>
        Assert.That(Find(LockSettings.Of(Secrets, ", lock: \"s3://deployments-{account}/{region}/{env}\"")), Is.EqualTo("s3://deployments-170904582664/eu-west-2/staging"));

    [Test]
    public void Without_a_secret_in_S3_there_is_none() => Assert.That(Find(LockSettings.Of("")), Is.Null);

    [TestCase("s3://deployments/{build}", "'{build}' gives each a lock of its own")]
    [TestCase("s3://deployments/", "is not the address of an object in S3; write 's3://bucket/key'")]
    [TestCase("deployments/lock", "is not the address of an object in S3; write 's3://bucket/key'")]
    public void An_address_that_can_be_no_lock_is_refused(string address, string why)
    {
        var refused = Assert.Throws<ConfigurationException>(() => LockSettings.Of("", $", lock: \"{address}\""));

        Assert.That(refused!.Message, Does.Contain(why));
    }

    private static string? Find(Settings settings) => LockLocation.Find(settings, PlaceholderValues.For(settings, new("421", "c0ffee", "main")))?.ToString();
}
