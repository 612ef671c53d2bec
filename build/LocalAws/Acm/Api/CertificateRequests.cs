using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Acm.Resources;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Acm.Api;

/// <summary>RequestCertificate: the certificate is issued at once, as nobody asks whose the domain is.</summary>
internal static partial class CertificateRequests
{
    private const int MostNames = 100;

    /// <exception cref="AwsErrorException">A parameter is not allowed.</exception>
    public static Certificate Read(AcmState state, JsonObject request, string arn, DateTimeOffset now)
    {
        IReadOnlyList<string> names = [.. request.Texts("SubjectAlternativeNames").Prepend(request.Text("DomainName") ?? "").Distinct()];
        if (names.FirstOrDefault(name => !Domain().IsMatch(name)) is { } wrong)
            throw AcmErrors.Validation($"1 validation error detected: Value '{wrong}' at 'domainName' failed to satisfy constraint: Member must be the name of a domain, which may begin with '*.'");
        if (names.Count > MostNames)
            throw new AwsErrorException("LimitExceededException", $"A certificate can have {MostNames} names at most.");
        var method = request.Text("ValidationMethod") ?? "EMAIL";
        if (method is not ("DNS" or "EMAIL"))
            throw AwsErrorException.NotImplemented($"'ValidationMethod' {method} of RequestCertificate");
        var algorithm = request.Text("KeyAlgorithm") ?? "RSA_2048";
        if (!CertificateAuthority.Algorithms.Contains(algorithm))
            throw AcmErrors.Validation($"The key algorithm '{algorithm}' is not one of {string.Join(", ", CertificateAuthority.Algorithms)}.");
        var (body, key) = CertificateAuthority.Issue(state, names, algorithm, now);
        return new()
        {
            Arn = arn,
            Body = body,
            Chain = state.Authority,
            PrivateKey = key,
            KeyAlgorithm = algorithm,
            Names = names,
            CreatedAt = now,
            ValidationMethod = method,
            ValidationDomains = request.Objects("DomainValidationOptions").ToDictionary(option => option.Text("DomainName") ?? "", option => option.Text("ValidationDomain") ?? ""),
            IdempotencyToken = request.Text("IdempotencyToken"),
            TransparencyLogging = request.Object("Options")?.Text("CertificateTransparencyLoggingPreference") ?? "ENABLED",
        };
    }

    /// <summary>The pattern of the API's model.</summary>
    [GeneratedRegex(@"^(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$")]
    private static partial Regex Domain();
}
