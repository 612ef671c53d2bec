using System.Globalization;

namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>What HAProxy's <c>show servers state</c> says about the servers of target groups.</summary>
public static class ServerTable
{
    private const int Maintenance = 0x01;
    private const int Drain = 0x08;

    public static IReadOnlyDictionary<string, ServerState> Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var columns = (lines.FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))
            ?? throw new InvalidDataException($"HAProxy's table of servers has no heading: {text}"))[2..].Split(' ');
        var (backend, name, state) = (Array.IndexOf(columns, "be_name"), Array.IndexOf(columns, "srv_name"), Array.IndexOf(columns, "srv_admin_state"));
        return lines.Select(line => line.Split(' '))
            .Where(words => words.Length == columns.Length && ServerNames.IsOfTargetGroup(words[backend]))
            .ToDictionary(words => $"{words[backend]}/{words[name]}", words => Read(int.Parse(words[state], CultureInfo.InvariantCulture)));
    }

    private static ServerState Read(int flags) => flags switch
    {
        _ when (flags & Maintenance) != 0 => ServerState.Maintenance,
        _ when (flags & Drain) != 0 => ServerState.Drain,
        _ => ServerState.Ready,
    };
}

public enum ServerState
{
    Ready,

    /// <summary>It ends the requests that it has.</summary>
    Drain,

    /// <summary>It is on its way in or out.</summary>
    Maintenance,
}
