using System.Net;
using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>A port of a container that is published on the host.</summary>
public sealed record NetworkBinding(string BindIp, int ContainerPort, int HostPort, string Protocol)
{
    /// <summary>Whether other containers reach it: it is published at an address of this machine on their network, beside its loopback.</summary>
    [JsonIgnore]
    public bool IsReachable => IPAddress.TryParse(BindIp, out var address) && !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.Any);
}
