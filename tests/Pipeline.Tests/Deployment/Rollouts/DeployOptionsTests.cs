using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Tasks;

namespace Slipway.Pipeline.Tests.Deployment.Rollouts;

/// <summary>What the command line says about a deployment that may pause.</summary>
public sealed class DeployOptionsTests
{
    [TestCase("--wait-until=shifted", null)]
    [TestCase("--wait-until=paused", "")]
    [TestCase("--wait-until=post-test-traffic-shift", "POST_TEST_TRAFFIC_SHIFT")]
    [TestCase("--wait-until=PRE_PRODUCTION_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT")]
    [TestCase("--force", null)]
    public void A_pause_or_a_stage_can_be_waited_for(string option, string? until) =>
        Assert.That(Of("--target=Deploy", option).WaitsUntil, Is.EqualTo(until));

    [TestCase(new string[0], "./build.sh --target=Continue --env=staging")]
    [TestCase(new[] { "--config=other.yml", "--working=../shop" }, "./build.sh --target=Continue --env=staging --working=../shop --config=other.yml")]
    public void The_advice_is_the_command_line_for_the_same_configuration(string[] options, string command) =>
        Assert.That(Of(["--target=Deploy", .. options]).PauseAdvice, Is.EqualTo($"To continue it: {command}. To roll it back: {command} --rollback."));

    [TestCase("--wait-until=scale-up", "--wait-until: 'scale-up' is not a stage of a deployment")]
    [TestCase("--rollback", "'--rollback' means something to target Continue only, not to Deploy")]
    public void What_cannot_be_waited_for_is_refused(string option, string problem)
    {
        var refused = Assert.Throws<CommandLineException>(() => Of("--target=Deploy", option));

        Assert.That(refused!.Message, Does.Contain(problem));
    }

    private static DeployOptions Of(params string[] arguments) => DeployOptions.Of(Arguments.Parse([.. arguments, "--env=staging"], TaskCatalogue.Targets));
}
