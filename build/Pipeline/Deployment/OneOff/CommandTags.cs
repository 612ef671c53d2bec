
using Slipway.Ecs.Releases;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Deployment.OneOff;

/// <summary>What a task that is run once says about itself in ECS.</summary>
internal static class CommandTags
{
    public static IReadOnlyDictionary<string, string> Of(Settings settings) =>
        new ReleaseRecord(null, null, null, settings.Environment, settings.Application, null).ToTags();
}
