using Slipway.Aws.Ecr;
using Slipway.Aws.Tests.Servers;

namespace Slipway.Aws.Tests.Contracts;

[TestFixtureSource(typeof(AwsServers), nameof(AwsServers.All))]
public sealed class RegistryContract(AwsServer server) : AwsContract(server)
{
    private static readonly string Nowhere = "sha256:" + new string('0', 64);

    [Test]
    public async Task The_authorization_token_is_a_login_for_a_registry_that_expires_later()
    {
        var login = await Aws.Ecr.GetAuthorizationTokenAsync(CancellationToken.None);

        Assert.That(login.UserName, Is.EqualTo("AWS"));
        Assert.That(login.Password.Reveal(), Is.Not.Empty);
        Assert.That(login.Host, Is.EqualTo(login.Endpoint.Authority).And.Not.Empty);
        Assert.That(login.ExpiresAt, Is.GreaterThan(Deviates(Deviations.ExpiredLogin) ? DateTimeOffset.UnixEpoch : DateTimeOffset.UtcNow));
        Assert.That(login.ToString(), Does.Not.Contain(login.Password.Reveal()).And.Contain(Secret.Redacted));
    }

    [Test]
    public async Task A_created_repository_is_described_with_the_address_that_creation_gave()
    {
        var name = Unique("shop/app");

        var created = await Aws.Ecr.CreateRepositoryAsync(name, CancellationToken.None);
        var lookup = await Aws.Ecr.DescribeRepositoriesAsync([name], CancellationToken.None);

        Assert.That(created.Name, Is.EqualTo(name));
        Assert.That(created.Uri, Does.EndWith("/" + name));
        Assert.That(lookup.Found.Keys, Is.EqualTo(new[] { name }));
        Assert.That(lookup.Found[name].Uri, Is.EqualTo(created.Uri));
        Assert.That(lookup.Missing, Is.Empty);
    }

    [Test]
    public async Task Missing_repositories_are_reported_beside_those_that_exist()
    {
        var (first, second) = (Unique("first"), Unique("second"));
        await Aws.Ecr.CreateRepositoryAsync(first, CancellationToken.None);
        await Aws.Ecr.CreateRepositoryAsync(second, CancellationToken.None);

        var lookup = await Aws.Ecr.DescribeRepositoriesAsync(["missing-b", first, "missing-a", second], CancellationToken.None);

        Assert.That(lookup.Found.Keys, Is.EquivalentTo(new[] { first, second }));
        Assert.That(lookup.Missing, Is.EqualTo(new[] { "missing-b", "missing-a" }));
    }

    [Test]
    public async Task Creating_a_repository_twice_is_RepositoryAlreadyExistsException()
    {
        var name = Unique("twice");
        await Aws.Ecr.CreateRepositoryAsync(name, CancellationToken.None);

        var error = await Failure.OfAsync(() => Aws.Ecr.CreateRepositoryAsync(name, CancellationToken.None));

        Assert.That((error.Kind, error.Code), Is.EqualTo((AwsFailure.Refused, "RepositoryAlreadyExistsException")));
    }

    [Test]
    public async Task Images_of_a_missing_repository_are_RepositoryNotFoundException()
    {
        var error = await Failure.OfAsync(() =>
            Aws.Ecr.DescribeImagesAsync("no-such-repository", [ImageId.ByTag("staging")], CancellationToken.None));

        Assert.That((error.Kind, error.Code, error.Operation), Is.EqualTo(
            (AwsFailure.NotFound, "RepositoryNotFoundException", "DescribeImages")));
    }

    [Test]
    public async Task Images_that_a_repository_has_not_are_missing_by_tag_and_by_digest()
    {
        var name = Unique("empty");
        await Aws.Ecr.CreateRepositoryAsync(name, CancellationToken.None);
        var asked = new[] { ImageId.ByTag("staging"), ImageId.ByDigest(Nowhere) };

        var all = await Aws.Ecr.DescribeImagesAsync(name, [], CancellationToken.None);
        var some = await Aws.Ecr.DescribeImagesAsync(name, asked, CancellationToken.None);

        Assert.That((all.Found.Count, all.Missing.Count), Is.EqualTo((0, 0)));
        Assert.That(some.Found, Is.Empty);
        Assert.That(some.Missing, Is.EqualTo(asked));
    }

    [Test]
    public async Task A_manifest_that_a_repository_has_not_is_a_failure_with_its_code()
    {
        var name = Unique("empty");
        await Aws.Ecr.CreateRepositoryAsync(name, CancellationToken.None);

        var lookup = await Aws.Ecr.BatchGetImageAsync(name, [ImageId.ByTag("staging")], [], CancellationToken.None);

        Assert.That(lookup.Found, Is.Empty);
        Assert.That(lookup.Failures.Select(f => (f.Id.Tag, f.Code)), Is.EqualTo(new[] { ("staging", "ImageNotFound") }));
    }
}
