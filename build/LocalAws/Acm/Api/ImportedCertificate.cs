using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Acm.Resources;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Acm.Api;

/// <summary>What ImportCertificate gets: PEM in Base64.</summary>
internal static class ImportedCertificate
{
    private const string Certificate = "-----BEGIN CERTIFICATE-----";

    /// <exception cref="AwsErrorException">It is no PEM, certificate and key do not belong together, or ACM takes no such certificate.</exception>
    public static Certificate Read(JsonObject request, string arn, DateTimeOffset now)
    {
        var (body, key, path) = (Pem(request, "Certificate") ?? throw Missing("certificate"), Pem(request, "PrivateKey") ?? throw Missing("privateKey"), Pem(request, "CertificateChain"));
        if (body.Split(Certificate).Length > 2)
            throw AcmErrors.Validation("The certificate field contains more than one certificate. You can specify only one certificate in this field.");
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(body, key);
            var chain = path is null ? [] : Chain(path);
            Check(certificate, chain, now);
            return new()
            {
                Arn = arn,
                IsImported = true,
                Body = certificate.ExportCertificatePem(),
                Chain = chain.Count > 0 ? chain.ExportCertificatePems() : null,
                PrivateKey = key,
                KeyAlgorithm = AlgorithmOf(certificate),
                Names = NamesOf(certificate),
                CreatedAt = now,
                ImportedAt = now,
            };
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw AcmErrors.Validation($"The certificate and the private key could not be imported: {error.Message} Both have to be PEM, the key without a passphrase and that of the certificate.");
        }
    }

    private static string? Pem(JsonObject request, string member)
    {
        if (request.Text(member) is not { } encoded)
            return null;
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        }
        catch (FormatException)
        {
            throw new AwsErrorException("SerializationException", $"The member '{member}' of the request should be Base64.");
        }
    }

    private static X509Certificate2Collection Chain(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return certificates.Count > 0 ? certificates : throw AcmErrors.Validation("The certificate chain has no certificate in PEM.");
    }

    /// <summary>
    /// It must be valid now, and issued by itself or by the chain that comes with it, of which each certificate issues the one before. The sentences about the chain
    /// are quoted by users, those about the time by moto. https://docs.aws.amazon.com/acm/latest/userguide/troubleshoot-import.html
    /// </summary>
    private static void Check(X509Certificate2 certificate, X509Certificate2Collection chain, DateTimeOffset now)
    {
        if (now > new DateTimeOffset(certificate.NotAfter))
            throw AcmErrors.Validation("The certificate has expired, is not valid.");
        if (now < new DateTimeOffset(certificate.NotBefore))
            throw AcmErrors.Validation("The certificate is not in effect yet, is not valid.");
        if (chain.Count == 0 && !IsIssuedBy(certificate, certificate))
            throw AcmErrors.Validation("Provided certificate is not a valid self signed. Please provide either a valid self-signed certificate or certificate chain.");
        if (!chain.Prepend(certificate).Zip(chain).All(pair => IsIssuedBy(pair.First, pair.Second)))
            throw AcmErrors.Validation("Could not validate the certificate with the certificate chain.");
    }

    private static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2 issuer) => certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData);

    private static string AlgorithmOf(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var curve = certificate.GetECDsaPublicKey();
        return (rsa?.KeySize, curve?.KeySize) switch
        {
            ({ } size, _) => $"RSA_{size}",
            (_, 256) => "EC_prime256v1",
            (_, { } size) => $"EC_secp{size}r1",
            _ => throw AcmErrors.Validation("The key of the certificate is neither RSA nor of an elliptic curve."),
        };
    }

    private static IReadOnlyList<string> NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames());
        return [.. names.Prepend(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)).Where(name => name.Length > 0).Distinct()];
    }

    private static AwsErrorException Missing(string member) =>
        AcmErrors.Validation($"1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null");
}
