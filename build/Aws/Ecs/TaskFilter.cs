using System.Text.Json.Nodes;

namespace Slipway.Aws.Ecs;

/// <summary>Which tasks of a cluster to list; what is null does not restrict.</summary>
public sealed record TaskFilter
{
    public string? ServiceName { get; init; }

    public string? Family { get; init; }

    /// <summary>A deployment's id (<c>ecs-svc/…</c>), or what RunTask was given.</summary>
    public string? StartedBy { get; init; }

    /// <summary><c>RUNNING</c> (ECS's default), <c>PENDING</c> or <c>STOPPED</c>; stopped tasks are kept for about an hour.</summary>
    public string? DesiredStatus { get; init; }

    internal JsonObject ToJson(string cluster)
    {
        var json = new JsonObject { ["cluster"] = cluster };
        if (ServiceName is not null) json["serviceName"] = ServiceName;
        if (Family is not null) json["family"] = Family;
        if (StartedBy is not null) json["startedBy"] = StartedBy;
        if (DesiredStatus is not null) json["desiredStatus"] = DesiredStatus;
        return json;
    }
}
