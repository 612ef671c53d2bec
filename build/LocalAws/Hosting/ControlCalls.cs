using System.Text.Json.Nodes;
using Slipway.LocalAws.Protocol;

namespace Slipway.LocalAws.Hosting;

/// <summary>
/// What is LocalAws's own, not AWS's: <c>GET /_slipway/health</c>; <c>POST /_slipway/stop</c>, which ends the process and leaves its
/// containers to the next; and <c>POST /_slipway/down</c>, which removes all that LocalAws made, answers, and ends the process. A bucket cannot have the name <c>_slipway</c>.
/// </summary>
internal sealed partial class ControlCalls(
    LocalAwsOptions options, IEnumerable<IStartable> startables, ProcessEnd end, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<ControlCalls> log)
    : IProtocol, IDisposable
{
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _goingDown;

    /// <summary>Accepts its own paths and, when it is going down, every other: nothing may be made any more.</summary>
    public bool Accepts(HttpRequest request) => _goingDown || request.Path.StartsWithSegments("/_slipway", StringComparison.Ordinal);

    public Task HandleAsync(HttpContext context, CancellationToken cancellationToken) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("GET", "/_slipway/health") => JsonProtocol.WriteAsync(context.Response, Health(), JsonProtocol.PlainContentType, cancellationToken),
        ("POST", "/_slipway/stop") => StopAsync(context, cancellationToken),
        ("POST", "/_slipway/down") => DownAsync(context, cancellationToken),
        _ when _goingDown => throw new AwsErrorException("ServiceUnavailable", "LocalAws is going down.", 503),
        _ => throw AwsErrorException.NotImplemented($"{context.Request.Method} {context.Request.Path}"),
    };

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken) =>
        JsonProtocol.WriteErrorAsync(context.Response, error, JsonProtocol.PlainContentType, cancellationToken);

    public void Dispose() => _turn.Dispose();

    private JsonObject Health() => new()
    {
        ["status"] = _goingDown ? "going down" : "ok",
        ["pid"] = Environment.ProcessId,
        ["instance"] = options.InstanceId,
        ["account"] = options.Account,
        ["region"] = options.Region,
        ["registry"] = options.RegistryHost,
        ["startedAt"] = _started,
    };

    private Task StopAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.OnCompleted(EndAsync);
        return JsonProtocol.WriteAsync(context.Response, new() { ["stopping"] = true }, JsonProtocol.PlainContentType, cancellationToken);
    }

    /// <summary>Not cancelled by a caller who hangs up: half a removal helps nobody.</summary>
    private async Task DownAsync(HttpContext context, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _goingDown = true;
            foreach (var startable in startables.Reverse())
                await startable.RemoveAllAsync(CancellationToken.None);
            GoneDown(options.InstanceId, options.StateDirectory);
            end.StateIsRemoved = true;
            StateDirectory.Remove(options.StateDirectory);
        }
        finally
        {
            _turn.Release();
        }

        context.Response.OnCompleted(EndAsync);
        await JsonProtocol.WriteAsync(context.Response, new() { ["removed"] = true }, JsonProtocol.PlainContentType, cancellationToken);
    }

    private Task EndAsync()
    {
        lifetime.StopApplication();
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "Everything labelled {Instance} is removed; {Directory} goes, too")]
    private partial void GoneDown(string instance, string directory);
}
