namespace Slipway.LocalAws.Acm.Contract;

/// <summary>A service of AWS that uses certificates.</summary>
public interface ICertificateUsers
{
    /// <summary>The ARNs of what uses a certificate.</summary>
    IEnumerable<string> UsersOf(string certificateArn);
}
