using System.Net;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Sts;

public sealed class SessionPolicyTests
{
    [TestCase("AssumeRole", "Policy", "Policy")]
    [TestCase("AssumeRole", "PolicyArns", "PolicyArns.member.1.arn")]
    [TestCase("AssumeRoleWithWebIdentity", "Policy", "Policy")]
    [TestCase("AssumeRoleWithWebIdentity", "PolicyArns", "PolicyArns.member.1.arn")]
    public async Task Policies_of_a_session_are_refused_where_policies_are_enforced_and_without_effect_elsewhere(string action, string member, string parameter)
    {
        await using var enforcing = await LocalAwsServer.StartAsync(options => options with
        {
            EnforcedPolicies = EnforcedPolicies.Parse("""{ "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] }"""),
        });
        await using var open = await LocalAwsServer.StartAsync();

        var (refused, body) = await AssumeAsync(enforcing, action, parameter);
        var (given, _) = await AssumeAsync(open, action, parameter);

        Assert.That((refused, given), Is.EqualTo((HttpStatusCode.NotImplemented, HttpStatusCode.OK)));
        Assert.That(body, Does.Contain("<Code>NotImplemented</Code>"));
        Assert.That(body, Does.Contain($"<Message>LocalAws does not emulate '{member}' of {action}; run this against AWS, or leave it out with --env=local.</Message>"));
    }

    private static async Task<(HttpStatusCode Status, string Body)> AssumeAsync(LocalAwsServer server, string action, string parameter)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new FormUrlEncodedContent(
            [
                new("Action", action), new("Version", "2011-06-15"), new("RoleArn", "arn:aws:iam::000000000000:role/deployer"), new("RoleSessionName", "ci"),
                new("WebIdentityToken", "token"), new(parameter, "arn:aws:iam::aws:policy/ReadOnlyAccess"),
            ]),
        }.Signed("sts");
        using var answer = await server.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
