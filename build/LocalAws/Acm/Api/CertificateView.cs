using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Acm.Resources;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Acm.Api;

/// <summary>Certificates as DescribeCertificate and ListCertificates show them.</summary>
internal static class CertificateView
{
    private static readonly string[] Mailboxes = ["administrator", "hostmaster", "postmaster", "webmaster", "admin"];

    /// <param name="users">The ARNs of what uses it.</param>
    public static JsonObject Of(Certificate certificate, IReadOnlyList<string> users, DateTimeOffset now)
    {
        using var x509 = certificate.Read();
        var view = Common(certificate, now);
        view["SubjectAlternativeNames"] = new JsonArray([.. certificate.Names]);
        view["Serial"] = string.Join(':', x509.SerialNumber.ToLowerInvariant().Chunk(2).Select(digits => new string(digits)));
        view["Subject"] = x509.Subject;
        view["Issuer"] = certificate.IsImported ? x509.Issuer : "Amazon";
        view["SignatureAlgorithm"] = x509.SignatureAlgorithm.FriendlyName;
        view["InUseBy"] = new JsonArray([.. users]);
        view["Options"] = new JsonObject { ["CertificateTransparencyLoggingPreference"] = certificate.IsImported ? "DISABLED" : certificate.TransparencyLogging };
        view["KeyUsages"] = new JsonArray(new JsonObject { ["Name"] = "DIGITAL_SIGNATURE" }, new JsonObject { ["Name"] = "KEY_ENCIPHERMENT" });
        view["ExtendedKeyUsages"] = new JsonArray(new JsonObject { ["Name"] = "TLS_WEB_SERVER_AUTHENTICATION", ["OID"] = "1.3.6.1.5.5.7.3.1" });
        if (certificate.ValidationMethod is { } method)
            view["DomainValidationOptions"] = new JsonArray([.. certificate.Names.Select(name => Validation(certificate, name, method))]);
        return view;
    }

    /// <summary>A line of the list.</summary>
    public static JsonObject Summary(Certificate certificate, bool isUsed, DateTimeOffset now)
    {
        var view = Common(certificate, now);
        view["SubjectAlternativeNameSummaries"] = new JsonArray([.. certificate.Names]);
        view["HasAdditionalSubjectAlternativeNames"] = false;
        view["InUse"] = isUsed;
        return view;
    }

    public static string StatusOf(Certificate certificate, DateTimeOffset now)
    {
        using var x509 = certificate.Read();
        return new DateTimeOffset(x509.NotAfter) < now ? "EXPIRED" : "ISSUED";
    }

    private static JsonObject Common(Certificate certificate, DateTimeOffset now)
    {
        using var x509 = certificate.Read();
        var view = new JsonObject
        {
            ["CertificateArn"] = certificate.Arn,
            ["DomainName"] = certificate.Names is [var first, ..] ? first : null,
            ["Status"] = StatusOf(certificate, now),
            ["Type"] = certificate.IsImported ? Certificate.Imported : Certificate.Issued,
            ["KeyAlgorithm"] = certificate.KeyAlgorithm,
            ["CreatedAt"] = certificate.CreatedAt.ToTimestamp(),
            ["NotBefore"] = new DateTimeOffset(x509.NotBefore).ToTimestamp(),
            ["NotAfter"] = new DateTimeOffset(x509.NotAfter).ToTimestamp(),
            ["RenewalEligibility"] = "INELIGIBLE",
        };
        view.AddTime(certificate.IsImported ? "ImportedAt" : "IssuedAt", certificate.ImportedAt ?? certificate.CreatedAt);
        return view;
    }

    /// <summary>The record has the form of ACM's. A wildcard is validated with the domain below it.</summary>
    private static JsonObject Validation(Certificate certificate, string name, string method)
    {
        var domain = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        var view = new JsonObject
        {
            ["DomainName"] = name,
            ["ValidationDomain"] = certificate.ValidationDomains.GetValueOrDefault(name, name),
            ["ValidationStatus"] = "SUCCESS",
            ["ValidationMethod"] = method,
        };
        if (method == "EMAIL")
            view["ValidationEmails"] = new JsonArray([.. Mailboxes.Select(mailbox => $"{mailbox}@{certificate.ValidationDomains.GetValueOrDefault(name, domain)}")]);
        else
            view["ResourceRecord"] = new JsonObject { ["Name"] = $"_{Digits(domain)}.{domain}.", ["Type"] = "CNAME", ["Value"] = $"_{Digits($"{domain} {certificate.Arn[..^37]}")}.acm-validations.aws." };
        return view;
    }

    /// <summary>The same for the same text: ACM asks for one record as often as a domain is validated in one account.</summary>
    private static string Digits(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
