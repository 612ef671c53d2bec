using System.Text.RegularExpressions;

namespace Slipway.Ecs.FromCompose;

/// <summary>Finds the services that another one reaches by name, as far as its variables and its command tell.</summary>
internal static class PeerNames
{
    /// <summary>Where all containers of a task are for each other, when they share one network.</summary>
    public const string Localhost = "127.0.0.1";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    public static IEnumerable<ComposeService> NamedBy(ComposeService service, IReadOnlyList<ComposeService> services)
    {
        var values = service.Environment.Values.OfType<string>().ToList();
        var words = values.Concat(service.Node.Texts("command")).Concat(service.Node.Texts("entrypoint")).ToList();
        return services.Where(peer => peer.Name.Length > 0 && peer.Name != service.Name && (values.Contains(peer.Name) || words.Any(word => HasHost(word, peer.Name))));
    }

    /// <summary>As the host of an address (<c>//redis</c>, <c>user@redis</c>) or with a port (<c>redis:6379</c>).</summary>
    public static bool HasHost(string text, string name)
    {
        var host = Regex.Escape(name);
        return text.Contains(name, StringComparison.Ordinal)
            && Regex.IsMatch(text, $@"(//|@){host}([:/?,]|$)|(^|[\s,='""(]){host}:[0-9]", RegexOptions.ExplicitCapture, Limit);
    }

    /// <summary>The text with <see cref="Localhost"/> wherever the name is the host of an address, or has a port, beyond doubt.</summary>
    /// <remarks><c>redis:7</c> may as well be an image, and <c>@web/shop</c> a package.</remarks>
    public static string WithLocalhost(string text, string name)
    {
        if (!text.Contains(name, StringComparison.Ordinal)) return text;
        var host = Regex.Escape(name);
        return Regex.Replace(
            text, $@"(?<=//|[^\s,='""(]@){host}(?=[:/?,]|$)|(?<=^|[\s,='""(]){host}(?=:(80|[0-9]{{3,5}})(?![A-Za-z0-9._-]))", Localhost, RegexOptions.ExplicitCapture, Limit);
    }
}
