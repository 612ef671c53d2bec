namespace Slipway.LocalAws.Protocol;

/// <summary>One wire protocol: which requests are its own, how it answers and how it refuses.</summary>
internal interface IProtocol
{
    bool Accepts(HttpRequest request);

    Task HandleAsync(HttpContext context, CancellationToken cancellationToken);

    Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken);
}
