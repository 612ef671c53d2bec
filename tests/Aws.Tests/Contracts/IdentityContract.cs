using Slipway.Aws.Tests.Servers;

namespace Slipway.Aws.Tests.Contracts;

[TestFixtureSource(typeof(AwsServers), nameof(AwsServers.All))]
public sealed class IdentityContract(AwsServer server) : AwsContract(server)
{
    [Test]
    public async Task The_caller_has_an_account_an_arn_in_it_and_an_id()
    {
        var caller = await Aws.Identity.GetCallerIdentityAsync(CancellationToken.None);

        Assert.That(caller.Account, Does.Match("^[0-9]{12}$"));
        Assert.That(caller.Arn, Does.Match($"^arn:aws:(iam|sts)::{caller.Account}:.+"));
        Assert.That(caller.UserId, Is.Not.Empty);
    }
}
