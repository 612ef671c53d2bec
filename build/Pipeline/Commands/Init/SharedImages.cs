using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Ecs.FromCompose;
using ComposeImages = Slipway.Pipeline.Build.Compose.SharedImages;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>
/// Services that run the image of another one, by the rule of the build (<see cref="ComposeImages"/>). One image, one repository and one push are enough for them, and
/// each keeps a container of its own.
/// </summary>
internal static partial class SharedImages
{
    /// <summary>By service: the one whose image it runs. Of services with one build it is one that every environment has, first of all one that publishes a port.</summary>
    /// <param name="services">Those that are deployed to the same environments.</param>
    /// <param name="project">Compose's name for the application.</param>
    /// <param name="isEverywhere">Whether every environment has the service.</param>
    public static IReadOnlyDictionary<string, string> Find(IReadOnlyList<ComposeService> services, string project, Func<ComposeService, bool> isEverywhere)
    {
        var built = services.Where(service => service.IsBuilt).ToList();
        var named = built.Where(service => Source(service) is var source && (source == service || !IsAlone(source.Name)));
        var definitions = new JsonObject(services.Select(service => KeyValuePair.Create(service.Name, (JsonNode?)service.Node.DeepClone())));
        return ComposeImages.Of(definitions, project, [.. named.Select(service => service.Name)]).Where(shared => IsAlone(shared.Value)).ToDictionary();

        ComposeService Source(ComposeService service) => built.Where(other => ComposeImages.IsSameBuild(other.Node, service.Node)).OrderByDescending(isEverywhere).ThenByDescending(other => other.Ports.Count > 0).First();

        // Of two with one placeholder it could not be told whose image it stands for.
        bool IsAlone(string service) => services.Count(other => Placeholder(other.Name) == Placeholder(service)) == 1;
    }

    /// <summary>What stands in the place of the image, until the release with the service's image is deployed.</summary>
    public static string Placeholder(string service) => $"<{Other().Replace(service, "_").ToUpperInvariant()}>";

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex Other();
}
