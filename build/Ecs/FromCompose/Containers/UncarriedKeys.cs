using System.Text.Json.Nodes;
using Slipway.Ecs.Networking;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Keys of a service that a task definition has no member for. Each is told with its reason.</summary>
internal static class UncarriedKeys
{
    /// <summary>What concerns Compose alone, or is checked for the task as a whole.</summary>
    private static readonly string[] Elsewhere = ["build", "image", "develop", "pull_policy", "profiles", "deploy", "scale", "platform", "extends", "networks"];

    /// <summary>Its 0 is the first core.</summary>
    private const string CoreList = "cpuset";

    private const string NetworkMode = "network_mode";

    private static readonly string[] Carried =
    [
        .. Elsewhere, .. ProcessMembers.Keys, .. EnvironmentMembers.Keys, .. PortMembers.Keys, .. DependencyMembers.Keys, .. HealthMembers.Keys,
        .. StorageMembers.Keys, .. ResourceMembers.Keys, .. HostMembers.Keys, .. KernelMembers.Keys, .. LoggingMembers.Keys,
    ];

    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["annotations"] = "ECS has no annotations; labels are carried over",
        ["blkio_config"] = "ECS does not limit the speed of disks",
        ["cgroup"] = "ECS chooses the control group of a container",
        ["cgroup_parent"] = "ECS chooses the control group of a container",
        ["configs"] = "ECS has no files of configuration; copy them into the image, or give what they say in variables",
        ["container_name"] = "ECS names containers itself, so that tasks can run side by side",
        ["cpu_count"] = "it is for Windows; write 'cpus'",
        ["cpu_percent"] = "it is for Windows; write 'cpus'",
        ["cpu_period"] = "ECS has no quota of CPU for a container; write 'cpus'",
        ["cpu_quota"] = "ECS has no quota of CPU for a container; write 'cpus'",
        ["cpu_rt_period"] = "ECS does not schedule in real time",
        ["cpu_rt_runtime"] = "ECS does not schedule in real time",
        [CoreList] = "ECS does not bind a container to cores",
        ["credential_spec"] = "it is for Windows; write 'credentialSpecs' by hand",
        ["device_cgroup_rules"] = "ECS knows single devices only",
        ["domainname"] = "ECS sets a host name without a domain",
        ["gpus"] = "write 'resourceRequirements' by hand",
        ["group_add"] = "ECS runs a container with the groups of its user; add the user to the group in the image",
        ["ipc"] = "in ECS 'ipcMode' is one for the whole task; write it by hand",
        ["isolation"] = "it is for Windows",
        ["mac_address"] = "ECS does not set the address of a network card",
        ["oom_kill_disable"] = "ECS always ends a container that exceeds its memory",
        ["oom_score_adj"] = "ECS always ends a container that exceeds its memory",
        ["pid"] = "in ECS 'pidMode' is one for the whole task; write it by hand",
        ["pids_limit"] = "ECS does not limit the number of processes; 'ulimits.nproc' is carried over",
        ["post_start"] = "ECS has no hooks; do it in the entry point",
        ["pre_stop"] = "ECS has no hooks; do it when SIGTERM comes",
        ["runtime"] = "container instances choose the runtime",
        ["stop_signal"] = "ECS sends what the image's STOPSIGNAL says; set it there",
        ["storage_opt"] = "container instances choose the storage",
        ["userns_mode"] = "container instances choose the user namespace",
        ["uts"] = "ECS gives each container a host name of its own",
    };

    public static void Warn(ServiceConversion conversion)
    {
        foreach (var key in conversion.From.Select(member => member.Key).Where(conversion.From.Says))
        {
            if (Carried.Contains(key) || (key == ServiceHints.Key && !conversion.Task.IsAlone) || (key != CoreList && IsOff(conversion.From[key]))) continue;
            if (key == NetworkMode) WarnOfNetworkMode(conversion);
            else conversion.Warn(key, Reasons.GetValueOrDefault(key) ?? "there is nothing like it in a task definition, or not that is known here; it is left out");
        }

        WarnOfAliases(conversion);
        WarnOfDeploy(conversion);
    }

    /// <summary>A name that a link gives another service is carried over as a link, and only in bridge mode is there one.</summary>
    private static void WarnOfAliases(ServiceConversion conversion)
    {
        foreach (var link in conversion.From.Texts("links").Select(link => link.Split(':', 2)).Where(link => link.Length == 2 && link[0] != link[1]))
        {
            var target = conversion.Task.Find(link[0]);
            if (target is null && !conversion.Task.IsAlone) continue;
            if (target is null) conversion.Warn("links", $"alias '{link[1]}' is of '{link[0]}', which is not in this task definition; it is not carried over");
            else if (conversion.Task.NetworkMode != TaskConversion.Bridge)
                conversion.Warn("links", $"alias '{link[1]}' of '{link[0]}' is not carried over: network mode {conversion.Task.NetworkMode} has no links, so {HostName.Localhost} has to stand where the alias does");
            else if (!conversion.Task.Order.StartsBefore(target, conversion.Service))
                conversion.Warn("links", $"alias '{link[1]}' of '{link[0]}' is not carried over: '{link[0]}' starts after '{conversion.Service.Name}', and only containers that started before can be linked");
        }
    }

    private static bool IsOff(JsonNode? node) => node.Text() is "false" or "" or "0";

    private static void WarnOfNetworkMode(ServiceConversion conversion)
    {
        var mode = conversion.From.Text(NetworkMode);
        var isShared = mode == "bridge" || mode?.StartsWith("service:", StringComparison.Ordinal) == true;
        if (mode != conversion.Task.NetworkMode && !(isShared && conversion.Task.NetworkMode == TaskConversion.Awsvpc))
            conversion.Warn(NetworkMode, $"in ECS all containers of a task have one network mode, here {conversion.Task.NetworkMode}; '{mode}' is left out");
    }

    private static void WarnOfDeploy(ServiceConversion conversion)
    {
        var deploy = conversion.From.Object("deploy");
        var count = conversion.Service.Replicas;
        if (count != 1 && conversion.Task.IsAlone) conversion.Warn("deploy.replicas", $"a task has one container of each service; instead of {count} containers of this one, 'deploy.desiredCount' in slipway.yml says how many tasks run");
        foreach (var key in deploy.Select(member => member.Key).Where(deploy.Says).Except(["replicas", "resources", "restart_policy"]))
            conversion.Warn($"deploy.{key}", "it is for Docker Swarm; the ECS service has settings of its own");
    }
}
