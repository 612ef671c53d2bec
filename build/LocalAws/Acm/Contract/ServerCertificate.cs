namespace Slipway.LocalAws.Acm.Contract;

/// <summary>A certificate with all that a server needs.</summary>
/// <param name="Pem">The certificate, its chain and its private key, in this order.</param>
public sealed record ServerCertificate(string Arn, string Pem)
{
    /// <summary>Without the key, which no log and no message may show.</summary>
    public override string ToString() => Arn;
}
