using Slipway.Aws;
using Slipway.Ecs.Rollouts;

namespace Slipway.Ecs.Tests.Faults;

/// <summary>Credentials that end, and a clock that is wrong, in the course of a rollout at moto.</summary>
public sealed class CredentialFaultTests
{
    [Test]
    public async Task Credentials_that_end_during_the_wait_leave_a_deployment_that_goes_on_and_say_so()
    {
        await using var ecs = await FaultyEcs.CreateAsync();
        await ecs.RunningAsync();
        ecs.Proxy.On("DescribeServices", Fault.None, Fault.StillRolling, Fault.Expired);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        var (deployment, taskDefinition) = await ecs.ServiceAsync();
        Assert.That((failure!.Outcome, failure.Message), Is.EqualTo((RolloutOutcome.StillInProgress,
            $"Deployment {deployment} cannot be followed any longer; it continues, and was not verified. "
            + "ECS DescribeServices failed: ExpiredTokenException (HTTP 400, request r-1): The security token included in the request is expired. "
            + "The session has expired: sign in again ('aws sso login'), or renew AWS_SESSION_TOKEN.")));
        Assert.That(RevisionName.Of(taskDefinition), Is.EqualTo($"{ecs.Name}:2"));
    }

    [Test]
    public async Task The_session_of_a_role_that_ends_during_the_wait_is_renewed_and_the_wait_goes_on()
    {
        await using var ecs = await FaultyEcs.CreateAsync(role: "arn:aws:iam::123456789012:role/deployer");
        await ecs.RunningAsync();
        ecs.Proxy.On("DescribeServices", Fault.None, Fault.StillRolling, Fault.Expired);

        var result = await ecs.RollAsync();

        Assert.That((result.Changed, RevisionName.Of(result.TaskDefinition)), Is.EqualTo((true, $"{ecs.Name}:2")));
        Assert.That(ecs.Proxy.Forwarded("AssumeRole"), Is.EqualTo(2));
    }

    [TestCase("RegisterTaskDefinition")]
    [TestCase("UpdateService")]
    public async Task A_session_that_ends_at_a_call_that_is_made_once_is_renewed_for_it(string operation)
    {
        await using var ecs = await FaultyEcs.CreateAsync(role: "arn:aws:iam::123456789012:role/deployer");
        await ecs.RunningAsync();
        ecs.Proxy.On(operation, Fault.Expired);

        await ecs.RollAsync(force: true);

        Assert.That(await ecs.RevisionsAsync(), Is.EqualTo(new[] { $"{ecs.Name}:1", $"{ecs.Name}:2" }));
        Assert.That((ecs.Proxy.Forwarded(operation), ecs.Proxy.RequestsTo(operation).Count), Is.EqualTo((1, 2)));
    }

    [TestCase(20, "behind")]
    [TestCase(-20, "ahead of")]
    public async Task A_clock_that_is_wrong_is_said_by_how_much_before_anything_is_registered(int minutes, string direction)
    {
        await using var ecs = await FaultyEcs.CreateAsync();
        ecs.Proxy.On("DescribeClusters", Fault.Skewed("InvalidSignatureException", "Signature expired: 20260302T090000Z is now earlier than 20260302T091500Z", TimeSpan.FromMinutes(minutes)));

        var failure = await Assert.ThrowsAsync<AwsException>(() => ecs.RollAsync());

        Assert.That((failure!.Kind, failure.Message), Is.EqualTo((AwsFailure.Credentials,
            "ECS DescribeClusters failed: InvalidSignatureException (HTTP 403, request r-1): Signature expired: 20260302T090000Z is now earlier than 20260302T091500Z. "
            + $"This machine's clock is 20 minutes {direction} AWS's: set it, or have it set by a time server.")));
        Assert.That(await ecs.RevisionsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_clock_that_goes_wrong_during_the_wait_leaves_a_deployment_that_goes_on()
    {
        await using var ecs = await FaultyEcs.CreateAsync();
        await ecs.RunningAsync();
        ecs.Proxy.On("DescribeServices", Fault.None, Fault.StillRolling, Fault.Skewed("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", TimeSpan.FromHours(1)));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.StillInProgress));
        Assert.That(failure.Message, Does.EndWith("This machine's clock is 60 minutes behind AWS's: set it, or have it set by a time server."));
    }

    [Test]
    public async Task A_client_of_the_SDKs_that_is_told_of_a_wrong_clock_signs_the_next_call_with_the_servers()
    {
        await using var ecs = await FaultyEcs.CreateAsync();
        ecs.Proxy.On("GetCallerIdentity", Fault.Skewed("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", TimeSpan.FromHours(1)));

        var failure = await Assert.ThrowsAsync<AwsException>(() => ecs.Aws.Identity.GetCallerIdentityAsync(CancellationToken.None));
        await ecs.Aws.Identity.GetCallerIdentityAsync(CancellationToken.None);

        Assert.That(failure!.Message, Does.EndWith("Set this machine's clock."));
        Assert.That(ecs.Proxy.Calls.Select(call => call.SignedAt).ToList() is [var first, var second] && (second - first)!.Value.TotalMinutes is > 59 and < 61);
    }
}
