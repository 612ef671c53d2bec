using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Slipway.Ecs.Tests.Faults;

/// <summary>
/// Stands between the clients and a server that speaks AWS, and has the bad moments that a test asks for. It keeps client tokens in the
/// place of a server that does not: a call with the token of an earlier one gets that one's answer, as ECS would give it.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> _faults = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (int Status, byte[] Body)> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ProxiedCall> _calls = new();
    private readonly HttpClient _server;
    private readonly WebApplication _application;

    private FaultProxy(Uri server)
    {
        _server = new() { BaseAddress = server };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    public Uri Endpoint => new(_application.Urls.Single());

    /// <summary>All that came, in order.</summary>
    public IReadOnlyList<ProxiedCall> Calls => [.. _calls];

    public static async Task<FaultProxy> StartAsync(Uri server, CancellationToken cancellationToken)
    {
        var proxy = new FaultProxy(server);
        await proxy._application.StartAsync(cancellationToken);
        return proxy;
    }

    /// <summary>What becomes of the next calls of an operation, one after the other; those after them go through.</summary>
    /// <param name="operation">As in <c>X-Amz-Target</c>, or the Query protocol's <c>Action</c>.</param>
    public void On(string operation, params IEnumerable<Fault> faults) => _faults[operation] = new(faults);

    public IReadOnlyList<JsonObject> RequestsTo(string operation) => [.. _calls.Where(call => call.Operation == operation).Select(call => call.Request)];

    /// <summary>How many calls of the operation the server got.</summary>
    public int Forwarded(string operation) => _calls.Count(call => call.Operation == operation && call.IsForwarded);

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _server.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var read = new MemoryStream();
        await context.Request.Body.CopyToAsync(read, context.RequestAborted);
        var body = read.ToArray();
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        var isJson = target.Length > 0;
        var operation = isJson ? target[(target.LastIndexOf('.') + 1)..] : QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)).GetValueOrDefault("Action").ToString();
        var request = isJson ? JsonNode.Parse(body)!.AsObject() : [];
        var fault = _faults.TryGetValue(operation, out var planned) && planned.TryDequeue(out var next) ? next : Fault.None;
        var token = request["clientToken"] is { } given ? $"{operation} {given}" : null;
        var isRepeated = token is not null && _answers.ContainsKey(token);
        _calls.Enqueue(new(operation, request, fault.IsForwarded && !isRepeated, SignedAt(context.Request)));

        var (status, answer) = !fault.IsForwarded ? (0, []) : isRepeated ? _answers[token!] : await ForwardAsync(context.Request, body, context.RequestAborted);
        if (token is not null && status == StatusCodes.Status200OK) _answers[token] = (status, answer);
        if (fault.Closes) context.Features.Get<IConnectionSocketFeature>()!.Socket.Shutdown(SocketShutdown.Both);
        else if (fault.Breaks) context.Abort();
        else if (fault.IsSilent) await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        else if (fault.Refusal is { } refusal) await AnswerAsync(context, fault, refusal.Status, Write(refusal, isJson), isJson);
        else await AnswerAsync(context, fault, status, Changed(fault, answer), isJson);
    }

    private static DateTimeOffset? SignedAt(HttpRequest request) =>
        DateTimeOffset.TryParseExact(request.Headers["X-Amz-Date"].ToString(), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private async Task<(int Status, byte[] Body)> ForwardAsync(HttpRequest original, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new(original.Method), original.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget) { Content = new ByteArrayContent(body) };
        foreach (var (name, values) in original.Headers)
        {
            if (name is "Host" or "Connection" or "Content-Length" or "Transfer-Encoding") continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!)) request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
        }

        using var answer = await _server.SendAsync(request, cancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    private static byte[] Changed(Fault fault, byte[] answer)
    {
        if (fault.Change is not { } change) return answer;
        var document = JsonNode.Parse(answer)!.AsObject();
        change(document);
        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private static byte[] Write(Refusal refusal, bool isJson) => Encoding.UTF8.GetBytes(isJson
        ? new JsonObject { ["__type"] = refusal.Code, ["message"] = refusal.Message }.ToJsonString()
        : $"<ErrorResponse><Error><Type>Sender</Type><Code>{refusal.Code}</Code><Message>{refusal.Message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>");

    private static async Task AnswerAsync(HttpContext context, Fault fault, int status, byte[] body, bool isJson)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = isJson ? "application/x-amz-json-1.1" : "text/xml";
        context.Response.ContentLength = body.Length;
        context.Response.Headers["x-amzn-RequestId"] = "r-1";
        context.Response.Headers.Date = (DateTimeOffset.UtcNow + fault.ClockAhead).ToString("R");
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
