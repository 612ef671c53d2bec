using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>Finds what cannot be true of several services of one environment, although each value is right.</summary>
internal static class ServiceConflicts
{
    private const string After = "after";

    /// <param name="services">Those that the environment has.</param>
    /// <param name="names">Of all that the file has, also of those that the environment leaves out.</param>
    public static void Note(Values deploy, IReadOnlyList<ServiceSettings> services, IReadOnlyList<string> names)
    {
        // Each has a folder of artifacts, also on file systems that do not tell upper from lower case.
        NoteShared(deploy, services, service => service.Name?.ToLowerInvariant(), service => service.Place, "name, but for upper and lower case");
        NoteShared(deploy, services, service => service.EcsName, service => service.PlaceOf("service"), "ECS service");
        NoteShared(deploy, services, service => service.LoadBalancer?.Listener, service => service.PlaceOf("loadBalancer.listener"), "listener's port");
        NoteShared(deploy, services, service => service.LoadBalancer?.TargetGroup, service => service.PlaceOf("loadBalancer.targetGroup"), "target group");
        if (services.Select(service => service.Strategy == DeployStrategy.ArtifactsOnly).Distinct().Count() > 1)
        {
            var rolled = services.First(service => service.Strategy != DeployStrategy.ArtifactsOnly);
            deploy.Note(rolled.PlaceOf("strategy"), ErrorCode.Conflict, $"service '{rolled.Name}' is deployed here, and '{services.First(service => service.Strategy == DeployStrategy.ArtifactsOnly).Name}' by another program ('artifacts-only'): one release is deployed by one of them; write 'artifacts-only' for all services or for none");
        }

        foreach (var service in services) NoteAfter(deploy, service, names);
        if (services.FirstOrDefault(service => CycleOf(service, services) is not null) is { } one)
            deploy.Note(one.PlaceOf(After), ErrorCode.Conflict, $"the order of 'after' leads in a circle, so that no service of it can be the first: {string.Join(" after ", CycleOf(one, services)!)}; leave out one of them");
    }

    private static void NoteShared<T>(Values deploy, IEnumerable<ServiceSettings> services, Func<ServiceSettings, T?> valueOf, Func<ServiceSettings, Place> placeOf, string what)
    {
        var known = new Dictionary<string, ServiceSettings>(StringComparer.Ordinal);
        foreach (var service in services)
        {
            if (valueOf(service)?.ToString() is { Length: > 0 } value && !known.TryAdd(value, service))
                deploy.Note(placeOf(service), ErrorCode.Conflict, $"services '{known[value].Name}' and '{service.Name}' have the same {what}, '{value}'; give each its own");
        }
    }

    private static void NoteAfter(Values deploy, ServiceSettings service, IReadOnlyList<string> names)
    {
        foreach (var other in service.After.Where(other => !names.Contains(other)))
            deploy.Note(service.PlaceOf(After), ErrorCode.InvalidValue, $"'{service.Path}.{After}' names '{other}', which 'deploy.services' does not have{Suggestion.Phrase(other, names)}");
    }

    /// <summary>The names on the way from a service to itself, or null.</summary>
    private static IReadOnlyList<string>? CycleOf(ServiceSettings service, IReadOnlyList<ServiceSettings> services)
    {
        var seen = new HashSet<string>();
        return Way(service.Name!);

        IReadOnlyList<string>? Way(string name)
        {
            foreach (var next in services.FirstOrDefault(one => one.Name == name)?.After ?? [])
            {
                if (next == service.Name) return [name, next];
                if (seen.Add(next) && Way(next) is { } rest) return [name, .. rest];
            }

            return null;
        }
    }
}
