using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys that an entry of <c>environments</c> has beside those of the top level.</summary>
internal static class StageKeys
{
    public static readonly Key<string> From = new(
        "from", new EnvironmentNameSchema(), "The environment that comes before this one: Promote deploys the release that it runs, and no other environment's.")
    {
        Example = "staging",
    };

    private static readonly Key<bool> Approve = new(
        "approve",
        new BooleanSchema(),
        "Deploy and Promote need somebody's approval, which is recorded with the release: `--approved-by=NAME`, a reviewer of GitHub's environment of the same name, or an answer at the terminal.")
    {
        Default = false,
    };

    public static readonly Key[] All = [From, Approve];

    public static readonly ObjectSchema<StageSettings> Shape = new(All, read => new(read.OrNull(From), read.Of(Approve)));
}
