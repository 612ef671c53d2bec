namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>Gives each request to the protocol that it speaks, and turns what goes wrong into an answer of that protocol.</summary>
internal sealed class ProtocolRouter(IEnumerable<IProtocol> protocols, CallerRules rules, RequestLog log, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var started = time.GetTimestamp();
        var requestId = Guid.NewGuid().ToString();
        context.TraceIdentifier = requestId;
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        var protocol = protocols.First(candidate => candidate.Accepts(context.Request));
        try
        {
            await rules.CheckAsync(context, protocol, cancellation);
            await protocol.HandleAsync(context, cancellation);
            if (protocol.IsLogged)
                log.Answered(context, time.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            if (protocol.IsLogged)
                log.Abandoned(context);
            context.Abort();
        }
        catch (AwsErrorException error)
        {
            log.Refused(context, error);
            await AnswerAsync(protocol, context, error);
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            log.Failed(context, error);
            await AnswerAsync(protocol, context, new("InternalFailure", $"LocalAws failed: {error.Message} Its log has more, at request {requestId}.", 500));
        }
    }

    private static Task AnswerAsync(IProtocol protocol, HttpContext context, AwsErrorException error) =>
        protocol.WriteErrorAsync(context, error, context.RequestAborted);
}
