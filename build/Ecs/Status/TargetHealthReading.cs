using System.Text.Json.Nodes;
using System.Xml.Linq;
using Slipway.Aws;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Status;

/// <summary>Asks a load balancer what it thinks of a service's tasks.</summary>
internal sealed class TargetHealthReading(AwsQueryClient elb)
{
    public async Task<IReadOnlyList<TargetStatus>> ReadAsync(JsonObject service, CancellationToken cancellation)
    {
        var found = new List<TargetStatus>();
        foreach (var arn in GroupsOf(service))
        {
            var answer = await elb.InvokeAsync("DescribeTargetHealth", new Dictionary<string, string>(StringComparer.Ordinal) { ["TargetGroupArn"] = arn }, cancellation);
            found.AddRange(answer.Descendants("member").Where(member => member.Element("TargetHealth") is not null).Select(member => Read(NameOf(arn), member)));
        }

        return found;
    }

    /// <summary>Of a service that CodeDeploy deploys its task sets have them, each its own.</summary>
    private static IEnumerable<string> GroupsOf(JsonObject service) => service.Objects("loadBalancers").Concat(service.Objects("taskSets").SelectMany(set => set.Objects("loadBalancers")))
        .Select(balancer => balancer.Text("targetGroupArn")).OfType<string>().Distinct();

    private static TargetStatus Read(string group, XElement member)
    {
        var (target, health) = (member.Element("Target"), member.Element("TargetHealth"));
        return new(
            group,
            $"{(string?)target?.Element("Id")}:{(string?)target?.Element("Port")}",
            (string?)health?.Element("State") ?? "",
            (string?)health?.Element("Reason"),
            (string?)health?.Element("Description"));
    }

    /// <summary><c>arn:…:targetgroup/NAME/id</c>.</summary>
    private static string NameOf(string arn) => arn.Split('/') is [_, var name, ..] ? name : arn;
}
