using System.Text.Json.Nodes;
using Slipway.Ecs.Networking;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Which containers start first, and which are reached by name.</summary>
internal static class DependencyMembers
{
    private const string Key = "depends_on";

    public static IReadOnlyList<string> Keys { get; } = [Key, "links", "external_links"];

    public static void Add(ServiceConversion conversion)
    {
        AddDependencies(conversion);
        if (conversion.Task.NetworkMode == TaskConversion.Bridge) AddLinks(conversion);
        WarnOfGuesses(conversion);
        if (conversion.From.Says("external_links")) conversion.Warn("external_links", "containers outside of the task cannot be linked");
    }

    private static void AddDependencies(ServiceConversion conversion)
    {
        var dependencies = new List<JsonObject>();
        foreach (var (name, condition) in conversion.Service.DependsOn)
        {
            if (conversion.Task.Find(name) is not { } target)
            {
                // Of several services one is deployed after the other.
                if (!conversion.Task.IsAlone) continue;
                conversion.Warn(Key, $"'{name}' is not in this task definition; the dependency is left out");
            }
            else if (!conversion.Task.Order.StartsBefore(target, conversion.Service))
                conversion.Warn(Key, $"'{name}' waits for '{conversion.Service.Name}' itself; the dependency is left out");
            else
                dependencies.Add(new() { ["containerName"] = target.ContainerName, ["condition"] = Condition(conversion, target, condition) });
            if ((conversion.From.Object(Key)[name] as JsonObject)?.Flag("restart") == true && !IsImplied(conversion.From, name))
                conversion.Warn($"{Key}.{name}.restart", "ECS does not restart a container with another one");
        }

        if (dependencies.Count > 0) conversion.Container["dependsOn"] = dependencies.ToJson();
    }

    /// <summary>Compose writes a dependency of its own for these keys, with <c>restart</c>.</summary>
    private static bool IsImplied(JsonObject from, string name) =>
        from.Text("network_mode") == $"service:{name}" || from.Texts("links").Concat(from.Texts("volumes_from")).Any(text => text.Split(':')[0] == name);

    private static string Condition(ServiceConversion conversion, ComposeService target, string condition)
    {
        if (condition == "service_completed_successfully") return "SUCCESS";
        if (conversion.Task.IsOneShot(target) && condition == "service_healthy")
            conversion.Warn(Key, $"'{target.Name}' ends on its own for another service, so it is waited for until it has started, not until it is healthy");
        else if (condition == "service_healthy" && conversion.Task.Unchecked.Contains(target.Name))
            conversion.Warn(Key, $"'{target.Name}' is without its health check, so it is only waited for until it has started");
        else if (condition == "service_healthy" && target.HealthCommand.Count > 0) return "HEALTHY";
        else if (condition == "service_healthy")
            conversion.Warn(Key, $"'{target.Name}' has no health check in the Compose file, and ECS does not check the image's; it is only waited for until it has started");
        return "START";
    }

    /// <summary>What nobody names may be in the code of what is built, and may be unused.</summary>
    private static void WarnOfGuesses(ServiceConversion conversion)
    {
        if (conversion.Task.Order.GuessedFor(conversion.Service) is not { Count: > 0 } guessed) return;
        var names = string.Join(", ", guessed.Select(name => $"'{name}'"));
        conversion.Warn("links", conversion.Task.NetworkMode == TaskConversion.Bridge
            ? $"no variable, command or file that is known here names {names}; since an image that is built may, '{conversion.Service.Name}' is linked to {(guessed.Count == 1 ? "it" : "them")}: remove the link if it does not use {(guessed.Count == 1 ? "it" : "them")}"
            : $"no variable, command or file that is known here names {names}; where the image itself does, {HostName.Localhost} has to stand there");
    }

    /// <summary>
    /// What Compose's network does, links do: for dependencies, for links, and for services that a variable or the command names. A job gets none: Docker does not start
    /// a container that is linked to one that has ended ("Cannot link to a non running container").
    /// </summary>
    private static void AddLinks(ServiceConversion conversion)
    {
        var links = new List<string>();
        foreach (var peer in conversion.Task.Order.PeersOf(conversion.Service))
        {
            if (conversion.Task.IsJob(peer)) continue;
            links.Add(peer.ContainerName == peer.Name ? peer.ContainerName : $"{peer.ContainerName}:{peer.Name}");
            links.AddRange(conversion.Task.Order.NamesOf(conversion.Service, peer).Where(name => name != peer.Name).Select(name => $"{peer.ContainerName}:{name}"));
        }

        foreach (var (name, alias) in conversion.From.Texts("links").Select(link => link.Split(':', 2)).Where(link => link.Length == 2).Select(link => (link[0], link[1])))
        {
            if (alias != name && conversion.Task.Find(name) is { } target && !conversion.Task.IsJob(target) && conversion.Task.Order.StartsBefore(target, conversion.Service))
                links.Add($"{target.ContainerName}:{alias}");
        }

        foreach (var name in conversion.Task.Order.UnreachedBy(conversion.Service))
            conversion.Warn("links", $"'{name}' starts after '{conversion.Service.Name}', which names it; in bridge mode only containers that started before can be reached by name");
        if (links.Count > 0) conversion.Container["links"] = links.Distinct().ToJson();
    }
}
