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
        return [.. Sidecars(splits), .. OnlyInRehearsal(splits), .. Calls(splits), .. Networks(application)];
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
        var split = new ServiceSplit(application.Compose.Compose, services, new Dictionary<string, ServiceHints>(), application.Files, isRehearsal: false);
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

    private static IEnumerable<string> Calls(IReadOnlyDictionary<string, ServiceSplit> splits)
    {
        foreach (var name in splits.Values.SelectMany(split => split.WithoutPort).Distinct())
            yield return $"{name}: others call it, and nothing says at which port, so Service Connect does not make it known; write 'expose' in the Compose file.";
        foreach (var (caller, called) in splits.Values.SelectMany(split => split.Unreached).Distinct())
            yield return $"{caller}: it calls '{called}', which is deployed after it, and a task knows the names that were there when its deployment began; deploy once more with {Options.Force} after the first time.";
    }

    private static IEnumerable<string> Networks(Application application)
    {
        var networks = application.Compose.Compose.Services.SelectMany(service => (service.Node["networks"] as System.Text.Json.Nodes.JsonObject)?.Select(network => network.Key) ?? []).Distinct().ToList();
        if (networks.Count > 1) yield return $"All services are in one namespace: what the networks {string.Join(", ", networks)} keep apart in Compose, security groups keep apart in ECS.";
    }
}
