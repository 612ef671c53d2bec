using System.Text.RegularExpressions;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Services;

/// <summary>What the files of the services say: the one command, what is to be kept, and nothing that must not be known.</summary>
public sealed partial class ThinFilesTests
{
    [TestCase("staging")]
    [TestCase("production")]
    public void A_buildspec_is_one_command(string environment)
    {
        var spec = Buildspec.Parse(Read($"buildspec-{environment}.yml"));

        Assert.That(spec.Phases.Select(phase => (phase.Name, string.Join('\n', phase.Commands), phase.Finally.Count)), Is.EqualTo(
            new[] { ("build", $"./build.sh --target=Deploy --env={environment}", 0) }));
        Assert.That(spec.Variables, Is.Empty);
    }

    [Test]
    public void Bitbucket_tests_every_branch_by_the_command_of_the_README_and_deploys_two()
    {
        var pipelines = BitbucketPipelines.Parse(Read("bitbucket-pipelines.yml")).Pipelines;

        Assert.That(pipelines.Select(pipeline => (pipeline.Key, string.Join('\n', pipeline.Value.SelectMany(step => step.Script)))), Is.EqualTo(new[]
        {
            ("default", "./build.sh --target=Test"),
            ("branches/staging", "./build.sh --target=Deploy --env=staging"),
            ("branches/production", "./build.sh --target=Deploy --env=production"),
            ("custom/deploy-staging", "./build.sh --target=Deploy --env=staging"),
            ("custom/deploy-production", "./build.sh --target=Deploy --env=production"),
        }));
        Assert.That(Read("README.md"), Does.Contain("\n    ./build.sh --target=Test\n"));
    }

    [Test]
    public void Every_step_has_Docker_and_those_that_deploy_have_a_token_and_their_own_environment()
    {
        var pipelines = BitbucketPipelines.Parse(Read("bitbucket-pipelines.yml")).Pipelines;

        Assert.That(pipelines.Select(pipeline => (pipeline.Key, pipeline.Value.Single().HasDocker, pipeline.Value.Single().HasToken, pipeline.Value.Single().Deployment)), Is.EqualTo(new[]
        {
            ("default", true, false, null),
            ("branches/staging", true, true, "staging"),
            ("branches/production", true, true, "production"),
            ("custom/deploy-staging", true, true, "staging"),
            ("custom/deploy-production", true, true, "production"),
        }));
    }

    [TestCase("buildspec-staging.yml")]
    [TestCase("buildspec-production.yml")]
    [TestCase("bitbucket-pipelines.yml")]
    public void None_holds_a_secret(string file)
    {
        Assert.That(Secret().Matches(Read(file)).Select(match => match.Value), Is.Empty);
    }

    private static string Read(string file) => File.ReadAllText(Path.Join(Workspace.Repository, file));

    // A key's id, a private key, or a value given to a name that is a secret's.
    [GeneratedRegex("(AKIA|ASIA)[A-Z0-9]{16}|-----BEGIN|^[ -]*[A-Z0-9_]*(SECRET|PASSWORD|TOKEN|KEY)[A-Z0-9_]*[ ]*[:=].*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
