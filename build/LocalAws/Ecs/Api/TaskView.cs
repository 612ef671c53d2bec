using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>A task as DescribeTasks shows it.</summary>
public sealed class TaskView(TaskDefinitionCatalog catalog, EcsArns arns)
{
    /// <summary>GiB, unless the task definition asks for more.</summary>
    private const int FargateStorage = 20;

    internal JsonObject Of(EcsTask task)
    {
        var definition = catalog.Find(task.TaskDefinitionArn)!.Registration;
        var containers = definition.Objects("containerDefinitions").ToDictionary(container => container["name"]!.GetValue<string>());
        var view = new JsonObject
        {
            ["taskArn"] = task.Arn,
            ["clusterArn"] = arns.Cluster(task.Cluster),
            ["taskDefinitionArn"] = task.TaskDefinitionArn,
            ["group"] = task.Group,
            ["lastStatus"] = task.LastStatus.ToString().ToUpperInvariant(),
            ["desiredStatus"] = task.StopRequested ? "STOPPED" : "RUNNING",
            ["healthStatus"] = Text(TaskHealth.Of(task, catalog.Blueprint(task.TaskDefinitionArn))),
            ["cpu"] = Total(definition, containers.Values, "cpu"),
            ["memory"] = Total(definition, containers.Values, "memory"),
            ["connectivity"] = "CONNECTED",
            ["overrides"] = Overrides(task),
            ["enableExecuteCommand"] = task.ExecuteCommandEnabled,
            ["attachments"] = InterfaceView.AttachmentsOf(task, arns),
            ["attributes"] = AttributesOf(task, new(definition)),
            ["tags"] = task.Tags?.DeepClone() ?? new JsonArray(),
            ["version"] = 1 + (int)task.LastStatus,
            ["containers"] = new JsonArray([.. task.Containers.Select(container => Of(task, container, containers[container.Name]))]),
        };
        LaunchView.Add(view, task);
        if (task.IsOnInstance)
            view["containerInstanceArn"] = arns.ContainerInstance(task.Cluster, task.InstanceNumber);
        else
            view["ephemeralStorage"] = (task.Overrides?["ephemeralStorage"] ?? definition["ephemeralStorage"])?.DeepClone() ?? new JsonObject { ["sizeInGiB"] = FargateStorage };
        AddText(view, "startedBy", task.StartedBy ?? task.DeploymentId);
        AddText(view, "stopCode", task.StopCode);
        AddText(view, "stoppedReason", task.StoppedReason);
        AddTimes(view, task);
        return view;
    }

    /// <summary>The processor that it runs on, where that is known: https://docs.aws.amazon.com/cli/latest/reference/ecs/describe-tasks.html</summary>
    private static JsonArray AttributesOf(EcsTask task, TaskDefinitionDocument definition) => TaskPlatform.Of(definition, onFargate: !task.IsOnInstance) is { } platform
        ? [new JsonObject { ["name"] = "ecs.cpu-architecture", ["value"] = platform.Architecture == "amd64" ? "x86_64" : platform.Architecture }]
        : [];

    private static JsonObject Overrides(EcsTask task)
    {
        var view = task.Overrides?.DeepClone().AsObject() ?? [];
        view["containerOverrides"] ??= new JsonArray();
        view["inferenceAcceleratorOverrides"] ??= new JsonArray();
        return view;
    }

    private static void AddTimes(JsonObject view, EcsTask task)
    {
        view.AddTime("createdAt", task.CreatedAt);
        view.AddTime("connectivityAt", task.CreatedAt);
        view.AddTime("pullStartedAt", task.PullStartedAt);
        view.AddTime("pullStoppedAt", task.PullStoppedAt);
        view.AddTime("startedAt", task.StartedAt);
        view.AddTime("stoppingAt", task.StoppingAt);
        view.AddTime("executionStoppedAt", task.ExecutionStoppedAt);
        view.AddTime("stoppedAt", task.StoppedAt);
    }

    private static JsonObject Of(EcsTask task, TaskContainer container, JsonObject definition)
    {
        var bindings = container.NetworkBindings.Select(binding => (JsonNode)new JsonObject
        {
            ["bindIP"] = binding.BindIp,
            ["containerPort"] = binding.ContainerPort,
            ["hostPort"] = binding.HostPort,
            ["protocol"] = binding.Protocol,
        });
        var view = new JsonObject
        {
            ["containerArn"] = container.Arn,
            ["taskArn"] = task.Arn,
            ["name"] = container.Name,
            ["image"] = container.Image,
            ["lastStatus"] = container.Phase switch
            {
                ContainerPhase.Running => "RUNNING",
                ContainerPhase.Stopped => "STOPPED",
                _ => "PENDING",
            },
            ["networkBindings"] = new JsonArray([.. bindings]),
            ["networkInterfaces"] = InterfaceView.InterfacesOf(task),
            ["healthStatus"] = Text(container.Health),
        };
        AddText(view, "imageDigest", container.ImageDigest);
        if (task.ExecuteCommandEnabled)
            view["managedAgents"] = new JsonArray(AgentOf(container));
        if (container.RuntimeId is { } engineId)
            view["runtimeId"] = task.IsOnInstance ? engineId : task.FargateIdOf(container);
        AddText(view, "reason", container.Reason);
        if (container.ExitCode is { } exitCode)
            view["exitCode"] = exitCode;
        foreach (var amount in new[] { "cpu", "memory", "memoryReservation" })
            AddText(view, amount, definition[amount]?.ToString());
        return view;
    }

    /// <summary>Of ECS Exec: it runs while its container does.</summary>
    private static JsonObject AgentOf(TaskContainer container)
    {
        var agent = new JsonObject
        {
            ["name"] = "ExecuteCommandAgent",
            ["lastStatus"] = container.Phase switch
            {
                ContainerPhase.Running => "RUNNING",
                ContainerPhase.Stopped => "STOPPED",
                _ => "PENDING",
            },
        };
        agent.AddTime("lastStartedAt", container.StartedAt);
        return agent;
    }

    private static string Text(HealthStatus? health) => (health ?? HealthStatus.Unknown).ToString().ToUpperInvariant();

    private static void AddText(JsonObject view, string member, string? text)
    {
        if (text is not null)
            view[member] = text;
    }

    /// <summary>The task's own amount; where it has none, what its containers have together.</summary>
    private static string Total(JsonObject definition, IEnumerable<JsonObject> containers, string amount) =>
        definition[amount]?.ToString() ?? containers
            .Sum(container => long.TryParse(container[amount]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .ToString(CultureInfo.InvariantCulture);
}
