namespace Slipway.LocalAws.Ecs.Model;

/// <summary>What percentage of the requests goes to the new tasks of a deployment.</summary>
public sealed record TrafficShare(decimal Production, decimal Test)
{
    public static TrafficShare None { get; } = new(0, 0);
}
