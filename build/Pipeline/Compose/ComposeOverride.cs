using System.Text.Json.Nodes;
using Slipway.Pipeline.Releases;

namespace Slipway.Pipeline.Compose;

/// <summary>The Compose file that a run lays over the application's own: which image each service has. JSON, which is YAML too.</summary>
internal static class ComposeOverride
{
    /// <param name="built">Image name by service.</param>
    /// <param name="pulled">Run by digest, and never pulled by Compose: they are here already.</param>
    public static string Render(IReadOnlyDictionary<string, string> built, IReadOnlyList<ReleasedImage> pulled)
    {
        var services = new JsonObject();
        foreach (var (service, image) in built) services[service] = new JsonObject { ["image"] = image };
        foreach (var image in pulled) services[image.Service] = new JsonObject { ["image"] = image.Reference, ["pull_policy"] = "never" };
        return new JsonObject { ["services"] = services }.ToJsonString();
    }
}
