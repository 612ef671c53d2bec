using Slipway.LocalAws.Acm.Contract;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>The protocol of a listener, and with HTTPS its certificate and its policy. Of the policy the name is kept: versions and ciphers are HAProxy's.</summary>
internal static class TlsParameters
{
    /// <summary>What the API takes where the call names none. Elastic Load Balancing user guide, security policies.</summary>
    private const string UsualPolicy = "ELBSecurityPolicy-2016-08";

    /// <param name="before">What holds for the parameters that are not given.</param>
    /// <exception cref="AwsErrorException">A parameter is not allowed, or there is no such certificate.</exception>
    public static Listener Apply(QueryParameters parameters, Listener before, ICertificates certificates)
    {
        var protocol = parameters.Text("Protocol") is { Length: > 0 } given ? given : before.Protocol;
        if (protocol is not (Listener.Http or Listener.Https))
            throw ElbErrors.Unsupported($"listeners of protocol '{protocol}'");
        var arns = parameters.Members("Certificates").Select(certificate => certificate.Required("CertificateArn")).ToList();
        var policy = parameters.Text("SslPolicy") is { Length: > 0 } named ? named : null;
        if (protocol == Listener.Http)
        {
            return arns.Count == 0 && policy is null
                ? before with { Protocol = protocol, CertificateArn = null, SslPolicy = null }
                : throw ElbErrors.Validation("Certificates and SSL policies cannot be specified for HTTP listeners");
        }

        if (arns.Count > 1)
            throw ElbErrors.Validation("You can specify one certificate for a listener");
        var arn = arns.FirstOrDefault() ?? before.CertificateArn ?? throw ElbErrors.Validation("A certificate must be specified for HTTPS listeners");
        if (certificates.Find(arn) is null)
            throw CertificateNotFound(arn);
        if (policy is not null && !TlsPolicies.Exists(policy))
            throw new AwsErrorException("SSLPolicyNotFound", $"SSL policy '{policy}' not found");
        return before with { Protocol = protocol, CertificateArn = arn, SslPolicy = policy ?? before.SslPolicy ?? UsualPolicy };
    }

    public static AwsErrorException CertificateNotFound(string arn) => new("CertificateNotFound", $"Certificate '{arn}' not found");
}
