namespace Slipway.Pipeline.Configuration;

/// <summary>The names that may stand between braces; <see cref="PlaceholderValues"/> holds what they stand for.</summary>
public static class Placeholders
{
    public const string Environment = "env";
    public const string Build = "build";
    public const string Commit = "commit";
    public const string Branch = "branch";
    public const string Account = "account";
    public const string Region = "region";

    public static IReadOnlyList<string> All { get; } = [Environment, Build, Commit, Branch, Account, Region];

    internal static string? Value(string placeholder, PlaceholderValues values) => placeholder switch
    {
        Environment => values.Environment,
        Build => values.Build.BuildNumber,
        Commit => values.Build.Commit,
        Branch => values.Build.Branch,
        Account => values.Account,
        Region => values.Region,
        _ => null,
    };

    internal static string Meaning(string placeholder) => placeholder switch
    {
        Environment => "the environment's name",
        Build => "the build number: `--build-number`, CodeBuild's, Bitbucket's or GitHub's, else the number of commits",
        Commit => "the full hash of the commit",
        Branch => "the branch or the tag that is built; GitHub Actions names no branch for a tag",
        Account => "the key `account`",
        Region => "the key `region`",
        _ => string.Empty,
    };

    internal static string WhyUnknown(string placeholder) => placeholder switch
    {
        Branch => "git's head is detached and no CI variable names a branch. Check a branch out, or leave the placeholder out",
        Account => "set the key 'account'",
        _ => "it is not a placeholder",
    };
}
