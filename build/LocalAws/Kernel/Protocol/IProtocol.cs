namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>One wire protocol: which requests are its own, how it answers and how it refuses.</summary>
internal interface IProtocol
{
    /// <summary>Whether each answer is a line of the log: AWS's calls, but not what people and programs ask of LocalAws itself again and again.</summary>
    bool IsLogged => true;

    /// <summary>AWS's code for a call that is not allowed.</summary>
    string DeniedCode => "AccessDeniedException";

    bool Accepts(HttpRequest request);

    /// <summary>Whether any caller may send a request, because it contains a secret that only its rightful sender knows.</summary>
    bool IsOpen(HttpRequest request) => false;

    Task HandleAsync(HttpContext context, CancellationToken cancellationToken);

    Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken);
}
