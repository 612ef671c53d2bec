using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>What tasks run on, and in which network: of a service's revision, a task set or RunTask.</summary>
/// <param name="Type">EC2, FARGATE or EXTERNAL; null where <paramref name="Strategy"/> decides.</param>
/// <param name="Strategy">Empty where <paramref name="Type"/> decides.</param>
/// <param name="Network">Null in the network modes bridge, host and none.</param>
/// <param name="PlatformVersion">As asked for, LATEST without a wish; null but on Fargate.</param>
public sealed record Launch(string? Type, IReadOnlyList<CapacityShare> Strategy, AwsvpcNetwork? Network, string? PlatformVersion)
{
    public const string OnEc2 = "EC2";
    public const string OnFargate = "FARGATE";
    public const string OnExternal = "EXTERNAL";

    /// <summary>What LATEST stands for: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html</summary>
    public const string LatestPlatform = "1.4.0";

    public static readonly Launch Ec2 = new(OnEc2, [], null, null);

    /// <summary>Container instances and Fargate are never mixed.</summary>
    [JsonIgnore]
    public bool IsFargate => Type == OnFargate || Strategy.Any(share => share.IsFargate);

    /// <summary>The version that tasks say they run on; null but on Fargate.</summary>
    [JsonIgnore]
    public string? ResolvedPlatform => PlatformVersion is "LATEST" ? LatestPlatform : PlatformVersion;

    /// <summary>The provider of the next task: the base first, then where the weights are furthest from being kept.</summary>
    /// <param name="taken">The providers of the tasks that are there already.</param>
    /// <returns>Null where no strategy decides.</returns>
    public CapacityShare? Next(IReadOnlyCollection<string?> taken) => Strategy.FirstOrDefault(share => Count(taken, share) < share.Base)
        ?? Strategy.Where(share => share.Weight > 0).MinBy(share => (decimal)(Count(taken, share) - share.Base) / share.Weight)
        ?? (Strategy.Count > 0 ? Strategy[0] : null);

    /// <summary>Whether tasks may stay where they are; the order of ids says nothing.</summary>
    public bool IsSameAs(Launch other) => Type == other.Type && PlatformVersion == other.PlatformVersion && Strategy.SequenceEqual(other.Strategy)
        && (Network, other.Network) switch
        {
            (null, null) => true,
            ({ } one, { } two) => one.HasPublicAddress == two.HasPublicAddress && one.Subnets.ToHashSet().SetEquals(two.Subnets) && one.SecurityGroups.ToHashSet().SetEquals(two.SecurityGroups),
            _ => false,
        };

    private static int Count(IReadOnlyCollection<string?> taken, CapacityShare share) => taken.Count(provider => provider == share.Provider);
}

/// <summary>One provider of a capacity provider strategy.</summary>
/// <param name="Weight">Its part of the tasks beyond all bases, 0 to 1000.</param>
/// <param name="Base">As many tasks at least.</param>
public sealed record CapacityShare(string Provider, int Weight, int Base)
{
    public const string Fargate = "FARGATE";
    public const string Spot = "FARGATE_SPOT";

    [JsonIgnore]
    public bool IsFargate => Provider is Fargate or Spot;
}

/// <summary>Where the network interfaces of awsvpc tasks are.</summary>
public sealed record AwsvpcNetwork(IReadOnlyList<string> Subnets, IReadOnlyList<string> SecurityGroups, bool HasPublicAddress);
