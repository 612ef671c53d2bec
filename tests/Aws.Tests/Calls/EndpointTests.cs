using Slipway.Aws.S3;
using Slipway.Testing;

namespace Slipway.Aws.Tests.Calls;

/// <summary>Where requests go. The requests are those of a caller, so the SDK's own S3 and STS clients are held to the same rules.</summary>
[NonParallelizable] // It sets environment variables of this process.
public sealed class EndpointTests
{
    private const string Profiles = """
        [profile shop]
        region = eu-central-1
        services = shop-services
        endpoint_url = http://profile.test

        [profile plain]
        endpoint_url = http://plain.test

        [services shop-services]
        ecs =
          endpoint_url = http://profile-ecs.test
        s3 =
          endpoint_url = http://profile-s3.test

        """;

    private static readonly AwsSettings Settings = Given.Settings with { Endpoint = null };

    [TestCase("eu-west-2", "https://ecs.eu-west-2.amazonaws.com/", "https://api.ecr.eu-west-2.amazonaws.com/")]
    [TestCase("cn-north-1", "https://ecs.cn-north-1.amazonaws.com.cn/", "https://api.ecr.cn-north-1.amazonaws.com.cn/")]
    [TestCase("us-gov-west-1", "https://ecs.us-gov-west-1.amazonaws.com/", "https://api.ecr.us-gov-west-1.amazonaws.com/")]
    public async Task AWSs_own_host_names_follow_the_region_and_its_partition(string region, string ecs, string ecr)
    {
        using var nothing = new AwsEnvironment();

        var addresses = await AddressesAsync(Settings with { Region = region });

        Assert.That((addresses.Ecs, addresses.Ecr), Is.EqualTo((ecs, ecr)));
    }

    [Test]
    public async Task FIPS_and_dual_stack_endpoints_are_used_when_asked_for()
    {
        using (new AwsEnvironment(("AWS_USE_FIPS_ENDPOINT", "true")))
        {
            var addresses = await AddressesAsync(Settings with { Region = "us-east-1" });
            Assert.That((addresses.Ecs, addresses.Ecr), Is.EqualTo(
                ("https://ecs-fips.us-east-1.amazonaws.com/", "https://ecr-fips.us-east-1.amazonaws.com/")));
        }

        using (new AwsEnvironment(("AWS_USE_DUALSTACK_ENDPOINT", "true")))
        {
            var addresses = await AddressesAsync(Settings with { Region = "us-east-1" });
            Assert.That((addresses.Ecs, addresses.Ecr), Is.EqualTo(("https://ecs.us-east-1.api.aws/", "https://ecr.us-east-1.api.aws/")));
        }
    }

    [Test]
    public async Task A_variable_for_one_service_goes_before_the_variable_for_all()
    {
        using var environment = new AwsEnvironment(
            ("AWS_ENDPOINT_URL", "http://all.test"), ("AWS_ENDPOINT_URL_ECS", "http://ecs.test"), ("AWS_ENDPOINT_URL_S3", "http://s3.test"));

        var addresses = await AddressesAsync(Settings);

        Assert.That(addresses, Is.EqualTo(new Addresses("http://ecs.test/", "http://all.test/", "http://s3.test/bucket/key", "http://all.test/")));
    }

    [Test]
    public async Task Variables_go_before_the_profile_and_its_services_section_before_its_endpoint_url()
    {
        using var environment = new AwsEnvironment(("AWS_PROFILE", "shop"), ("AWS_ENDPOINT_URL_S3", "http://s3.test")).WithConfig(Profiles);

        var addresses = await AddressesAsync(Settings);

        Assert.That(addresses, Is.EqualTo(
            new Addresses("http://profile-ecs.test/", "http://profile.test/", "http://s3.test/bucket/key", "http://profile.test/")));
    }

    [Test]
    public async Task The_settings_profile_goes_before_the_variables_profile()
    {
        using var environment = new AwsEnvironment(("AWS_PROFILE", "shop")).WithConfig(Profiles);

        var addresses = await AddressesAsync(Settings with { Profile = "plain" });

        Assert.That(addresses, Is.EqualTo(
            new Addresses("http://plain.test/", "http://plain.test/", "http://plain.test/bucket/key", "http://plain.test/")));
    }

    [Test]
    public async Task The_settings_endpoint_goes_before_everything_for_every_service()
    {
        using var environment = new AwsEnvironment(
            ("AWS_PROFILE", "shop"), ("AWS_ENDPOINT_URL", "http://all.test"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")).WithConfig(Profiles);

        var addresses = await AddressesAsync(Given.Settings);

        Assert.That(addresses, Is.EqualTo(
            new Addresses("http://127.0.0.1:1/", "http://127.0.0.1:1/", "http://127.0.0.1:1/bucket/key", "http://127.0.0.1:1/")));
    }

    [Test]
    public async Task Configured_endpoints_can_be_ignored()
    {
        using var environment = new AwsEnvironment(
            ("AWS_PROFILE", "shop"), ("AWS_ENDPOINT_URL", "http://all.test"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")).WithConfig(Profiles);

        var addresses = await AddressesAsync(Settings);

        Assert.That(addresses, Is.EqualTo(new Addresses(
            "https://ecs.eu-west-2.amazonaws.com/", "https://api.ecr.eu-west-2.amazonaws.com/",
            "https://bucket.s3.eu-west-2.amazonaws.com/key", "https://sts.eu-west-2.amazonaws.com/")));
    }

    [Test]
    public async Task An_endpoint_that_is_no_address_is_named()
    {
        using var environment = new AwsEnvironment(("AWS_ENDPOINT_URL_ECS", "localhost without a scheme"));

        using var fake = new FakeAws();
        using var aws = AwsClients.Create(Settings, fake);
        var error = await Failure.OfAsync(() => aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None));

        Assert.That(error.Message, Is.EqualTo(
            "ECS endpoint failed: InvalidEndpoint: Value for ServiceURL is not a valid URL: localhost without a scheme. "
            + "Check that the endpoint is the service's (AWS_ENDPOINT_URL, and endpoint_url in the AWS profile)."));
    }

    private static async Task<Addresses> AddressesAsync(AwsSettings settings)
    {
        // Everything is refused: where it went is what counts.
        using var fake = new FakeAws();
        using var aws = AwsClients.Create(settings, fake);
        using var copy = new MemoryStream();
        await Failure.OfAsync(() => aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None));
        await Failure.OfAsync(() => aws.Ecr.GetAuthorizationTokenAsync(CancellationToken.None));
        await Failure.OfAsync(() => aws.Objects.GetAsync(new S3Location("bucket", "key"), copy, CancellationToken.None));
        await Failure.OfAsync(() => aws.Identity.GetCallerIdentityAsync(CancellationToken.None));
        var sent = fake.Requests.Select(r => r.Uri.ToString()).ToList();
        return new Addresses(sent[0], sent[1], sent[2], sent[3]);
    }

    private sealed record Addresses(string Ecs, string Ecr, string S3, string Sts);
}
