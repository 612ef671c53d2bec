using Slipway.LocalAws.Kernel.Callers;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Kernel.Activity;

/// <summary><c>GET /_slipway/log</c>: the newest lines of the log as text; with <c>?follow=1</c> each line as it comes, until one of both ends.</summary>
internal sealed class LogCalls(LiveLog log, PageTicket ticket, IHostApplicationLifetime lifetime) : IProtocol
{
    public bool IsLogged => false;

    public bool Accepts(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Path == "/_slipway/log";

    public bool IsOpen(HttpRequest request) => ticket.IsShownBy(request);

    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.XContentTypeOptions = "nosniff";
        if (context.Request.Query["follow"] != "1")
        {
            await response.WriteAsync(string.Concat(log.Newest().Select(line => line + "\n")), cancellationToken);
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            // So that whoever asks knows that it is answered, also before the first line.
            await response.StartAsync(either.Token);
            await foreach (var line in log.FollowAsync(either.Token))
            {
                await response.WriteAsync(line + "\n", either.Token);
                await response.Body.FlushAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The end of the log is the end of LocalAws.
        }
    }

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken) =>
        JsonProtocol.WriteErrorAsync(context.Response, error, JsonProtocol.PlainContentType, cancellationToken);
}
