using Slipway.Ecs.FromCompose;
using Slipway.Ecs.FromCompose.Splitting;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>What Init has found out about the application.</summary>
internal sealed record Application
{
    public required string Name { get; init; }

    public required ComposeReading Compose { get; init; }

    public required IReadOnlyList<TargetEnvironment> Environments { get; init; }

    /// <summary>Null when this machine does not say it.</summary>
    public string? Region { get; init; }

    /// <summary>Null when this machine does not say it.</summary>
    public string? Account { get; init; }

    /// <summary>Repository by Compose service, for the services that are built; not for those that run the image of another one.</summary>
    public required IReadOnlyDictionary<string, string> Repositories { get; init; }

    /// <summary>By service that has no image of its own: the one whose image it runs.</summary>
    public required IReadOnlyDictionary<string, string> Shared { get; init; }

    /// <summary>By the environment's name: services that it does not have, each with the reason.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> LeftOut { get; init; }

    /// <summary>By Compose service: the text files of its container that may name other services.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<ConfigurationFile>> Files { get; init; }

    /// <summary>Folders of files that have more than was read, relative to the application's.</summary>
    public required IReadOnlyCollection<string> CutFolders { get; init; }

    /// <summary>The container that visitors reach, or null when no port is published.</summary>
    public WebEndpoint? Web { get; init; }

    /// <summary>By the environment's name: the services of ECS; null where it is one.</summary>
    public IReadOnlyDictionary<string, ServiceSplit>? Split { get; init; }

    public ComposeService? Database { get; init; }

    public StepHint? Migrate { get; init; }

    public StepHint? Test { get; init; }

    /// <summary>The ECS service that one environment was taken from, by the environment's name.</summary>
    public IReadOnlyDictionary<string, TakenService> Services { get; init; } = new Dictionary<string, TakenService>();

    /// <summary>By Compose service: what its container definition says until a release is deployed.</summary>
    public IReadOnlyDictionary<string, string> Images => Repositories.Concat(Shared.Select(pair => KeyValuePair.Create(pair.Key, SharedImages.Placeholder(pair.Value)))).ToDictionary();

    public bool Has(TargetEnvironment environment, string service) => !LeftOut[environment.Name].ContainsKey(service);

    /// <summary>What visitors reach of one of several services; null when it publishes no port.</summary>
    public WebEndpoint? EndpointOf(TargetEnvironment environment, ServiceGroup group)
    {
        var web = WebEndpoint.Find(group.Members);
        return web is null ? null : web with { IsTaken = Split![environment.Name].Displaced.GetValueOrDefault((web.Service.Name, web.PublishedAt)) is { IsTaken: true } };
    }

    /// <summary>Built services of an environment, in the order of the Compose file.</summary>
    public IEnumerable<ComposeService> Built(TargetEnvironment environment) => Compose.Compose.Services.Where(service => Repositories.ContainsKey(service.Name) && Has(environment, service.Name));
}
