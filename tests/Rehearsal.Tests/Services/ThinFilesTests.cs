using System.Text.RegularExpressions;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Services;

/// <summary>What the files of the services say: the one command, what is to be kept, and nothing that must not be known.</summary>
public sealed partial class ThinFilesTests
{
    private const string Staged = "./build.sh --target=Deploy --env=staging\n./build.sh --target=Promote --env=production --approved-by=\"$BITBUCKET_STEP_TRIGGERER_UUID\"";

    [TestCase("staging", "--target=Deploy --env=staging")]
    [TestCase("production", "--target=Promote --env=production ${APPROVED_BY:+--approved-by=\"$APPROVED_BY\"}")]
    public void A_buildspec_is_one_command(string environment, string command)
    {
        var spec = Buildspec.Parse(Read($"buildspec-{environment}.yml"));

        Assert.That(spec.Phases.Select(phase => (phase.Name, string.Join('\n', phase.Commands), phase.Finally.Count)), Is.EqualTo(
            new[] { ("build", $"./build.sh {command}", 0) }));
        Assert.That(spec.Variables, Is.Empty);
    }

    [Test]
    public void Bitbucket_tests_every_branch_by_the_command_of_the_README_deploys_one_and_promotes_what_it_runs()
    {
        var pipelines = BitbucketPipelines.Parse(Read("bitbucket-pipelines.yml")).Pipelines;

        Assert.That(pipelines.Select(pipeline => (pipeline.Key, string.Join('\n', pipeline.Value.SelectMany(step => step.Script)))), Is.EqualTo(new[]
        {
            ("default", "./build.sh --target=Test"),
            ("branches/staging", Staged),
            ("custom/deploy-staging", Staged),
        }));
        Assert.That(Read("README.md"), Does.Contain("\n    ./build.sh --target=Test\n"));
    }

    [Test]
    public void What_builds_has_Docker_and_what_deploys_has_a_token_and_its_own_environment_and_a_person_starts_a_promotion()
    {
        var pipelines = BitbucketPipelines.Parse(Read("bitbucket-pipelines.yml")).Pipelines;

        Assert.That(pipelines.SelectMany(pipeline => pipeline.Value.Select(step => (pipeline.Key, step.HasDocker, step.HasToken, step.Deployment, step.IsManual))), Is.EqualTo(new[]
        {
            ("default", true, false, null, false),
            ("branches/staging", true, true, "staging", false),
            ("branches/staging", false, true, "production", true),
            ("custom/deploy-staging", true, true, "staging", false),
            ("custom/deploy-staging", false, true, "production", true),
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
