namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>
/// What the containers of tasks may call: not what starts containers, which may mount any folder of this machine, nor what changes their images or the
/// traffic to them. On AWS the policies of the task role are the limit.
/// </summary>
internal static class TaskCalls
{
    /// <summary>Holds the address of the container that calls; set by what leads to LocalAws from containers.</summary>
    public const string Header = "X-Slipway-Task";

    private const string Ecs = "AmazonEC2ContainerServiceV20141113.";

    private const string CloudWatch = "GraniteServiceVersion20100801.";

    private const string CloudMap = "Route53AutoNaming_v20170314.";

    private const string Certificates = "CertificateManager.";

    private static readonly string[] Closed = [Ecs, CloudWatch, CloudMap, "AmazonEC2ContainerRegistry_V20150921.", "CodeDeploy_20141006.", Certificates];

    private static readonly string[] Open =
    [
        Ecs + "Describe", Ecs + "List", CloudWatch + "Describe", CloudMap + "Discover", CloudMap + "Get", CloudMap + "List",
        Certificates + "Describe", Certificates + "List", Certificates + "Get",
    ];

    /// <summary>Of services of the Query protocol, whose operation is in the form.</summary>
    private static readonly string[] ClosedForms = ["elasticloadbalancing", "monitoring"];

    /// <summary>Of the REST and JSON protocol: what is scheduled starts containers.</summary>
    private static readonly string[] ClosedPaths = ["scheduler"];

    /// <summary>What the agent and the resolver of names answer, and what the proxy of Service Connect asks for; all else has to be signed.</summary>
    private static readonly string[] OfAgent = ["/v2", "/v3", "/v4", "/api", "/dns-query", "/service-connect"];

    public static bool IsMarked(HttpRequest request) => request.Headers.ContainsKey(Header);

    /// <exception cref="AwsErrorException">A container asks for what it may not.</exception>
    public static void Check(HttpRequest request)
    {
        if (IsAllowed(request))
            return;
        throw new AwsErrorException(
            "AccessDeniedException", "LocalAws does not let the container of a task call this: it would reach beyond its task. Call it from this machine, or rehearse without it.", 403);
    }

    /// <summary>Checks everything that can route a request. A request that names two services must be allowed to use both.</summary>
    private static bool IsAllowed(HttpRequest request)
    {
        string?[] targets = [request.Headers[JsonProtocol.TargetHeader], CborProtocol.TargetOf(request)];
        return !request.Path.StartsWithSegments("/_slipway", StringComparison.OrdinalIgnoreCase)
            && (CredentialScope.IsSigned(request) || Array.Exists(OfAgent, path => request.Path.StartsWithSegments(path, StringComparison.Ordinal)))
            && (targets.OfType<string>().Any() || !ClosedForms.Contains(CredentialScope.ServiceOf(request)))
            && (HttpMethods.IsGet(request.Method) || !ClosedPaths.Contains(CredentialScope.ServiceOf(request)))
            && targets.OfType<string>().All(target => !StartsWithAny(target, Closed) || StartsWithAny(target, Open));
    }

    private static bool StartsWithAny(string target, string[] beginnings) => beginnings.Any(beginning => target.StartsWith(beginning, StringComparison.Ordinal));
}
