using Slipway.Ecs.Networking;

namespace Slipway.Ecs.FromCompose;

/// <summary>
/// Containers of ECS do not find each other by Compose's names, except for links in network mode bridge. Where they share one network and a value reaches another
/// service by its name, 127.0.0.1 takes the name's place; what may be another thing than a host is told and left.
/// </summary>
internal sealed class PeerAddresses(ComposeService service, TaskConversion task)
{
    private const string Own = "localhost";

    private readonly bool _isShared = task.NetworkMode is TaskConversion.Awsvpc or "host";
    private readonly List<HostName> _names = [.. task.Peers.Of(service)];
    private readonly List<Mention> _mentions = [];

    private enum Outcome
    {
        Replaced,
        Doubtful,
        Secret,
        Own,
        Listens,
    }

    /// <summary>The name by which the service reaches itself, as far as its variables and its commands were read; null when it does not.</summary>
    public string? OwnHost { get; private set; }

    private string Why => $"in network mode {task.NetworkMode} the containers of a task share one network, and their names do not resolve";

    /// <summary>The value of a variable. A value that is nothing but a name is a host where the variable is called so.</summary>
    public string OfVariable(string name, string value) => Redirect("environment", name, value);

    /// <summary>The words of the command or of the entry point.</summary>
    /// <param name="key">Which of the two.</param>
    public IReadOnlyList<string> OfWords(string key, IReadOnlyList<string> words) => Redirect(key, "", string.Join(HostName.Separator, words)).Split(HostName.Separator);

    /// <summary>The command of the health check, which in Compose may ask the service by its own name, too.</summary>
    public IReadOnlyList<string> OfHealthCheck(IReadOnlyList<string> words)
    {
        var text = string.Join(HostName.Separator, words);
        foreach (var own in task.Peers.OwnOf(service).Where(own => own.IsHostIn("", text)))
        {
            _mentions.Add(new("healthcheck", Outcome.Own, "", own.Name));
            text = own.Replaced("", text, Own);
        }

        return Redirect("healthcheck", "", text).Split(HostName.Separator);
    }

    /// <summary>Notes what a secret has to say that is not written here.</summary>
    public void NoteSecret(string name, string value)
    {
        OwnHost ??= task.Peers.OwnOf(service).FirstOrDefault(own => own.IsHostIn(name, value))?.Name;
        foreach (var host in _names.Concat(task.Peers.OwnOf(service)).Where(host => _isShared && host.IsHostIn(name, value))) _mentions.Add(new("environment", Outcome.Secret, name, host.Name));
    }

    /// <summary>Tells what was changed and what was not, never a value; and where the service's files name others.</summary>
    public void Report(ServiceConversion conversion)
    {
        foreach (var group in _mentions.GroupBy(mention => (mention.Key, mention.Outcome)))
        {
            var variables = string.Join(", ", group.Select(mention => mention.Variable).Where(name => name.Length > 0).Distinct());
            var peers = string.Join(", ", group.Select(mention => $"'{mention.Peer}'").Distinct());
            var subject = variables.Length > 0 ? variables : "it";
            conversion.Warn(group.Key.Key, group.Key.Outcome switch
            {
                Outcome.Replaced => $"{(variables.Length > 0 ? $"{variables}: " : "")}{HostName.Localhost} is written in the place of {peers}; {Why}",
                Outcome.Secret => $"{subject}: let the secret say {HostName.Localhost} in the place of {peers}; {Why}",
                Outcome.Own => $"{Own} is written in the place of {peers}: a container of ECS does not resolve its own name",
                Outcome.Listens => $"{subject}: {peers} is its own name, which does not resolve in network mode {task.NetworkMode}; for the address that it listens on, write 0.0.0.0",
                _ when !_isShared => $"{subject}: {peers} may be meant as a host, which nothing says for sure; for that, 'links' needs the name",
                _ => $"{subject}: {peers} may be meant as a host, and then {HostName.Localhost} has to stand in its place; {Why}",
            });
        }

        if (!_isShared) return;
        foreach (var file in task.Peers.InFilesOf(service).GroupBy(place => place.File))
            conversion.Warn("networks", $"{string.Join(", ", file.Select(place => $"{place.File}:{place.Line} names '{place.Name}'"))}; {HostName.Localhost} has to stand there, and for Compose the name; let a variable say it, which a task definition can set: {Why}");
    }

    private string Redirect(string key, string variable, string text)
    {
        foreach (var peer in _names)
        {
            var before = text;
            if (_isShared) text = peer.Replaced(variable, text);
            if (text != before) _mentions.Add(new(key, Outcome.Replaced, variable, peer.Name));
            if (peer.MayBeHostIn(variable, text) && (_isShared || IsOpen(peer.Name))) _mentions.Add(new(key, Outcome.Doubtful, variable, peer.Name));
        }

        return RedirectOwn(key, variable, text);
    }

    /// <summary>A container of ECS does not resolve its own name either, unless it is its host name, which network mode awsvpc does not have.</summary>
    private string RedirectOwn(string key, string variable, string text)
    {
        foreach (var own in task.Peers.OwnOf(service).Where(own => own.IsHostIn(variable, text)))
        {
            OwnHost ??= own.Name;
            if (!_isShared) continue;
            var listens = HostVariable.Listens(variable, text);
            _mentions.Add(new(key, listens ? Outcome.Listens : Outcome.Replaced, variable, own.Name));
            if (!listens) text = own.Replaced(variable, text);
        }

        return text;
    }

    /// <summary>Whether a link to the service would be news: a database, a queue or a cache needs none.</summary>
    private bool IsOpen(string name) => task.NetworkMode == TaskConversion.Bridge && service.Kind == ServiceKind.Application && !IsReached(name);

    private bool IsReached(string name) => task.Order.PeersOf(service).Any(peer => peer.Name == name || task.Order.NamesOf(service, peer).Contains(name))
        || task.Order.UnreachedBy(service).Contains(name) || service.Node.Texts("links").Any(link => link.EndsWith($":{name}", StringComparison.Ordinal));

    /// <param name="Variable">Its name; empty for a word of a command.</param>
    private sealed record Mention(string Key, Outcome Outcome, string Variable, string Peer);
}
