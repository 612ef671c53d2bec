using Slipway.Pipeline.Environments.Locking;

namespace Slipway.Pipeline.Tests.Environments.Locking;

public sealed class LockOwnerTests
{
    [Test]
    public void A_build_of_CodeBuild_is_known_by_its_id_and_page()
    {
        var owner = Of(new()
        {
            ["CODEBUILD_BUILD_ID"] = "shop-staging:0a1b",
            ["CODEBUILD_BUILD_URL"] = "https://eu-west-2.console.aws.amazon.com/codebuild/home?region=eu-west-2#/builds/shop-staging:0a1b/view/new",
        });

        Assert.That(owner, Is.EqualTo(new LockOwner(
            "CodeBuild shop-staging:0a1b", "https://eu-west-2.console.aws.amazon.com/codebuild/home?region=eu-west-2#/builds/shop-staging:0a1b/view/new", "421", "c0ffee")));
    }

    [Test]
    public void A_build_of_Bitbucket_Pipelines_is_known_by_its_repository_and_page()
    {
        var owner = Of(new()
        {
            ["BITBUCKET_REPO_FULL_NAME"] = "workspace/shop",
            ["BITBUCKET_GIT_HTTP_ORIGIN"] = "https://bitbucket.org/workspace/shop",
            ["BITBUCKET_BUILD_NUMBER"] = "421",
        });

        Assert.That(owner, Is.EqualTo(new LockOwner("Bitbucket Pipelines workspace/shop", "https://bitbucket.org/workspace/shop/pipelines/results/421", "421", "c0ffee")));
    }

    [Test]
    public void A_run_of_GitHub_Actions_is_known_by_its_repository_and_page_and_by_who_started_it()
    {
        var owner = Of(new()
        {
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_REPOSITORY"] = "acme/shop",
            ["GITHUB_SERVER_URL"] = "https://github.com",
            ["GITHUB_RUN_ID"] = "1658821493",
            ["GITHUB_ACTOR"] = "octocat",
        });

        Assert.That(owner, Is.EqualTo(new LockOwner("GitHub Actions acme/shop by octocat", "https://github.com/acme/shop/actions/runs/1658821493", "421", "c0ffee")));
    }

    [Test]
    public void Anybody_else_is_known_by_name_and_machine() =>
        Assert.That(Of(new() { ["CODEBUILD_BUILD_ID"] = "" }), Is.EqualTo(new LockOwner($"{Environment.UserName}@{Environment.MachineName}", null, "421", "c0ffee")));

    private static LockOwner Of(Dictionary<string, string> variables) => LockOwner.Of(variables, new("421", "c0ffee", "main"));
}
