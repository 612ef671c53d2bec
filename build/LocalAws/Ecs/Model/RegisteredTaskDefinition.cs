using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>One revision of a family. <see cref="Registration"/> is what was registered, unknown members too, and never changes.</summary>
public sealed class RegisteredTaskDefinition
{
    public required string Family { get; init; }

    public required int Revision { get; init; }

    public required string Arn { get; init; }

    public required JsonObject Registration { get; init; }

    public JsonArray? Tags { get; set; }

    /// <summary>The launch types that it could run on, whether it requires them or not.</summary>
    public IReadOnlyList<string> Compatibilities { get; set; } = [Launch.OnExternal, Launch.OnEc2];

    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Null while it is ACTIVE, then it is INACTIVE.</summary>
    public DateTimeOffset? DeregisteredAt { get; set; }

    /// <summary>Null until someone wants it deleted.</summary>
    public DateTimeOffset? DeleteRequestedAt { get; set; }

    [JsonIgnore]
    public TaskDefinitionDocument Document => new(Registration);

    [JsonIgnore]
    public string Status => DeregisteredAt is null ? "ACTIVE" : DeleteRequestedAt is null ? "INACTIVE" : "DELETE_IN_PROGRESS";
}
