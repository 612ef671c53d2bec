namespace Slipway.LocalAws.Protocol;

/// <summary>Gives each request to the protocol that it speaks, and turns what goes wrong into an answer of that protocol.</summary>
internal sealed partial class ProtocolRouter(IEnumerable<IProtocol> protocols, ILogger<ProtocolRouter> log)
{
    public async Task HandleAsync(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var requestId = Guid.NewGuid().ToString();
        context.TraceIdentifier = requestId;
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        var protocol = protocols.First(candidate => candidate.Accepts(context.Request));
        try
        {
            await protocol.HandleAsync(context, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (AwsErrorException error)
        {
            Refused(context.Request.Method, context.Request.Path, context.Request.Headers["X-Amz-Target"].ToString(), error.Code, error.Message);
            await AnswerAsync(protocol, context, error);
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            Failed(error, context.Request.Method, context.Request.Path, requestId);
            await AnswerAsync(protocol, context, new("InternalFailure", $"LocalAws failed: {error.Message} Its log has more, at request {requestId}.", 500));
        }
    }

    private static Task AnswerAsync(IProtocol protocol, HttpContext context, AwsErrorException error) =>
        protocol.WriteErrorAsync(context, error, context.RequestAborted);

    [LoggerMessage(LogLevel.Information, "{Method} {Path} {Target} refused: {Code}: {Message}")]
    private partial void Refused(string method, PathString path, string target, string code, string message);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed, request {RequestId}")]
    private partial void Failed(Exception error, string method, PathString path, string requestId);
}
