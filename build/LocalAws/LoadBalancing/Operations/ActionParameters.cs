using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>The actions of listeners and rules as calls give them and answers show them.</summary>
internal static class ActionParameters
{
    private const int MostTargetGroups = 5;
    private const int HighestWeight = 999;

    /// <exception cref="AwsErrorException">There is no action, or one that LocalAws has not.</exception>
    public static RuleAction Read(QueryParameters parameters, string name)
    {
        if (parameters.Members(name) is not [var action])
            throw parameters.Members(name).Count == 0
                ? ElbErrors.Validation("You must specify actions")
                : ElbErrors.Unsupported("more than one action, which authentication needs,");
        return action.Required("Type") switch
        {
            RuleAction.Forward => Forward(action),
            RuleAction.RedirectType => new() { Type = RuleAction.RedirectType, Redirect = Redirect(action.Structure("RedirectConfig")) },
            RuleAction.FixedResponseType => new() { Type = RuleAction.FixedResponseType, FixedResponse = Response(action.Structure("FixedResponseConfig")) },
            var other => throw ElbErrors.Unsupported($"the action '{other}'"),
        };
    }

    /// <exception cref="AwsErrorException">One of them is not there, or of another load balancer.</exception>
    public static void CheckTargetGroups(LoadBalancingState state, RuleAction action, string loadBalancerArn)
    {
        foreach (var (arn, _) in action.TargetGroups)
        {
            if (state.TargetGroup(arn) is null)
                throw new AwsErrorException("TargetGroupNotFound", $"Target groups '{arn}' not found");
            if (state.ListenersTo(arn).Any(listener => listener.LoadBalancerArn != loadBalancerArn))
                throw new AwsErrorException("TargetGroupAssociationLimit", $"The following target groups cannot be associated with more than one load balancer: {arn}");
        }
    }

    public static XElement Write(string name, RuleAction action) => Xml.Structure(name, Xml.Member(
        Xml.Text("Type", action.Type),
        action.TargetGroups is [var only] ? Xml.Text("TargetGroupArn", only.Arn) : null,
        Xml.Text("Order", 1),
        action.Redirect is { } redirect ? Write(redirect) : null,
        action.FixedResponse is { } response ? Write(response) : null,
        action.TargetGroups.Count > 0 ? Write(action.TargetGroups) : null));

    private static RuleAction Forward(QueryParameters action)
    {
        var config = action.Structure("ForwardConfig");
        if (config.Structure("TargetGroupStickinessConfig").Text("Enabled") is { } sticky && sticky.Equals("true", StringComparison.OrdinalIgnoreCase))
            throw ElbErrors.Unsupported("stickiness between target groups");
        var groups = config.Members("TargetGroups")
            .Select(group => new WeightedTargetGroup(group.Required("TargetGroupArn"), group.Number("Weight", 0, HighestWeight) ?? 1)).ToList();
        var single = action.Text("TargetGroupArn");
        if (single is not null && groups.Count > 0 && (groups.Count > 1 || groups[0].Arn != single))
            throw ElbErrors.Validation("You cannot specify both a target group ARN and a forward configuration with other target groups");
        if (groups.Count > MostTargetGroups)
            throw ElbErrors.Validation($"A forward action can have '{MostTargetGroups}' target groups at most");
        if (groups.Select(group => group.Arn).Distinct().Count() < groups.Count)
            throw ElbErrors.Validation("A target group can be specified once in a forward action");
        if (groups.Count == 0)
            groups.Add(new(single ?? throw ElbErrors.Validation("A target group must be specified in a forward action"), 1));
        return RuleAction.ForwardTo(groups);
    }

    private static Redirect Redirect(QueryParameters config)
    {
        var status = config.Required("StatusCode");
        if (status is not ("HTTP_301" or "HTTP_302"))
            throw ElbErrors.NotOneOf("StatusCode", status, "HTTP_301", "HTTP_302");
        return new(
            status == "HTTP_301" ? 301 : 302,
            config.Text("Protocol") ?? "#{protocol}",
            config.Text("Host") ?? "#{host}",
            config.Text("Port") ?? "#{port}",
            config.Text("Path") ?? "/#{path}",
            config.Text("Query") ?? "#{query}");
    }

    private static FixedResponse Response(QueryParameters config)
    {
        var text = config.Required("StatusCode");
        return text.Length == 3 && "245".Contains(text[0]) && text.All(char.IsAsciiDigit)
            ? new(int.Parse(text), config.Text("ContentType"), config.Text("MessageBody"))
            : throw ElbErrors.Validation($"The status code '{text}' of a fixed response must be 2XX, 4XX or 5XX");
    }

    private static XElement Write(Redirect redirect) => Xml.Structure(
        "RedirectConfig",
        Xml.Text("Protocol", redirect.Protocol),
        Xml.Text("Port", redirect.Port),
        Xml.Text("Host", redirect.Host),
        Xml.Text("Path", redirect.Path),
        Xml.Text("Query", redirect.Query),
        Xml.Text("StatusCode", $"HTTP_{redirect.StatusCode}"));

    private static XElement Write(FixedResponse response) => Xml.Structure(
        "FixedResponseConfig",
        Xml.Text("MessageBody", response.MessageBody),
        Xml.Text("StatusCode", response.StatusCode),
        Xml.Text("ContentType", response.ContentType));

    private static XElement Write(IReadOnlyList<WeightedTargetGroup> groups) => Xml.Structure(
        "ForwardConfig",
        Xml.List("TargetGroups", groups, group => Xml.Member(Xml.Text("TargetGroupArn", group.Arn), Xml.Text("Weight", group.Weight))),
        Xml.Structure("TargetGroupStickinessConfig", Xml.Text("Enabled", "false")));
}
