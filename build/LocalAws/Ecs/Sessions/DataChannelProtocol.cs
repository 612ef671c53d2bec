using System.Net.WebSockets;
using Slipway.Ecs.Exec;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Sessions;

/// <summary>
/// Session Manager's data channel, where the sessions of ExecuteCommand are reached: <c>GET /v1/data-channel/ID?role=publish_subscribe</c>, upgraded to a
/// WebSocket. The caller is let in by the token in its first message; that the request itself is signed is not asked for.
/// </summary>
internal sealed class DataChannelProtocol(ExecSessions sessions, SessionBridge bridge, TimeProvider time, IHostApplicationLifetime lifetime) : IProtocol
{
    public bool Accepts(HttpRequest request) =>
        request.HttpContext.WebSockets.IsWebSocketRequest && request.Path.Value?.StartsWith(ExecSessions.Path, StringComparison.Ordinal) == true;

    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var channel = new DataChannel(socket, MessageTypes.Output, time);
        var id = context.Request.Path.Value![ExecSessions.Path.Length..];
        try
        {
            if (await OpenAsync(channel, id, either.Token) is { } target)
                await bridge.ServeAsync(channel, id, target, either.Token);
            else if (socket.State == WebSocketState.Open)
                await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, "The token is not that of the session.", either.Token);
        }
        catch (SessionException)
        {
            // The client went away before it had shown its token.
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The connection ends with the process.
        }
    }

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken) =>
        JsonProtocol.WriteErrorAsync(context.Response, error, JsonProtocol.PlainContentType, cancellationToken);

    private async Task<ExecTarget?> OpenAsync(DataChannel channel, string id, CancellationToken cancellationToken) =>
        await channel.ReadOpeningAsync(cancellationToken) is { } opening && ChannelOpening.TokenIn(opening) is { } token ? sessions.Take(id, token) : null;
}
