using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Slipway.LocalAws.Agent.Contract;

namespace Slipway.LocalAws.Agent.ServiceConnect;

/// <summary>
/// What the proxy is to do, as the script in the forwarder reads it: a line with <see cref="Tag"/> and <see cref="Layout"/>, a configuration of HAProxy, the line
/// <c># commands</c>, and a line for each listener with what brings an HAProxy of the same layout to the same.
/// </summary>
/// <param name="Tag">Another one for everything else; empty for nothing at all.</param>
/// <param name="Layout">Another one where HAProxy has to be started anew: not for other tasks of the same services.</param>
public sealed record ProxyConfiguration(string Tag, string Layout, string Text)
{
    /// <summary>HAProxy counts no longer than 24 days.</summary>
    private const string NoTimeout = "24d";

    private const string Defaults = """
        global
            maxconn 4096
            nbthread 1
            lua-load /etc/slipway/complete.lua
            # One whose listeners another one has taken over keeps its connections for as long as ECS keeps a silent TCP connection by default.
            hard-stop-after 1h
            stats socket /tmp/connect.sock mode 600 level admin expose-fd listeners

        defaults
            balance roundrobin
            timeout connect 1s
            # A task that is gone takes no connection: another one is tried, as Envoy does.
            retries 3
            option redispatch 1
            option http-server-close
            http-reuse never

        """;

    internal static ProxyConfiguration Empty { get; } = new("", "", "");

    internal static ProxyConfiguration Of(IReadOnlyList<PlacedListener> listeners)
    {
        if (listeners.Count == 0)
            return Empty;
        var layout = Hash(string.Concat(listeners.Select(placed => Head(placed.Listener))));
        var text = $"{Defaults}{string.Concat(listeners.Select(placed => Head(placed.Listener) + string.Concat(placed.Places.Select(Server))))}\n# commands\n{string.Concat(listeners.Select(Commands))}";
        var tag = Hash(text);
        return new(tag, layout, $"{tag} {layout}\n{text}");
    }

    private static string NameOf(ConnectListener listener) => string.Create(CultureInfo.InvariantCulture, $"connect-{listener.Address}-{listener.Port}");

    private static string Head(ConnectListener listener)
    {
        var idle = Seconds(listener.IdleTimeout);
        var bind = string.Create(CultureInfo.InvariantCulture, $"\nlisten {NameOf(listener)}\n    bind {listener.Address}:{listener.Port}\n");
        return bind + (listener.IsHttp
            ? $"    mode http\n    timeout client {idle}\n    timeout http-keep-alive {idle}\n    timeout server {Silence(listener)}\n    timeout tunnel {idle}\n{Complete(listener.RequestTimeout)}"
            : $"    mode tcp\n    timeout client {idle}\n    timeout server {idle}\n");
    }

    /// <summary>A task that is silent: by the shorter of the two, as TimeoutConfiguration in the API reference has it.</summary>
    private static string Silence(ConnectListener listener) =>
        Seconds(new[] { listener.IdleTimeout, listener.RequestTimeout }.Where(timeout => timeout > 0).DefaultIfEmpty(0).Min());

    /// <summary>HAProxy's own limit is of the silence of a server, and not of the time of a complete response: https://github.com/haproxy/haproxy/issues/2808</summary>
    private static string Complete(int timeout) => timeout == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"    filter lua.complete\n    http-request set-var(txn.complete) int({timeout})\n");

    private static string Server(ConnectTarget? target, int place) => target is null
        ? string.Create(CultureInfo.InvariantCulture, $"    server t{place} 127.0.0.1:1 disabled\n")
        : string.Create(CultureInfo.InvariantCulture, $"    server t{place} {target.Address}:{target.Port}\n");

    /// <summary>For each place, whatever was there before: an HAProxy may have its orders from another process.</summary>
    private static string Commands(PlacedListener placed) => string.Join("; ", placed.Places.Select((target, place) =>
    {
        var server = string.Create(CultureInfo.InvariantCulture, $"set server {NameOf(placed.Listener)}/t{place}");
        return target is null
            ? $"{server} state maint"
            : string.Create(CultureInfo.InvariantCulture, $"{server} addr {target.Address} port {target.Port}; {server} state ready");
    })) + "\n";

    private static string Seconds(int timeout) => timeout == 0 ? NoTimeout : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(timeout, 2_000_000)}s");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
