namespace Slipway.LocalAws.Acm.Contract;

/// <summary>The certificates for those who serve TLS with them.</summary>
public interface ICertificates
{
    /// <summary>Null when there is no such certificate.</summary>
    ServerCertificate? Find(string arn);
}
