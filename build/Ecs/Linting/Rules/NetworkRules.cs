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

    private static IEnumerable<Problem> Targets(ContainerSubject container) =>
        from link in container.Value.ItemsOf("links")
        let name = link.Scalar?.Split(':')[0]
        where name is not null && container.Task.Containers.All(other => other.Name != name)
        select new Problem(link, $"{container.Label} links to '{name}', which is no container of this task definition.");
}
