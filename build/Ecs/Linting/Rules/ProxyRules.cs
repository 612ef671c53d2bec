using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>The proxy of App Mesh. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ProxyConfiguration.html</summary>
internal static class ProxyRules
{
    private static readonly string[] Ports = ["ProxyIngressPort", "ProxyEgressPort", "AppPorts"];

    public static readonly Check[] All =
    [
        Check.Error("ECS150", "A proxy that is no container", "Correct 'containerName', or remove 'proxyConfiguration'.", Documents.Registration, Each(Container)),
        Check.Error("ECS151", "A proxy outside of network mode awsvpc", "Set 'networkMode' to 'awsvpc', or remove 'proxyConfiguration'.", Documents.Registration, Each(NetworkMode)),
        Check.Error("ECS152", "A proxy without its properties", "Add the property, and IgnoredUID or IgnoredGID, so that the proxy's own traffic passes.", Documents.Api("ProxyConfiguration"), Each(Properties)),
    ];

    private static Func<TaskSubject, IEnumerable<Problem>> Each(Func<TaskSubject, SourceValue, IEnumerable<Problem>> find) =>
        task => task.Root.Member("proxyConfiguration") is { } proxy ? find(task, proxy) : [];

    private static IEnumerable<Problem> Container(TaskSubject task, SourceValue proxy)
    {
        var names = task.Containers.Select(container => container.Name).OfType<string>().ToList();
        if (proxy.Member("containerName") is { Scalar: { } name } at && !names.Contains(name))
            yield return new(at, $"The proxy is container '{name}', which is not in this task definition{(names.Count == 0 ? "." : $"; {NearestName.Phrase(name, names)}")}");
    }

    private static IEnumerable<Problem> NetworkMode(TaskSubject task, SourceValue proxy)
    {
        if (task.NetworkMode != "awsvpc") yield return new(proxy, $"There is a proxy, and the network mode is '{task.NetworkMode}'.");
    }

    private static IEnumerable<Problem> Properties(TaskSubject task, SourceValue proxy)
    {
        if (proxy.TextOf("type") is not (null or "APPMESH")) return [];
        var given = proxy.ItemsOf("properties").Select(property => property.TextOf("name")).OfType<string>().ToHashSet();
        var missing = Ports.Where(name => !given.Contains(name)).ToList();
        if (!given.Contains("IgnoredUID") && !given.Contains("IgnoredGID")) missing.Add("IgnoredUID");
        return missing.Select(name => new Problem(proxy.Member("properties") ?? proxy, $"The proxy has no '{name}'."));
    }
}
