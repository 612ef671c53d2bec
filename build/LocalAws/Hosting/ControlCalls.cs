using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Engine;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Hosting;

/// <summary>
/// What is LocalAws's own, not AWS's: <c>GET /_slipway/health</c>; <c>POST /_slipway/stop</c>, which ends the process and leaves its
/// containers to the next; <c>POST /_slipway/interrupt?task=ID</c>, which takes a task's spot capacity away; and <c>POST /_slipway/down</c>, which removes all that LocalAws made, answers, and ends the process. A bucket cannot have the name <c>_slipway</c>.
/// </summary>
internal sealed partial class ControlCalls(LocalAwsOptions options, EcsEngine ecs, Teardown takedown, ProcessEnd end, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<ControlCalls> log) : IProtocol
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    public bool IsLogged => false;

    /// <summary>Accepts its own paths and, when LocalAws is going down, every other: nothing may be made any more.</summary>
    public bool Accepts(HttpRequest request) => takedown.HasBegun || request.Path.StartsWithSegments("/_slipway", StringComparison.Ordinal);

    public Task HandleAsync(HttpContext context, CancellationToken cancellationToken) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("GET", "/_slipway/health") => JsonProtocol.WriteAsync(context.Response, Health(), JsonProtocol.PlainContentType, cancellationToken),
        ("POST", "/_slipway/interrupt") => InterruptAsync(context, cancellationToken),
        ("POST", "/_slipway/stop") => StopAsync(context, cancellationToken),
        ("POST", "/_slipway/down") => DownAsync(context, cancellationToken),
        _ when takedown.HasBegun => throw new AwsErrorException("ServiceUnavailable", "LocalAws is going down.", 503),
        _ => throw AwsErrorException.NotImplemented($"{context.Request.Method} {context.Request.Path}"),
    };

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken) =>
        JsonProtocol.WriteErrorAsync(context.Response, error, JsonProtocol.PlainContentType, cancellationToken);

    private JsonObject Health() => new()
    {
        ["status"] = takedown.HasBegun ? "going down" : "ok",
        ["pid"] = Environment.ProcessId,
        ["instance"] = options.InstanceId,
        ["account"] = options.Account,
        ["region"] = options.Region,
        ["registry"] = options.RegistryHost,
        ["startedAt"] = _started,
    };

    private async Task InterruptAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var task = context.Request.Query["task"].ToString();
        await ecs.AskAsync(
            world =>
            {
                world.Interrupt(task);
                return true;
            },
            cancellationToken);
        Interrupted(log, task);
        await JsonProtocol.WriteAsync(context.Response, new JsonObject { ["interrupted"] = task }, JsonProtocol.PlainContentType, cancellationToken);
    }

    private Task StopAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.OnCompleted(EndAsync);
        return JsonProtocol.WriteAsync(context.Response, new JsonObject { ["stopping"] = true }, JsonProtocol.PlainContentType, cancellationToken);
    }

    private async Task DownAsync(HttpContext context, CancellationToken cancellationToken)
    {
        await takedown.RunAsync();
        end.StateIsRemoved = true;
        StateDirectory.Remove(options.StateDirectory);
        context.Response.OnCompleted(EndAsync);
        await JsonProtocol.WriteAsync(context.Response, new JsonObject { ["removed"] = true }, JsonProtocol.PlainContentType, cancellationToken);
    }

    private Task EndAsync()
    {
        lifetime.StopApplication();
        return Task.CompletedTask;
    }

    /// <summary>https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html</summary>
    [LoggerMessage(LogLevel.Information, "the spot capacity of task {Task} is taken away. AWS warns of that by a task state change event of EventBridge, which LocalAws does not have, and by SIGTERM.")]
    private static partial void Interrupted(ILogger log, string task);
}
