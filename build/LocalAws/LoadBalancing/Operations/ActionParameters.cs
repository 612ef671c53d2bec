using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>The actions of listeners and rules as calls give them and answers show them.</summary>
internal static class ActionParameters
{
    private const int MostTargetGroups = 5;
    private const int HighestWeight = 999;

    /// <summary>Of FixedResponseActionConfig in the model of the API; the sentence that refuses another is unconfirmed.</summary>
    private static readonly string[] ContentTypes = ["text/plain", "text/css", "text/html", "application/javascript", "application/json"];

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
            RuleAction.RedirectType => new() { Type = RuleAction.RedirectType, Redirect = Redirect(Config(action, "RedirectConfig")) },
            RuleAction.FixedResponseType => new() { Type = RuleAction.FixedResponseType, FixedResponse = Response(Config(action, "FixedResponseConfig")) },
            var other => throw ElbErrors.Unsupported($"the action '{other}'"),
        };
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

    private static QueryParameters Config(QueryParameters action, string name) => action.Has(name)
        ? action.Structure(name)
        : throw ElbErrors.InvalidLoadBalancerAction($"For actions of type '{action.Text("Type")}', you must specify the following fields: '{name}'");

    /// <summary>Patterns and limits are those of RedirectActionConfig in the model of the API; the sentence about the path is unconfirmed.</summary>
    private static Redirect Redirect(QueryParameters config)
    {
        var status = config.Required("StatusCode");
        if (status is not ("HTTP_301" or "HTTP_302"))
            throw ElbErrors.NotOneOf("StatusCode", status, "HTTP_301", "HTTP_302");
        if (config.Text("Protocol") is { } protocol and not ("HTTP" or "HTTPS" or "#{protocol}"))
            throw ElbErrors.NotLike("Protocol", protocol, @"^(HTTPS?|#\{protocol\})$");
        if (config.Text("Path") is { } path && !path.StartsWith('/'))
            throw ElbErrors.Validation($"The path '{path}' of a redirect must begin with '/'");
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
        if (config.Text("ContentType") is { Length: > 0 } type && !ContentTypes.Contains(type))
            throw ElbErrors.InvalidLoadBalancerAction($"The ContentType must be one of: {string.Join(", ", ContentTypes.Select(known => $"'{known}'"))}");
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
