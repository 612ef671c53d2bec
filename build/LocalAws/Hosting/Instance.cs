using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Hosting;

/// <summary>What a state directory keeps from one start to the next, in its <c>instance.json</c>.</summary>
internal sealed record Instance
{
    /// <summary>The name of the document, and the sign of a directory that is ours.</summary>
    public const string StateName = "instance";

    public string InstanceId { get; set; } = "";

    public int Port { get; init; }

    public int RegistryPort { get; init; }

    public string Account { get; set; } = "000000000000";

    public string Region { get; set; } = "us-east-1";

    /// <summary>How many container instances there are.</summary>
    public int ContainerInstances { get; set; } = 1;
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Instance))]
[JsonSerializable(typeof(EndpointFile))]
internal sealed partial class HostingJson : JsonSerializerContext;
