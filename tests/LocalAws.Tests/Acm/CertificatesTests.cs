using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Acm;

/// <summary>AWS Certificate Manager: what it issues, what it imports, and what it refuses.</summary>
public sealed class CertificatesTests
{
    private const string Acm = "CertificateManager.";

    private LocalAwsServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await LocalAwsServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_certificate_that_is_requested_is_issued_at_once_for_all_its_names()
    {
        var arn = (string)(await CallAsync("RequestCertificate", """{"DomainName": "shop.example.com", "SubjectAlternativeNames": ["*.shop.example.com"], "ValidationMethod": "DNS", "Tags": [{"Key": "a", "Value": "1"}]}"""))["CertificateArn"]!;

        var described = (await CallAsync("DescribeCertificate", Named(arn)))["Certificate"]!;
        var given = await CallAsync("GetCertificate", Named(arn));
        var record = described["DomainValidationOptions"]![1]!["ResourceRecord"]!;
        using var certificate = X509Certificate2.CreateFromPem((string)given["Certificate"]!);
        using var authority = X509Certificate2.CreateFromPem((string)given["CertificateChain"]!);

        Assert.That(arn, Does.Match("^arn:aws:acm:us-east-1:000000000000:certificate/[0-9a-f-]{36}$"));
        Assert.That(
            ((string)described["Status"]!, (string)described["Type"]!, (string)described["KeyAlgorithm"]!, (string)described["Subject"]!, described["SubjectAlternativeNames"]!.ToJsonString()),
            Is.EqualTo(("ISSUED", "AMAZON_ISSUED", "RSA_2048", "CN=shop.example.com", """["shop.example.com","*.shop.example.com"]""")));
        Assert.That(((string)record["Name"]!, (string)record["Value"]!), Is.EqualTo(((string)described["DomainValidationOptions"]![0]!["ResourceRecord"]!["Name"]!, (string)described["DomainValidationOptions"]![0]!["ResourceRecord"]!["Value"]!)), "one record for a domain and its wildcard");
        Assert.That(certificate.MatchesHostname("www.shop.example.com"));
        Assert.That(IsTrusted(certificate, authority));
        Assert.That((await CallAsync("ListTagsForCertificate", Named(arn))).ToJsonString(), Is.EqualTo("""{"Tags":[{"Key":"a","Value":"1"}]}"""));
    }

    [Test]
    public async Task A_request_that_is_repeated_with_its_token_issues_nothing()
    {
        const string Request = """{"DomainName": "shop.example.com", "IdempotencyToken": "once"}""";

        var first = await CallAsync("RequestCertificate", Request);
        var second = await CallAsync("RequestCertificate", Request);

        Assert.That((second.ToJsonString(), (await CallAsync("ListCertificates", "{}"))["CertificateSummaryList"]!.AsArray().Count), Is.EqualTo((first.ToJsonString(), 1)));
    }

    [Test]
    public async Task A_certificate_is_imported_and_imported_again()
    {
        var arn = (string)(await CallAsync("ImportCertificate", Import("one.example.com")))["CertificateArn"]!;
        await CallAsync("ImportCertificate", Import("two.example.com", arn));

        var described = (await CallAsync("DescribeCertificate", Named(arn)))["Certificate"]!;
        var listed = (await CallAsync("ListCertificates", """{"Includes": {"keyTypes": ["EC_prime256v1"]}}"""))["CertificateSummaryList"]!.AsArray();

        Assert.That(((string)described["DomainName"]!, (string)described["Type"]!, listed.Count), Is.EqualTo(("two.example.com", "IMPORTED", 1)));
        Assert.That((await CallAsync("ListCertificates", "{}"))["CertificateSummaryList"]!.AsArray(), Is.Empty, "without a filter keys of elliptic curves are not listed");
    }

    [TestCase(-2, -1, "The certificate has expired, is not valid.")]
    [TestCase(1, 2, "The certificate is not in effect yet, is not valid.")]
    public async Task A_certificate_that_is_not_valid_now_is_not_imported(int from, int until, string message) =>
        Assert.That(await _server.Client.RefusedAsync(Acm + "ImportCertificate", Import("one.example.com", from: from, until: until)), Is.EqualTo($"400 ValidationException: {message}"));

    [Test]
    public async Task A_key_of_another_certificate_is_not_imported()
    {
        var (one, other) = (JsonNode.Parse(Import("one.example.com"))!, JsonNode.Parse(Import("other.example.com"))!);
        one["PrivateKey"] = other["PrivateKey"]!.DeepClone();

        Assert.That(await _server.Client.RefusedAsync(Acm + "ImportCertificate", one.ToJsonString()), Does.StartWith("400 ValidationException: The certificate and the private key could not be imported: "));
    }

    [Test]
    public async Task A_certificate_of_an_authority_needs_its_chain()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = new CertificateRequest("CN=authority", authorityKey, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=one.example.com", key, HashAlgorithmName.SHA256);
        using var certificate = request.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(authorityKey), DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), [1]);
        var import = new JsonObject { ["Certificate"] = Blob(certificate.ExportCertificatePem()), ["PrivateKey"] = Blob(key.ExportPkcs8PrivateKeyPem()) };

        var without = await _server.Client.RefusedAsync(Acm + "ImportCertificate", import.ToJsonString());
        import["CertificateChain"] = JsonNode.Parse(Import("other.example.com"))!["Certificate"]!.DeepClone();
        var another = await _server.Client.RefusedAsync(Acm + "ImportCertificate", import.ToJsonString());
        import["CertificateChain"] = Blob(authority.ExportCertificatePem());
        await CallAsync("ImportCertificate", import.ToJsonString());
        import["Certificate"] = Blob($"{certificate.ExportCertificatePem()}\n{authority.ExportCertificatePem()}");
        var two = await _server.Client.RefusedAsync(Acm + "ImportCertificate", import.ToJsonString());

        Assert.That(without, Is.EqualTo("400 ValidationException: Provided certificate is not a valid self signed. Please provide either a valid self-signed certificate or certificate chain."));
        Assert.That(another, Is.EqualTo("400 ValidationException: Could not validate the certificate with the certificate chain."));
        Assert.That(two, Is.EqualTo("400 ValidationException: The certificate field contains more than one certificate. You can specify only one certificate in this field."));
    }

    [Test]
    public async Task What_belongs_to_a_certificate_goes_with_it()
    {
        var arn = (string)(await CallAsync("RequestCertificate", """{"DomainName": "shop.example.com"}"""))["CertificateArn"]!;
        await CallAsync("AddTagsToCertificate", $$"""{"CertificateArn": "{{arn}}", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]}""");
        await CallAsync("RemoveTagsFromCertificate", $$"""{"CertificateArn": "{{arn}}", "Tags": [{"Key": "a"}, {"Key": "b", "Value": "other"}]}""");
        var tags = await CallAsync("ListTagsForCertificate", Named(arn));
        await CallAsync("DeleteCertificate", Named(arn));

        Assert.That(tags.ToJsonString(), Is.EqualTo("""{"Tags":[{"Key":"b","Value":"2"}]}"""));
        Assert.That(await _server.Client.RefusedAsync(Acm + "DescribeCertificate", Named(arn)), Is.EqualTo($"400 ResourceNotFoundException: Could not find certificate {arn}."));
    }

    [TestCase("RequestCertificate", """{"DomainName": "no domain"}""", "400 ValidationException: 1 validation error detected: Value 'no domain' at 'domainName' failed to satisfy constraint: Member must be the name of a domain, which may begin with '*.'")]
    [TestCase("RequestCertificate", """{"DomainName": "a.example.com", "KeyAlgorithm": "RSA_1024"}""", "400 ValidationException: The key algorithm 'RSA_1024' is not one of RSA_2048, EC_prime256v1, EC_secp384r1.")]
    [TestCase("RequestCertificate", """{"DomainName": "a.example.com", "ValidationMethod": "HTTP"}""", "501 NotImplemented: LocalAws does not emulate 'ValidationMethod' HTTP of RequestCertificate; run this against AWS, or leave it out with --env=local.")]
    [TestCase("RequestCertificate", """{"DomainName": "a.example.com", "Options": {"Export": "ENABLED"}}""", "501 NotImplemented: LocalAws does not emulate 'Options.Export' of RequestCertificate; run this against AWS, or leave it out with --env=local.")]
    [TestCase("ImportCertificate", """{"Certificate": "YQ==", "PrivateKey": "YQ=="}""", "400 ValidationException: The certificate and the private key could not be imported: ")]
    [TestCase("DescribeCertificate", """{"CertificateArn": "none"}""", "400 ValidationException: 1 validation error detected: Value 'none' at 'certificateArn' failed to satisfy constraint: Member must be the ARN of a certificate")]
    [TestCase("RenewCertificate", "{}", "400 UnknownOperationException: LocalAws does not emulate ACM RenewCertificate; run this against AWS, or leave it out with --env=local.")]
    public async Task What_cannot_be_done_is_refused(string operation, string request, string refusal) =>
        Assert.That(await _server.Client.RefusedAsync(Acm + operation, request), Does.StartWith(refusal));

    private Task<JsonObject> CallAsync(string operation, string request) => _server.Client.SucceedAsync(Acm + operation, request);

    private static string Named(string arn) => $$"""{"CertificateArn": "{{arn}}"}""";

    /// <param name="from">In days from now, as is <paramref name="until"/>.</param>
    private static string Import(string name, string? arn = null, int from = -1, int until = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(from), DateTimeOffset.UtcNow.AddDays(until));
        var import = new JsonObject { ["Certificate"] = Blob(certificate.ExportCertificatePem()), ["PrivateKey"] = Blob(key.ExportPkcs8PrivateKeyPem()) };
        if (arn is not null)
            import["CertificateArn"] = arn;
        return import.ToJsonString();
    }

    private static string Blob(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));

    private static bool IsTrusted(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        return chain.Build(certificate);
    }
}
