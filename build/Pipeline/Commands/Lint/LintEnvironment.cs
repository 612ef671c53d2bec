using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Deployment.OneOff;
using Slipway.Yaml;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>What Lint needs to know of one environment of <c>slipway.yml</c>.</summary>
/// <param name="Account">Null when the file leaves it to the credentials.</param>
/// <param name="TaskDefinition">Path inside the repository.</param>
/// <param name="TaskDefinitionPlace">Where the configuration names it, or would.</param>
/// <param name="Appspec">Path inside the repository; the file need not exist.</param>
/// <param name="LaunchType">EC2 or FARGATE, or null when nothing is configured.</param>
/// <param name="Containers">Compose services whose image Slipway puts into the task definition, and the container definitions that run each.</param>
/// <param name="SecretFiles">Paths inside the repository, each with the place that names it.</param>
public sealed record LintEnvironment(
    string Name,
    string Region,
    string? Account,
    string TaskDefinition,
    SourcePlace TaskDefinitionPlace,
    string Appspec,
    string? LaunchType,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Containers,
    IReadOnlyList<(string Path, SourcePlace Place)> SecretFiles)
{
    /// <summary>What the configuration says and probably does not mean.</summary>
    public IReadOnlyList<Finding> Doubts { get; init; } = [];

    /// <summary>The files of <see cref="SecretFiles"/> with where they come from, such as <c>s3://bucket/key</c>.</summary>
    public IReadOnlyList<(string From, string To)> Downloads { get; init; } = [];

    /// <summary>Where the configuration has the network of the tasks; null when it has none.</summary>
    public SourcePlace? NetworkPlace { get; init; }

    /// <summary>The service, for what its definition has to agree with.</summary>
    public required ServiceSettings Service { get; init; }

    /// <summary>What replaces the command of one of the service's containers: schedules, and what a release runs once.</summary>
    public IReadOnlyList<ConfiguredCommand> Commands { get; init; } = [];

    /// <summary>Path of the service definition inside the repository; null where there is none.</summary>
    public string? ServiceDefinition { get; init; }

    /// <summary>The platform that the image of a Compose service is built for, where <c>slipway.yml</c> says it: by the service's name.</summary>
    public IReadOnlyDictionary<string, string> Platforms { get; init; } = new Dictionary<string, string>();

    /// <param name="settings">About one service, with the containers that run another service's image.</param>
    /// <exception cref="ConfigurationException">A placeholder has no value.</exception>
    public static LintEnvironment Of(Settings settings, PlaceholderValues placeholders) => new(
        settings.Environment,
        settings.Region,
        settings.Account,
        settings.Service.TaskDefinition.Render(placeholders),
        PlaceOf(settings.Service.PlaceOf("taskDefinition")),
        settings.Service.Appspec,
        settings.Service.LaunchType?.ToString().ToUpperInvariant(),
        settings.Containers.GroupBy(one => one.Service, one => one.Container).ToDictionary(one => one.Key, one => (IReadOnlyList<string>)[.. one]),
        [.. settings.Secrets.Where(secret => secret.IsFile).Select(secret => (secret.To!.Render(placeholders), PlaceOf(secret.Place)))])
    {
        Service = settings.Service,
        Commands = [.. ConfiguredCommand.Of(settings)],
        ServiceDefinition = settings.Service.ServiceDefinition?.Render(placeholders),
        Doubts = [.. settings.Warnings.Select(ConfigurationFindings.Of)],
        Downloads = [.. settings.Secrets.Where(secret => secret.IsFile).Select(secret => (secret.From.Render(placeholders), secret.To!.Render(placeholders)))],
        Platforms = settings.Images.Where(image => image.Build?.Platforms.Count > 0).ToDictionary(image => image.Service, image => image.Build!.Platforms[0]),
        NetworkPlace = settings.Service.Network is { } network && settings.Service.IsWritten("network") ? PlaceOf(network.Place) : null,
    };

    internal static SourcePlace PlaceOf(Place place) => new(place.File, place.Line, place.Column);

    /// <summary>The container definition that runs a Compose service; when nothing is said, the one of its name.</summary>
    internal string ContainerOf(string service) => Containers.TryGetValue(service, out var own) ? own[0] : service;
}
