using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.Ecs.Releases;

/// <summary>A revision of a task definition, with what is recorded of it.</summary>
/// <param name="Document">As DescribeTaskDefinition gives it.</param>
/// <param name="Record">Null when Slipway did not register it.</param>
public sealed record RecordedRevision(string Arn, JsonObject Document, ReleaseRecord? Record)
{
    public int Number => int.Parse(Arn[(Arn.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);

    public bool IsReleased => Record?.Released is not null;

    /// <summary><c>family:number</c>.</summary>
    public string Name => Arn[(Arn.LastIndexOf('/') + 1)..];

    /// <summary>For a list that people choose from.</summary>
    public override string ToString() =>
        Record is null ? $"{Name}, not of Slipway" : $"{Name}, build {Record.Build}, commit {Record.Commit}, {(Record.Released is { } at ? $"released {at}" : "never released")}{(Record.By is { } by ? $", by {by}" : "")}";
}
