namespace Slipway.Ecs.FromCompose;

/// <summary>Finds containers that listen on the same port of the network that they would share in network mode awsvpc.</summary>
internal static class SharedPorts
{
    /// <summary>What cannot be in one task, by the ports that the Compose file publishes or exposes; an image may have more.</summary>
    public static IReadOnlyList<string> Refusals(TaskConversion task)
    {
        if (task.NetworkMode != TaskConversion.Awsvpc) return [];
        // One that ends for another service does not serve.
        return
        [
            .. task.Services.Where(service => !task.IsOneShot(service)).SelectMany(service => Ports(service).Distinct().Select(port => (Port: port, service.Name)))
                .GroupBy(pair => pair.Port, pair => $"'{pair.Name}'").Where(group => group.Count() > 1)
                .Select(group => $"services {string.Join(" and ", group)} listen on port {group.Key}, and in network mode awsvpc the containers of a task share one network, so only one of them would start (EADDRINUSE); let each listen on a port of its own, or use --launch-type=ec2"),
        ];
    }

    /// <summary>As in <c>80/tcp</c>. Compose prints what is exposed as <c>80</c>, <c>80/udp</c> or <c>8000-8010</c>, of which a range says too little.</summary>
    private static IEnumerable<string> Ports(ComposeService service) => service.Ports.Select(port => $"{port.Target}/{port.Protocol}")
        .Concat(service.Node.Texts("expose").Where(text => !text.Contains('-', StringComparison.Ordinal)).Select(text => text.Contains('/', StringComparison.Ordinal) ? text : $"{text}/tcp"));
}
