using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Docker;
using Slipway.Docker.Compose;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Build.Compose;

/// <summary>
/// The application's Compose files, as <c>docker compose config</c> reads them without variables where it can: before the run, when the
/// files that variables come from are not there yet.
/// </summary>
/// <param name="folder">Takes the file that lays the configuration's own builds over the application's.</param>
public sealed partial class ComposeModel(DockerCli docker, Settings settings, string folder, Paths paths)
{
    private static readonly string[] OneOnAMachine = ["ports", "container_name"];

    private JsonObject _services = [];
    private string? _project;

    private ComposeCli Compose => new(docker, new() { Files = Files, Directory = paths.Root, Profiles = settings.Compose.Profiles });

    /// <summary>The application's files, and the one that lays the configuration's own builds over them. Absolute.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [.. settings.Compose.Files.Select(paths.InRepository)];

    /// <summary>Reads the files and compares the services that the configuration names with those that they have.</summary>
    /// <exception cref="RunFailedException">The files are not valid; Compose's own words say where.</exception>
    /// <exception cref="ConfigurationException">Services are named that do not exist.</exception>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        if (ComposeOverride.RenderBuilds(settings.Images) is { } builds)
        {
            var file = Path.Combine(folder, "compose.build.json");
            await File.WriteAllTextAsync(file, builds, cancellation);
            Files = [.. Files, file];
        }

        var model = await ReadAsync(Compose, cancellation);
        (_services, _project) = (model["services"]?.AsObject() ?? [], (string?)model["name"]);
        ComposeReferences.Check(settings, Services);
    }

    /// <summary>The services with the values that variables have now; null where the files are not valid with them.</summary>
    public async Task<JsonObject?> ResolveAsync(CancellationToken cancellation)
    {
        try
        {
            return (await Compose.ConfigAsync(cancellation))["services"]?.AsObject();
        }
        catch (ToolException)
        {
            return null;
        }
    }

    /// <summary>With variables where it is valid with them alone, as <c>nofile: "${NOFILE:-1024}"</c> is.</summary>
    private async Task<JsonObject> ReadAsync(ComposeCli compose, CancellationToken cancellation)
    {
        try
        {
            return await compose.UninterpolatedConfigAsync(cancellation);
        }
        catch (ToolException)
        {
            try
            {
                return await compose.ConfigAsync(cancellation);
            }
            catch (ToolException invalid)
            {
                throw new RunFailedException(ExitCodes.Configuration, $"{settings.Compose.Place}: the Compose application is not valid:\n{string.Join('\n', invalid.StandardError)}");
            }
        }
    }

    /// <summary>Compose's name for the application; null before it was read.</summary>
    public string? Project => _project;

    /// <summary>The services that were chosen; empty for all.</summary>
    public IReadOnlyList<string> Chosen { get; private set; } = [];

    /// <summary>Leaves services out that neither these nor what they need are.</summary>
    public void Choose(IReadOnlyCollection<string> services)
    {
        Chosen = ComposePart.Of(_services, Shared, services);
        foreach (var other in Services.Except(Chosen).ToList()) _services.Remove(other);
    }

    /// <summary>The services by name, as Compose describes them; empty before they were read.</summary>
    public JsonObject Definitions => _services;

    public IReadOnlyList<string> Services => [.. _services.Select(service => service.Key)];

    /// <summary>Services that run the image of another one, and that one.</summary>
    public IReadOnlyDictionary<string, string> Shared => SharedImages.Of(_services, _project, [.. settings.Images.Select(image => image.Service), .. settings.Pull.Select(pull => pull.Service)]);

    /// <summary>Services whose image Compose builds, whether it belongs to the release or not; without those that run another one's.</summary>
    public IReadOnlyList<string> Built => [.. _services.Where(service => service.Value?["build"] is not null).Select(service => service.Key).Except(Shared.Keys)];

    /// <summary>By service: the contexts of its build that are the image of another service, by name, with that service. https://docs.docker.com/reference/compose-file/build/#additional_contexts</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Contexts => Built
        .Select(service => (service, Contexts: ComposePart.ServiceContexts(_services[service]!).ToDictionary(context => context.Key, context => Shared.GetValueOrDefault(context.Value, context.Value))))
        .Where(one => one.Contexts.Count > 0).ToDictionary(one => one.service, one => (IReadOnlyDictionary<string, string>)one.Contexts);

    /// <summary>By service: the keys that only one run on a machine could have.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> FixedKeys => _services
        .Select(service => (service.Key, Keys: (IReadOnlyList<string>)[.. OneOnAMachine.Where(key => service.Value?[key] is not null)]))
        .Where(service => service.Keys.Count > 0).ToDictionary(service => service.Key, service => service.Keys);

    /// <summary>The Dockerfile that a service's image is built from, as a path in the repository; null when there is none.</summary>
    public string? DockerfileOf(string service) =>
        _services[service]?["build"] is JsonNode build && Dockerfile(build) is { } file ? Path.GetRelativePath(paths.Root, file) : null;

    /// <summary>Whether one of the images is built from <paramref name="image"/>.</summary>
    public bool Uses(string image) => _services.Any(service => service.Value?["build"] is JsonNode build && Dockerfile(build) is { } file
        && From().Matches(File.ReadAllText(file)).Any(from => from.Groups["image"].Value == image));

    private static string? Dockerfile(JsonNode build)
    {
        var context = build is JsonValue ? (string?)build : (string?)build["context"];
        var name = build is JsonObject ? (string?)build["dockerfile"] : null;
        var file = context is null ? null : Path.Combine(context, name ?? "Dockerfile");
        return File.Exists(file) ? file : null;
    }

    [GeneratedRegex(@"^\s*FROM\s+(--\S+\s+)*(?<image>\S+)", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex From();
}
