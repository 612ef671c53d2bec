using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Agent.Forwarding;

/// <summary>The port of the API on 127.0.0.1, also where any was asked for.</summary>
internal sealed class ApiPort(LocalAwsOptions options, IServer server)
{
    public int Value => options.Port > 0 ? options.Port : new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
}
