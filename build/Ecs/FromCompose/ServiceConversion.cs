using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.FromCompose;

/// <summary>One service on its way to a container definition: what is read, what is written, and what has to be said.</summary>
internal sealed class ServiceConversion(ComposeService service, TaskConversion task)
{
    public ComposeService Service => service;

    /// <summary>The service as Compose printed it.</summary>
    public JsonObject From => service.Node;

    public JsonObject Container { get; } = [];

    public TaskConversion Task => task;

    public ConversionOptions Options => task.Options;

    public bool IsFargate => task.Options.LaunchType == LaunchType.Fargate;

    /// <summary>How the container reaches the others of its task.</summary>
    public PeerAddresses Peers { get; } = new(service, task);

    /// <summary>What of the service stands in the Compose file itself.</summary>
    public WrittenValues Written { get; } = new(service, task);

    /// <summary>Paths of the container that a mount would have brought which is left out.</summary>
    public List<string> LeftOutPaths { get; } = [];

    /// <summary><c>linuxParameters</c>, made when it is first asked for.</summary>
    public JsonObject Linux => (JsonObject)(Container["linuxParameters"] ??= new JsonObject());

    public void Warn(string key, string reason) => task.Warnings.Add(new(service.Name, key, reason));

    /// <summary>Says that a key is left out because Fargate does not have it.</summary>
    /// <returns>True on Fargate, when the key says something.</returns>
    public bool LeavesToEc2(string key, string member)
    {
        if (!IsFargate || !From.Says(key)) return false;
        Warn(key, $"Fargate has no '{member}'; it is left out (--launch-type=ec2 keeps it)");
        return true;
    }
}
