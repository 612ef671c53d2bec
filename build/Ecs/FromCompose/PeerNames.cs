using System.Text.RegularExpressions;

namespace Slipway.Ecs.FromCompose;

/// <summary>Finds the services that another one reaches by name, as far as its variables and its command tell.</summary>
internal static class PeerNames
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    public static IEnumerable<ComposeService> NamedBy(ComposeService service, IReadOnlyList<ComposeService> services)
    {
        var values = service.Environment.Values.OfType<string>().ToList();
        var words = values.Concat(service.Node.Texts("command")).Concat(service.Node.Texts("entrypoint")).ToList();
        return services.Where(peer => peer.Name.Length > 0 && peer.Name != service.Name && (values.Contains(peer.Name) || words.Any(word => HasHost(word, peer.Name))));
    }

    /// <summary>As the host of an address (<c>//redis</c>, <c>user@redis</c>) or with a port (<c>redis:6379</c>).</summary>
    private static bool HasHost(string text, string name)
    {
        var host = Regex.Escape(name);
        return text.Contains(name, StringComparison.Ordinal)
            && Regex.IsMatch(text, $@"(//|@){host}([:/?,]|$)|(^|[\s,='""]){host}:[0-9]", RegexOptions.ExplicitCapture, Limit);
    }
}
