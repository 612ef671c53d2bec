namespace Slipway.Ecs.TaskDefinitions;

/// <summary>The tags that Slipway gives a revision, beside those of its file, and for a while a service.</summary>
public static class OwnTags
{
    /// <summary>What their names begin with.</summary>
    public const string Prefix = "slipway:";

    /// <summary>Of a service: what of its scaling was suspended before a deployment suspended all of it, as <c>none</c> or words of <c>in out scheduled</c>.</summary>
    public const string Scaling = "slipway:scaling-suspended-before";

    /// <summary>How many there are: what a release is (application, environment, build, commit, by, approved-by, released, replaces), what it was later (unchanged-in, unchanged-commit), and the mark of the call that registers it.</summary>
    public const int Count = 11;

    public static bool Has(string? key) => key?.StartsWith(Prefix, StringComparison.Ordinal) == true;
}
