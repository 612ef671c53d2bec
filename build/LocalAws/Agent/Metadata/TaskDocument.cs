using System.Globalization;
using System.Text.Json.Nodes;
using Docker.DotNet.Models;
using Slipway.LocalAws.Agent.Contract;

namespace Slipway.LocalAws.Agent.Metadata;

/// <summary>A task's metadata; the sources are those of <see cref="ContainerDocument"/>.</summary>
public static class TaskDocument
{
    /// <summary>The one VPC, as load balancers name it.</summary>
    private const string Vpc = "vpc-00000000000000000";

    private const double CpuUnits = 1024;

    private static readonly string[] BeforeRunning = ["NONE", "PULLED", "CREATED"];

    /// <param name="seen">What the engine says, by name; containers that are not there have no entry.</param>
    /// <param name="version">3 or 4.</param>
    /// <param name="withTags">The container instance has none.</param>
    public static JsonObject Of(AgentTask task, IReadOnlyDictionary<string, ContainerInspectResponse> seen, string region, int version, bool withTags)
    {
        var document = new JsonObject
        {
            ["Cluster"] = task.IsOnFargate ? task.ClusterArn : task.ClusterName,
            ["TaskARN"] = task.Arn,
            ["Family"] = task.Family,
            ["Revision"] = task.Revision.ToString(CultureInfo.InvariantCulture),
            ["DesiredStatus"] = task.IsToStop ? "STOPPED" : "RUNNING",
            ["KnownStatus"] = KnownStatus(task, seen),
        };
        document.AddUnlessEmpty("Containers", Containers(task, seen, version));
        if (Limits(task) is { Count: > 0 } limits)
            document["Limits"] = limits;
        document.AddTime("PullStartedAt", task.PullStartedAt);
        document.AddTime("PullStoppedAt", task.PullStoppedAt);
        document.AddTime("ExecutionStoppedAt", task.ExecutionStoppedAt);
        document["AvailabilityZone"] = $"{region}a";
        if (withTags && task.Tags.Count > 0)
            document["TaskTags"] = new JsonObject(task.Tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value)));
        if (version > 3)
            AddOfVersion4(document, task);
        return document;
    }

    private static void AddOfVersion4(JsonObject document, AgentTask task)
    {
        document["LaunchType"] = task.LaunchType;
        if (task.Service is { } service)
            document["ServiceName"] = service;
        if (!task.IsOnFargate)
            document["VPCID"] = Vpc;
        // Nothing here injects faults.
        document["FaultInjectionEnabled"] = false;
    }

    private static JsonArray Containers(AgentTask task, IReadOnlyDictionary<string, ContainerInspectResponse> seen, int version)
    {
        var interfaced = task.Interface is { } own ? seen.GetValueOrDefault(own.EngineName) : null;
        JsonArray containers =
        [
            .. task.Containers.Select(container => (container, engine: seen.GetValueOrDefault(container.EngineName)))
                .Where(known => known.engine is not null || known.container.IsPulled)
                .Select(known => (JsonNode)ContainerDocument.Of(task, known.container, known.engine, NetworkDocument.Of(task, known.engine, interfaced, version), version)),
        ];
        if (!task.IsOnFargate && interfaced is not null)
            containers.Add(Pause(task, interfaced, version));
        return containers;
    }

    /// <summary>The container that has the network interface: on a container instance it is shown, too.</summary>
    private static JsonObject Pause(AgentTask task, ContainerInspectResponse engine, int version)
    {
        var document = new JsonObject
        {
            ["DockerId"] = engine.ID,
            ["Name"] = "~internal~ecs~pause",
            ["DockerName"] = task.Interface!.EngineName,
            ["Image"] = engine.Config?.Image,
            ["ImageID"] = engine.Image,
            ["DesiredStatus"] = "RESOURCES_PROVISIONED",
            ["KnownStatus"] = "RESOURCES_PROVISIONED",
            ["Limits"] = new JsonObject { ["CPU"] = 0, ["Memory"] = 0 },
        };
        document.AddTime("CreatedAt", new DateTimeOffset(DateTime.SpecifyKind(engine.Created, DateTimeKind.Utc)));
        document.AddTime("StartedAt", Members.Time(engine.State?.StartedAt));
        document["Type"] = "CNI_PAUSE";
        document["Networks"] = NetworkDocument.Of(task, engine, engine, version);
        return document;
    }

    /// <summary>As far as the container has come that has come least far: what has ended has run.</summary>
    private static string KnownStatus(AgentTask task, IReadOnlyDictionary<string, ContainerInspectResponse> seen)
    {
        var statuses = task.Containers.Select(container => ContainerDocument.KnownStatus(container, seen.GetValueOrDefault(container.EngineName))).ToList();
        if (statuses.TrueForAll(status => status == "STOPPED"))
            return "STOPPED";
        return BeforeRunning.FirstOrDefault(statuses.Contains) ?? "RUNNING";
    }

    /// <summary>vCPU and MiB.</summary>
    private static JsonObject Limits(AgentTask task)
    {
        var limits = new JsonObject();
        if (task.Definition.Cpu is { } cpu)
            limits["CPU"] = cpu / CpuUnits;
        if (task.Definition.Memory is { } memory)
            limits["Memory"] = memory;
        return limits;
    }
}
