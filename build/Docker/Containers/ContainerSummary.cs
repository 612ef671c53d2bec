using System.Text.Json.Nodes;

namespace Slipway.Docker.Containers;

/// <summary>A line of <c>docker ps</c>.</summary>
/// <param name="Id">64 hexadecimal digits.</param>
/// <param name="State"><c>created</c>, <c>running</c>, <c>paused</c>, <c>restarting</c>, <c>exited</c>, <c>dead</c>.</param>
/// <param name="Status">For people: <c>Up 3 minutes (healthy)</c>.</param>
public sealed record ContainerSummary(string Id, string Name, string Image, string State, string Status)
{
    internal static ContainerSummary Parse(JsonNode line) => new(
        (string)line["ID"]!, (string)line["Names"]!, (string)line["Image"]!, (string?)line["State"] ?? "", (string?)line["Status"] ?? "");
}
