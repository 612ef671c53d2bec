using System.Xml.Linq;
using Slipway.LocalAws.Protocol;

namespace Slipway.LocalAws.Identity;

/// <summary>STS: everybody is the user <c>local</c> of the account.</summary>
internal sealed class SecurityTokenService(LocalAwsOptions options) : IQueryService
{
    public string SigningName => "sts";

    public XNamespace XmlNamespace { get; } = "https://sts.amazonaws.com/doc/2011-06-15/";

    public Task<IReadOnlyList<XElement>> InvokeAsync(string action, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken) =>
        action switch
        {
            "GetCallerIdentity" => Task.FromResult<IReadOnlyList<XElement>>(
            [
                new(XmlNamespace + "Arn", $"arn:aws:iam::{options.Account}:user/local"),
                new(XmlNamespace + "UserId", "AIDALOCALAWSLOCALAWS0"),
                new(XmlNamespace + "Account", options.Account),
            ]),
            _ => throw QueryProtocol.InvalidAction($"STS {action}"),
        };
}
