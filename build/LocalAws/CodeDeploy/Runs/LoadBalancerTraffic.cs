using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>The load balancers of this LocalAws. Target groups are looked up by name as any client does: by DescribeTargetGroups.</summary>
internal sealed class LoadBalancerTraffic(ITrafficRules rules, IEnumerable<IQueryService> services) : ITraffic
{
    public async Task<string?> TargetGroupAsync(string name, CancellationToken cancellationToken)
    {
        var api = services.First(service => service.SigningName == "elasticloadbalancing");
        try
        {
            var answer = await api.InvokeAsync("DescribeTargetGroups", new Dictionary<string, string> { ["Names.member.1"] = name }, accessKeyId: null, cancellationToken);
            return answer.SelectMany(element => element.DescendantsAndSelf()).FirstOrDefault(element => element.Name.LocalName == "TargetGroupArn")?.Value;
        }
        catch (AwsErrorException error) when (error.Code == "TargetGroupNotFound")
        {
            return null;
        }
    }

    public IReadOnlyDictionary<string, int>? WeightsOf(string listenerArn) => rules.WeightsOf(listenerArn);

    public Task ShiftAsync(string listenerArn, IReadOnlyDictionary<string, int> weights, CancellationToken cancellationToken) =>
        rules.ShiftAsync(listenerArn, weights, cancellationToken);
}
