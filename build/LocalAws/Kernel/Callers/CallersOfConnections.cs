using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Kernel.Callers;

/// <summary>Finds out whose a connection is when it is made, for all requests on it.</summary>
internal static class CallersOfConnections
{
    /// <summary>Those of this machine's loopback. Later a caller who is quick has closed his end, and is not known any more.</summary>
    public static void IdentifyCallers(this ListenOptions listen, LocalAwsOptions options) => listen.Identify(connection => Of(connection, options));

    /// <summary>Those of the agent's socket.</summary>
    public static void IdentifyTasks(this ListenOptions listen) => listen.Identify(_ => Caller.Task);

    private static void Identify(this ListenOptions listen, Func<ConnectionContext, Caller> identify) => listen.Use(next => connection =>
    {
        connection.Features.Set(identify(connection));
        return next(connection);
    });

    private static Caller Of(ConnectionContext connection, LocalAwsOptions options) =>
        options.KnowsUsers && connection is { RemoteEndPoint: IPEndPoint client, LocalEndPoint: IPEndPoint server }
            ? Caller.Of(SocketTable.OwnerOf(client, server), ProcessUser.Id)
            : Caller.Unknown;
}
