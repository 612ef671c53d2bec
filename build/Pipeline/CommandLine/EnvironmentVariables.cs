namespace Slipway.Pipeline.CommandLine;

/// <summary>The one home of the names of environment variables that the pipeline reads.</summary>
public static class EnvironmentVariables
{
    /// <summary>Counts the builds of a CodeBuild project.</summary>
    public const string CodeBuildNumber = "CODEBUILD_BUILD_NUMBER";

    /// <summary>The commit, also when the build was started for a branch. Not set for sources in S3.</summary>
    public const string CodeBuildCommit = "CODEBUILD_RESOLVED_SOURCE_VERSION";

    /// <summary><c>refs/heads/main</c> or <c>refs/tags/v1</c>; only in a build that a webhook started.</summary>
    public const string CodeBuildHeadRef = "CODEBUILD_WEBHOOK_HEAD_REF";

    /// <summary>What the build was asked for: a branch, a tag, a commit, <c>pr/7</c>, or the ARN of CodePipeline's artifact.</summary>
    public const string CodeBuildSource = "CODEBUILD_SOURCE_VERSION";

    public const string BitbucketBuildNumber = "BITBUCKET_BUILD_NUMBER";
    public const string BitbucketCommit = "BITBUCKET_COMMIT";

    /// <summary>Not set in a build for a tag.</summary>
    public const string BitbucketBranch = "BITBUCKET_BRANCH";

    public const string BitbucketTag = "BITBUCKET_TAG";
}
