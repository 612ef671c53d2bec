using System.Globalization;
using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Sts;

/// <summary>
/// STS: who has taken on a role, as a task does, is that role's session; everybody else is the user <c>local</c> of the account. Roles are given to
/// any token, as LocalAws knows no identity provider.
/// </summary>
internal sealed class SecurityTokenService(LocalAwsOptions options, RoleSessions sessions) : IQueryService
{
    /// <summary>
    /// What a session may do is what both the role's policies and these allow (IAM User Guide, "Session policies"). They are not evaluated here, so that a session
    /// that has them would be allowed more than on AWS; where no policies are enforced, everybody may do everything.
    /// </summary>
    private static readonly string[] SessionPolicies = ["AssumeRole,AssumeRoleWithWebIdentity Policy", "AssumeRole,AssumeRoleWithWebIdentity PolicyArns"];

    public string SigningName => "sts";

    public IReadOnlyList<string> Unsupported { get; } =
    [
        "AssumeRole ProvidedContexts",
        "AssumeRole SerialNumber",
        "AssumeRole SourceIdentity",
        "AssumeRole TokenCode",
        .. options.EnforcedPolicies.IsEmpty ? [] : SessionPolicies,
    ];

    public XNamespace XmlNamespace { get; } = "https://sts.amazonaws.com/doc/2011-06-15/";

    public IReadOnlyCollection<string> UnsignedActions { get; } = ["AssumeRoleWithWebIdentity"];

    public Task<IReadOnlyList<XElement>> InvokeAsync(string action, IReadOnlyDictionary<string, string> parameters, string? accessKeyId, CancellationToken cancellationToken) =>
        action switch
        {
            "GetCallerIdentity" => IdentifyAsync(accessKeyId, cancellationToken),
            "AssumeRole" => AssumeRoleAsync(action, parameters, cancellationToken),
            "AssumeRoleWithWebIdentity" => AssumeRoleAsync(action, parameters, cancellationToken),
            _ => throw QueryProtocol.InvalidAction($"STS {action}"),
        };

    private async Task<IReadOnlyList<XElement>> IdentifyAsync(string? accessKeyId, CancellationToken cancellationToken)
    {
        var session = accessKeyId is null ? null : await sessions.FindAsync(accessKeyId, cancellationToken);
        return
        [
            new(XmlNamespace + "Arn", session?.Arn ?? $"arn:aws:iam::{options.Account}:user/local"),
            new(XmlNamespace + "UserId", session?.UserId ?? "AIDALOCALAWSLOCALAWS0"),
            new(XmlNamespace + "Account", options.Account),
        ];
    }

    private async Task<IReadOnlyList<XElement>> AssumeRoleAsync(string action, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var role = Required(parameters, "RoleArn");
        var name = Required(parameters, "RoleSessionName");
        if (action == "AssumeRoleWithWebIdentity")
            Required(parameters, "WebIdentityToken");
        if (role.Split(':') is not ["arn", _, "iam", "", var account, { } path] || !path.StartsWith("role/", StringComparison.Ordinal))
            throw new AwsErrorException("ValidationError", $"{role} is invalid");
        if (account != options.Account)
            throw new AwsErrorException("AccessDenied", $"Not authorized to perform sts:{action}: {role} is not of account {options.Account}", 403);
        var seconds = parameters.TryGetValue("DurationSeconds", out var duration) ? int.Parse(duration, CultureInfo.InvariantCulture) : 3600;
        var (session, credentials) = await sessions.BeginAsync(role, name, TimeSpan.FromSeconds(seconds), cancellationToken);
        return
        [
            new(
                XmlNamespace + "Credentials",
                new XElement(XmlNamespace + "AccessKeyId", credentials.AccessKeyId),
                new XElement(XmlNamespace + "SecretAccessKey", credentials.SecretAccessKey),
                new XElement(XmlNamespace + "SessionToken", credentials.Token),
                new XElement(XmlNamespace + "Expiration", credentials.Expiration.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))),
            new(
                XmlNamespace + "AssumedRoleUser",
                new XElement(XmlNamespace + "Arn", session.Arn),
                new XElement(XmlNamespace + "AssumedRoleId", session.UserId)),
        ];
    }

    private static string Required(IReadOnlyDictionary<string, string> parameters, string name) =>
        parameters.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw new AwsErrorException("ValidationError", $"1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null");
}
