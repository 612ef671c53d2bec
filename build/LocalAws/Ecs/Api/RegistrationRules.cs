using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>
/// What RegisterTaskDefinition refuses, as far as a task could not be run otherwise, and the defaults that ECS writes into a
/// registration. Members that are not known pass.
/// </summary>
internal static partial class RegistrationRules
{
    /// <summary>The registration as it will be stored: without nulls and members of responses, with ECS's defaults.</summary>
    /// <exception cref="AwsErrorException"><c>ClientException</c>.</exception>
    public static JsonObject Check(JsonObject request, FargateRules fargate)
    {
        if (JsonTypes.Mismatch(request) is { } mismatch)
            throw new AwsErrorException("SerializationException", mismatch);
        // https://github.com/fabfuel/ecs-deploy/issues/146
        if (request["tags"] is JsonArray { Count: 0 })
            throw EcsErrors.Client("Tags can not be empty.");
        var registration = new TaskDefinitionDocument(request).ToRegistration();
        ReadSizes(registration);
        var document = new TaskDefinitionDocument(registration);
        if (!ValidName().IsMatch(document.Family))
            throw EcsErrors.Client(document.Family.Length == 0 ? "Family should not be empty." : "Family contains invalid characters.");
        if (document.Containers.Count is 0 or > 10)
            throw EcsErrors.Client(document.Containers.Count == 0 ? "Container definitions should not be empty." : "A task definition has 10 containers at most.");
        if (document.NetworkMode is not ("bridge" or "host" or "awsvpc" or "none"))
            throw EcsErrors.Client($"Network mode '{document.NetworkMode}' is not one of bridge, host, awsvpc and none.");
        if (!document.Containers.Any(container => container.Essential))
            throw EcsErrors.Client("A task definition must have at least one essential container.");
        foreach (var container in document.Containers)
            Check(document, container);
        DependencyOrder.Check(document);
        NetworkModeRules.Check(document);
        FirelensRules.Check(document);
        MemberRules.Check(document);
        CheckCompatibility(document, fargate);
        AddDefaults(registration);
        return registration;
    }

    private static void Check(TaskDefinitionDocument document, ContainerDefinition container)
    {
        if (!ValidName().IsMatch(container.Name))
            throw EcsErrors.Client(container.Name.Length == 0 ? "Container.name should not be null or empty." : $"Container.name '{container.Name}' contains invalid characters.");
        if (document.Containers.Count(other => other.Name == container.Name) > 1)
            throw EcsErrors.Client("Container names must be unique within a Task Definition.");
        if (container.Image.Length == 0)
            throw EcsErrors.Client("Container.image should not be null or empty.");
        if (container.Memory is null && container.MemoryReservation is null && document.Memory is null)
            throw Invalid(container, "At least one of 'memory' or 'memoryReservation' must be specified.");
        if (container.Memory < container.MemoryReservation)
            throw Invalid(container, "'memory' must be greater than or equal to 'memoryReservation'.");
        if (container.HealthCheck is { Command: var command } && (command.Count == 0 || command[0] is not ("CMD" or "CMD-SHELL" or "NONE")))
            throw Invalid(container, "the healthCheck's command must begin with CMD or CMD-SHELL.");
        if (container.MountPoints.FirstOrDefault(mount => document.Volumes.All(volume => volume.Name != mount.SourceVolume)) is { } unknown)
            throw EcsErrors.Client($"Unknown volume '{(unknown.SourceVolume.Length > 0 ? unknown.SourceVolume : "null")}'.");
        CheckSecrets(document, container);
    }

    /// <summary>ECS stores units and MiB, whatever the sizes were written in.</summary>
    private static void ReadSizes(JsonObject registration)
    {
        if (TaskSize.Cpu(registration.Text("cpu")) is { } cpu)
            registration["cpu"] = string.Create(CultureInfo.InvariantCulture, $"{cpu}");
        if (TaskSize.Memory(registration.Text("memory")) is { } memory)
            registration["memory"] = string.Create(CultureInfo.InvariantCulture, $"{memory}");
    }

    private static void CheckCompatibility(TaskDefinitionDocument document, FargateRules fargate)
    {
        var required = document.Root.Texts("requiresCompatibilities");
        if (required.FirstOrDefault(type => type is not (Launch.OnEc2 or Launch.OnFargate or Launch.OnExternal)) is { } other)
            throw EcsErrors.Unsupported($"the compatibility '{other}'");
        if (required.Contains(Launch.OnFargate) && fargate.WhyNot(document) is { } why)
            throw EcsErrors.Client(why);
        if (required.Contains(Launch.OnEc2) && document.Root["ephemeralStorage"] is not null)
            throw EcsErrors.Client("Tasks using the EC2 launch type do not support EphemeralStorage");
    }

    private static void CheckSecrets(TaskDefinitionDocument document, ContainerDefinition container)
    {
        var secrets = container.Node.Objects("secrets");
        if (secrets.Count == 0)
            return;
        if (document.Root["executionRoleArn"] is null)
            throw EcsErrors.Client("When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.");
        var names = container.Environment.Keys.ToHashSet();
        if (secrets.Select(secret => secret.RequiredText("name")).FirstOrDefault(name => !names.Add(name)) is { } twice)
            throw EcsErrors.Client($"The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '{twice}'.");
    }

    /// <summary>ECS shows these in every description, whether they were given or not.</summary>
    private static void AddDefaults(JsonObject registration)
    {
        var isBridge = registration.Text("networkMode") is null or "bridge";
        registration["volumes"] ??= new JsonArray();
        registration["placementConstraints"] ??= new JsonArray();
        foreach (var container in registration.Objects("containerDefinitions"))
        {
            container["cpu"] ??= 0;
            container["essential"] ??= true;
            foreach (var list in new[] { "portMappings", "environment", "mountPoints", "volumesFrom", "systemControls" })
                container[list] ??= new JsonArray();
            foreach (var port in container.Objects("portMappings"))
            {
                port["hostPort"] ??= 0;
                // Nothing translates between them in the other modes.
                if (!isBridge && port.Number("hostPort") is 0)
                    port["hostPort"] = port["containerPort"]?.DeepClone();
                port["protocol"] ??= "tcp";
            }
        }
    }

    private static AwsErrorException Invalid(ContainerDefinition container, string why) =>
        EcsErrors.Client($"Invalid setting for container '{container.Name}'. {why}");

    [GeneratedRegex("^[A-Za-z0-9_-]{1,255}$")]
    private static partial Regex ValidName();
}
