using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Slipway.LocalAws.Acm.Resources;

/// <summary>
/// Issues certificates, in Amazon's place. Each LocalAws has an authority of its own, which it makes when it issues the first certificate: a client that is to
/// trust all of them is given its certificate, the chain that GetCertificate answers.
/// </summary>
internal static class CertificateAuthority
{
    private const int SerialBytes = 16;

    /// <summary>As long as ACM's are valid.</summary>
    private static readonly TimeSpan Validity = TimeSpan.FromDays(395);

    private static readonly TimeSpan ValidityOfAuthority = TimeSpan.FromDays(3650);

    /// <summary>The keys that can be made, by ACM's name. https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html</summary>
    private static readonly Dictionary<string, Func<AsymmetricAlgorithm>> Keys = new()
    {
        ["RSA_2048"] = () => RSA.Create(2048),
        ["EC_prime256v1"] = () => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        ["EC_secp384r1"] = () => ECDsa.Create(ECCurve.NamedCurves.nistP384),
    };

    /// <summary>The algorithms that ACM makes keys of.</summary>
    public static IReadOnlyCollection<string> Algorithms => Keys.Keys;

    /// <summary>The state with an authority.</summary>
    public static AcmState Ensure(AcmState state, DateTimeOffset now)
    {
        if (state.Authority is not null)
            return state;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=LocalAws,O=LocalAws", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now + ValidityOfAuthority);
        return state with { Authority = authority.ExportCertificatePem(), AuthorityKey = key.ExportPkcs8PrivateKeyPem() };
    }

    /// <summary>A certificate for a server with these names; the first is its subject.</summary>
    /// <param name="state">Has an authority.</param>
    /// <returns>The certificate and its private key.</returns>
    public static (string Body, string PrivateKey) Issue(AcmState state, IReadOnlyList<string> names, string algorithm, DateTimeOffset now)
    {
        using var authority = X509Certificate2.CreateFromPem(state.Authority, state.AuthorityKey);
        using var key = Keys[algorithm]();
        var subject = new X500DistinguishedName($"CN={names[0]}");
        var request = key is RSA rsa ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : new(subject, (ECDsa)key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var issued = request.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(authority.GetECDsaPrivateKey()!), now.AddDays(-1), now + Validity, RandomNumberGenerator.GetBytes(SerialBytes));
        return (issued.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
