using NSubstitute;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Tests.Foundation.WorkingTree;

public sealed class BuildIdentityReaderTests
{
    private const string Hash = "8c61a11f0a1b2c3d4e5f60718293a4b5c6d7e8f9";

    private static readonly Dictionary<string, string> CodeBuild = new(StringComparer.Ordinal)
    {
        ["CODEBUILD_BUILD_NUMBER"] = "42",
        ["CODEBUILD_RESOLVED_SOURCE_VERSION"] = Hash,
    };

    private static readonly Dictionary<string, string> Bitbucket = new(StringComparer.Ordinal)
    {
        ["BITBUCKET_BUILD_NUMBER"] = "7",
        ["BITBUCKET_COMMIT"] = Hash,
    };

    [TestCase("CODEBUILD_WEBHOOK_HEAD_REF", "refs/heads/feature/x", "feature/x")]
    [TestCase("CODEBUILD_WEBHOOK_HEAD_REF", "refs/tags/v1.2", "v1.2")]
    [TestCase("CODEBUILD_SOURCE_VERSION", "main", "main")]
    [TestCase("CODEBUILD_SOURCE_VERSION", "refs/heads/main", "main")]
    [TestCase("CODEBUILD_SOURCE_VERSION", "pr/7", "pr/7")]
    [TestCase("CODEBUILD_SOURCE_VERSION", Hash, null)]
    [TestCase("CODEBUILD_SOURCE_VERSION", "0000000000000000000000000000000000000000", null)]
    [TestCase("CODEBUILD_SOURCE_VERSION", "arn:aws:s3:::pipeline/shop/source/abc.zip", null)]
    [TestCase("CODEBUILD_SOURCE_VERSION", "", null)]
    [TestCase("BITBUCKET_BRANCH", "of someone else", null)]
    public async Task CodeBuild_says_number_commit_and_branch_and_git_is_not_asked(string variable, string value, string? branch)
    {
        var git = Substitute.For<IGitRepository>();
        var reader = new BuildIdentityReader(new Dictionary<string, string>(CodeBuild, StringComparer.Ordinal) { [variable] = value }, git);

        var identity = await reader.ReadAsync(buildNumber: null, CancellationToken.None);

        Assert.That((identity, git.ReceivedCalls().Count()), Is.EqualTo((new BuildIdentity("42", Hash, branch), 0)));
    }

    [TestCase("BITBUCKET_BRANCH", "feature/x", "feature/x")]
    [TestCase("BITBUCKET_TAG", "v1.2", "v1.2")]
    [TestCase("CODEBUILD_BUILD_NUMBER", " ", null)]
    public async Task Bitbucket_says_number_commit_and_branch_and_git_is_not_asked(string variable, string value, string? branch)
    {
        var git = Substitute.For<IGitRepository>();
        var reader = new BuildIdentityReader(new Dictionary<string, string>(Bitbucket, StringComparer.Ordinal) { [variable] = value }, git);

        var identity = await reader.ReadAsync(buildNumber: null, CancellationToken.None);

        Assert.That((identity, git.ReceivedCalls().Count()), Is.EqualTo((new BuildIdentity("7", Hash, branch), 0)));
    }

    [TestCase("refs/heads/feature/x", "branch", "feature/x", "", "feature/x")]
    [TestCase("refs/tags/v1.2", "tag", "v1.2", "", null)]
    [TestCase("refs/pull/7/merge", "branch", "7/merge", "feature/x", "feature/x")] // A pull request; the commit is its merge.
    [TestCase("refs/heads/main", "branch", "main", "feature/x", "main")] // pull_request_target, and a pull request that was merged
    [TestCase("refs/heads/gh-readonly-queue/main/pr-7-8c61a11", "branch", "gh-readonly-queue/main/pr-7-8c61a11", "", "gh-readonly-queue/main/pr-7-8c61a11")]
    public async Task GitHub_says_number_commit_and_branch_and_git_is_not_asked(string reference, string type, string name, string head, string? branch)
    {
        var git = Substitute.For<IGitRepository>();
        var reader = new BuildIdentityReader(GitHub(reference, type, name, head), git);

        var identity = await reader.ReadAsync(buildNumber: null, CancellationToken.None);

        Assert.That((identity, git.ReceivedCalls().Count()), Is.EqualTo((new BuildIdentity("31", Hash, branch), 0)));
    }

    [Test]
    public async Task A_runner_of_GitHub_that_CodeBuild_hosts_is_GitHubs()
    {
        var variables = GitHub("refs/heads/main", "branch", "main", "");
        variables["CODEBUILD_BUILD_NUMBER"] = "9";
        variables["CODEBUILD_RESOLVED_SOURCE_VERSION"] = new string('0', 40);

        var identity = await new BuildIdentityReader(variables, Substitute.For<IGitRepository>()).ReadAsync(buildNumber: null, CancellationToken.None);

        Assert.That(identity, Is.EqualTo(new BuildIdentity("31", Hash, "main")));
    }

    [Test]
    public async Task Outside_of_GitHub_Actions_its_variables_say_nothing()
    {
        var variables = GitHub("refs/heads/feature/x", "branch", "feature/x", "");
        variables.Remove("GITHUB_ACTIONS");

        var identity = await new BuildIdentityReader(variables, Repository(isModified: false)).ReadAsync(buildNumber: null, CancellationToken.None);

        Assert.That(identity, Is.EqualTo(new BuildIdentity("318", Hash, "main")));
    }

    [TestCase(false, Hash)]
    [TestCase(true, Hash + "-dirty")]
    public async Task Git_is_asked_when_no_CI_service_speaks(bool isModified, string commit)
    {
        var git = Repository(isModified);
        var reader = new BuildIdentityReader(new Dictionary<string, string>(StringComparer.Ordinal), git);

        var identity = await reader.ReadAsync(buildNumber: null, CancellationToken.None);

        Assert.That(identity, Is.EqualTo(new BuildIdentity("318", commit, "main")));
    }

    [Test]
    public async Task The_number_on_the_command_line_wins_and_nothing_is_counted()
    {
        var git = Repository(isModified: false);
        var reader = new BuildIdentityReader(new Dictionary<string, string>(StringComparer.Ordinal) { ["BITBUCKET_BUILD_NUMBER"] = "7" }, git);

        var identity = await reader.ReadAsync("2024.1-rc", CancellationToken.None);

        Assert.That(identity, Is.EqualTo(new BuildIdentity("2024.1-rc", Hash, "main")));
        await git.DidNotReceive().CountCommitsAsync(Arg.Any<CancellationToken>());
    }

    [Test]
    public async Task A_number_that_cannot_be_part_of_a_tag_is_refused()
    {
        var variables = new Dictionary<string, string>(CodeBuild, StringComparer.Ordinal) { ["CODEBUILD_BUILD_NUMBER"] = "4/2" };
        var reader = new BuildIdentityReader(variables, Repository(isModified: false));

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => reader.ReadAsync(buildNumber: null, CancellationToken.None));

        Assert.That(failure?.Message, Is.EqualTo(
            "'4/2' cannot be a build number: letters, digits, '_', '.' and '-', the first a letter, a digit or '_', 100 at most"));
    }

    private static Dictionary<string, string> GitHub(string reference, string type, string name, string head) => new(StringComparer.Ordinal)
    {
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_RUN_NUMBER"] = "31",
        ["GITHUB_RUN_ATTEMPT"] = "2",
        ["GITHUB_SHA"] = Hash,
        ["GITHUB_REF"] = reference,
        ["GITHUB_REF_TYPE"] = type,
        ["GITHUB_REF_NAME"] = name,
        ["GITHUB_HEAD_REF"] = head,
    };

    private static IGitRepository Repository(bool isModified)
    {
        var git = Substitute.For<IGitRepository>();
        git.ReadHeadAsync(Arg.Any<CancellationToken>()).Returns(new GitHead(Hash, "main", isModified));
        git.CountCommitsAsync(Arg.Any<CancellationToken>()).Returns(318);

        return git;
    }
}
