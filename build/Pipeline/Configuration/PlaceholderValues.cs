using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Configuration;

/// <summary>What <c>{env} {region} {account} {build} {commit} {branch}</c> stand for.</summary>
public sealed record PlaceholderValues(string Environment, string Region, string? Account, BuildIdentity Build)
{
    public static PlaceholderValues For(Settings settings, BuildIdentity build) =>
        new(settings.Environment, settings.Region, settings.Account, build);
}
