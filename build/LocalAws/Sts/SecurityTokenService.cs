using System.Globalization;
using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Sts;

/// <summary>
/// STS: everybody is the user <c>local</c> of the account, also who has taken on a role: credentials are not told apart. Roles are given to any
/// token, as LocalAws knows no identity provider.
/// </summary>
internal sealed class SecurityTokenService(LocalAwsOptions options, TimeProvider time) : IQueryService
{
    public string SigningName => "sts";

    public IReadOnlyList<string> Unsupported { get; } =
    [
        "AssumeRole ProvidedContexts",
        "AssumeRole SerialNumber",
        "AssumeRole SourceIdentity",
        "AssumeRole TokenCode",
    ];

    public XNamespace XmlNamespace { get; } = "https://sts.amazonaws.com/doc/2011-06-15/";

    public IReadOnlyCollection<string> UnsignedActions { get; } = ["AssumeRoleWithWebIdentity"];

    public Task<IReadOnlyList<XElement>> InvokeAsync(string action, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken) =>
        action switch
        {
            "GetCallerIdentity" => Task.FromResult<IReadOnlyList<XElement>>(
            [
                new(XmlNamespace + "Arn", $"arn:aws:iam::{options.Account}:user/local"),
                new(XmlNamespace + "UserId", "AIDALOCALAWSLOCALAWS0"),
                new(XmlNamespace + "Account", options.Account),
            ]),
            "AssumeRole" => Task.FromResult(AssumeRole(action, parameters)),
            "AssumeRoleWithWebIdentity" => Task.FromResult(AssumeRole(action, parameters)),
            _ => throw QueryProtocol.InvalidAction($"STS {action}"),
        };

    private IReadOnlyList<XElement> AssumeRole(string action, IReadOnlyDictionary<string, string> parameters)
    {
        var role = Required(parameters, "RoleArn");
        var session = Required(parameters, "RoleSessionName");
        if (action == "AssumeRoleWithWebIdentity")
            Required(parameters, "WebIdentityToken");
        if (role.Split(':') is not ["arn", _, "iam", "", var account, { } path] || !path.StartsWith("role/", StringComparison.Ordinal))
            throw new AwsErrorException("ValidationError", $"{role} is invalid");
        if (account != options.Account)
            throw new AwsErrorException("AccessDenied", $"Not authorized to perform sts:{action}: {role} is not of account {options.Account}", 403);
        var seconds = parameters.TryGetValue("DurationSeconds", out var duration) ? int.Parse(duration, CultureInfo.InvariantCulture) : 3600;
        return
        [
            new(
                XmlNamespace + "Credentials",
                new XElement(XmlNamespace + "AccessKeyId", "ASIALOCALAWSLOCALAWS"),
                new XElement(XmlNamespace + "SecretAccessKey", "local"),
                new XElement(XmlNamespace + "SessionToken", "local"),
                new XElement(XmlNamespace + "Expiration", time.GetUtcNow().AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))),
            new(
                XmlNamespace + "AssumedRoleUser",
                new XElement(XmlNamespace + "Arn", $"arn:aws:sts::{options.Account}:assumed-role/{path.Split('/')[^1]}/{session}"),
                new XElement(XmlNamespace + "AssumedRoleId", $"AROALOCALAWSLOCALAWS0:{session}")),
        ];
    }

    private static string Required(IReadOnlyDictionary<string, string> parameters, string name) =>
        parameters.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw new AwsErrorException("ValidationError", $"1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null");
}
