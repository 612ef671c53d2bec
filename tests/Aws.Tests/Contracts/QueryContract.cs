using Slipway.Aws.Tests.Servers;

namespace Slipway.Aws.Tests.Contracts;

[TestFixtureSource(typeof(AwsServers), nameof(AwsServers.All))]
public sealed class QueryContract(AwsServer server) : AwsContract(server)
{
    private static readonly AwsService Sts = new("STS", "sts", "sts", "2011-06-15");

    [Test]
    public async Task An_answer_is_read_without_its_envelope_and_namespace()
    {
        var caller = await Aws.Identity.GetCallerIdentityAsync(CancellationToken.None);

        var answer = await Aws.Query(Sts).InvokeAsync("GetCallerIdentity", new Dictionary<string, string>(), CancellationToken.None);

        Assert.That((string?)answer.Element("Account"), Is.EqualTo(caller.Account));
    }

    [Test]
    public async Task A_refusal_has_the_code_and_the_message_of_AWS()
    {
        var refused = await Assert.ThrowsAsync<AwsException>(() => Aws.Query(AwsService.Iam).InvokeAsync("GetRole", new Dictionary<string, string> { ["RoleName"] = Unique("none") }, CancellationToken.None));

        Assert.That(refused!.Code, Is.Not.Empty);
        Assert.That(refused.Message, Does.StartWith($"IAM GetRole failed: {refused.Code} (HTTP "));
    }
}
