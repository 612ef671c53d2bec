using System.Globalization;
using System.Net;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Environments.Access;

/// <summary>Elastic Load Balancing as it answers Query calls: load balancers, target groups and listeners, in memory.</summary>
internal sealed class FakeLoadBalancing
{
    private readonly List<string> _loadBalancers = [];
    private readonly List<(string Name, string Type)> _groups = [];
    private readonly SortedDictionary<string, string> _listeners = new(StringComparer.Ordinal);

    /// <summary>By target group: how many targets it has, drained ones not counted.</summary>
    public Dictionary<string, int> Targets { get; } = [];

    /// <summary>By target group: what its health check asks, and which statuses are good.</summary>
    public Dictionary<string, string> Checks { get; } = [];

    /// <summary>Whether a port is another load balancer's when one has it.</summary>
    public bool IsCrowded { get; set; }

    /// <summary>Operations that changed something, in their order.</summary>
    public List<string> Changes { get; } = [];

    public IReadOnlyList<string> LoadBalancers => _loadBalancers;

    /// <summary>As in <c>web-ip (ip)</c>.</summary>
    public IReadOnlyList<string> Groups => [.. _groups.Select(group => $"{group.Name} ({group.Type})")];

    /// <summary>As in <c>web:8080 to web=1 web-ip=0</c>.</summary>
    public IReadOnlyList<string> Listeners => [.. _listeners.Select(listener => $"{listener.Key} to {listener.Value}")];

    public static string Arn(string name) => $"arn:{name}";

    public AwsAnswer Answer(RecordedRequest request)
    {
        var form = request.Body.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair[1]));
        var operation = form["Action"];
        if (!operation.StartsWith("Describe", StringComparison.Ordinal)) Changes.Add(operation);
        if (form.TryGetValue("HealthCheckPath", out var path)) Checks[form.TryGetValue("TargetGroupArn", out var arn) ? Name(arn) : form["Name"]] = $"{path} {form["Matcher.HttpCode"]}";
        return operation switch
        {
            "CreateLoadBalancer" => Ok(operation, Balancer(Remember(_loadBalancers, form["Name"]))),
            "DescribeLoadBalancers" when !_loadBalancers.Contains(form["Names.member.1"]) => Refuse("LoadBalancerNotFound"),
            "DescribeLoadBalancers" => Ok(operation, Balancer(form["Names.member.1"])),
            "CreateTargetGroup" => Ok(operation, Group(Remember(_groups, (Name: form["Name"], Type: form["TargetType"])).Name)),
            "ModifyTargetGroup" => Ok(operation, Group(Name(form["TargetGroupArn"]))),
            "DescribeTargetGroups" when _groups.All(group => group.Name != form["Names.member.1"]) => Refuse("TargetGroupNotFound"),
            "DescribeTargetGroups" => Ok(operation, Group(form["Names.member.1"])),
            "DescribeTargetHealth" => Ok(operation, string.Concat(Enumerable.Repeat("<member><TargetHealth/></member>", Targets.GetValueOrDefault(Name(form["TargetGroupArn"]))))),
            "DeleteTargetGroup" => Delete(operation, Name(form["TargetGroupArn"])),
            "DescribeListeners" => Ok(operation, string.Concat(_listeners.Where(listener => listener.Key.Split(':')[0] == Name(form["LoadBalancerArn"])).Select(Listener))),
            "CreateListener" when _listeners.Keys.Any(listener => listener.EndsWith($":{form["Port"]}", StringComparison.Ordinal)) && IsCrowded => Refuse("InvalidConfigurationRequest"),
            "CreateListener" => Lead(operation, $"{Name(form["LoadBalancerArn"])}:{form["Port"]}", form),
            "ModifyListener" => Lead(operation, form["ListenerArn"], form),
            "DeleteListener" => Ok(operation, $"{_listeners.Remove(form["ListenerArn"])}"),
            _ => Ok(operation, ""),
        };
    }

    private AwsAnswer Lead(string operation, string listener, Dictionary<string, string> form)
    {
        const string Action = "DefaultActions.member.1";
        var shares = form.TryGetValue($"{Action}.TargetGroupArn", out var only)
            ? [(only, "1")]
            : Enumerable.Range(1, 5).Select(index => $"{Action}.ForwardConfig.TargetGroups.member.{index.ToString(CultureInfo.InvariantCulture)}")
                .Where(member => form.ContainsKey($"{member}.TargetGroupArn")).Select(member => (form[$"{member}.TargetGroupArn"], form[$"{member}.Weight"])).ToList();
        _listeners[listener] = string.Join(' ', shares.Select(share => $"{Name(share.Item1)}={share.Item2}"));
        return Ok(operation, Listener(KeyValuePair.Create(listener, _listeners[listener])));
    }

    private AwsAnswer Delete(string operation, string group)
    {
        if (_listeners.Values.Any(shares => shares.Split(' ').Any(share => share.Split('=')[0] == group))) return Refuse("ResourceInUse");
        _groups.RemoveAll(known => known.Name == group);
        return Ok(operation, "");
    }

    private static T Remember<T>(List<T> known, T one)
    {
        if (!known.Contains(one)) known.Add(one);
        return one;
    }

    private static string Name(string arn) => arn["arn:".Length..];

    private static string Balancer(string name) => $"<LoadBalancers><member><LoadBalancerArn>{Arn(name)}</LoadBalancerArn></member></LoadBalancers>";

    private static string Group(string name) => $"<TargetGroups><member><TargetGroupArn>{Arn(name)}</TargetGroupArn></member></TargetGroups>";

    private static string Listener(KeyValuePair<string, string> listener)
    {
        var groups = string.Concat(listener.Value.Split(' ').Select(share => $"<member><TargetGroupArn>{Arn(share.Split('=')[0])}</TargetGroupArn><Weight>{share.Split('=')[1]}</Weight></member>"));
        return $"<member><ListenerArn>{listener.Key}</ListenerArn><Port>{listener.Key.Split(':')[1]}</Port><DefaultActions><member><ForwardConfig><TargetGroups>{groups}</TargetGroups></ForwardConfig></member></DefaultActions></member>";
    }

    private static AwsAnswer Ok(string operation, string result) =>
        new(HttpStatusCode.OK, $"<{operation}Response><{operation}Result>{result}</{operation}Result></{operation}Response>") { MediaType = "text/xml" };

    private static AwsAnswer Refuse(string code) => AwsAnswer.XmlRefusal(HttpStatusCode.BadRequest, code, "No.");
}
