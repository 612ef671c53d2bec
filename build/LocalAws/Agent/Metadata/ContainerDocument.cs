using System.Globalization;
using System.Text.Json.Nodes;
using Docker.DotNet.Models;
using Slipway.LocalAws.Agent.Contract;

namespace Slipway.LocalAws.Agent.Metadata;

/// <summary>
/// A container's metadata. The members are those of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-response.html
/// and task-metadata-endpoint-v4-fargate-response.html; which version has which, and what is left out when it is empty, is as in the agent:
/// https://github.com/aws/amazon-ecs-agent, <c>agent/handlers/v2/response.go</c> and <c>agent/handlers/v4/response.go</c>.
/// </summary>
public static class ContainerDocument
{
    /// <summary>CPU units that Fargate shows for a container that asks for none.</summary>
    private const int LeastCpu = 2;

    /// <param name="seen">What the engine says; null when the container is not there.</param>
    /// <param name="version">3 or 4.</param>
    public static JsonObject Of(AgentTask task, AgentContainer container, ContainerInspectResponse? seen, JsonArray? networks, int version)
    {
        var document = new JsonObject
        {
            ["DockerId"] = IdOf(container, seen),
            ["Name"] = container.Name,
            ["DockerName"] = task.IsOnFargate ? container.Name : container.EngineName,
            ["Image"] = container.Definition.Image,
            ["ImageID"] = seen?.Image ?? "",
        };
        document.AddUnlessEmpty("Ports", Ports(task, container, seen));
        document["Labels"] = Labels(task, container);
        document["DesiredStatus"] = task.IsToStop ? "STOPPED" : "RUNNING";
        document["KnownStatus"] = KnownStatus(container, seen);
        if (seen?.State is { Status: "exited" or "dead", ExitCode: var exitCode })
            document["ExitCode"] = exitCode;
        document["Limits"] = Limits(task, container);
        AddTimes(document, seen);
        document["Type"] = "NORMAL";
        if (seen?.State?.Health is { Status: not ("none" or null) } health)
            document["Health"] = Health(health, container.IsHealthy);
        document.AddUnlessEmpty("Volumes", Volumes(task, seen));
        if (version > 3)
            AddOfVersion4(document, container);
        document.AddUnlessEmpty("Networks", networks);
        return document;
    }

    /// <summary>The engine's, or what Fargate shows instead; empty before there is one.</summary>
    public static string IdOf(AgentContainer container, ContainerInspectResponse? seen) => container.ShownId ?? seen?.ID ?? "";

    public static string KnownStatus(AgentContainer container, ContainerInspectResponse? seen) => seen?.State?.Status switch
    {
        null => container.IsPulled ? "PULLED" : "NONE",
        "created" => "CREATED",
        "exited" or "dead" or "removing" => "STOPPED",
        _ => "RUNNING",
    };

    private static void AddOfVersion4(JsonObject document, AgentContainer container)
    {
        document["ContainerARN"] = container.Arn;
        if ((string?)container.Definition.Node["logConfiguration"]?["logDriver"] is { } driver)
            document["LogDriver"] = driver;
        if (container.LogOptions is { Count: > 0 } options)
            document["LogOptions"] = new JsonObject(options.Select(option => KeyValuePair.Create(option.Key, (JsonNode?)option.Value)));
        if (container.RestartCount is { } restarts)
            document["RestartCount"] = restarts;
    }

    /// <summary>In network mode awsvpc and host a container's port is the interface's, or the machine's.</summary>
    private static JsonArray Ports(AgentTask task, AgentContainer container, ContainerInspectResponse? seen) => task.Definition.NetworkMode == "bridge"
        ? [.. (seen?.NetworkSettings?.Ports ?? new Dictionary<string, IList<PortBinding>>()).SelectMany(port => (port.Value ?? []).Select(binding => Port(port.Key, binding)))]
        : [.. container.Definition.PortMappings.Select(port => (JsonNode)new JsonObject { ["ContainerPort"] = port.ContainerPort, ["Protocol"] = port.Protocol, ["HostPort"] = port.ContainerPort })];

    private static JsonObject Port(string port, PortBinding binding)
    {
        var parts = port.Split('/');
        return new JsonObject
        {
            ["ContainerPort"] = int.Parse(parts[0], CultureInfo.InvariantCulture),
            ["Protocol"] = parts.ElementAtOrDefault(1) ?? "tcp",
            ["HostPort"] = int.Parse(binding.HostPort, CultureInfo.InvariantCulture),
            ["HostIp"] = binding.HostIP ?? "",
        };
    }

    /// <summary>Those of the task definition, and those that the agent sets; Fargate names the cluster by its ARN.</summary>
    private static JsonObject Labels(AgentTask task, AgentContainer container)
    {
        var labels = container.Definition.Node["dockerLabels"]?.DeepClone() as JsonObject ?? [];
        labels["com.amazonaws.ecs.cluster"] = task.IsOnFargate ? task.ClusterArn : task.ClusterName;
        labels["com.amazonaws.ecs.container-name"] = container.Name;
        labels["com.amazonaws.ecs.task-arn"] = task.Arn;
        labels["com.amazonaws.ecs.task-definition-family"] = task.Family;
        labels["com.amazonaws.ecs.task-definition-version"] = task.Revision.ToString(CultureInfo.InvariantCulture);
        return labels;
    }

    private static JsonObject Limits(AgentTask task, AgentContainer container)
    {
        var (cpu, memory) = (container.Definition.Cpu ?? 0, container.Definition.Memory);
        if (!task.IsOnFargate)
            return new() { ["CPU"] = cpu, ["Memory"] = memory ?? 0 };
        var limits = new JsonObject { ["CPU"] = Math.Max(LeastCpu, cpu) };
        if (memory is not null)
            limits["Memory"] = memory;
        return limits;
    }

    private static void AddTimes(JsonObject document, ContainerInspectResponse? seen)
    {
        if (seen is null)
            return;
        document.AddTime("CreatedAt", new DateTimeOffset(DateTime.SpecifyKind(seen.Created, DateTimeKind.Utc)));
        document.AddTime("StartedAt", Members.Time(seen.State?.StartedAt));
        document.AddTime("FinishedAt", Members.Time(seen.State?.FinishedAt));
    }

    /// <summary>The engine does not keep since when: it is the last check's time.</summary>
    private static JsonObject Health(Health health, bool isHealthy)
    {
        var document = new JsonObject { ["status"] = health.Status switch { "healthy" => "HEALTHY", "unhealthy" => "UNHEALTHY", _ => isHealthy ? "HEALTHY" : "UNKNOWN" } };
        if (health.Log?.LastOrDefault() is { } last)
        {
            document.AddTime("statusSince", new DateTimeOffset(last.End.ToUniversalTime()));
            document["exitCode"] = last.ExitCode;
            document["output"] = last.Output;
        }

        return document;
    }

    /// <summary>Fargate shows none.</summary>
    private static JsonArray Volumes(AgentTask task, ContainerInspectResponse? seen) => task.IsOnFargate || seen?.Mounts is not { } mounts ? [] : [.. mounts.Select(mount =>
    {
        var volume = new JsonObject { ["Source"] = mount.Source, ["Destination"] = mount.Destination };
        if (!string.IsNullOrEmpty(mount.Name))
            volume["DockerName"] = mount.Name;
        return (JsonNode)volume;
    })];
}
