using Slipway.Ecs.Networking;
using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>How containers find each other.</summary>
internal static class NetworkRules
{
    public static readonly Check[] All =
    [
        Check.Error("ECS080", "Links outside of network mode bridge", "Remove 'links'; in network mode awsvpc containers of one task reach each other at localhost.", Documents.Registration, Check.Each(Links)),
        Check.Error("ECS081", "A host name in network mode awsvpc", "Remove 'hostname'.", Documents.Registration, Check.Each(container => NotInAwsvpc(container, "hostname"))),
        Check.Error("ECS082", "Extra hosts in network mode awsvpc", "Remove 'extraHosts'.", Documents.Registration, Check.Each(container => NotInAwsvpc(container, "extraHosts"))),
        Check.Error("ECS083", "A link to a container that is not there", "Correct the name: 'links' has names of containers of this task definition, as name or name:alias.", Documents.Api("ContainerDefinition"), Check.Each(Targets)),
        // A name of Service Connect or Cloud Map may be the container's as well, which no task definition says: no error.
        Check.Warning(
            "ECS084", "A container's name in the place of a host, where it does not resolve", "Write 127.0.0.1 there, or allow the finding if Service Connect or service discovery has the name.", Documents.Awsvpc, Check.Each(Names)),
    ];

    private static IEnumerable<Problem> Links(ContainerSubject container)
    {
        if (container.Task.NetworkMode != "bridge" && container.Value.Member("links") is { Items.Count: > 0 } at)
            yield return new(at, $"{container.Label} has links, and the network mode is '{container.Task.NetworkMode}'.");
    }

    private static IEnumerable<Problem> NotInAwsvpc(ContainerSubject container, string name)
    {
        if (container.Task.NetworkMode == "awsvpc" && container.Value.Member(name) is { } at && (at.Scalar is not null || at.Items.Count > 0))
            yield return new(at, $"{container.Label} has '{name}', and the network mode is 'awsvpc'.");
    }

    /// <summary>The values themselves may be secrets, and are not shown.</summary>
    private static IEnumerable<Problem> Names(ContainerSubject container)
    {
        if (container.Task.NetworkMode != "awsvpc") yield break;
        // A port is named for Service Connect, which makes the container known by its name.
        foreach (var name in container.Task.Containers.Where(other => other.Value.ItemsOf("portMappings").All(mapping => mapping.Member("name") is null)).Select(other => other.Name).OfType<string>().Where(name => name.Length > 0).Distinct())
        {
            var host = new HostName(name);
            foreach (var (at, where) in Texts(container).Where(text => (name != container.Name || text.IsProbe || !HostVariable.Listens(text.Variable, text.Value)) && host.IsHostIn(text.Variable, text.Value)).Select(text => (text.At, text.Where)))
                yield return new(at, $"{container.Label} reaches '{name}' by its name in {where}, and in network mode awsvpc names of containers do not resolve.");
        }
    }

    private static IEnumerable<(SourceValue At, string Where, string Variable, string Value, bool IsProbe)> Texts(ContainerSubject container)
    {
        foreach (var pair in container.Value.ItemsOf("environment").Where(pair => pair.Member("value")?.Scalar is not null))
            yield return (pair.Member("value")!, $"variable '{pair.TextOf("name")}'", pair.TextOf("name") ?? "", pair.TextOf("value")!, false);
        foreach (var (owner, member) in new[] { (container.Value, "entryPoint"), (container.Value, "command"), (container.Value.Member("healthCheck"), "command") })
        {
            if (owner?.Member(member) is { Items.Count: > 0 } words)
                yield return (words, owner == container.Value ? $"'{member}'" : "its health check", "", string.Join(HostName.Separator, words.Items.Select(word => word.Scalar)), owner != container.Value);
        }
    }

    private static IEnumerable<Problem> Targets(ContainerSubject container) =>
        from link in container.Value.ItemsOf("links")
        let name = link.Scalar?.Split(':')[0]
        where name is not null && container.Task.Containers.All(other => other.Name != name)
        select new Problem(link, $"{container.Label} links to '{name}', which is no container of this task definition.");
}
