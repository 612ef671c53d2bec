using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>What a deployment controller other than ECS asked of a set of tasks.</summary>
public sealed class TaskSet
{
    public required string ExternalId { get; init; }

    public required string StartedBy { get; init; }

    /// <summary>Tells a repeated CreateTaskSet from another one.</summary>
    public string? ClientToken { get; init; }

    /// <summary>Percent of the service's desired count.</summary>
    public required decimal Scale { get; set; }

    public bool IsPrimary { get; set; }

    /// <summary>Deleted: it leaves when its tasks have stopped.</summary>
    public bool IsDraining { get; set; }

    /// <summary>When its tasks became as many as they should be; null while they are not.</summary>
    public DateTimeOffset? SteadySince { get; set; }

    public JsonArray? Tags { get; init; }

    /// <summary>Rounded up, as ECS does.</summary>
    public int DesiredCount(Service service) => IsDraining ? 0 : (int)Math.Ceiling(service.DesiredCount * Scale / 100m);
}
