using System.Text.RegularExpressions;
using Slipway.Ecs.FromCompose;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>
/// Services that run the image of another one: they have its <c>build</c>, word for word, or start what it builds by the image's name. One image, one repository
/// and one push are enough for them, and each keeps a container of its own.
/// </summary>
internal static partial class SharedImages
{
    /// <summary>By service: the one whose image it runs. Of services with one build it is the first that publishes a port, else the first.</summary>
    /// <param name="services">Those that are deployed to the same environments.</param>
    public static IReadOnlyDictionary<string, string> Find(IReadOnlyList<ComposeService> services)
    {
        var sources = new Dictionary<string, string>();
        foreach (var same in services.Where(service => service.IsBuilt).GroupBy(Build))
        {
            var source = same.OrderByDescending(service => service.Ports.Count > 0).First();
            if (services.Count(service => Placeholder(service.Name) == Placeholder(source.Name)) > 1) continue;
            var names = same.Select(service => service.Image).Where(image => image is { Length: > 0 }).ToHashSet();
            foreach (var service in same.Concat(services.Where(service => !service.IsBuilt && names.Contains(service.Image))).Where(service => service != source)) sources[service.Name] = source.Name;
        }

        return sources;
    }

    /// <summary>What stands in the place of the image, until the release with the service's image is deployed.</summary>
    public static string Placeholder(string service) => $"<{Other().Replace(service, "_").ToUpperInvariant()}>";

    private static string Build(ComposeService service) => $"{service.Node["build"]!.ToJsonString()} {service.Node["platform"]?.ToJsonString()}";

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex Other();
}
