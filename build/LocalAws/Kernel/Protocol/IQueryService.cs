using System.Xml.Linq;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>A service of the Query protocol: <c>POST /</c> with a form that has <c>Action</c> and <c>Version</c>, answered in XML.</summary>
public interface IQueryService
{
    /// <summary>The name in the credential scope of the signature, as in <c>sts</c>.</summary>
    string SigningName { get; }

    /// <summary>The namespace of its answers.</summary>
    XNamespace XmlNamespace { get; }

    /// <summary>Operations for callers that have no credentials yet.</summary>
    IReadOnlyCollection<string> UnsignedActions => [];

    /// <summary>What of its requests is refused, as <see cref="UnsupportedMembers"/> takes it.</summary>
    IReadOnlyList<string> Unsupported => [];

    /// <summary>Answers one call with the children of <c>{Action}Result</c>.</summary>
    /// <param name="accessKeyId">Of the credentials that the call is signed with; null when it is not signed.</param>
    /// <exception cref="AwsErrorException">The call is refused.</exception>
    Task<IReadOnlyList<XElement>> InvokeAsync(string action, IReadOnlyDictionary<string, string> parameters, string? accessKeyId, CancellationToken cancellationToken);
}
