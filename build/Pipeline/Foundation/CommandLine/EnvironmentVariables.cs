namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>The one home of the names of environment variables that the pipeline reads.</summary>
public static class EnvironmentVariables
{
    /// <summary>The repository, as build.sh found it.</summary>
    public const string Root = "SLIPWAY_ROOT";

    /// <summary>The folder that build.sh was called from.</summary>
    public const string Caller = "SLIPWAY_CALLER";

    /// <summary>Set to <c>1</c> for Slipway's own tests: what only many repetitions show is repeated in full.</summary>
    public const string Soak = "SLIPWAY_SOAK";

    /// <summary>Read by LocalAws: a folder for the layers that the registries of this machine's rehearsals have in common.</summary>
    public const string Layers = "SLIPWAY_LAYERS";

    /// <summary>Docker Hub's login, for its limits on pulls.</summary>
    public const string DockerHubUserName = "DOCKERHUB_USERNAME";

    public const string DockerHubPassword = "DOCKERHUB_PASSWORD";

    /// <summary>Who started a CodeBuild build: <c>codepipeline/NAME</c> when a pipeline did.</summary>
    public const string CodeBuildInitiator = "CODEBUILD_INITIATOR";

    /// <summary><c>PROJECT:UUID</c> of a CodeBuild build.</summary>
    public const string CodeBuildId = "CODEBUILD_BUILD_ID";

    /// <summary><c>WORKSPACE/REPOSITORY</c> of a Bitbucket build.</summary>
    public const string BitbucketRepository = "BITBUCKET_REPO_FULL_NAME";

    /// <summary>Those of this process.</summary>
    public static IReadOnlyDictionary<string, string> OfThisProcess() =>
        Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");

    /// <summary>Counts the builds of a CodeBuild project.</summary>
    public const string CodeBuildNumber = "CODEBUILD_BUILD_NUMBER";

    /// <summary>The commit, also when the build was started for a branch. Not set for sources in S3.</summary>
    public const string CodeBuildCommit = "CODEBUILD_RESOLVED_SOURCE_VERSION";

    /// <summary><c>refs/heads/main</c> or <c>refs/tags/v1</c>; only in a build that a webhook started.</summary>
    public const string CodeBuildHeadRef = "CODEBUILD_WEBHOOK_HEAD_REF";

    /// <summary>What the build was asked for: a branch, a tag, a commit, <c>pr/7</c>, or the ARN of CodePipeline's artifact.</summary>
    public const string CodeBuildSource = "CODEBUILD_SOURCE_VERSION";

    /// <summary>The page of the build's results.</summary>
    public const string CodeBuildUrl = "CODEBUILD_BUILD_URL";

    public const string BitbucketBuildNumber = "BITBUCKET_BUILD_NUMBER";
    public const string BitbucketCommit = "BITBUCKET_COMMIT";

    /// <summary>The repository's page, below which that of the build is.</summary>
    public const string BitbucketOrigin = "BITBUCKET_GIT_HTTP_ORIGIN";

    /// <summary>Not set in a build for a tag.</summary>
    public const string BitbucketBranch = "BITBUCKET_BRANCH";

    public const string BitbucketTag = "BITBUCKET_TAG";

    /// <summary>A signed token that says which step this is; only in a step with <c>oidc: true</c>.</summary>
    public const string BitbucketToken = "BITBUCKET_STEP_OIDC_TOKEN";

    /// <summary><c>true</c> in GitHub Actions. This and the others: https://docs.github.com/actions/reference/workflows-and-actions/variables</summary>
    public const string GitHubActions = "GITHUB_ACTIONS";

    /// <summary>Counts the runs of a workflow; a run that is repeated keeps its number.</summary>
    public const string GitHubRunNumber = "GITHUB_RUN_NUMBER";

    /// <summary>The commit that is checked out. For a pull request GitHub makes it, by merging the branch into its target.</summary>
    public const string GitHubCommit = "GITHUB_SHA";

    /// <summary><c>refs/heads/main</c>, <c>refs/tags/v1</c>, or <c>refs/pull/7/merge</c> for a pull request that is not merged.</summary>
    public const string GitHubRef = "GITHUB_REF";

    /// <summary>The branch or the tag; <c>7/merge</c> for a pull request.</summary>
    public const string GitHubRefName = "GITHUB_REF_NAME";

    /// <summary><c>branch</c> or <c>tag</c>.</summary>
    public const string GitHubRefType = "GITHUB_REF_TYPE";

    /// <summary>The branch that a pull request is to merge; not set for another event.</summary>
    public const string GitHubHeadRef = "GITHUB_HEAD_REF";

    /// <summary><c>https://github.com</c>, or the address of a server of one's own.</summary>
    public const string GitHubServer = "GITHUB_SERVER_URL";

    /// <summary><c>OWNER/REPOSITORY</c>.</summary>
    public const string GitHubRepository = "GITHUB_REPOSITORY";

    public const string GitHubRunId = "GITHUB_RUN_ID";

    /// <summary>The user, or the app, that started the run.</summary>
    public const string GitHubActor = "GITHUB_ACTOR";

    /// <summary><c>https://api.github.com</c>, or that of a server of one's own.</summary>
    public const string GitHubApi = "GITHUB_API_URL";

    /// <summary>The job's token, where the workflow hands it on; GitHub sets no variable itself.</summary>
    public const string GitHubToken = "GITHUB_TOKEN";

    /// <summary>The folder that the repository is checked out to.</summary>
    public const string GitHubWorkspace = "GITHUB_WORKSPACE";

    /// <summary>A file for Markdown that is shown on the page of the run.</summary>
    public const string GitHubStepSummary = "GITHUB_STEP_SUMMARY";

    /// <summary>Authorizes the request of an OpenID Connect token; only in a job with the permission <c>id-token: write</c>.</summary>
    public const string GitHubTokenRequest = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

    /// <summary>The role that the AWS SDK takes on with the token in the file of <see cref="AwsTokenFile"/>.</summary>
    public const string AwsRole = "AWS_ROLE_ARN";

    public const string AwsTokenFile = "AWS_WEB_IDENTITY_TOKEN_FILE";

    public static bool IsGitHubActions(IReadOnlyDictionary<string, string> variables) => variables.GetValueOrDefault(GitHubActions) == "true";

    /// <summary>
    /// Those whose values are secrets, wherever they were set. What is shorter than a real one ("test", for a server of one's own) stands
    /// in logs for other reasons.
    /// </summary>
    public static IEnumerable<string> SecretsIn(IReadOnlyDictionary<string, string> variables)
    {
        const int ShortestKey = 16;
        string[] names = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN", BitbucketToken, GitHubTokenRequest, GitHubToken];
        return names.Select(name => variables.GetValueOrDefault(name) ?? "").Where(value => value.Length >= ShortestKey).Append(variables.GetValueOrDefault(DockerHubPassword) ?? "");
    }
}
