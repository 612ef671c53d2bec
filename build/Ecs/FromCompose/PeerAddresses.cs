using System.Text.RegularExpressions;

namespace Slipway.Ecs.FromCompose;

/// <summary>
/// In network mode awsvpc the containers of a task share one network, in which Compose's names of services do not resolve. Where one reaches another by its
/// name, 127.0.0.1 takes the name's place; what may be another thing than a host is told and left.
/// </summary>
internal sealed partial class PeerAddresses(ComposeService service, TaskConversion task)
{
    private const string Why = "in network mode awsvpc the containers of a task share one network, and their names do not resolve";

    private readonly bool _isShared = task.NetworkMode == TaskConversion.Awsvpc;
    private readonly List<Mention> _mentions = [];

    private enum Outcome
    {
        Replaced,
        Doubtful,
        Secret,
    }

    /// <summary>The value of a variable. A value that is nothing but a name is a host where the variable is called so.</summary>
    public string OfVariable(string name, string value) => Redirect("environment", name, value);

    /// <summary>A word of the command or of the entry point.</summary>
    /// <param name="key">Which of the two.</param>
    public string OfWord(string key, string word) => Redirect(key, "", word);

    /// <summary>Notes what a secret has to say that is not written here.</summary>
    public void NoteSecret(string name, string value)
    {
        foreach (var peer in Names().Where(peer => _isShared && (value == peer || PeerNames.HasHost(value, peer)))) _mentions.Add(new("environment", Outcome.Secret, name, peer));
    }

    /// <summary>Tells what was changed and what was not, never a value.</summary>
    public void Report(ServiceConversion conversion)
    {
        foreach (var group in _mentions.GroupBy(mention => (mention.Key, mention.Outcome)))
        {
            var variables = string.Join(", ", group.Select(mention => mention.Variable).Where(name => name.Length > 0).Distinct());
            var peers = string.Join(", ", group.Select(mention => $"'{mention.Peer}'").Distinct());
            var subject = variables.Length > 0 ? variables : "it";
            conversion.Warn(group.Key.Key, group.Key.Outcome switch
            {
                Outcome.Replaced => $"{(variables.Length > 0 ? $"{variables}: " : "")}{PeerNames.Localhost} is written in the place of {peers}; {Why}",
                Outcome.Secret => $"{subject}: let the secret say {PeerNames.Localhost} in the place of {peers}; {Why}",
                _ => $"{subject}: {peers} may be meant as a host, and then {PeerNames.Localhost} has to stand in its place; {Why}",
            });
        }
    }

    private string Redirect(string key, string variable, string text)
    {
        if (!_isShared) return text;
        foreach (var peer in Names())
        {
            var before = text;
            text = text != peer ? PeerNames.WithLocalhost(text, peer) : HostVariable().IsMatch(variable) ? PeerNames.Localhost : text;
            if (text != before) _mentions.Add(new(key, Outcome.Replaced, variable, peer));
            // A word of a command that is nothing but a name is more often an argument than a host.
            if ((text == peer && variable.Length > 0) || PeerNames.HasHost(text, peer)) _mentions.Add(new(key, Outcome.Doubtful, variable, peer));
        }

        return text;
    }

    /// <summary>Of the other services, and the names that this one gives them by its links.</summary>
    private IEnumerable<string> Names()
    {
        var aliases = service.Node.Texts("links").Select(link => link.Split(':', 2)).Where(link => link.Length == 2 && task.Find(link[0]) is not null).Select(link => link[1]);
        return task.Services.Select(peer => peer.Name).Where(name => name != service.Name).Concat(aliases).Where(name => name.Length > 0).Distinct();
    }

    [GeneratedRegex("HOST(NAME|S)?$|(^|_)(ADDR(ESS)?|ENDPOINT|UPSTREAM)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex HostVariable();

    /// <param name="Variable">Its name; empty for a word of a command.</param>
    private sealed record Mention(string Key, Outcome Outcome, string Variable, string Peer);
}
