using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Slipway.LocalAws.LoadBalancing.Proxy;
using Slipway.LocalAws.Tests.LoadBalancing.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.LoadBalancing;

/// <summary>An HTTPS listener of a real HAProxy.</summary>
public sealed class HttpsOnDockerTests
{
    [Test]
    public async Task A_listener_serves_TLS_with_the_certificate_that_it_has_now()
    {
        await using var elb = await ElbServer.StartAsync();
        var (port, group) = (FreePort.Next(), await elb.TargetGroupAsync("web"));
        var (first, second) = (await CertificateAsync(elb, "first.example.com"), await CertificateAsync(elb, "second.example.com"));
        var listener = (string)(await elb.CallAsync("CreateListener", [("LoadBalancerArn", await elb.LoadBalancerAsync()), ("Protocol", "HTTPS"), ("Port", port), ("Certificates.member.1.CertificateArn", first.Arn), .. Forward(group)]))
            .Descendants(ElbServer.Xml + "ListenerArn").First();
        await elb.ServeAsync(group, await elb.RunAsync("web"));

        var before = await AskAsync(port, "first.example.com", first.Authority);
        var headers = await AskAsync(port, "first.example.com", first.Authority, "/headers");
        await elb.CallAsync("ModifyListener", ("ListenerArn", listener), ("Certificates.member.1.CertificateArn", second.Arn));
        var after = await AskAsync(port, "second.example.com", second.Authority);
        await elb.CallAsync("ModifyListener", [("ListenerArn", listener), .. Redirect()]);
        var redirected = await AskAsync(port, "second.example.com", second.Authority);
        var inUse = await elb.Client.RefusedAsync("CertificateManager.DeleteCertificate", $$"""{"CertificateArn": "{{second.Arn}}"}""");
        await elb.CallAsync("DeleteListener", ("ListenerArn", listener));
        await elb.Client.SucceedAsync("CertificateManager.DeleteCertificate", $$"""{"CertificateArn": "{{second.Arn}}"}""");

        Assert.That(headers, Does.Contain("X-Forwarded-Proto: https").IgnoreCase);
        Assert.That((before, after), Is.EqualTo(("CN=first.example.com 200 web", "CN=second.example.com 200 web")));
        Assert.That(redirected, Is.EqualTo($"CN=second.example.com 301 https://second.example.com:{port}/new"));
        Assert.That(inUse, Is.EqualTo($"400 ResourceInUseException: Certificate {second.Arn} in account 000000000000 is in use."));
    }

    [Test]
    public async Task A_client_gets_the_certificate_for_the_name_that_it_asks_for()
    {
        await using var elb = await ElbServer.StartAsync();
        var (port, group) = (FreePort.Next(), await elb.TargetGroupAsync("web"));
        var (own, listed) = (await CertificateAsync(elb, "own.example.com"), await CertificateAsync(elb, "listed.example.com"));
        var listener = (string)(await elb.CallAsync("CreateListener", [("LoadBalancerArn", await elb.LoadBalancerAsync()), ("Protocol", "HTTPS"), ("Port", port), ("Certificates.member.1.CertificateArn", own.Arn), .. Redirect()]))
            .Descendants(ElbServer.Xml + "ListenerArn").First();

        await elb.CallAsync("AddListenerCertificates", ("ListenerArn", listener), ("Certificates.member.1.CertificateArn", listed.Arn));
        string[] with = [await AskAsync(port, "own.example.com", own.Authority), await AskAsync(port, "listed.example.com", own.Authority)];
        var described = (await elb.CallAsync("DescribeListenerCertificates", ("ListenerArn", listener))).Descendants(ElbServer.Xml + "CertificateArn").Select(certificate => (certificate.Value, certificate.ElementsAfterSelf().First().Value)).ToList();
        var inUse = await elb.Client.RefusedAsync("CertificateManager.DeleteCertificate", $$"""{"CertificateArn": "{{listed.Arn}}"}""");
        var refusal = await elb.RefusalAsync("RemoveListenerCertificates", ("ListenerArn", listener), ("Certificates.member.1.CertificateArn", own.Arn));
        await elb.CallAsync("RemoveListenerCertificates", ("ListenerArn", listener), ("Certificates.member.1.CertificateArn", listed.Arn));
        await elb.Client.SucceedAsync("CertificateManager.DeleteCertificate", $$"""{"CertificateArn": "{{listed.Arn}}"}""");

        Assert.That(with, Is.EqualTo(new[] { $"CN=own.example.com 301 https://own.example.com:{port}/new", $"CN=listed.example.com 301 https://listed.example.com:{port}/new" }));
        Assert.That(described, Is.EqualTo(new[] { (own.Arn, "true"), (listed.Arn, "false") }));
        Assert.That(inUse, Is.EqualTo($"400 ResourceInUseException: Certificate {listed.Arn} in account 000000000000 is in use."));
        Assert.That(refusal, Is.EqualTo(("OperationNotPermitted", "The default certificate of a listener cannot be removed")));
        // The name of the one that is gone is the default's again, which is not for it.
        await Assert.ThatAsync(() => AskAsync(port, "listed.example.com", own.Authority), Throws.TypeOf<HttpRequestException>());
    }

    [Test]
    public async Task Certificates_that_an_interrupted_LocalAws_left_half_done_are_completed()
    {
        await using var elb = await ElbServer.StartAsync();
        var port = FreePort.Next();
        var (own, listed) = (await CertificateAsync(elb, "own.example.com"), await CertificateAsync(elb, "listed.example.com"));
        var listener = (string)(await elb.CallAsync("CreateListener", [("LoadBalancerArn", await elb.LoadBalancerAsync()), ("Protocol", "HTTPS"), ("Port", port), ("Certificates.member.1.CertificateArn", own.Arn), .. Redirect()]))
            .Descendants(ElbServer.Xml + "ListenerArn").First();
        var name = CertificateCommands.NameOf(listed.Arn);
        string[] left = [await ProxyAdministration.AskAsync(elb.InstanceId, $"new ssl cert {name}"), await ProxyAdministration.AskAsync(elb.InstanceId, $"set ssl cert {name} <<\n{SelfSigned()}\n")];

        await elb.CallAsync("AddListenerCertificates", ("ListenerArn", listener), ("Certificates.member.1.CertificateArn", listed.Arn));
        string[] served = [await AskAsync(port, "own.example.com", own.Authority), await AskAsync(port, "listed.example.com", own.Authority)];

        Assert.That(left.Select(answer => answer.Trim()), Is.EqualTo(new[] { $"New empty certificate store '{name}'!", $"Transaction created for certificate {name}!" }));
        Assert.That(served.Select(answer => answer.Split(' ')[0]), Is.EqualTo(new[] { "CN=own.example.com", "CN=listed.example.com" }));
    }

    private static string SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=left.example.com", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}";
    }

    private static (string, object)[] Forward(string group) => [("DefaultActions.member.1.Type", "forward"), ("DefaultActions.member.1.TargetGroupArn", group)];

    private static (string, object)[] Redirect() =>
        [("DefaultActions.member.1.Type", "redirect"), ("DefaultActions.member.1.RedirectConfig.StatusCode", "HTTP_301"), ("DefaultActions.member.1.RedirectConfig.Path", "/new")];

    private static async Task<(string Arn, string Authority)> CertificateAsync(ElbServer elb, string name)
    {
        var arn = (string)(await elb.Client.SucceedAsync("CertificateManager.RequestCertificate", $$"""{"DomainName": "{{name}}", "ValidationMethod": "DNS"}"""))["CertificateArn"]!;
        return (arn, (string)(await elb.Client.SucceedAsync("CertificateManager.GetCertificate", $$"""{"CertificateArn": "{{arn}}"}"""))["CertificateChain"]!);
    }

    /// <summary>Whom the listener shows itself as, checked against the authority, and what it answers.</summary>
    private static async Task<string> AskAsync(int port, string name, string authority, string path = "/")
    {
        var subject = "";
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new System.Net.Sockets.TcpClient();
            await socket.ConnectAsync("127.0.0.1", port, cancellationToken);
            return socket.GetStream();
        };
        // A session that is resumed shows the certificate that it began with.
        handler.SslOptions.AllowTlsResume = false;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            subject = certificate!.Subject;
            return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && IsTrusted((X509Certificate2)certificate, authority);
        };
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(new Uri($"https://{name}:{port}{path}"));
        return $"{subject} {(int)response.StatusCode} {response.Headers.Location?.ToString() ?? await response.Content.ReadAsStringAsync()}".Trim();
    }

    private static bool IsTrusted(X509Certificate2 certificate, string pem)
    {
        using var authority = X509Certificate2.CreateFromPem(pem);
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        return chain.Build(certificate);
    }
}
