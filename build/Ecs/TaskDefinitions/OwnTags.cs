namespace Slipway.Ecs.TaskDefinitions;

/// <summary>The tags that Slipway gives a revision, beside those of its file.</summary>
public static class OwnTags
{
    /// <summary>What their names begin with.</summary>
    public const string Prefix = "slipway:";

    /// <summary>How many there are: what a release is (application, environment, build, commit, by, approved-by, released, replaces), what it was later (unchanged-in, unchanged-commit), and the mark of the call that registers it.</summary>
    public const int Count = 11;

    public static bool Has(string? key) => key?.StartsWith(Prefix, StringComparison.Ordinal) == true;
}
