using Slipway.Ecs.FromCompose;
using Slipway.Ecs.FromCompose.Splitting;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>What an engineer should know of an application that became several services of ECS, or could.</summary>
internal static class SplitNotes
{
    /// <summary>Sentences.</summary>
    public static IEnumerable<string> Of(Application application)
    {
        if (application.Split is not { } splits) return Proposal(application) is { } proposal ? [proposal] : [];
        return [.. Sidecars(splits), .. OnlyInRehearsal(splits), .. Ending(splits), .. Calls(splits), .. Unjoined(application, splits), .. Networks(application)];
    }

    /// <summary>What has to be there before the first deployment outside of the rehearsal: command lines.</summary>
    public static IEnumerable<string> NextSteps(Application application) => application.Split is null
        ? []
        : application.Environments.Where(environment => !environment.IsRehearsal).Select(environment =>
            $"aws servicediscovery create-http-namespace --name {environment.Namespace(application)}   (once, before the first deployment to {environment.Name}: the namespace that joins its services)");

    /// <summary>Several services that are built, in one task, are scaled and replaced together.</summary>
    private static string? Proposal(Application application)
    {
        if (application.Services.Count > 0) return null;
        var staging = application.Environments.First(environment => !environment.IsRehearsal);
        var services = application.Compose.Compose.Services.Where(service => application.Has(staging, service.Name)).ToList();
        var split = new ServiceSplit(application.Compose.Compose, services, new Dictionary<string, ServiceHints>(), application.Files, _ => false, isRehearsal: false);
        var own = split.Groups.Where(group => group.Main.IsBuilt).Select(group => group.Main.Name).ToList();
        return own.Count < 2
            ? null
            : $"{string.Join(", ", own)} are containers of one task, which ECS scales and replaces as a whole. {Options.Target}=Init {Options.Services}=each {Options.Force} makes a service of ECS of each, joined by Service Connect under the names of Compose.";
    }

    private static IEnumerable<string> Sidecars(IReadOnlyDictionary<string, ServiceSplit> splits) =>
        splits.Values.SelectMany(split => split.Sidecars).Select(sidecar => $"{sidecar.Key}: a container in the task of '{sidecar.Value.With}': {sidecar.Value.Because}.").Distinct();

    private static IEnumerable<string> OnlyInRehearsal(IReadOnlyDictionary<string, ServiceSplit> splits)
    {
        var replaced = splits.Values.SelectMany(split => split.Replaced).DistinctBy(service => service.Key).ToList();
        foreach (var one in replaced.Where(service => service.Value.Length > 0).GroupBy(service => service.Value, service => service.Key))
            yield return $"{string.Join(", ", one)}: in the rehearsal only; elsewhere {one.Key} takes {(one.Count() == 1 ? "its" : "their")} place, and {FillIn.Word} stands where a value has {(one.Count() == 1 ? "its name" : "their names")} as a host. To have {(one.Count() == 1 ? "it" : "one")} in ECS all the same: '{ServiceHints.Key}: {{ service: {one.First()} }}'.";
        if (replaced.Where(service => service.Value.Length == 0).Select(service => service.Key).ToList() is { Count: > 0 } tools) yield return $"{string.Join(", ", tools)}: in the rehearsal only.";
    }

    private static IEnumerable<string> Ending(IReadOnlyDictionary<string, ServiceSplit> splits) => splits.Values.SelectMany(split => split.Ending).Distinct()
        .Select(name => $"{name}: if it does its work and ends ('restart: \"no\"'), a service of ECS starts it again and again, and no deployment is stable; let a schedule or {Options.Target}=Run start it, or give it 'x-slipway: {{ with: NAME }}'.");

    private static IEnumerable<string> Calls(IReadOnlyDictionary<string, ServiceSplit> splits)
    {
        foreach (var name in splits.Values.SelectMany(split => split.WithoutPort).Distinct())
            yield return $"{name}: others call it, and nothing says at which port, so Service Connect does not make it known; write 'expose' in the Compose file.";
        foreach (var (caller, called) in splits.Values.SelectMany(split => split.Unreached).Distinct())
            yield return $"{caller}: it calls '{called}', which is deployed after it, and a task knows the names that were there when its deployment began; deploy once more with {Options.Force} after the first time.";
    }

    /// <summary>
    /// What AWS has where Service Connect does not lead: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html and
    /// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/nlb.html
    /// </summary>
    private static IEnumerable<string> Unjoined(Application application, IReadOnlyDictionary<string, ServiceSplit> splits)
    {
        foreach (var (name, ports) in splits.Values.SelectMany(split => split.UdpPorts).DistinctBy(service => service.Key))
            yield return $"{name}: UDP {string.Join(", ", ports)} is not joined, since Service Connect is of TCP. Other services reach it by a name of Cloud Map ('serviceRegistries' in its service definition), visitors by a Network Load Balancer with a listener of UDP.";
        foreach (var (name, mode) in splits.Values.SelectMany(split => split.OwnNetworks(application.Environments[0].LaunchType)).DistinctBy(service => service.Key))
            yield return $"{name}: network mode {mode} has no Service Connect, so no name of another service resolves there, and its own nowhere{(mode == "host" ? "; it is reached at the addresses of the container instances" : "")}.";
        var aliases = application.Compose.Compose.Services.SelectMany(service => service.Aliases.Distinct(), (service, alias) => (service.Name, Alias: alias)).GroupBy(pair => pair.Alias, pair => pair.Name).Where(alias => alias.Count() > 1);
        foreach (var alias in aliases)
            yield return $"{alias.Key}: an alias of {string.Join(" and ", alias.Select(name => $"'{name}'"))}, among which Compose chooses with each lookup; Service Connect knows a service by one name, so '{alias.First()}' is called.";
    }

    private static IEnumerable<string> Networks(Application application)
    {
        var networks = application.Compose.Compose.Services.SelectMany(service => (service.Node["networks"] as System.Text.Json.Nodes.JsonObject)?.Select(network => network.Key) ?? []).Distinct().ToList();
        if (networks.Count > 1) yield return $"All services are in one namespace: what the networks {string.Join(", ", networks)} keep apart in Compose, security groups keep apart in ECS.";
    }
}
