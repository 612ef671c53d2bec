using System.Net;
using System.Text;
using Slipway.Aws.Calls;

namespace Slipway.Aws;

/// <summary>
/// A call to AWS failed. The message is one line with the service, operation, resource, AWS's code and words, the HTTP status,
/// the request id and, where the cause is a usual one, what to do about it.
/// </summary>
public sealed class AwsException : Exception
{
    private string? _message;

    internal AwsException(AwsFailure kind, AwsCall call, string code, string awsMessage, Exception? inner = null)
        : base(null, inner)
    {
        Kind = kind;
        Call = call;
        Code = code;
        AwsMessage = awsMessage;
    }

    public AwsFailure Kind { get; }

    /// <summary>Such as <c>ECS</c>.</summary>
    public string Service => Call.Service;

    /// <summary>Such as <c>DescribeServices</c>.</summary>
    public string Operation => Call.Operation;

    /// <summary>What the call was about, where the call has one such thing: <c>s3://bucket/key</c>.</summary>
    public string? Resource => Call.Resource;

    /// <summary>AWS's own code (<c>ClusterNotFoundException</c>), or ours where AWS gave none (<c>NoCredentials</c>, <c>HTTP 502</c>).</summary>
    public string Code { get; }

    /// <summary>AWS's own words.</summary>
    public string AwsMessage { get; }

    /// <summary>What AWS support asks for; null when no answer came.</summary>
    public string? RequestId { get; internal init; }

    /// <summary>Null when no answer came.</summary>
    public HttpStatusCode? HttpStatus { get; internal init; }

    /// <summary>By how much this machine's clock is ahead of the server's, where the answer has a <c>Date</c>, which is of whole seconds.</summary>
    public TimeSpan? ClockAhead { get; internal init; }

    /// <summary>How often the call was tried.</summary>
    public int Attempts { get; internal init; } = 1;

    public override string Message => _message ??= Describe();

    internal AwsCall Call { get; }

    /// <summary>True if the same call may succeed a moment later.</summary>
    internal bool IsTransient => Kind is AwsFailure.Throttled or AwsFailure.ServerFault or AwsFailure.Unreachable;

    /// <summary>True if other credentials of the same caller may do.</summary>
    internal bool IsExpiredSession => Kind == AwsFailure.Credentials && Code is "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired";

    internal AwsException After(int attempts) =>
        new(Kind, Call, Code, AwsMessage, InnerException) { RequestId = RequestId, HttpStatus = HttpStatus, ClockAhead = ClockAhead, Attempts = attempts };

    /// <summary>The same failure under the code that it turned out to have.</summary>
    internal AwsException As(string code, string awsMessage) =>
        new(Kind, Call, code, awsMessage, InnerException) { RequestId = RequestId, HttpStatus = HttpStatus, ClockAhead = ClockAhead, Attempts = Attempts };

    private string Describe()
    {
        var text = new StringBuilder(Service).Append(' ').Append(Operation);
        if (Resource is not null) text.Append(' ').Append(Resource);
        text.Append(" failed: ").Append(Code);
        var details = Details().ToList();
        if (details.Count > 0) text.Append(" (").AppendJoin(", ", details).Append(')');
        if (AwsMessage.Length > 0) text.Append(": ").Append(AwsMessage);
        if (Remedy.For(this) is { } remedy) text.Append(AwsMessage.EndsWith('.') ? " " : ". ").Append(remedy);
        return text.ToString().ReplaceLineEndings(" ");
    }

    private IEnumerable<string> Details()
    {
        if (HttpStatus is { } status) yield return $"HTTP {(int)status}";
        if (RequestId is not null) yield return $"request {RequestId}";
        if (Attempts > 1) yield return $"{Attempts} attempts";
    }
}
