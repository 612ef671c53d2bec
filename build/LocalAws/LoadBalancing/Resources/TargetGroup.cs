using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>Targets that requests are distributed to, and how their health is found out.</summary>
public sealed record TargetGroup : ITagged
{
    public required string Arn { get; init; }

    public required string Name { get; init; }

    /// <summary>The number of its backend in HAProxy: the same in all listeners, nobody else's as long as the group exists.</summary>
    public required int Slot { get; init; }

    public required int Port { get; init; }

    public string? VpcId { get; init; }

    /// <summary>instance or ip.</summary>
    public string TargetType { get; set; } = "instance";

    public HealthCheck HealthCheck { get; set; } = new();

    public IReadOnlyList<Target> Targets { get; set; } = [];

    /// <summary>Those that were set.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; set; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();

    /// <summary>The target with this id and port; null when it is not registered.</summary>
    public Target? Target(string id, int port) =>
        Targets.FirstOrDefault(target => target.At.Id == id && target.At.Port == port);

    /// <summary>The same group with this target, in the place of one with the same id and port if there was one.</summary>
    public TargetGroup With(Target changed) => Target(changed.At.Id, changed.At.Port) is { } old
        ? this with { Targets = [.. Targets.Select(target => ReferenceEquals(target, old) ? changed : target)] }
        : this with { Targets = [.. Targets, changed] };

    public TargetGroup Without(TaskTarget gone) => this with { Targets = [.. Targets.Where(target => target.At != gone)] };
}
