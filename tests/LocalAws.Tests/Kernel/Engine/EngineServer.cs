using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Slipway.LocalAws.Tests.Kernel.Engine;

/// <summary>Answers for an engine of any version, which refuses every call with the path that was asked for, but for those that a test has answers to.</summary>
internal sealed class EngineServer : IAsyncDisposable
{
    /// <summary>The answer to what is still under way when the test ends.</summary>
    public const string Never = "";

    private readonly WebApplication _application;

    private EngineServer(WebApplication application) => _application = application;

    public int Port => new Uri(_application.Urls.Single()).Port;

    /// <param name="certificates">Where the client's certificates are written; null: without TLS.</param>
    /// <param name="answers">By the last words of the path.</param>
    /// <param name="more">What a refusal says behind the path.</param>
    public static async Task<EngineServer> StartAsync(string apiVersion, string? certificates = null, IReadOnlyDictionary<string, string>? answers = null, string more = "")
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificates is not null)
                listen.UseHttps(Tls(certificates));
        }));
        if (certificates is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        var application = builder.Build();
        application.Run(context =>
        {
            var path = context.Request.Path.Value!;
            if (answers?.FirstOrDefault(known => path.EndsWith(known.Key, StringComparison.Ordinal)) is { Value: { } answer })
            {
                context.Response.ContentType = "application/json";
                return answer == Never ? Task.Delay(Timeout.Infinite, context.RequestAborted) : context.Response.WriteAsync(answer);
            }

            context.Response.StatusCode = path == "/version" ? 200 : 500;
            return context.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["ApiVersion"] = apiVersion, ["message"] = $"asked for {path}{more}" });
        });
        await application.StartAsync();
        return new(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static HttpsConnectionAdapterOptions Tls(string folder)
    {
        var now = DateTimeOffset.UtcNow;
        using var authorityKey = RSA.Create(2048);
        var request = new CertificateRequest("CN=authority", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        var (client, clientKey) = Issue("client", authority);
        File.WriteAllText(Path.Combine(folder, "ca.pem"), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "cert.pem"), client);
        File.WriteAllText(Path.Combine(folder, "key.pem"), clientKey);
        var (server, serverKey) = Issue("localhost", authority);
        using var pem = X509Certificate2.CreateFromPem(server, serverKey);
        return new()
        {
            // Windows' TLS does not take a key that is in memory only.
            ServerCertificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null),
            ClientCertificateMode = ClientCertificateMode.RequireCertificate,
            ClientCertificateValidation = (certificate, _, _) => certificate.Subject == "CN=client",
        };
    }

    private static (string Certificate, string Key) Issue(string name, X509Certificate2 authority)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(authority, new DateTimeOffset(authority.NotBefore), new DateTimeOffset(authority.NotAfter), RandomNumberGenerator.GetBytes(8));
        return (issued.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
