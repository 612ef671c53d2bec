using Slipway.LocalAws.Kernel.Callers;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>
/// What a request says about its signer. Signatures are not verified: who calls is known by other means (<see cref="CallerRules"/>).
/// </summary>
internal static class CredentialScope
{
    /// <summary>Whether the request is signed at all, by a header or by a presigned URL, in version 4 or 2.</summary>
    public static bool IsSigned(HttpRequest request) =>
        request.Headers.Authorization.Count > 0 || request.Query.ContainsKey("X-Amz-Signature") || request.Query.ContainsKey("Signature");

    /// <summary>The service of the scope <c>{key id}/{date}/{region}/{service}/aws4_request</c>; null when there is no such scope.</summary>
    public static string? ServiceOf(HttpRequest request) => ScopeOf(request) is [.., _, _, var service, "aws4_request"] ? service : null;

    /// <summary>The id of the access key; null when there is no such scope.</summary>
    public static string? AccessKeyOf(HttpRequest request) => ScopeOf(request) is [{ Length: > 0 } key, _, _, _, "aws4_request"] ? key : null;

    /// <summary>The session token; empty when there is none.</summary>
    public static string TokenOf(HttpRequest request) =>
        request.Headers[CallerKey.TokenName].ToString() is { Length: > 0 } token ? token : request.Query[CallerKey.TokenName].ToString();

    private static string[] ScopeOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var start = header.IndexOf("Credential=", StringComparison.Ordinal);
        var scope = start < 0 ? request.Query["X-Amz-Credential"].ToString() : header[(start + "Credential=".Length)..].Split(',', ' ')[0];
        return scope.Split('/');
    }
}
