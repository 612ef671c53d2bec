using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CloudMap.Names;

/// <summary>
/// Questions of DNS, as the forwarder passes them on from the containers of tasks: a message by POST, in the form of RFC 8484. The answer is a message, or 204 for
/// what is in no namespace: the forwarder then asks the resolver of this machine.
/// </summary>
internal sealed class NameProtocol(NameResolution names) : IProtocol
{
    public const string Path = "/dns-query";

    private const string ContentType = "application/dns-message";

    /// <summary>The form in which the length of a message travels by TCP.</summary>
    private const int LargestMessage = ushort.MaxValue;

    /// <summary>Tasks ask again and again.</summary>
    public bool IsLogged => false;

    public bool Accepts(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path == Path && request.ContentType == ContentType && !CredentialScope.IsSigned(request);

    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        if (DnsQuestion.Read(body.ToArray()) is not { } question || names.Answer(question) is not { } answer)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var message = answer.Write(question, context.Request.Query.ContainsKey("tcp") ? LargestMessage : question.LargestDatagram);
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = message.Length;
        await context.Response.Body.WriteAsync(message, cancellationToken);
    }

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken) =>
        JsonProtocol.WriteErrorAsync(context.Response, error, JsonProtocol.PlainContentType, cancellationToken);
}
