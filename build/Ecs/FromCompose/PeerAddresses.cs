using Slipway.Ecs.Networking;

namespace Slipway.Ecs.FromCompose;

/// <summary>
/// Containers of ECS do not find each other by Compose's names, except for links in network mode bridge, and for services that Service Connect joins. Where they share one
/// network and a value reaches another service by its name, 127.0.0.1 takes the name's place; what may be another thing than a host is told and left.
/// </summary>
internal sealed class PeerAddresses(ComposeService service, TaskConversion task)
{
    private const string Own = "localhost";

    private readonly bool _isShared = task.NetworkMode is TaskConversion.Awsvpc or "host";
    private readonly List<(HostName Host, ComposeService Peer)> _peers = [.. task.Peers.Of(service)];
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
            _mentions.Add(new("healthcheck", Outcome.Own, PeerPlace.Task, "", Quoted(own)));
            text = own.Replaced("", text, Own);
        }

        return Redirect("healthcheck", "", text).Split(HostName.Separator);
    }

    /// <summary>Notes what a secret has to say that is not written here.</summary>
    public void NoteSecret(string name, string value)
    {
        OwnHost ??= task.Peers.OwnOf(service).FirstOrDefault(own => own.IsHostIn(name, value))?.Name;
        foreach (var (host, peer) in _peers.Where(other => Substitute(other.Host.Name, other.Peer) is not null && other.Host.IsHostIn(name, value))) Note("environment", Outcome.Secret, name, host, peer);
        foreach (var own in task.Peers.OwnOf(service).Where(own => IsOwnReplaced && own.IsHostIn(name, value))) _mentions.Add(new("environment", Outcome.Secret, PeerPlace.Task, name, Quoted(own)));
    }

    /// <summary>Tells what was changed and what was not, never a value; and where the service's files name others.</summary>
    public void Report(ServiceConversion conversion)
    {
        foreach (var group in _mentions.GroupBy(mention => (mention.Key, mention.Outcome, mention.Place, mention.Unjoined)))
        {
            var variables = string.Join(", ", group.Select(mention => mention.Variable).Where(name => name.Length > 0).Distinct());
            var peers = string.Join(", ", group.Select(mention => mention.Peer).Distinct());
            conversion.Warn(group.Key.Key, Text(group.Key, variables, peers));
        }

        foreach (var file in task.Peers.InFilesOf(service).Where(place => Substitute(place.Name, place.Peer) is not null).GroupBy(place => (place.File, Place: task.PlaceOf(place.Peer), Unjoined: task.UnjoinedBecause(place.Peer))))
        {
            var named = string.Join(", ", file.Select(place => $"{place.File}:{place.Line} names '{place.Name}'"));
            conversion.Warn("networks", file.Key.Place switch
            {
                PeerPlace.Replaced => $"{named}, which is in the rehearsal only: let a variable say the address, since each environment has another one",
                PeerPlace.Unjoined => $"{named}, and {file.Key.Unjoined}: let a variable say the address, since each environment has another one",
                PeerPlace.Service => $"{named}; write {string.Join(", ", file.Select(place => $"'{place.Peer.Name}'").Distinct())} there, which no task definition can do: Service Connect knows a service by one name",
                _ => $"{named}; {HostName.Localhost} has to stand there, and for Compose the name; let a variable say it, which a task definition can set: {Why}",
            });
        }
    }

    private string Text((string Key, Outcome Outcome, PeerPlace Place, string? Unjoined) mention, string variables, string peers)
    {
        var (_, outcome, place, unjoined) = mention;
        var subject = variables.Length > 0 ? variables : "it";
        var (by, why) = place switch
        {
            PeerPlace.Replaced => (WrittenValues.FillIn, "it is in the rehearsal only"),
            PeerPlace.Unjoined => (WrittenValues.FillIn, unjoined!),
            PeerPlace.Service => ("the name of the Compose service", "Service Connect knows a service by one name"),
            _ => (HostName.Localhost, Why),
        };
        return outcome switch
        {
            Outcome.Replaced => $"{(variables.Length > 0 ? $"{variables}: " : "")}{by} is written in the place of {peers}; {why}",
            Outcome.Secret => $"{subject}: let the secret say {(place is PeerPlace.Replaced or PeerPlace.Unjoined ? "what the environment has" : by)} in the place of {peers}; {why}",
            Outcome.Own => $"{Own} is written in the place of {peers}: a container of ECS does not resolve its own name",
            Outcome.Listens => $"{subject}: {peers} is its own name, which does not resolve in network mode {task.NetworkMode}; for the address that it listens on, write 0.0.0.0",
            _ when place == PeerPlace.Task && !_isShared => $"{subject}: {peers} may be meant as a host, which nothing says for sure; for that, 'links' needs the name",
            _ => $"{subject}: {peers} may be meant as a host, and then {by} has to stand in its place; {why}",
        };
    }

    private string Redirect(string key, string variable, string text)
    {
        foreach (var (host, peer) in _peers)
        {
            var (before, by) = (text, Substitute(host.Name, peer));
            if (by is not null) text = host.Replaced(variable, text, by);
            if (text != before) Note(key, Outcome.Replaced, variable, host, peer);
            if (host.MayBeHostIn(variable, text) && (by is not null || IsOpen(host.Name, peer))) Note(key, Outcome.Doubtful, variable, host, peer);
        }

        return RedirectOwn(key, variable, text);
    }

    private void Note(string key, Outcome outcome, string variable, HostName host, ComposeService peer) =>
        _mentions.Add(new(key, outcome, task.PlaceOf(peer), variable, Quoted(host, peer)) { Unjoined = task.UnjoinedBecause(peer) });

    /// <summary>What has to stand in the place of another service's name; null where the name is right.</summary>
    private string? Substitute(string name, ComposeService peer) => task.PlaceOf(peer) switch
    {
        PeerPlace.Replaced => WrittenValues.FillIn,
        // The rehearsal has no other address for it.
        PeerPlace.Unjoined => task.Options.IsRehearsal ? null : WrittenValues.FillIn,
        PeerPlace.Service => name == peer.Name ? null : peer.Name,
        _ => _isShared ? HostName.Localhost : null,
    };

    private static string Quoted(HostName host) => $"'{host.Name}'";

    /// <summary>With what takes its place, where the environment does not have it.</summary>
    private string Quoted(HostName host, ComposeService peer) => task.Options.Surroundings?.Replaced.GetValueOrDefault(peer.Name) is { Length: > 0 } other ? $"{Quoted(host)} ({other})" : Quoted(host);

    /// <summary>Other services reach it by its name, and so does it.</summary>
    private bool IsOwnReplaced => _isShared && task.PortsOf(service).Count == 0;

    /// <summary>A container of ECS does not resolve its own name either, unless it is its host name, which network mode awsvpc does not have.</summary>
    private string RedirectOwn(string key, string variable, string text)
    {
        foreach (var own in task.Peers.OwnOf(service).Where(own => own.IsHostIn(variable, text)))
        {
            OwnHost ??= own.Name;
            if (!_isShared) continue;
            var listens = HostVariable.Listens(variable, text);
            if (!listens && !IsOwnReplaced) continue;
            _mentions.Add(new(key, listens ? Outcome.Listens : Outcome.Replaced, PeerPlace.Task, variable, Quoted(own)));
            if (!listens) text = own.Replaced(variable, text);
        }

        return text;
    }

    /// <summary>Whether a link to the service would be news: a database, a queue or a cache needs none.</summary>
    private bool IsOpen(string name, ComposeService peer) =>
        task.NetworkMode == TaskConversion.Bridge && task.PlaceOf(peer) == PeerPlace.Task && service.Kind == ServiceKind.Application && !IsReached(name);

    private bool IsReached(string name) => task.Order.PeersOf(service).Any(peer => peer.Name == name || task.Order.NamesOf(service, peer).Contains(name))
        || task.Order.UnreachedBy(service).Contains(name) || service.Node.Texts("links").Any(link => link.EndsWith($":{name}", StringComparison.Ordinal));

    /// <param name="Variable">Its name; empty for a word of a command.</param>
    /// <param name="Peer">In quotes.</param>
    private sealed record Mention(string Key, Outcome Outcome, PeerPlace Place, string Variable, string Peer)
    {
        /// <summary>Why Service Connect does not lead there.</summary>
        public string? Unjoined { get; init; }
    }
}
