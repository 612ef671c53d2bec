namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>A deployment configuration of the compute platform ECS.</summary>
public sealed record DeploymentConfig(string Name, string Id, TrafficRouting Routing, DateTimeOffset CreatedAt)
{
    /// <summary>Those that every account has.</summary>
    public static IReadOnlyList<DeploymentConfig> Predefined { get; } =
    [
        Default("ECSAllAtOnce", TrafficRouting.AllAtOnce),
        Default("ECSCanary10Percent5Minutes", new(TrafficRouting.CanaryType, 10, 5)),
        Default("ECSCanary10Percent15Minutes", new(TrafficRouting.CanaryType, 10, 15)),
        Default("ECSLinear10PercentEvery1Minutes", new(TrafficRouting.LinearType, 10, 1)),
        Default("ECSLinear10PercentEvery3Minutes", new(TrafficRouting.LinearType, 10, 3)),
    ];

    public const string DefaultName = $"{Prefix}ECSAllAtOnce";

    /// <summary>Of names that are not given away.</summary>
    public const string Prefix = "CodeDeployDefault.";

    private static DeploymentConfig Default(string name, TrafficRouting routing) =>
        new(Prefix + name, "00000000-0000-0000-0000-000000000000", routing, DateTimeOffset.UnixEpoch);
}
