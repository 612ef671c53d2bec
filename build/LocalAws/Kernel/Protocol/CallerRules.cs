using Slipway.LocalAws.Kernel.Callers;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>
/// Who may call LocalAws, which starts containers with any folder of this machine and knows its owner's secrets: the user who started it, root, and who
/// shows the key, as their owner; the containers of tasks, and who has temporary credentials that it gave out, within <see cref="TaskCalls"/>.
/// </summary>
internal sealed class CallerRules(LocalAwsOptions options, CallerKey key, IGivenCredentials given)
{
    /// <exception cref="AwsErrorException">The call is not for this caller.</exception>
    public async Task CheckAsync(HttpContext context, IProtocol protocol, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var caller = context.Features.Get<Caller>() ?? Caller.Unknown;
        var isOwner = caller.IsOwner || key.IsShownBy(request);
        if (caller.IsTask || (isOwner && TaskCalls.IsMarked(request)))
            TaskCalls.Check(request);
        else if (!isOwner && !protocol.IsOpen(request))
            await CheckGivenAsync(request, caller, protocol, cancellationToken);
    }

    private async Task CheckGivenAsync(HttpRequest request, Caller caller, IProtocol protocol, CancellationToken cancellationToken)
    {
        if (CredentialScope.AccessKeyOf(request) is not { } id || !await given.IncludeAsync(id, CredentialScope.TokenOf(request), cancellationToken))
            throw new AwsErrorException(protocol.DeniedCode, Refusal(caller), 403);
        TaskCalls.Check(request);
    }

    private string Refusal(Caller caller) =>
        $"LocalAws answers the user who started it, and this call is {(caller.User is { } user ? $"from user {user}" : "from nobody that it knows")}. "
        + $"Start one of your own, or set AWS_SESSION_TOKEN to what is in {CallerKey.PathIn(options.StateDirectory)}.";
}
