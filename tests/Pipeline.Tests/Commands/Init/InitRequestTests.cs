using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Commands.Init;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tasks;

namespace Slipway.Pipeline.Tests.Commands.Init;

public sealed class InitRequestTests
{
    [Test]
    public void Staging_is_what_a_service_is_taken_for_unless_another_environment_is_named()
    {
        Assert.That(Request("--from-service=main/shop"), Is.EqualTo(new InitRequest("slipway.yml", LaunchType.Ec2, Force: false, new("main", "shop"), "staging")));
        Assert.That(
            Request("--from-service=main/shop", "--env=production", "--launch-type=fargate", "--force", "--config=other.yml"),
            Is.EqualTo(new InitRequest("other.yml", LaunchType.Fargate, Force: true, new("main", "shop"), "production")));
    }

    [Test]
    public void An_environment_without_a_service_is_refused()
    {
        var refused = Assert.Throws<RunFailedException>(() => Request("--env=staging"));

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((
            ExitCodes.Configuration, "Init writes the files of all environments; --env says which one --from-service is. Leave it out, or add --from-service=CLUSTER/SERVICE.")));
    }

    [TestCase("--services=each", true)]
    [TestCase("--services=one", false)]
    [TestCase("--force", false)]
    public void Services_of_ECS_are_one_unless_each_is_asked_for(string option, bool expected) => Assert.That(Request(option).HasEach, Is.EqualTo(expected));

    [Test]
    public void One_service_of_ECS_and_each_of_Compose_exclude_each_other()
    {
        var refused = Assert.Throws<RunFailedException>(() => Request("--from-service=main/shop", "--services=each"));

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((ExitCodes.Configuration, "--from-service is one service of ECS, and --services=each makes several of the Compose file. Leave one of the two out.")));
    }

    private static InitRequest Request(params string[] options) => InitRequest.Of(Arguments.Parse(["--target=Init", .. options], TaskCatalogue.Targets));
}
