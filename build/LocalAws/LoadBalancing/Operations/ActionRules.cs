using System.Globalization;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>What an action must be like for the listener that it is on.</summary>
internal static class ActionRules
{
    /// <exception cref="AwsErrorException">A target group is not there, or of another load balancer; or a redirect leads to itself.</exception>
    public static void Check(LoadBalancingState state, RuleAction action, Listener listener)
    {
        foreach (var (arn, _) in action.TargetGroups)
        {
            if (state.TargetGroup(arn) is null)
                throw new AwsErrorException("TargetGroupNotFound", $"Target groups '{arn}' not found");
            if (state.ListenersTo(arn).Any(other => other.LoadBalancerArn != listener.LoadBalancerArn))
                throw new AwsErrorException("TargetGroupAssociationLimit", $"The following target groups cannot be associated with more than one load balancer: {arn}");
        }

        // The sentence as a user reports it: https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1752
        if (action.Redirect is { } redirect && IsLoop(redirect, listener))
            throw ElbErrors.InvalidLoadBalancerAction("The redirect configuration is not valid because it creates a loop.");
    }

    /// <summary>"You must modify at least one of the following components to avoid a redirect loop: protocol, hostname, port, or path": RedirectActionConfig in the model of the API.</summary>
    private static bool IsLoop(Redirect redirect, Listener listener) =>
        (redirect.Protocol == "#{protocol}" || redirect.Protocol == listener.Protocol)
        && (redirect.Port == "#{port}" || redirect.Port == listener.Port.ToString(CultureInfo.InvariantCulture))
        && redirect.Host == "#{host}"
        && redirect.Path == "/#{path}";
}
