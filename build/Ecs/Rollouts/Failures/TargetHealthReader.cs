using System.Xml.Linq;
using Slipway.Aws;

namespace Slipway.Ecs.Rollouts.Failures;

/// <summary>Reads the health of a target group's targets.</summary>
internal sealed class TargetHealthReader(AwsQueryClient loadBalancing)
{
    public async Task<IReadOnlyList<TargetHealth>> ReadAsync(string targetGroup, CancellationToken cancellation)
    {
        var answer = await loadBalancing.InvokeAsync("DescribeTargetHealth", new Dictionary<string, string> { ["TargetGroupArn"] = targetGroup }, cancellation);
        return [.. answer.Descendants("TargetHealthDescriptions").Elements("member").Select(Read)];
    }

    private static TargetHealth Read(XElement member)
    {
        var (target, health) = (member.Element("Target"), member.Element("TargetHealth"));
        return new($"{(string?)target?.Element("Id")}:{(string?)target?.Element("Port")}", Text("State"), Text("Reason"), Text("Description"));

        string Text(string name) => (string?)health?.Element(name) ?? "";
    }
}
