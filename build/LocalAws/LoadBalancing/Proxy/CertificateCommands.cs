namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>
/// Gives HAProxy the certificates of a listener: its own in place of the one of the image, and those of its list beside it. They are kept in memory alone, so that no
/// key is in a container.
/// </summary>
public static class CertificateCommands
{
    /// <summary>The name by which the image's list of certificates has the one that is replaced.</summary>
    private const string Own = "/etc/slipway/placeholder.pem";

    /// <summary>As <c>Image/haproxy.cfg</c> names it; the first one in it is for clients that ask for no name of the others.</summary>
    private const string List = "/etc/slipway/certificates.list";

    private const string OfList = "/etc/slipway/certificates/";

    /// <summary>Makes the listener's own certificate the first one.</summary>
    public static IReadOnlyList<string> Of(string pem) => Set(Own, pem);

    /// <summary>The name of a certificate of the list in HAProxy.</summary>
    public static string NameOf(string arn) => $"{OfList}{arn[(arn.LastIndexOf('/') + 1)..]}.pem";

    /// <summary>Brings the list to the certificates that it should have.</summary>
    /// <param name="present">What <c>show ssl cert</c> answers.</param>
    /// <param name="wanted">PEM by name.</param>
    public static IEnumerable<string> Changes(string present, IReadOnlyDictionary<string, string> wanted)
    {
        var there = present.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.StartsWith(OfList, StringComparison.Ordinal)).ToHashSet();
        foreach (var (name, pem) in wanted)
        {
            string[] added = there.Contains(name) ? [] : [$"add ssl crt-list {List} {name}"];
            string[] made = there.Contains(name) ? [] : [$"new ssl cert {name}"];
            foreach (var command in made.Concat(Set(name, pem)).Concat(added))
                yield return command;
        }

        foreach (var name in there.Where(name => !wanted.ContainsKey(name)))
        {
            yield return $"del ssl crt-list {List} {name}";
            yield return $"del ssl cert {name}";
        }
    }

    /// <summary>An empty line ends what HAProxy reads as the certificate, so there is none within.</summary>
    private static string[] Set(string name, string pem)
    {
        var lines = pem.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [$"set ssl cert {name} <<\n{string.Join('\n', lines)}\n", $"commit ssl cert {name}"];
    }
}
