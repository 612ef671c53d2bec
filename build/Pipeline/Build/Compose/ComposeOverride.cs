using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Releases;

namespace Slipway.Pipeline.Build.Compose;

/// <summary>The Compose files that a run lays over the application's own. JSON, which is YAML too.</summary>
internal static class ComposeOverride
{
    /// <summary>Compose's word for "as if it were not written" (since 2.24), which JSON has no way to say: it is put in when the rest is text.</summary>
    private const string Reset = "!reset";

    /// <summary>How images are built, where the configuration says so; null where it leaves all of it to the application's files.</summary>
    public static string? RenderBuilds(IReadOnlyList<ImageSettings> images)
    {
        var services = new JsonObject();
        foreach (var image in images)
        {
            if (image.Build is not { } build) continue;
            var members = new JsonObject();
            if (build.Context is not null) members["context"] = build.Context;
            if (build.Dockerfile is not null) members["dockerfile"] = build.Dockerfile;
            if (build.Target is not null) members["target"] = build.Target;
            var service = new JsonObject { ["build"] = members };

            // Compose appends lists when it merges files; this key is a single value, and decides.
            if (build.Platforms is [var platform, ..]) service["platform"] = platform;
            services[image.Service] = service;
        }

        return services.Count == 0 ? null : new JsonObject { ["services"] = services }.ToJsonString();
    }

    /// <summary>Which image each service has.</summary>
    /// <param name="fixedKeys">
    /// By service: keys that only one run on a machine could have (<c>ports</c>, <c>container_name</c>). They are taken out: nothing on the host
    /// has to reach the services, and the application that a rehearsal deploys wants the same ports.
    /// </param>
    /// <param name="built">Image name by service.</param>
    /// <param name="pulled">Run by digest, and never pulled by Compose: they are here already.</param>
    /// <param name="present">Those of the pulled ones that Compose would build.</param>
    /// <param name="contexts">
    /// By built service: the contexts that are the image of another service, which is named by its image: Compose before 2.32 takes <c>service:NAME</c> for a folder, unless it builds by bake.
    /// </param>
    /// <param name="shared">By service: the one whose image it runs, so that it is neither built nor pulled.</param>
    public static string Render(
        IReadOnlyDictionary<string, IReadOnlyList<string>> fixedKeys,
        IReadOnlyDictionary<string, string> built,
        IReadOnlyList<ReleasedImage> pulled,
        IReadOnlyCollection<string> present,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> contexts,
        IReadOnlyDictionary<string, string> shared)
    {
        var services = new JsonObject();
        foreach (var (service, image) in built) services[service] = new JsonObject { ["image"] = image };
        foreach (var image in pulled) services[image.Service] = new JsonObject { ["image"] = image.Reference, ["pull_policy"] = "never" };
        foreach (var (service, others) in contexts.Where(one => built.ContainsKey(one.Key)))
        {
            var named = others.Where(other => services[other.Value]?["image"] is not null).Select(other => KeyValuePair.Create(other.Key, (JsonNode?)$"docker-image://{services[other.Value]!["image"]}"));
            services[service]!["build"] = new JsonObject { ["additional_contexts"] = new JsonObject(named) };
        }

        foreach (var service in present) services[service]!["build"] = Reset;
        foreach (var (service, owner) in shared)
        {
            if ((string?)services[owner]?["image"] is { } image) services[service] = new JsonObject { ["image"] = image, ["pull_policy"] = "never", ["build"] = Reset };
        }

        foreach (var (service, keys) in fixedKeys)
        {
            services[service] ??= new JsonObject();
            foreach (var key in keys) services[service]![key] = Reset;
        }

        return new JsonObject { ["services"] = services }.ToJsonString().Replace($"\"{Reset}\"", $"{Reset} null", StringComparison.Ordinal);
    }
}
