using System.Net;
using Slipway.Aws;
using Slipway.Pipeline.Commands.Doctor;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Doctor;

public sealed class PolicySimulationTests
{
    private static readonly AwsAnswer Allowed = new(HttpStatusCode.OK, """
        <SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><EvaluationResults>
        <member><EvalActionName>iam:PassRole</EvalActionName><EvalDecision>allowed</EvalDecision></member>
        </EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
        """) { MediaType = "text/xml" };

    /// <summary>The policy that is printed allows a role to be passed to tasks only; simulated without that it would be denied.</summary>
    [Test]
    public async Task What_the_conditions_of_a_policy_ask_for_is_part_of_the_question()
    {
        using var fake = new FakeAws().On("POST /", Allowed);
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s") }, fake);
        var pass = AwsPermissions.Get("ECS", "RegisterTaskDefinition").Actions.Single(action => action.Action == "iam:PassRole");

        var decisions = await new PolicySimulation(aws, "arn:aws:iam::170904582664:role/ci").DecideAsync("arn:aws:iam::170904582664:role/task", [pass.Action], pass.Conditions, CancellationToken.None);

        Assert.That(decisions, Is.EqualTo(new Dictionary<string, string> { ["iam:PassRole"] = PolicySimulation.Allowed }));
        Assert.That(WebUtility.UrlDecode(fake.Requests.Single().Body), Does.Contain("ContextEntries.member.1.ContextKeyName=iam:PassedToService")
            .And.Contain("ContextEntries.member.1.ContextKeyType=string").And.Contain("ContextEntries.member.1.ContextKeyValues.member.1=ecs-tasks.amazonaws.com"));
    }
}
