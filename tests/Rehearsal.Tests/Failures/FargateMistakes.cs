using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>What people get wrong on Fargate and in network mode awsvpc.</summary>
internal static class FargateMistakes
{
    /// <summary>No mistake: a service whose tasks publish ports of a container instance.</summary>
    public static FargateMistake OnInstances => new("a service on container instances", 0, "") { Service = "berth", IsOnFargate = false, Task = ToBridge };

    public static IReadOnlyList<FargateMistake> All { get; } =
    [
        // Refused when the task definition is registered.
        Refused("network mode bridge", "Fargate only supports network mode ‘awsvpc’.") with { Task = task => task["networkMode"] = "bridge" },
        Refused("no size of the task", "Fargate requires that 'cpu' be defined at the task level.") with { Task = task => task.Remove("cpu") },
        Refused("a size that Fargate does not have", "No Fargate configuration exists for given values.") with { Task = task => task["memory"] = "4096" },
        Refused("no execution role for images of ECR", "Fargate requires task definition to have execution role ARN to support ECR images.") with
        {
            Task = task => task.Remove("executionRoleArn"),
            Container = container => container.Remove("logConfiguration"),
        },
        Refused("no execution role for logs", "Fargate requires task definition to have execution role ARN to support log driver awslogs.") with
        {
            Task = task => task.Remove("executionRoleArn"),
            Container = container => container["image"] = "public.ecr.aws/nginx/nginx:latest",
        },
        Refused("another port on the host", "When networkMode=awsvpc, the host ports and container ports in port mappings must match.") with
        {
            Container = container => container["portMappings"]![0]!["hostPort"] = 80,
        },
        Refused("links", "Links are not supported when networkMode=awsvpc") with
        {
            Container = container => container["links"] = new JsonArray("second"),
            Task = task => AddSecond(task, "sleep 60"),
        },
        Refused("a name for the container's host", "hostname is not supported on container when networkMode=awsvpc") with { Container = container => container["hostname"] = "blackbox" },
        Refused("more memory than the task has", "The 'memory' setting for container 'blackbox' is greater than for the task.") with { Container = container => container["memory"] = 1024 },
        Refused("two containers that map one port", "TCP host port '8000' is mapped multiple times in task.") with
        {
            Task = task =>
            {
                AddSecond(task, "sleep 60");
                task["containerDefinitions"]![1]!["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8000 });
            },
        },
        Refused("a folder of the host", "Fargate compatible task definitions do not support sourcePath") with
        {
            Task = task => task["volumes"] = new JsonArray(new JsonObject { ["name"] = "data", ["host"] = new JsonObject { ["sourcePath"] = "/srv/data" } }),
        },
        Refused("a privileged container", "Fargate requires that the 'privileged' setting be 'false'") with { Container = container => container["privileged"] = true },

        // Refused when the service is created or updated.
        new("a subnet that is none", 2, "slipway.yml:", "is not the id of a subnet") { Deploy = "network: { subnets: [private-a] }" },
        new("a network for tasks that have none", 2, "slipway.yml:", "'deploy.network' is for tasks of network mode awsvpc")
        {
            Deploy = "network: { subnets: [subnet-0a1b2c3d4e5f60718] }",
            Task = ToBridge,
        },
        new("a launch type that the task definition is not for", 3, "ECS CreateService failed: InvalidParameterException", "Task definition does not support launch_type FARGATE.")
        {
            Service = "quay",
            IsBalanced = false,
            Task = task => task["requiresCompatibilities"] = new JsonArray("EC2"),
        },

        new("targets of type instance", 3, "ECS UpdateService failed: InvalidParameterException", "has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.")
        {
            Service = OnInstances.Service,
            IsOnFargate = false,
            IsBalanced = false,
            Task = task => task.Remove("requiresCompatibilities"),
        },

        // Seen when tasks start.
        new("a host name from Compose", 5, "A container does not know the name of a host that its application needs.", "Name or service not known")
        {
            Container = container => Runs(container, "python3 -c \"import socket; socket.create_connection(('redis', 6379))\""),
        },
        new("two containers on one port", 5, "A container's port is taken by another container of its task.", "Address already in use")
        {
            Task = task => AddSecond(task, "until python3 -c \"import socket; socket.create_connection(('127.0.0.1', 8000))\"; do sleep 1; done; exec python3 -m http.server 8000"),
        },
        new("memory that is too small", 5, "A container was killed because it used more memory than it has.", "OutOfMemoryError: Container killed due to memory usage")
        {
            Container = container =>
            {
                container.Remove("memoryReservation");
                container["memory"] = 32;
                // The shell outlives what is killed: the engine may not hear that memory ran out when the whole container is gone at once.
                Runs(container, "python3 -c \"catalogue = b'x' * (300 << 20)\"; code=$?; sleep 2; exit $code");
            },
        },
        new("an image that does not exist", 3, "Container 'blackbox': the registry has no image ") { Container = container => container["image"] = $"{container["image"]!.ToString().Split('@')[0]}:nobody-pushed-it" },
        // Nothing listens on the port of the discard service.
        new("no route to the registry", 5, "The registry could not be reached from where the task starts.", "CannotPullContainerError") { Container = container => container["image"] = "127.0.0.1:9/nothing/here:1" },
        new("an application that listens on 127.0.0.1 only", 5, "The load balancer gets no answer from the tasks.", "due to (reason Health checks failed)") { Container = container => Runs(container, "exec gunicorn --bind=127.0.0.1:8000 blackbox:application") },
        new("a health check of a page that is not there", 5, "The application answers the load balancer's health check with another status than it expects.", "Health checks failed with these codes: [404]")
        {
            Container = container => Runs(container, "cd /tmp; exec python3 -m http.server 8000"),
        },
        new("an environment file that nobody wrote", 5, "An environment file could not be read from S3.", "ResourceInitializationError")
        {
            Container = container => container["environmentFiles"] = new JsonArray(new JsonObject { ["type"] = "s3", ["value"] = "arn:aws:s3:::tutorbloc-app/env-configurations/local/nobody-wrote-it.env" }),
        },
        new("a secret that is not there", 5, "A secret could not be read.", "ResourceInitializationError")
        {
            Container = container => container["secrets"] = new JsonArray(new JsonObject { ["name"] = "TOKEN", ["valueFrom"] = "arn:aws:ssm:eu-west-2:170904582664:parameter/nobody/wrote/it" }),
        },
    ];

    private static FargateMistake Refused(string what, string words) => new(what, 3, "ECS RegisterTaskDefinition failed: ClientException", words);

    private static void ToBridge(JsonObject task)
    {
        task["networkMode"] = "bridge";
        task.Remove("requiresCompatibilities");
    }

    private static void AddSecond(JsonObject task, string script)
    {
        var second = task["containerDefinitions"]![0]!.DeepClone().AsObject();
        second["name"] = "second";
        second["portMappings"] = new JsonArray();
        second.Remove("links");
        Runs(second, script);
        task["containerDefinitions"]!.AsArray().Add(second);
    }

    private static void Runs(JsonObject container, string script)
    {
        container.Remove("healthCheck");
        container["stopTimeout"] = 2;
        container["entryPoint"] = new JsonArray("sh", "-c");
        container["command"] = new JsonArray(script);
    }
}
