namespace Slipway.Pipeline.Commands.Init;

/// <summary>Which service hosts a repository.</summary>
internal static class CodeHostDetection
{
    /// <summary>What the address says; where it names neither service, what is in the repository: a server of one's own has a name of one's own.</summary>
    /// <param name="origin">The address that it was cloned from; null when there is none.</param>
    /// <param name="root">Its root.</param>
    /// <returns>Both when nothing says it.</returns>
    public static CodeHosts Detect(string? origin, string root)
    {
        // Anywhere in it, as an SSH configuration's names for one host with several keys have it, too: git@github.com-work:acme/shop.git.
        if (origin?.Contains("github.com", StringComparison.OrdinalIgnoreCase) == true) return CodeHosts.GitHub;
        if (origin?.Contains("bitbucket.org", StringComparison.OrdinalIgnoreCase) == true) return CodeHosts.Bitbucket;
        if (Directory.Exists(Path.Combine(root, ".github"))) return CodeHosts.GitHub;
        return origin is not null || File.Exists(Path.Combine(root, "bitbucket-pipelines.yml")) ? CodeHosts.Bitbucket : CodeHosts.Bitbucket | CodeHosts.GitHub;
    }
}
