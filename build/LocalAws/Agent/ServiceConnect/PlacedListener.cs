using Slipway.LocalAws.Agent.Contract;

namespace Slipway.LocalAws.Agent.ServiceConnect;

/// <summary>A listener with a place for each of its targets, which it keeps for as long as it is one: HAProxy changes servers while it runs, but adds none.</summary>
internal sealed record PlacedListener(ConnectListener Listener, IReadOnlyList<ConnectTarget?> Places)
{
    /// <summary>As many tasks of a service take connections at a time.</summary>
    public const int Count = 32;

    /// <param name="before">The same listener as it was; null for a new one.</param>
    public static PlacedListener Of(ConnectListener listener, PlacedListener? before)
    {
        var places = Enumerable.Range(0, Count).Select(place => before?.Places[place] is { } kept && listener.Targets.Contains(kept) ? kept : null).ToList();
        foreach (var added in listener.Targets.Where(target => !places.Contains(target)).ToList())
        {
            if (places.IndexOf(null) is var free and >= 0)
                places[free] = added;
        }

        return new(listener, places);
    }
}
