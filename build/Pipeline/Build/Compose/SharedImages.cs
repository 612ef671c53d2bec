using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Build.Compose;

/// <summary>
/// Services of a Compose application that run the image of another service: by its name (<c>image: shop-api</c>), or by a <c>build</c> that is
/// the same, for the same <c>platform</c>. There is one build, one push, and the same digest in all of their containers.
/// </summary>
public static class SharedImages
{
    /// <summary>The keys of a service that say what its image is made of.</summary>
    private static readonly string[] Builds = ["build", "platform"];

    /// <param name="services">As <c>docker compose config</c> describes them.</param>
    /// <param name="project">Compose's name for the application: an image without a name is called <c>project-service</c>.</param>
    /// <param name="named">Services of <c>images</c> and <c>pull</c>: each has an image of its own.</param>
    /// <returns>By service: the one whose image it runs.</returns>
    public static IReadOnlyDictionary<string, string> Of(JsonObject services, string? project, IReadOnlyCollection<string> named)
    {
        ArgumentNullException.ThrowIfNull(services);
        var shared = new Dictionary<string, string>();
        List<string> owners = [.. named.Where(services.ContainsKey)];
        foreach (var (service, definition) in services.Where(service => !named.Contains(service.Key) && service.Value?["build"] is not null))
        {
            if (owners.Find(owner => IsSameBuild(services[owner], definition)) is { } same) shared[service] = same;
            else owners.Add(service);
        }

        foreach (var (service, definition) in services.Where(service => !named.Contains(service.Key) && service.Value?["build"] is null))
        {
            if ((string?)definition?["image"] is not { } image) continue;
            if (owners.Concat(shared.Keys).FirstOrDefault(owner => ImageOf(owner, services, project) == Tagged(image)) is { } same) shared[service] = shared.GetValueOrDefault(same, same);
        }

        return shared;
    }

    /// <summary>Whether one image is enough for two services that are built.</summary>
    public static bool IsSameBuild(JsonNode? service, JsonNode? other) => Builds.All(key => JsonNode.DeepEquals(service?[key], other?[key]));

    /// <summary>The settings, with the containers of these services beside those of the service whose image they run.</summary>
    public static Settings Complete(Settings settings, IReadOnlyDictionary<string, string> shared)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var claimed = settings.Containers.Select(one => one.Container).ToHashSet();
        return settings with
        {
            Images = [.. settings.Images.Select(image => image with { Containers = With(image.Service, image.Containers) })],
            Pull = [.. settings.Pull.Select(pull => pull with { Containers = With(pull.Service, pull.Containers) })],
        };

        IReadOnlyList<string> With(string service, IReadOnlyList<string> containers) =>
            [.. containers, .. shared.Where(one => one.Value == service && !claimed.Contains(one.Key) && ValueRules.EcsName(one.Key) is null).Select(one => one.Key)];
    }

    internal static string ImageOf(string service, JsonObject services, string? project) => Tagged((string?)services[service]?["image"] ?? $"{project}-{service}");

    internal static string Tagged(string image) => image.LastIndexOf(':') > image.LastIndexOf('/') ? image : $"{image}:latest";
}
