using Slipway.LocalAws.CloudMap.Contract;

namespace Slipway.LocalAws.CloudMap.Resources;

/// <summary>An instance of a service: a task, or what RegisterInstance was told.</summary>
public sealed record Instance(string Id, IReadOnlyDictionary<string, string> Attributes, bool IsHealthy)
{
    public string? CreatorRequestId { get; init; }

    /// <summary>An instance as it begins.</summary>
    public static Instance Of(string id, IReadOnlyDictionary<string, string> attributes) =>
        new(id, attributes, attributes.GetValueOrDefault(InstanceAttributes.InitialHealth) != InstanceAttributes.Unhealthy);
}
