using System.Net;
using System.Net.Sockets;
using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>The conditions of rules as calls give them and answers show them.</summary>
internal static class ConditionParameters
{
    private const int MostValues = 5;
    private const int LongestValue = 128;

    /// <summary>The fields with the name of their configuration.</summary>
    private static readonly Dictionary<string, string> Configurations = new()
    {
        ["path-pattern"] = "PathPatternConfig",
        ["host-header"] = "HostHeaderConfig",
        ["http-header"] = "HttpHeaderConfig",
        ["http-request-method"] = "HttpRequestMethodConfig",
        ["query-string"] = "QueryStringConfig",
        ["source-ip"] = "SourceIpConfig",
    };

    /// <exception cref="AwsErrorException">There is none, or one is not allowed.</exception>
    public static IReadOnlyList<RuleCondition> Read(QueryParameters parameters)
    {
        RuleCondition[] conditions = [.. parameters.Members("Conditions").Select(ReadOne)];
        if (conditions.Length == 0)
            throw ElbErrors.Validation("A condition must be specified");
        return conditions.Sum(condition => condition.ValueCount) <= MostValues
            ? conditions
            : throw new AwsErrorException("ValidationError", $"Rules can have a maximum of {MostValues} condition values");
    }

    public static XElement Write(RuleCondition condition)
    {
        var configuration = condition.Field == "query-string"
            ? Xml.List("Values", condition.Pairs ?? [], pair => Xml.Member(Xml.Text("Key", pair.Key), Xml.Text("Value", pair.Value)))
            : Xml.Texts("Values", condition.Values);
        return Xml.Member(
            Xml.Text("Field", condition.Field),
            IsPlain(condition.Field) ? Xml.Texts("Values", condition.Values) : null,
            Xml.Structure(Configurations[condition.Field], Xml.Text("HttpHeaderName", condition.HeaderName), configuration));
    }

    private static RuleCondition ReadOne(QueryParameters parameters)
    {
        var field = parameters.Required("Field");
        if (!Configurations.TryGetValue(field, out var name))
            throw ElbErrors.Validation($"Condition field '{field}' must be one of '[{string.Join(", ", Configurations.Keys)}]'");
        var config = parameters.Structure(name);
        // "Specify only when Field is host-header or path-pattern": RuleCondition in the model of the API; the sentence is unconfirmed.
        if (parameters.Has("Values") && !IsPlain(field))
            throw ElbErrors.Validation($"The 'Values' field is not compatible with '{field}'");
        if (parameters.Has("RegexValues") || config.Has("RegexValues"))
            throw ElbErrors.Unsupported("conditions with regular expressions");
        var condition = field == "query-string"
            ? new RuleCondition(field, [], Pairs: [.. config.Members("Values").Select(pair => new QueryPair(pair.Text("Key"), pair.Required("Value")))])
            : new(field, config.Has("Values") ? config.Texts("Values") : parameters.Texts("Values"), field == "http-header" ? config.Required("HttpHeaderName") : null);
        Check(condition);
        return condition;
    }

    /// <summary>Whether its values may stand beside the field, without a configuration.</summary>
    private static bool IsPlain(string field) => field is "path-pattern" or "host-header";

    private static void Check(RuleCondition condition)
    {
        if (condition.ValueCount == 0)
            throw ElbErrors.Validation($"A condition value must be specified for the field '{condition.Field}'");
        if (condition.Values.FirstOrDefault(value => value.Length is 0 or > LongestValue) is { } wrong)
            throw ElbErrors.Validation($"The condition value '{wrong}' must be between 1 and {LongestValue} characters long");
        if (condition.Field == "source-ip" && condition.Values.FirstOrDefault(value => !IsRange(value)) is { } range)
            throw ElbErrors.Validation($"The condition value '{range}' is not an IPv4 range as in '192.0.2.0/24'; LocalAws's listeners have no IPv6 addresses");
    }

    private static bool IsRange(string value) =>
        IPNetwork.TryParse(value, out var network) && network.BaseAddress.AddressFamily == AddressFamily.InterNetwork;
}
