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

    /// <summary>Asks for the list of certificates.</summary>
    public const string ShowList = $"show ssl crt-list {List}";

    private const string OfList = "/etc/slipway/certificates/";

    /// <summary>Makes the listener's own certificate the first one.</summary>
    public static IReadOnlyList<string> Of(string pem) => Set(Own, pem);

    /// <summary>The name of a certificate of the list in HAProxy.</summary>
    public static string NameOf(string arn) => $"{OfList}{arn[(arn.LastIndexOf('/') + 1)..]}.pem";

    /// <summary>Ends the transaction of a LocalAws that was interrupted: HAProxy has one at a time, and it outlives the connection.</summary>
    /// <param name="present">What <c>show ssl cert</c> answers: an asterisk is before the name of one that is not committed.</param>
    public static IEnumerable<string> Aborts(string present) =>
        Lines(present).Where(line => line.StartsWith('*')).Select(line => $"abort ssl cert {line[1..]}");

    /// <summary>Brings the list to the certificates that it should have, also from where a LocalAws was interrupted: HAProxy can have a certificate that is not in the list yet, or not any more.</summary>
    /// <param name="present">What <c>show ssl cert</c> answers.</param>
    /// <param name="listed">What <see cref="ShowList"/> answers.</param>
    /// <param name="wanted">PEM by name.</param>
    public static IEnumerable<string> Changes(string present, string listed, IReadOnlyDictionary<string, string> wanted)
    {
        var (there, inList) = (Names(present), Names(listed));
        foreach (var (name, pem) in wanted)
        {
            if (!there.Contains(name))
                yield return $"new ssl cert {name}";
            foreach (var command in Set(name, pem))
                yield return command;
            if (!inList.Contains(name))
                yield return $"add ssl crt-list {List} {name}";
        }

        foreach (var name in there.Where(name => !wanted.ContainsKey(name)))
        {
            if (inList.Contains(name))
                yield return $"del ssl crt-list {List} {name}";
            yield return $"del ssl cert {name}";
        }
    }

    private static HashSet<string> Names(string answer) => Lines(answer).Where(line => line.StartsWith(OfList, StringComparison.Ordinal)).ToHashSet();

    private static string[] Lines(string answer) => answer.Split('\n', StringSplitOptions.TrimEntries);

    /// <summary>An empty line ends what HAProxy reads as the certificate, so there is none within.</summary>
    private static string[] Set(string name, string pem)
    {
        var lines = pem.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [$"set ssl cert {name} <<\n{string.Join('\n', lines)}\n", $"commit ssl cert {name}"];
    }
}
