using Microsoft.AspNetCore.Http.Features;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>Logs each request by the service that it is for: <c>ecs: DescribeServices  200, 3 ms</c>. Names and outcomes only, never what a request holds.</summary>
internal sealed partial class RequestLog(ILoggerFactory loggers)
{
    private const string CredentialsPath = "/v2/credentials";
    private const int LongestService = 20;

    public void Answered(HttpContext context, TimeSpan time) =>
        Answered(LogOf(context.Request), OperationOf(context.Request), context.Response.StatusCode, (long)time.TotalMilliseconds);

    public void Refused(HttpContext context, AwsErrorException error) => Refused(LogOf(context.Request), OperationOf(context.Request), error.Code, error.Message);

    public void Failed(HttpContext context, Exception error) => Failed(LogOf(context.Request), error, OperationOf(context.Request), context.TraceIdentifier);

    public void Abandoned(HttpContext context) => Abandoned(LogOf(context.Request), OperationOf(context.Request));

    private ILogger LogOf(HttpRequest request) => loggers.CreateLogger(ServiceOf(request));

    /// <summary>A logger is kept for as long as the process lives, so its name is none that a client makes up.</summary>
    private static string ServiceOf(HttpRequest request) =>
        CredentialScope.ServiceOf(request) is not { } service ? "unsigned" : service.Length <= LongestService && service.All(char.IsAsciiLetterLower) || service == "s3" ? service : "other";

    /// <summary>The operation where the protocol names one, else method and path, as S3 has it.</summary>
    private static string OperationOf(HttpRequest request) =>
        TargetOf(request)?.Split('.')[^1]
        ?? CborProtocol.TargetOf(request)?.Split('.')[^1]
        ?? (request.HasFormContentType && request.HttpContext.Features.Get<IFormFeature>()?.Form is { } form && form.TryGetValue("Action", out var action)
            ? action.ToString()
            : $"{request.Method} {PathOf(request)}");

    /// <summary>Who knows the id in the path of a task's credentials gets them.</summary>
    private static PathString PathOf(HttpRequest request) => request.Path.StartsWithSegments(CredentialsPath, StringComparison.OrdinalIgnoreCase) ? CredentialsPath : request.Path;

    private static string? TargetOf(HttpRequest request) => request.Headers[JsonProtocol.TargetHeader].ToString() is { Length: > 0 } target ? target : null;

    [LoggerMessage(LogLevel.Information, "{Operation}  {Status}, {Milliseconds} ms")]
    private static partial void Answered(ILogger log, string operation, int status, long milliseconds);

    [LoggerMessage(LogLevel.Information, "{Operation}  refused: {Code}: {Message}")]
    private static partial void Refused(ILogger log, string operation, string code, string message);

    [LoggerMessage(LogLevel.Information, "{Operation}  the client went away")]
    private static partial void Abandoned(ILogger log, string operation);

    [LoggerMessage(LogLevel.Error, "{Operation}  failed, request {RequestId}")]
    private static partial void Failed(ILogger log, Exception error, string operation, string requestId);
}
