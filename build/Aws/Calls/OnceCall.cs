namespace Slipway.Aws.Calls;

/// <summary>
/// The attempts of a call that AWS carries out as often as it is sent. After a failure that leaves open whether it was carried out (AWS's own
/// fault, a lost answer, none in time), what the call makes is looked for, and the call is sent again only when that is not there. A refusal,
/// throttling among them, and a connection that never came about leave nothing open.
/// </summary>
/// <param name="send">Sends it once.</param>
/// <param name="find">Gives what the call makes, when that is there; null when it is not. Fails when it cannot be told.</param>
internal sealed class OnceCall<T>(AwsCall call, Func<CancellationToken, Task<T>> send, Func<CancellationToken, Task<T?>> find, TimeSpan settleTime, TimeProvider time)
    where T : class
{
    private AwsException? _open;

    /// <summary>One attempt, for <see cref="Retries"/> to repeat.</summary>
    public async Task<T> AttemptAsync(CancellationToken cancellationToken)
    {
        if (_open is { } open && await FindAsync(open, cancellationToken) is { } made) return made;
        try
        {
            return await send(cancellationToken);
        }
        catch (Exception failure) when (LeavesOpen(failure))
        {
            _open = failure as AwsException ?? Errors.Translate(call, failure);
            throw;
        }
    }

    /// <summary>Twice: what was on its way when the connection broke may show a moment later.</summary>
    private async Task<T?> FindAsync(AwsException open, CancellationToken cancellationToken)
    {
        try
        {
            if (await find(cancellationToken) is { } made) return made;
            await Task.Delay(settleTime, time, cancellationToken);
            return await find(cancellationToken);
        }
        catch (AwsException blind) when (!blind.IsTransient)
        {
            throw blind.As(blind.Code, $"{blind.AwsMessage} It was asked whether {call.Operation}, which had failed with {open.Code} ({open.AwsMessage}), was carried out all the same: it is not sent again before that is known.");
        }
    }

    private static bool LeavesOpen(Exception failure) => failure switch
    {
        AwsException refusal => refusal.Kind == AwsFailure.ServerFault,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        } => false,
        _ => true,
    };
}
