namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>Gives HAProxy the certificate of a listener, in place of the one of its image. It is kept in memory alone, so that no key is in a container.</summary>
public static class CertificateCommands
{
    /// <summary>The name by which <c>Image/haproxy.cfg</c> loads the certificate that is replaced.</summary>
    private const string Name = "/etc/slipway/placeholder.pem";

    /// <summary>An empty line ends what HAProxy reads as the certificate, so there is none within.</summary>
    public static IReadOnlyList<string> Of(string pem)
    {
        var lines = pem.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [$"set ssl cert {Name} <<\n{string.Join('\n', lines)}\n", $"commit ssl cert {Name}"];
    }
}
