namespace Slipway.Ecs.FromCompose;

/// <summary>Finds containers that listen on the same port of the network that they would share in network mode awsvpc.</summary>
internal static class SharedPorts
{
    /// <summary>Those that visitors need not name, the likelier first.</summary>
    private static readonly int[] WebPorts = [80, 443];

    /// <summary>What cannot be in one task, by the ports that the Compose file publishes or exposes; an image may have more.</summary>
    public static IReadOnlyList<string> Refusals(TaskConversion task)
    {
        if (task.NetworkMode != TaskConversion.Awsvpc) return [];
        // A job does not serve, whatever ports it has in common with the application.
        return
        [
            .. task.Services.Where(service => !task.IsJob(service)).SelectMany(service => Ports(service).Distinct().Select(port => (Port: port, Service: service)))
                .GroupBy(pair => pair.Port, pair => pair.Service).Where(group => group.Count() > 1).Select(group => Refusal(group.Key, [.. group])),
        ];
    }

    /// <summary>Servers of one kind that say no port: each listens on the usual one, unless it is configured otherwise.</summary>
    public static IEnumerable<string> Doubts(TaskConversion task) => task.Services.Where(service => service.Kind != ServiceKind.Application && !service.IsBuilt)
        .GroupBy(service => ServiceKinds.ImageName(service.Image ?? ""), service => $"'{service.Name}'").Where(group => group.Count() > 1)
        .Select(group => $"services {string.Join(" and ", group)} are the same server, {group.Key}, and containers of a task share one network in mode {TaskConversion.Awsvpc}: let each listen on a port of its own, or only one of them starts (EADDRINUSE)");

    private static string Refusal(string port, IReadOnlyList<ComposeService> services)
    {
        var visited = WebPorts.Select(web => services.FirstOrDefault(service => service.Ports.Any(own => own.Published == web && $"{own.Target}/{own.Protocol}" == port))).FirstOrDefault(service => service is not null);
        var traffic = visited is null ? "" : $", where '{visited.Name}', which is published on port {visited.Ports.First(own => WebPorts.Contains(own.Published)).Published}, keeps the traffic";
        return $"services {string.Join(" and ", services.Select(service => $"'{service.Name}'"))} listen on port {port}, and in network mode awsvpc the containers of a task share one network, so only one of them would start (EADDRINUSE); "
            + $"give each a task definition and an ECS service of its own (--services=each){traffic}, let each listen on a port of its own, or use --launch-type=ec2";
    }

    /// <summary>As in <c>80/tcp</c>. Compose prints what is exposed as <c>80</c>, <c>80/udp</c> or <c>8000-8010</c>, of which a range says too little.</summary>
    private static IEnumerable<string> Ports(ComposeService service) => service.Ports.Select(port => $"{port.Target}/{port.Protocol}")
        .Concat(service.Node.Texts("expose").Where(text => !text.Contains('-', StringComparison.Ordinal)).Select(text => text.Contains('/', StringComparison.Ordinal) ? text : $"{text}/tcp"));
}
