namespace Slipway.LocalAws.LoadBalancing.Contract;

/// <summary>The times that load balancing goes by, apart from those of its resources.</summary>
public sealed record LoadBalancingSettings
{
    /// <summary>How often it is checked whether the containers of all listeners are there and as they should be.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);
}
